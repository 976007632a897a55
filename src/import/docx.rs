//! Word files: paragraphs with the numbers that Word puts in front of them, tables row by row.

use std::collections::{BTreeMap, BTreeSet};

use roxmltree::Node;

use super::numbering::Numbering;
use super::package::Package;
use super::word_styles::{ListPlace, Styles};
use super::word_xml::{LocalName, attribute, child, is_on, number, parsed};
use super::{Problem, Raw, html, limits, mhtml};

/// What it is called in messages.
const KIND: &str = "the Word file";

/// Reads a file.
pub fn read(bytes: &[u8]) -> Result<Raw, Problem> {
    let damaged = |reason: String| Problem::damaged(KIND, reason);
    let mut package = Package::open(bytes, KIND)?;
    let main = package
        .main_part()
        .filter(|name| package.holds(name))
        .unwrap_or_else(|| "word/document.xml".to_owned());
    let body = package.text(&main)?.unwrap_or_default();
    let links = package.relationships(&main);
    let of_kind = |kind: &str, usual: &str| {
        let link = links.iter().find(|link| link.kind == kind);
        link.map_or_else(|| usual.to_owned(), |link| link.target.clone())
    };
    // Without these the words are still there.
    let styles = package
        .text(&of_kind("styles", "word/styles.xml"))?
        .unwrap_or_default();
    let numbers = package
        .text(&of_kind("numbering", "word/numbering.xml"))?
        .unwrap_or_default();
    let body = parsed(&body).map_err(&damaged)?;
    let mut reader = DocxReader {
        numbering: parsed(&numbers).map_or_else(
            |_| Numbering::default(),
            |xml| Numbering::read(xml.root_element()),
        ),
        styles: parsed(&styles).map_or_else(
            |_| Styles::default(),
            |xml| Styles::read(xml.root_element()),
        ),
        ..DocxReader::default()
    };
    // A part that several links lead to is read once.
    let mut led_to = BTreeSet::new();
    for link in links.iter().filter(|link| led_to.insert(&link.target)) {
        match link.kind.as_str() {
            "aFChunk" => {
                if let Some(chunk) = package.bytes(&link.target)? {
                    reader.chunks.insert(link.id.clone(), chunk);
                }
            }
            "header" | "footer" => {
                let part = package.text(&link.target)?.unwrap_or_default();
                reader.around(&link.kind, &part);
            }
            _ => {}
        }
    }
    if let Some(body) = child(body.root_element(), "body") {
        reader.blocks(body)?;
    }
    Ok(reader.end())
}

/// Reads a file that is one XML: all parts of a package in it, or Word 2003.
pub fn read_flat(text: &str) -> Result<Raw, Problem> {
    let xml = parsed(text).map_err(|reason| Problem::damaged(KIND, reason))?;
    let root = xml.root_element();
    let part = |ending: &str| {
        let mut parts = root.children().filter(|n| n.has_tag_name_local("part"));
        let part = parts.find(|n| attribute(*n, "name").is_some_and(|name| name.ends_with(ending)));
        child(part?, "xmlData")?.first_element_child()
    };
    let styles = part("/styles.xml").or_else(|| child(root, "styles"));
    let mut reader = DocxReader {
        numbering: part("/numbering.xml").map_or_else(Numbering::default, Numbering::read),
        styles: styles.map_or_else(Styles::default, Styles::read),
        ..DocxReader::default()
    };
    let body = part("/document.xml").unwrap_or(root);
    if let Some(body) = child(body, "body") {
        reader.blocks(body)?;
    }
    Ok(reader.end())
}

#[derive(Default)]
struct DocxReader {
    numbering: Numbering,
    styles: Styles,
    /// Files of other kinds that stand in the text as they are, by the ids of their links.
    chunks: BTreeMap<String, Vec<u8>>,
    /// Hidden characters that were left out.
    hidden: usize,
    /// Bytes of the lines.
    size: usize,
    raw: Raw,
}

impl DocxReader {
    fn end(mut self) -> Raw {
        self.raw.whole = true;
        if self.hidden > 0 {
            let told = format!("hidden text was left out: {} characters", self.hidden);
            self.raw.doubts.push(told);
        }
        self.raw
    }

