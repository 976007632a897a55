//! What holds for any file that is imported: it is read or refused, and nothing panics.
//!
//! `PROPTEST_CASES=100000 cargo test --test properties imports` tries for longer.

use std::io::{Cursor, Write as _};
use std::path::Path;

use proptest::prelude::*;

/// A text of some kind of file, some of whose parts were cut out, doubled or exchanged.
fn damaged(parts: &'static [&'static str]) -> impl Strategy<Value = String> {
    let piece = prop::sample::select(parts);
    let order = prop::collection::vec(piece, 0..60);
    let cut = (
        any::<prop::sample::Index>(),
        0..40usize,
        "[<>/=\"&;:0-9a-z甲。]{0,6}",
    );
    (order, prop::collection::vec(cut, 0..3)).prop_map(|(order, cuts)| {
        let mut text: Vec<char> = order.concat().chars().collect();
        for (at, length, other) in cuts {
            let from = at.index(text.len() + 1);
            let to = (from + length).min(text.len());
            text.splice(from..to, other.chars());
        }
        text.into_iter().collect()
    })
}

/// An Office file of these parts.
fn archive(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(*name, zip::write::SimpleFileOptions::default())
            .unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn is_imported_or_refused(name: &str, bytes: &[u8]) -> Result<(), TestCaseError> {
    if let Ok(imported) = cewen::import::read(Path::new(name), bytes) {
        prop_assert!(!imported.text.contains('\0'));
        prop_assert!(!imported.text.trim().is_empty());
    }
    Ok(())
}

const PAGE: [&str; 24] = [
    "<div>",
    "</div>",
    "<p>",
    "</p>",
    "<table>",
    "</table>",
    "<tr>",
    "<td>",
    "</td>",
    "<td rowspan=99999 colspan=99999>",
    "<th>",
    "<b>",
    "</b>",
    "<a href='a.pdf'>",
    "</a>",
    "<textarea>",
    "</textarea>",
    "<script>",
    "</script>",
    "<br>",
    "<h1>某市方案</h1>",
    "一、总体要求。到2025年，装机27万千瓦。",
    "发布日期：2024-02-30",
    "&#0;&#x110000;",
];
const WORD: [&str; 24] = [
    "<w:p>",
    "</w:p>",
    "<w:r>",
    "</w:r>",
    "<w:t>一、到2025年，装机27万千瓦。</w:t>",
    "<w:tbl>",
    "</w:tbl>",
    "<w:tr>",
    "</w:tr>",
    "<w:tc>",
    "</w:tc>",
    "<w:tcPr>",
    "</w:tcPr>",
    "<w:gridSpan w:val='4294967295'/>",
    "<w:vMerge/>",
    "<w:pPr>",
    "</w:pPr>",
    "<w:numPr><w:ilvl w:val='9'/><w:numId w:val='1'/></w:numPr>",
    "<w:altChunk id='c'/>",
    "<w:br/>",
    "<w:trPr><w:gridBefore w:val='-1'/></w:trPr>",
    "<w:txbxContent>",
    "</w:txbxContent>",
    "<w:del>",
];
const NUMBERS: [&str; 10] = [
    "<w:abstractNum w:abstractNumId='0'>",
    "</w:abstractNum>",
    "<w:lvl w:ilvl='9'>",
    "</w:lvl>",
    "<w:numFmt w:val='chineseCounting'/>",
    "<w:lvlText w:val='第%9%1条'/>",
    "<w:start w:val='4294967295'/>",
    "<w:num w:numId='1'>",
    "</w:num>",
    "<w:abstractNumId w:val='0'/>",
];
const SHEET: [&str; 14] = [
    "<row r='1'>",
    "<row r='4294967295'>",
    "</row>",
    "<c r='A1'><v>1</v></c>",
    "<c r='XFD1048576'>",
    "<c r='ZZZZZZZZ9' t='s'>",
    "</c>",
    "<v>1e999</v>",
    "<c t='inlineStr'><is><t>指标</t></is></c>",
    "<v>0</v>",
    "<cols><col min='0' max='4294967295' hidden='1'/></cols>",
    "<mergeCells><mergeCell ref='B2:A1'/></mergeCells>",
    "<dimension ref='A1:XFD1048576'/>",
    "<f>A1</f>",
];
const FLAT: [&str; 12] = [
    "<Row>",
    "<Row Index='4294967295'>",
    "<Row Index='0'>",
    "</Row>",
    "<Cell>",
    "<Cell Index='0'>",
    "<Cell Index='4294967295' MergeAcross='4294967295'>",
    "</Cell>",
    "<Data>指标</Data>",
    "<Data Type='Number'>1e999</Data>",
    "<Column Span='4294967295' Hidden='1'/>",
    "<Data Type='DateTime'>",
];
const BOOK: [(&str, &str); 4] = [
    (
        "[Content_Types].xml",
        r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>"#,
    ),
    (
        "_rels/.rels",
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
    ),
    (
        "xl/workbook.xml",
        r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>"#,
    ),
    (
        "xl/_rels/workbook.xml.rels",
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#,
    ),
];

proptest! {
    #[test]
    fn any_web_page_is_imported_or_refused(page in damaged(&PAGE)) {
        let page = format!("<!doctype html><meta charset=utf-8><body>{page}");
        is_imported_or_refused("a.html", page.as_bytes())?;
    }

    #[test]
    fn any_word_file_is_imported_or_refused(body in damaged(&WORD), numbers in damaged(&NUMBERS), page in damaged(&PAGE)) {
        let document = format!("<w:document xmlns:w='w'><w:body>{body}</w:body></w:document>");
        let numbers = format!("<w:numbering xmlns:w='w'>{numbers}</w:numbering>");
        let links = "<Relationships><Relationship Id='c' Type='x/aFChunk' Target='c.html'/></Relationships>";
        let file = archive(&[
            ("word/document.xml", &document),
            ("word/numbering.xml", &numbers),
            ("word/_rels/document.xml.rels", links),
            ("word/c.html", &page),
        ]);
        is_imported_or_refused("a.docx", &file)?;
        let flat = format!("<?xml version='1.0'?><?mso-application progid='Word.Document'?><w:wordDocument xmlns:w='w'><w:body>{body}</w:body></w:wordDocument>");
        is_imported_or_refused("a.xml", flat.as_bytes())?;
    }

    #[test]
    fn any_workbook_is_imported_or_refused(rows in damaged(&SHEET), flat in damaged(&FLAT)) {
        let sheet = format!("<worksheet xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'><sheetData>{rows}</sheetData></worksheet>");
        let parts = BOOK.into_iter().chain([("xl/worksheets/sheet1.xml", sheet.as_str())]);
        is_imported_or_refused("a.xlsx", &archive(&parts.collect::<Vec<_>>()))?;
        let flat = format!("<?xml version='1.0'?><?mso-application progid='Excel.Sheet'?><Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'><Worksheet Name='a'><Table>{flat}</Table></Worksheet></Workbook>");
        is_imported_or_refused("a.xml", flat.as_bytes())?;
    }

    #[test]
    fn any_damaged_archive_is_imported_or_refused(at in any::<prop::sample::Index>(), byte: u8, end in any::<prop::sample::Index>()) {
        let document = "<w:document xmlns:w='w'><w:body><w:p><w:r><w:t>某市方案</w:t></w:r></w:p></w:body></w:document>";
        let sheet = "<worksheet xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'><sheetData><row r='1'><c r='A1'><v>1</v></c></row></sheetData></worksheet>";
        let book: Vec<_> = BOOK.into_iter().chain([("xl/worksheets/sheet1.xml", sheet)]).collect();
        for (name, mut file) in [("a.docx", archive(&[("word/document.xml", document)])), ("a.xlsx", archive(&book))] {
            let at = at.index(file.len());
            file[at] = byte;
            is_imported_or_refused(name, &file)?;
            file.truncate(end.index(file.len()));
            is_imported_or_refused(name, &file)?;
        }
    }
}
