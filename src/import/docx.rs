//! Word files: paragraphs with the numbers that Word puts in front of them, tables row by row.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use roxmltree::{Document, Node};
use zip::ZipArchive;

use super::numbering::Numbering;
use super::word_xml::{LocalName, attribute, child, number};
use super::{Problem, Raw, limits};

/// A part of a file is no longer than this, unpacked: a bomb is.
const LARGEST: u64 = 256 << 20;

/// Reads a file.
pub fn read(bytes: &[u8]) -> Result<Raw, Problem> {
    let damaged = |reason: String| Problem::damaged("the Word file", reason);
    limits::archive(bytes, "the Word file")?;
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|e| damaged(e.to_string()))?;
    let mut part = |name: &str| -> Result<Option<String>, Problem> {
        let Ok(file) = archive.by_name(name) else {
            return Ok(None);
        };
        let mut text = String::new();
        let read = file.take(LARGEST).read_to_string(&mut text);
        let length = read.map_err(|e| damaged(e.to_string()))?;
        match length as u64 == LARGEST {
            true => Err(damaged(format!(
                "{name} is larger than {} MB",
                LARGEST >> 20
            ))),
            false => Ok(Some(text)),
        }
    };
    let body = part("word/document.xml")?.unwrap_or_default();
    // Without these the words are still there.
    let styles = part("word/styles.xml")?.unwrap_or_default();
    let numbers = part("word/numbering.xml")?.unwrap_or_default();
    let body = parsed(&body).map_err(&damaged)?;
    let mut reader = DocxReader {
        numbering: parsed(&numbers)
            .map_or_else(|_| Numbering::default(), |xml| Numbering::read(&xml)),
        styles: parsed(&styles).map_or_else(|_| BTreeMap::new(), |xml| list_styles(&xml)),
        raw: Raw {
            whole: true,
            ..Raw::default()
        },
    };
    if let Some(body) = child(body.root_element(), "body") {
        reader.blocks(body);
    }
    Ok(reader.raw)
}

/// Elements in elements in elements: no writer goes so deep, and no stack is so large.
const DEEPEST: usize = 500;

fn parsed(xml: &str) -> Result<Document<'_>, String> {
    let mut depth = 0_usize;
    for tag in xml.split('<').skip(1) {
        let end = tag.find('>').unwrap_or(tag.len());
        match tag.as_bytes().first() {
            Some(b'/') => depth = depth.saturating_sub(1),
            Some(b'!' | b'?') | None => {}
            Some(_) if tag[..end].ends_with('/') => {}
            Some(_) => depth += 1,
        }
        if depth > DEEPEST {
            return Err(format!(
                "it has more than {DEEPEST} elements one in the other"
            ));
        }
    }
    limits::elements(xml)?;
    Document::parse(xml).map_err(|error| error.to_string())
}

/// Paragraph styles that are numbered: the list and the level of each.
fn list_styles(xml: &Document<'_>) -> BTreeMap<String, (String, usize)> {
    let styles = xml.root_element().children();
    styles
        .filter(|n| n.has_tag_name_local("style"))
        .filter_map(|style| {
            let id = attribute(style, "styleId")?.to_owned();
            Some((id, listed(child(style, "pPr")?)?))
        })
        .collect()
}

/// Word has nine levels of a list.
const DEEPEST_LEVEL: u32 = 8;

/// The list that properties of a paragraph put it in, and at which level.
fn listed(properties: Node<'_, '_>) -> Option<(String, usize)> {
    let list = child(properties, "numPr")?;
    let id = attribute(child(list, "numId")?, "val")?.to_owned();
    let level = child(list, "ilvl").and_then(|n| attribute(n, "val"));
    Some((id, number(level).unwrap_or(0).min(DEEPEST_LEVEL) as usize))
}

struct DocxReader {
    numbering: Numbering,
    styles: BTreeMap<String, (String, usize)>,
    raw: Raw,
}

impl DocxReader {
    fn blocks(&mut self, parent: Node<'_, '_>) {
        for node in parent.children().filter(Node::is_element) {
            match node.tag_name().name() {
                "p" => {
                    let text = self.paragraph(node);
                    self.raw.lines.extend(text.split('\n').map(str::to_owned));
                }
                "tbl" => self.table(node),
                // Controls and marked changes hold paragraphs like any other.
                "sdt" | "sdtContent" | "ins" | "customXml" | "smartTag" => self.blocks(node),
                _ => {}
            }
        }
    }

    /// The words of a paragraph, with its number.
    fn paragraph(&mut self, node: Node<'_, '_>) -> String {
        let properties = child(node, "pPr");
        let style = properties
            .and_then(|p| child(p, "pStyle"))
            .and_then(|s| attribute(s, "val"));
        let list = properties
            .and_then(listed)
            .or_else(|| self.styles.get(style?).cloned());
        let mut text = String::new();
        words(node, &mut text);
        if text.trim().is_empty() {
            return String::new();
        }
        // The list 0 is none.
        match list.filter(|(id, _)| id != "0") {
            Some((id, level)) => {
                format!("{}{}", self.numbering.next(&id, level), text.trim_start())
            }
            None => text,
        }
    }

    fn table(&mut self, table: Node<'_, '_>) {
        let mut rows: Vec<Vec<String>> = Vec::new();
        for row in table.children().filter(|n| n.has_tag_name_local("tr")) {
            let mut cells = Vec::new();
            for cell in row.children().filter(|n| n.has_tag_name_local("tc")) {
                let properties = child(cell, "tcPr");
                let of = |name| properties.and_then(|p| child(p, name));
                let width = number(of("gridSpan").and_then(|n| attribute(n, "val"))).unwrap_or(1);
                // A cell that goes on from the row above says it there.
                let goes_on = of("vMerge").is_some_and(|n| attribute(n, "val") != Some("restart"));
                let paragraphs: Vec<String> = cell
                    .descendants()
                    .filter(|n| n.has_tag_name_local("p"))
                    .map(|p| self.paragraph(p))
                    .collect();
                let text = paragraphs.join(" ");
                let text: Vec<&str> = text.split_whitespace().collect();
                cells.push(if goes_on {
                    String::new()
                } else {
                    text.join(" ")
                });
                cells.extend((1..width.min(100)).map(|_| String::new()));
            }
            if cells.iter().any(|cell| !cell.is_empty()) {
                rows.push(cells);
            }
        }
        let columns = rows.iter().map(Vec::len).max().unwrap_or_default();
        for mut row in rows {
            row.resize(columns, String::new());
            self.raw.lines.push(row.join("\t"));
        }
    }
}

/// The words below a node as they are shown: what was deleted, and the second form of a picture with
/// text, are not.
fn words(node: Node<'_, '_>, text: &mut String) {
    for inner in node.children().filter(Node::is_element) {
        match inner.tag_name().name() {
            "t" => text.push_str(inner.text().unwrap_or_default()),
            "tab" | "ptab" => text.push(' '),
            "br" | "cr" => text.push('\n'),
            "noBreakHyphen" => text.push('-'),
            "del" | "moveFrom" | "Fallback" | "pPr" | "rPr" | "instrText" => {}
            _ => words(inner, text),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

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
}