    /// Adds lines, within the limit of a text.
    fn lines(&mut self, lines: impl IntoIterator<Item = String>) -> Result<(), Problem> {
        for line in lines {
            self.size += line.len() + 1;
            limits::text(self.size, KIND)?;
            self.raw.lines.push(line);
        }
        Ok(())
    }

    fn blocks(&mut self, parent: Node<'_, '_>) -> Result<(), Problem> {
        for node in parent.children().filter(Node::is_element) {
            match node.tag_name().name() {
                "p" => {
                    self.boxes(node)?;
                    let text = self.paragraph(node);
                    self.lines(text.split('\n').map(str::to_owned))?;
                }
                "tbl" => self.table(node)?,
                "altChunk" => self.chunk(node)?,
                // Controls, marked changes and sections hold paragraphs like any other.
                "sdt" | "sdtContent" | "ins" | "customXml" | "smartTag" | "sect"
                | "sub-section" => self.blocks(node)?,
                _ => {}
            }
        }
        Ok(())
    }

    /// The blocks of text boxes that are anchored in a paragraph: a letterhead stands in one.
    fn boxes(&mut self, node: Node<'_, '_>) -> Result<(), Problem> {
        for inner in node.children().filter(Node::is_element) {
            match inner.tag_name().name() {
                "txbxContent" => self.blocks(inner)?,
                "del" | "moveFrom" | "Fallback" | "pPr" | "rPr" | "t" => {}
                _ => self.boxes(inner)?,
            }
        }
        Ok(())
    }

    /// Text of another kind that Word shows in its place.
    fn chunk(&mut self, node: Node<'_, '_>) -> Result<(), Problem> {
        // Each has a part of its own: one that is named again and again would be read without end.
        let bytes = attribute(node, "id").and_then(|id| self.chunks.remove(id));
        let page = bytes.and_then(|bytes| match mhtml::is_mhtml(&bytes) {
            true => mhtml::page(&bytes).ok(),
            false => bytes.trim_ascii_start().starts_with(b"<").then_some(bytes),
        });
        let Some(page) = page else {
            self.doubt("a part in another format that stands in the text was left out: open the file in Word, save it and import that".to_owned());
            return Ok(());
        };
        let page = match html::read(&page) {
            Ok(page) => page,
            Err(problem) => {
                self.doubt(format!(
                    "a part that stands in the text was left out: {problem}"
                ));
                return Ok(());
            }
        };
        self.raw.title = self.raw.title.take().or(page.title);
        self.raw.doubts.extend(page.doubts);
        self.lines(page.lines)
    }

    /// Tells a doubt once.
    fn doubt(&mut self, told: String) {
        if !self.raw.doubts.contains(&told) {
            self.raw.doubts.push(told);
        }
    }

    /// Tells of a header or footer with words, which belongs to the pages, not to the text.
    fn around(&mut self, kind: &str, part: &str) {
        const LONGEST: usize = 40;
        let Ok(xml) = parsed(part) else { return };
        let mut text = String::new();
        self.words(xml.root_element(), None, &mut text);
        let text: Vec<&str> = text.split_whitespace().collect();
        let text = text.join(" ");
        if !text.chars().any(crate::text::is_han) {
            return;
        }
        let start: String = text.chars().take(LONGEST).collect();
        self.doubt(format!("the {kind} of its pages was left out: {start}"));
    }

    /// The words of a paragraph, with its number.
    fn paragraph(&mut self, node: Node<'_, '_>) -> String {
        let properties = child(node, "pPr");
        let style = properties
            .and_then(|p| child(p, "pStyle"))
            .and_then(|s| attribute(s, "val"));
        let numbering = &self.numbering;
        let place = self
            .styles
            .place(ListPlace::read(properties), style, |list, style| {
                numbering.level_of_style(list, style)
            });
        let mut text = String::new();
        self.words(node, style, &mut text);
        if text.trim().is_empty() {
            return String::new();
        }
        // Word 2003 writes the number as it is shown.
        let shown = properties
            .and_then(|p| child(child(p, "listPr")?, "t"))
            .and_then(|n| attribute(n, "val"));
        match (shown, place) {
            (Some(shown), _) => format!("{}{}", shown.trim(), text.trim_start()),
            (None, Some((id, level))) => {
                format!("{}{}", self.numbering.next(&id, level), text.trim_start())
            }
            (None, None) => text,
        }
    }

