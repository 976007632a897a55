//! What is shown of a record, many to a file. A long text is cut into pieces at ends of sentences,
//! so that only the piece with the words is fetched.
//!
//! A file is JSON: `{"d": {document: [id, title, city, file]}, "r": [[record, position, id, title,
//! url, first line, last line, text, more, file, figures], …]}`. `file` is an agency's
//! only; `position` counts symbols from the text's
//! beginning; `more` tells whether the text goes on after the piece. A `~` stands for the
//! document's id; the address is empty where it follows from kind and id.

use std::collections::BTreeMap;
use std::io;

use rayon::prelude::*;
use serde::Serialize;
use serde_json::{Value, json};

use super::Raw;
use crate::search::guide::Guide;
use crate::search::record::{Kind, Record};
use crate::search::symbols::symbols;

/// Where each piece of a text is.
#[derive(Serialize)]
pub struct Directory {
    /// For each file its first record, as the distance from that of the file before.
    record: Vec<usize>,
    /// For each file the position at which its first piece begins.
    position: Vec<usize>,
}

/// Symbols of a piece: about twice a snippet.
const PIECE: usize = 180;
/// Symbols that a piece has of the next, so that no word is cut in two.
const OVERLAP: usize = 12;
/// Figures of a measure that are shown with it.
const FIGURES: usize = 3;
/// Bytes of texts in a file.
const LEAST_FILE: usize = 900;
const MOST_FILE: usize = 6_000;
const FILES: usize = 600;

/// The directory and the files.
pub fn files(records: &[Record], guide: &Guide) -> io::Result<(Directory, Vec<Raw>)> {
    let total: usize = records.iter().map(|r| r.text.len()).sum();
    let size = (total / FILES).clamp(LEAST_FILE, MOST_FILE);
    let documents: BTreeMap<&str, usize> = guide
        .values
        .get("document")
        .into_iter()
        .flatten()
        .enumerate()
        .map(|(n, v)| (v.id.as_str(), n))
        .collect();
    let rows: Vec<Vec<Row>> = records
        .par_iter()
        .enumerate()
        .map(|(number, record)| rows(number, record))
        .collect();
    let mut directory = Directory {
        record: Vec::new(),
        position: Vec::new(),
    };
    let mut files: Vec<Raw> = Vec::new();
    let mut open = File::default();
    let mut last = 0;
    for (number, (record, rows)) in records.iter().zip(&rows).enumerate() {
        for row in rows {
            if open.bytes > 0 && open.bytes + row.json.len() > size {
                files.push((format!("t/{}.bin", files.len()), open.json()));
                open = File::default();
            }
            if open.bytes == 0 {
                directory.record.push(number - last);
                directory.position.push(row.position);
                last = number;
            }
            open.add(record, row, &documents);
        }
    }
    if open.bytes > 0 {
        files.push((format!("t/{}.bin", files.len()), open.json()));
    }
    Ok((directory, files))
}

/// A piece of a record, written out.
struct Row {
    position: usize,
    json: String,
}

struct Piece<'a> {
    position: usize,
    text: &'a str,
    more: bool,
}

/// A text in pieces; at least one, which may be empty.
fn pieces(text: &str) -> Vec<Piece<'_>> {
    let form = symbols(text);
    let n = form.symbols.len();
    let mut pieces = Vec::new();
    let mut start = 0;
    loop {
        // At the end of a sentence where there is one in the second half of the piece.
        let latest = (start + PIECE).min(n);
        let end = if latest == n {
            n
        } else {
            (start + PIECE / 2..latest)
                .rev()
                .find(|&at| {
                    let (from, to) = form.bytes[at - 1];
                    text[from..to].contains(['。', '；', '\n', '！', '？', ';'])
                })
                .unwrap_or(latest)
        };
        let from = if start == 0 { 0 } else { form.bytes[start].0 };
        let to = if end == n {
            text.len()
        } else {
            form.bytes[(end + OVERLAP).min(n) - 1].1
        };
        pieces.push(Piece {
            position: start,
            text: &text[from..to],
            more: end < n,
        });
        if end >= n {
            return pieces;
        }
        start = end;
    }
}

/// All pieces of a record.
fn rows(number: usize, record: &Record) -> Vec<Row> {
    let own = record.facets.document.as_deref().unwrap_or_default();
    let short = |text: &str| match text.strip_prefix(own) {
        Some(rest) if !own.is_empty() => format!("~{rest}"),
        _ => text.to_owned(),
    };
    let url = match record.kind {
        Kind::Figure => record
            .url
            .strip_prefix("measures/")
            .map_or_else(String::new, |rest| short(rest.trim_end_matches('/'))),
        _ => String::new(),
    };
    let title = match record.kind {
        Kind::Paragraph => "",
        _ => &record.title,
    };
    let file = match record.kind {
        Kind::Agency => record.file.as_str(),
        _ => "",
    };
    let figures: Vec<&String> = record.figures.iter().take(FIGURES).collect();
    pieces(&record.text)
        .into_iter()
        .map(|piece| Row {
            position: piece.position,
            json: json!([
                number,
                piece.position,
                short(&record.id),
                title,
                url,
                record.lines.first,
                record.lines.last,
                piece.text,
                u8::from(piece.more),
                file,
                figures,
            ])
            .to_string(),
        })
        .collect()
}

#[derive(Default)]
struct File {
    bytes: usize,
    documents: BTreeMap<usize, Value>,
    rows: Vec<String>,
}

impl File {
    fn add(&mut self, record: &Record, row: &Row, documents: &BTreeMap<&str, usize>) {
        let own = record.facets.document.as_deref().unwrap_or_default();
        if let Some(&document) = documents.get(own) {
            self.documents.entry(document).or_insert_with(|| {
                let title = record.document.as_deref();
                json!([own, title, record.city.as_deref(), record.file])
            });
        }
        self.bytes += row.json.len();
        self.rows.push(row.json.clone());
    }

    fn json(&self) -> Vec<u8> {
        let documents = json!(self.documents);
        format!("{{\"d\":{documents},\"r\":[{}]}}", self.rows.join(",")).into_bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut_at_ends_of_sentences() {
        let sentence = format!("{}。", "推进绿色低碳".repeat(10));
        let text = sentence.repeat(8);
        let pieces = pieces(&text);
        assert!(pieces.len() > 2);
        for two in pieces.windows(2) {
            assert_eq!(two[1].position % 61, 0, "after a sentence");
            assert!(two[0].more && two[1].text.starts_with("推进"));
        }
        assert!(!pieces[pieces.len() - 1].more);
    }

    #[test]
    fn an_empty_text_is_one_empty_piece() {
        assert_eq!(pieces("").len(), 1);
    }
}
