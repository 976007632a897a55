//! What is shown of a record, many to a file. A long text is cut into pieces at ends of sentences,
//! so that only the piece with the words is fetched.
//!
//! A file is JSON: `{"d": {document: [id, title, city, file]}, "r": [[record, position, id, title,
//! anchor, first line, last line, text, more, file, figures, bodies], …]}`. Documents and records are counted
//! from the file's first. `file` is an agency's only; `position` counts symbols from the text's beginning;
//! `more` tells whether the text goes on after the piece. A `~` stands for the document's id; the address
//! follows from kind, id and anchor, which is empty where it is `L` and the first line.

use std::fmt::Write as _;
use std::io;
use std::mem;

use rayon::prelude::*;
use serde::Serialize;
use tantivy::store::StoreReader;

use super::Put;
use super::pack::{PackDirectory, PackWriter, packed};
use super::pieces::{PassageRow, rows};
use crate::search::guide::Guide;
use crate::search::normalize::symbols;
use crate::search::record::{OF_DOCUMENT, RecordKind, SearchRecord};
use crate::search::terms::{Terms, record_of};

/// Bytes of texts in a file.
const LEAST_FILE: usize = 1_100;
const MOST_FILE: usize = 6_000;
const FILES: usize = 1_500;
/// Records that are read together, on all cores.
const BATCH: u32 = 8_192;
/// Records that one core reads.
const SLICE: usize = 256;

/// What passages tell of records.
#[derive(Default, Serialize)]
pub struct PassageDirectory {
    /// For each file its first record, as the distance from that of the file before.
    record: Vec<u32>,
    /// For each file the position at which its first piece begins.
    position: Vec<u32>,
    /// Where it is.
    packs: PackDirectory,
    /// For each document the numbers of its measures, figures and paragraphs, and the indexes of its values of
    /// [`OF_DOCUMENT`] among all, −1 for none.
    #[serde(skip)]
    pub documents: Vec<[i64; 3 + OF_DOCUMENT.len()]>,
}