    fn table(&mut self, table: Node<'_, '_>) -> Result<(), Problem> {
        let mut rows: Vec<Vec<String>> = Vec::new();
        let mut found = Vec::new();
        table_rows(table, &mut found);
        let mut count = 0;
        for row in found {
            let cells = self.row(row);
            count += cells.len();
            limits::cells(count, 1, KIND)?;
            if cells.iter().any(|cell| !cell.is_empty()) {
                rows.push(cells);
            }
        }
        let columns = rows.iter().map(Vec::len).max().unwrap_or_default();
        limits::cells(rows.len(), columns, KIND)?;
        self.lines(rows.into_iter().map(|mut row| {
            row.resize(columns, String::new());
            row.join("\t")
        }))
    }

    /// The cells of a row, an empty one in each column that it is set in or a cell goes on in.
    fn row(&mut self, row: Node<'_, '_>) -> Vec<String> {
        const WIDEST: u32 = 100;
        let before = child(row, "trPr").and_then(|p| child(p, "gridBefore"));
        let before = number(before.and_then(|n| attribute(n, "val"))).unwrap_or(0);
        let mut cells = vec![String::new(); before.min(WIDEST) as usize];
        let mut found = Vec::new();
        wrapped(row, "tc", &mut found);
        for cell in found {
            let properties = child(cell, "tcPr");
            let of = |name| properties.and_then(|p| child(p, name));
            let width = number(of("gridSpan").and_then(|n| attribute(n, "val"))).unwrap_or(1);
            // A cell that goes on from the one above, or from the one before, says it there.
            let goes_on = |name| of(name).is_some_and(|n| attribute(n, "val") != Some("restart"));
            let mut paragraphs = Vec::new();
            wrapped(cell, "p", &mut paragraphs);
            let paragraphs: Vec<String> =
                paragraphs.into_iter().map(|p| self.paragraph(p)).collect();
            let text = paragraphs.join(" ");
            let text: Vec<&str> = text.split_whitespace().collect();
            cells.push(match goes_on("vMerge") || goes_on("hMerge") {
                true => String::new(),
                false => text.join(" "),
            });
            cells.extend((1..width.min(WIDEST)).map(|_| String::new()));
        }
        cells
    }

    /// The words below a node as they are shown: what was deleted or hidden, the second form of a
    /// picture with text, and text boxes, which are blocks of their own, are not.
    fn words(&mut self, node: Node<'_, '_>, style: Option<&str>, text: &mut String) {
        for inner in node.children().filter(Node::is_element) {
            match inner.tag_name().name() {
                "t" => text.push_str(inner.text().unwrap_or_default()),
                "tab" | "ptab" => text.push(' '),
                "br" | "cr" => text.push('\n'),
                "noBreakHyphen" => text.push('-'),
                "r" if self.is_hidden(inner, style) => {
                    let mut hidden = String::new();
                    self.words(inner, style, &mut hidden);
                    self.hidden += hidden.trim().chars().count();
                }
                "del" | "moveFrom" | "Fallback" | "pPr" | "rPr" | "instrText" | "txbxContent" => {}
                _ => self.words(inner, style, text),
            }
        }
    }

    /// Whether a run is hidden: by itself, by its style or by that of its paragraph.
    fn is_hidden(&self, run: Node<'_, '_>, style: Option<&str>) -> bool {
        let properties = child(run, "rPr");
        let own = properties.and_then(|p| is_on(p, "vanish"));
        let of_style = || {
            let id = attribute(child(properties?, "rStyle")?, "val")?;
            self.styles.hidden(id)
        };
        own.or_else(of_style)
            .or_else(|| self.styles.hidden(style?))
            .unwrap_or(false)
    }
}

