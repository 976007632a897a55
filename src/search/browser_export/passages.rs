//! What is shown of a record, many to a file. A long text is cut into pieces at ends of sentences,
//! so that only the piece with the words is fetched.
//!
//! A file is JSON: `{"d": {document: [id, title, city, file]}, "r": [[record, position, id, title,
//! anchor, first line, last line, text, more, file, figures], …]}`. Documents and records are counted
//! from the file's first, so that a file is the same wherever it stands among the others. `file` is
//! an agency's only; `position` counts symbols from the text's beginning; `more` tells whether the
//! text goes on after the piece. A `~` stands for the document's id; the address follows from kind, id
//! and anchor, which is empty where it is `L` and the first line.

use std::fmt::Write;
use std::ops::Range;

use serde::Serialize;

use crate::fingerprint::{Fingerprint, FingerprintBuilder};
use crate::search::corpus::Corpus;
use crate::search::segment::{Heading, PassageRef};

/// Where each piece of a text is.
#[derive(Serialize)]
pub struct PassageDirectory {
    /// For each file its first record, as the distance from that of the file before.
    record: Vec<u32>,
    /// For each file the position at which its first piece begins.
    position: Vec<u32>,
}

/// Bytes of texts in a file.
const LEAST_FILE: usize = 900;
const MOST_FILE: usize = 6_000;
const FILES: usize = 600;

/// All pieces, and which of them are in which file.
pub struct PassageFiles<'a> {
    corpus: &'a Corpus<'a>,
    /// For each piece its document and its place there.
    rows: Vec<(u32, u32)>,
    files: Vec<Range<usize>>,
}

impl<'a> PassageFiles<'a> {
    /// Those of a corpus.
    pub fn of(corpus: &'a Corpus<'a>) -> Self {
        let documents = &corpus.documents;
        let total: u64 = documents.iter().map(|d| d.part.written).sum();
        let size = (total as usize / FILES).clamp(LEAST_FILE, MOST_FILE);
        let mut rows = Vec::new();
        let mut files = Vec::new();
        let (mut from, mut bytes) = (0, 0);
        for (n, document) in documents.iter().enumerate() {
            for (m, row) in document.part.rows.iter().enumerate() {
                let length = row.bytes as usize;
                if bytes > 0 && bytes + length > size {
                    files.push(from..rows.len());
                    (from, bytes) = (rows.len(), 0);
                }
                bytes += length;
                rows.push((n as u32, m as u32));
            }
        }
        if from < rows.len() {
            files.push(from..rows.len());
        }
        Self {
            corpus,
            rows,
            files,
        }
    }

    /// Where each piece is.
    pub fn directory(&self) -> PassageDirectory {
        let mut directory = PassageDirectory {
            record: Vec::new(),
            position: Vec::new(),
        };
        let mut before = 0;
        for file in &self.files {
            let (number, row) = self.row(self.rows[file.start]);
            directory.record.push(number - before);
            directory.position.push(row.position);
            before = number;
        }
        directory
    }

    /// How many files there are.
    pub fn files(&self) -> usize {
        self.files.len()
    }

    /// A piece and the number of its record.
    fn row(&self, (document, row): (u32, u32)) -> (u32, &PassageRef) {
        let document = &self.corpus.documents[document as usize];
        let row = &document.part.rows[row as usize];
        (document.first + row.record, row)
    }

    /// The pieces of a file with the numbers of their records.
    fn rows_of(&self, n: usize) -> impl Iterator<Item = (u32, (u32, u32), &PassageRef)> {
        let rows = &self.rows[self.files[n].clone()];
        let first = rows.first().map_or(0, |&row| self.row(row).0);
        rows.iter().map(move |&at| {
            let (number, row) = self.row(at);
            (number - first, at, row)
        })
    }

    /// The documents of a file.
    fn documents(&self, n: usize) -> impl Iterator<Item = (u32, &Heading)> {
        let rows = &self.rows[self.files[n].clone()];
        let first = rows.first().map_or(0, |(document, _)| *document);
        let documents = rows.chunk_by(|a, b| a.0 == b.0);
        documents.filter_map(move |rows| {
            let document = rows[0].0;
            let of = self.corpus.documents[document as usize]
                .part
                .heading
                .as_ref();
            Some((document - first, of?))
        })
    }

    /// The key of what is in a file, which need not be written out for it.
    pub fn key(&self, n: usize) -> Fingerprint {
        let mut parts = FingerprintBuilder::default();
        for (number, _, row) in self.rows_of(n) {
            parts.number(number.into()).fingerprint(row.key);
        }
        for document in self.documents(n) {
            parts.fingerprint(Fingerprint::of(&head(document)));
        }
        parts.finish()
    }

    /// What is in a file.
    pub fn file(&self, n: usize) -> Vec<u8> {
        let mut json = "{\"d\":{".to_owned();
        for (m, document) in self.documents(n).enumerate() {
            let (number, head) = head(document);
            let head = serde_json::to_string(&head).unwrap_or_default();
            let comma = if m > 0 { "," } else { "" };
            let _ = write!(json, "{comma}\"{number}\":{head}");
        }
        json.push_str("},\"r\":[");
        for (m, (number, (document, row), _)) in self.rows_of(n).enumerate() {
            let written = self.corpus.rows_of(document as usize).get(row as usize);
            let comma = if m > 0 { "," } else { "" };
            let rest = written.map_or("", |row| &**row);
            let _ = write!(json, "{comma}[{number}{rest}");
        }
        json.push_str("]}");
        json.into_bytes()
    }
}

/// What a file tells of a document.
fn head((number, of): (u32, &Heading)) -> (u32, [Option<&str>; 4]) {
    let [_, city] = &of.city;
    let head = [Some(&of.id), Some(&of.title), city.as_ref(), Some(&of.file)];
    (number, head.map(|part| part.map(String::as_str)))
}