/// A record ready to be written.
struct RecordPassages {
    number: u32,
    kind: RecordKind,
    /// Of its document: id, title, city, seed.
    head: String,
    /// A document's values of its fields.
    values: Vec<(&'static str, String)>,
    rows: Vec<PassageRow>,
}

/// A file that is being filled.
#[derive(Default)]
struct PassageFile {
    /// Number, position and document of the first row; the end of the text of the heads.
    first: Option<(u32, u32, u32)>,
    last_head: Option<u32>,
    heads: String,
    rows: String,
    bytes: usize,
}

/// Writes all files; gives where each passage is.
///
/// # Errors
/// Where the index cannot be read or a file not be written.
pub fn write(terms: &Terms, guide: &Guide, put: &Put<'_>) -> io::Result<PassageDirectory> {
    let size = (text_bytes(terms)? / FILES).clamp(LEAST_FILE, MOST_FILE);
    let mut directory = PassageDirectory::default();
    let mut packs = PackWriter::new("t", put);
    let mut file = PassageFile::default();
    let mut before = 0;
    for batch in (0..terms.len()).step_by(BATCH as usize) {
        let numbers: Vec<u32> = (batch..terms.len().min(batch + BATCH)).collect();
        let slices = numbers.par_chunks(SLICE).map(|own| passages(terms, own));
        let passages = slices.collect::<io::Result<Vec<_>>>()?;
        let mut full = Vec::new();
        for passage in passages.into_iter().flatten() {
            directory.count(&passage, guide);
            for row in &passage.rows {
                if file.bytes > 0 && file.bytes + row.json.len() > size {
                    full.push(mem::take(&mut file));
                }
                let document = directory.documents.len() as u32 - 1;
                if file.add(&passage, row, document) {
                    directory.record.push(passage.number - before);
                    directory.position.push(row.position as u32);
                    before = passage.number;
                }
            }
        }
        if batch + BATCH >= terms.len() && file.bytes > 0 {
            full.push(mem::take(&mut file));
        }
        let files: Vec<Vec<u8>> = full
            .into_par_iter()
            .map(|file| packed(&file.json()))
            .collect();
        files.iter().try_for_each(|file| packs.add(file, &[]))?;
    }
    directory.packs = packs.end()?;
    Ok(directory)
}

/// About how many bytes all texts have.
fn text_bytes(terms: &Terms) -> io::Result<usize> {
    let text = terms.segment()?.inverted_index(terms.fields.text);
    let symbols = text.map_err(io::Error::other)?.total_num_tokens();
    // Nearly all are ideographs.
    Ok(symbols as usize * 3)
}

fn passages(terms: &Terms, numbers: &[u32]) -> io::Result<Vec<RecordPassages>> {
    let store = terms.segment()?.get_store_reader(2)?;
    let passages = numbers.iter().map(|&n| passage(&store, n, terms));
    passages
        .collect::<tantivy::Result<_>>()
        .map_err(io::Error::other)
}

fn passage(store: &StoreReader, number: u32, terms: &Terms) -> tantivy::Result<RecordPassages> {
    let record = record_of(&store.get(number)?, terms.fields)?;
    let values = match record.kind {
        RecordKind::Document => record.facet_values(),
        _ => Vec::new(),
    };
    Ok(RecordPassages {
        number,
        kind: record.kind,
        head: head(&record),
        rows: rows(&record, &symbols(&record.text)),
        values,
    })
}

/// What a file tells of the document of a record, as JSON; nothing of one that is in none.
fn head(record: &SearchRecord) -> String {
    let Some(id) = &record.facets.document else {
        return String::new();
    };
    let head = (id, &record.document, &record.city, &record.file);
    // Plain data, which the writer does not refuse.
    serde_json::to_string(&head).unwrap_or_default()
}

impl PassageDirectory {
    /// Counts a record among those of its document.
    fn count(&mut self, passage: &RecordPassages, guide: &Guide) {
        if passage.kind == RecordKind::Document {
            let mut document = [0, 0, 0, -1, -1, -1, -1, -1];
            for (index, field) in document[3..].iter_mut().zip(OF_DOCUMENT) {
                let own = passage.values.iter().find(|(of, _)| *of == field);
                let mut values = guide.values.get(field).into_iter().flatten();
                let place = own.and_then(|(_, own)| values.position(|value| value.id == *own));
                *index = place.map_or(-1, |place| place as i64);
            }
            self.documents.push(document);
        }
        if let Some(document) = self.documents.last_mut() {
            match passage.kind {
                RecordKind::Measure => document[0] += 1,
                RecordKind::Figure => document[1] += 1,
                RecordKind::Paragraph => document[2] += 1,
                RecordKind::Document | RecordKind::Agency => {}
            }
        }
    }
}

impl PassageFile {
    /// Adds a row of a record that is in this document; whether it is the first.
    fn add(&mut self, passage: &RecordPassages, row: &PassageRow, document: u32) -> bool {
        let is_first = self.first.is_none();
        let (number, _, first) =
            *self
                .first
                .get_or_insert((passage.number, row.position as u32, document));
        // Writing to memory does not fail.
        if !passage.head.is_empty() && self.last_head != Some(document) {
            let comma = if self.heads.is_empty() { "" } else { "," };
            let _ = write!(
                self.heads,
                "{comma}\"{}\":{}",
                document - first,
                passage.head
            );
            self.last_head = Some(document);
        }
        let comma = if is_first { "" } else { "," };
        let _ = write!(self.rows, "{comma}[{}{}", passage.number - number, row.json);
        self.bytes += row.json.len();
        is_first
    }

    fn json(&self) -> Vec<u8> {
        format!("{{\"d\":{{{}}},\"r\":[{}]}}", self.heads, self.rows).into_bytes()
    }
}