/// The rows of a table; controls and marked changes may be around them.
fn table_rows<'a, 'input>(table: Node<'a, 'input>, found: &mut Vec<Node<'a, 'input>>) {
    wrapped(table, "tr", found);
    let deleted =
        |row: &Node<'_, '_>| child(*row, "trPr").is_some_and(|p| child(p, "del").is_some());
    found.retain(|row| !deleted(row));
}

/// The elements of a name below a node, whatever is around them, none in one another.
fn wrapped<'a, 'input>(node: Node<'a, 'input>, name: &str, found: &mut Vec<Node<'a, 'input>>) {
    for inner in node.children().filter(Node::is_element) {
        match inner.tag_name().name() {
            own if own == name => found.push(inner),
            "del" | "moveFrom" | "Fallback" => {}
            _ => wrapped(inner, name, found),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use super::*;

    fn file(parts: &[(&str, &str)]) -> Vec<u8> {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in parts {
            zip.start_file(*name, zip::write::SimpleFileOptions::default())
                .unwrap();
            zip.write_all(text.as_bytes()).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    fn body(xml: &str) -> String {
        format!(
            r#"<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{xml}</w:body></w:document>"#
        )
    }

    #[test]
    fn paragraphs_numbers_and_tables() {
        let document = body(
            r#"<w:p><w:r><w:t>某市方案</w:t></w:r></w:p>
<w:p><w:pPr><w:pStyle w:val="H1"/></w:pPr><w:r><w:t>总体要求</w:t></w:r></w:p>
<w:p><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t xml:space="preserve">推进</w:t></w:r><w:ins><w:r><w:t>光伏</w:t></w:r></w:ins><w:del><w:r><w:delText>煤电</w:delText></w:r></w:del><w:r><w:t>建设。</w:t></w:r></w:p>
<w:tbl><w:tr><w:tc><w:p><w:r><w:t>指标</w:t></w:r></w:p></w:tc><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr><w:p><w:r><w:t>目标</w:t></w:r></w:p></w:tc></w:tr>
<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc><w:tc><w:p><w:r><w:t>2025年</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>65</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"#,
        );
        let styles = r#"<w:styles xmlns:w="w"><w:style w:styleId="H1"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style></w:styles>"#;
        let numbering = r#"<w:numbering xmlns:w="w"><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl><w:lvl w:ilvl="1"><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>"#;
        let raw = read(&file(&[
            ("word/document.xml", &document),
            ("word/styles.xml", styles),
            ("word/numbering.xml", numbering),
        ]))
        .unwrap();
        assert_eq!(
            raw.lines,
            [
                "某市方案",
                "一、总体要求",
                "（一）推进光伏建设。",
                "指标\t目标\t",
                "\t2025年\t65"
            ]
        );
    }

    #[test]
    fn a_damaged_file_is_told() {
        let told = read(&file(&[("word/document.xml", "<w:document")])).unwrap_err();
        assert!(told.to_string().contains("Word file"), "{told}");
        let deep = body(&("<w:sdt>".repeat(100_000) + &"</w:sdt>".repeat(100_000)));
        let told = read(&file(&[("word/document.xml", &deep)])).unwrap_err();
        assert!(told.to_string().contains("one in the other"), "{told}");
    }

    #[test]
    fn a_small_file_of_many_cells_or_much_text_is_told_with_the_limit() {
        let cell = |n: usize| "<w:tc><w:p/></w:tc>".repeat(n);
        let row = |n: usize| {
            format!(
                "<w:tr>{}</w:tr>",
                cell(n) + "<w:tc><w:p><w:r><w:t>一</w:t></w:r></w:p></w:tc>"
            )
        };
        let ragged = body(&format!(
            "<w:tbl>{}{}</w:tbl>",
            row(3_000),
            row(0).repeat(3_000)
        ));
        let told = read(&file(&[("word/document.xml", &ragged)]))
            .unwrap_err()
            .to_string();
        assert!(
            told.contains("more than the limit of 4000000 cells"),
            "{told}"
        );
        let long = body(&format!(
            "<w:p><w:r><w:t>{}</w:t></w:r></w:p>",
            "一".repeat(6_000_000)
        ));
        let told = read(&file(&[("word/document.xml", &long)]))
            .unwrap_err()
            .to_string();
        assert!(told.contains("more than the limit of 16 MiB"), "{told}");
    }

    #[test]
    fn what_is_hidden_is_left_out_and_told() {
        let document = body(
            r#"<w:p><w:r><w:t>占比达到</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>（内部掌握）</w:t></w:r><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>90%</w:t></w:r></w:p>"#,
        );
        let raw = read(&file(&[("word/document.xml", &document)])).unwrap();
        assert_eq!(raw.lines, ["占比达到90%"]);
        assert_eq!(raw.doubts, ["hidden text was left out: 6 characters"]);
    }

    #[test]
    fn text_boxes_are_lines_of_their_own_and_rows_stay_in_their_columns() {
        let document = body(
            r#"<w:p><w:r><w:pict><w:txbxContent><w:p><w:r><w:t>某市人民政府文件</w:t></w:r></w:p><w:p><w:r><w:t>某政发〔2024〕5号</w:t></w:r></w:p></w:txbxContent></w:pict><w:t>某市方案</w:t></w:r></w:p>
<w:tbl><w:tr><w:tc><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>造林</w:t></w:r></w:p></w:tc></w:tr>
<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr><w:tc><w:p><w:r><w:t>抚育</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"#,
        );
        let raw = read(&file(&[("word/document.xml", &document)])).unwrap();
        let lines = [
            "某市人民政府文件",
            "某政发〔2024〕5号",
            "某市方案",
            "1\t造林",
            "\t抚育",
        ];
        assert_eq!(raw.lines, lines);
    }

    #[test]
    fn the_main_part_and_an_embedded_page_are_found_by_their_links() {
        let rels = |id: &str, kind: &str, target: &str| {
            format!(
                r#"<Relationships><Relationship Id="{id}" Type="http://x/{kind}" Target="{target}"/></Relationships>"#
            )
        };
        let document = body(r#"<w:altChunk id="c"/>"#);
        let raw = read(&file(&[
            (
                "_rels/.rels",
                &rels("r", "officeDocument", "word/document2.xml"),
            ),
            ("word/document2.xml", &document),
            (
                "word/_rels/document2.xml.rels",
                &rels("c", "aFChunk", "/word/chunk.htm"),
            ),
            (
                "word/chunk.htm",
                "<html><body><p>第一条 本条例自公布之日起施行。</p></body></html>",
            ),
        ]))
        .unwrap();
        assert_eq!(raw.lines, ["第一条 本条例自公布之日起施行。"]);
    }

    #[test]
    fn numbers_of_base_styles_and_of_word_2003_are_read() {
        let document = body(
            r#"<w:p><w:pPr><w:pStyle w:val="B"/></w:pPr><w:r><w:t>目标</w:t></w:r></w:p><w:p><w:pPr><w:pStyle w:val="C"/></w:pPr><w:r><w:t>造林</w:t></w:r></w:p>"#,
        );
        let styles = r#"<w:styles xmlns:w="w"><w:style w:styleId="A"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style><w:style w:styleId="B"><w:basedOn w:val="A"/></w:style><w:style w:styleId="C"><w:basedOn w:val="A"/><w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style></w:styles>"#;
        let numbering = r#"<w:numbering xmlns:w="w"><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl><w:lvl w:ilvl="1"><w:numFmt w:val="decimalEnclosedParen"/><w:lvlText w:val="%2"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>"#;
        let raw = read(&file(&[
            ("word/document.xml", &document),
            ("word/styles.xml", styles),
            ("word/numbering.xml", numbering),
        ]))
        .unwrap();
        assert_eq!(raw.lines, ["一、目标", "（1）造林"]);
        let flat = r#"<w:wordDocument xmlns:w="w" xmlns:wx="x"><w:body><wx:sect><w:p><w:pPr><w:listPr><wx:t wx:val="二、"/></w:listPr></w:pPr><w:r><w:t>任务</w:t></w:r></w:p></wx:sect></w:body></w:wordDocument>"#;
        assert_eq!(read_flat(flat).unwrap().lines, ["二、任务"]);
    }
}
