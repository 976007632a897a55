use super::{Imported, Raw};
use crate::text::{self, Piece};

/// Puts lines through the reader of seeds: what it takes for text is the text.
pub fn clean(raw: &Raw) -> Imported {
    let mut lines: Vec<String> = Vec::new();
    if raw.whole {
        lines.extend(raw.lines.iter().map(|line| tidy(line)));
    } else {
        // The bytes are text, which is all that the reader could refuse.
        let text = text::read(raw.lines.join("\n").as_bytes(), "").unwrap_or_default();
        for piece in text.pieces {
            match piece {
                Piece::Line(line) => lines.push(line.text),
                Piece::Table(table) => {
                    for row in table.rows {
                        let cells: Vec<&str> = row.cells.iter().map(|c| c.text.as_str()).collect();
                        lines.push(cells.join("\t"));
                    }
                }
            }
        }
    }
    lines.retain(|line| !line.trim().is_empty());
    let mut head: Vec<String> = Vec::new();
    if let Some(title) = raw.title.as_deref().map(tidy).filter(|t| !t.is_empty()) {
        // A title over two lines is still the title.
        let top: String = lines.iter().take(4).map(|line| letters(line)).collect();
        if !top.contains(&letters(&title)) {
            head.push(title);
        }
    }
    head.extend(record(raw, &lines));
    let title = raw.title.clone().or_else(|| lines.first().cloned());
    let mut text = head.into_iter().chain(lines).collect::<Vec<_>>().join("\n");
    text.push('\n');
    Imported {
        text,
        title: title.map(|title| tidy(&title)),
        url: raw.url.clone(),
    }
}

/// Lines that describe the document and would go with the frame of its page: its dates, its number.
fn record(raw: &Raw, lines: &[String]) -> Vec<String> {
    let described = raw.record.iter().chain(&raw.lines).map(|line| tidy(line));
    let mut record: Vec<String> = Vec::new();
    for line in described.filter(|line| text::describes_page(line)) {
        if !record.contains(&line) && !lines.contains(&line) {
            record.push(line);
        }
    }
    record
}

/// Without blanks at its ends and with one where there are several; tabs part cells.
fn tidy(line: &str) -> String {
    let cells = line.split('\t').map(|cell| {
        let words: Vec<&str> = cell.split_whitespace().collect();
        words.join(" ")
    });
    cells.collect::<Vec<_>>().join("\t")
}

fn letters(line: &str) -> String {
    line.chars().filter(|c| c.is_alphanumeric()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_title_is_put_on_top_once() {
        let raw = |lines: &[&str]| Raw {
            title: Some("某市人民政府 关于印发方案的通知".to_owned()),
            lines: lines.iter().map(|l| (*l).to_owned()).collect(),
            whole: true,
            ..Raw::default()
        };
        let text = clean(&raw(&["各县人民政府：", "现印发方案。"])).text;
        assert_eq!(text, "某市人民政府 关于印发方案的通知\n各县人民政府：\n现印发方案。\n");
        let text = clean(&raw(&["某市人民政府", "关于印发方案的通知", "各县人民政府："])).text;
        assert_eq!(text.lines().count(), 3);
    }

    #[test]
    fn what_the_page_says_of_the_document_stays() {
        let raw = Raw {
            title: Some("某市方案".to_owned()),
            record: vec!["成文日期：2025-05-21".to_owned(), "首页".to_owned()],
            lines: vec!["一、总则。".to_owned()],
            whole: true,
            ..Raw::default()
        };
        assert_eq!(clean(&raw).text, "某市方案\n成文日期：2025-05-21\n一、总则。\n");
    }
}
