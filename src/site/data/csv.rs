//! Tables as CSV: UTF-8 with the byte order mark that spreadsheets need, quoted by RFC 4180.

use std::borrow::Cow;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::mem::replace;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::checksum::{Watched, WrittenFile};
use super::parts::{LARGEST, part};
use super::table::{Cell, DataTable, Rows, Sink};
use crate::model::Diagnostic;
use crate::site::Site;

/// Documents whose rows are held at a time.
const BATCH: usize = 64;

/// Writes a table into parts, each with the names of the columns; `place` says where each goes. Rows of documents are
/// made on all cores, a batch of documents at a time.
///
/// # Errors
/// Where a file cannot be written.
pub fn write(
    site: &Site<'_>,
    table: &DataTable,
    place: &PlacePart<'_>,
) -> Result<Vec<WrittenFile>, Diagnostic> {
    let mut parts = TableParts::new(table, place)?;
    let file = Path::new(table.name);
    match table.rows {
        Rows::All(rows) => {
            rows(site, &mut |row| {
                let mut csv = writer(Vec::new());
                put(&mut csv, file, |put| put(row))?;
                parts.add(&bytes_of(csv, file)?, 1)
            })?;
        }
        Rows::Of(rows) => {
            let rows_of = |&document: &usize| -> Result<(Vec<u8>, usize), Diagnostic> {
                let mut csv = writer(Vec::new());
                let count = put(&mut csv, file, |put| rows(site, document, put))?;
                Ok((bytes_of(csv, file)?, count))
            };
            let documents: Vec<usize> = (0..site.atlas.policies.len()).collect();
            for batch in documents.chunks(BATCH) {
                let made: Result<Vec<_>, Diagnostic> = batch.par_iter().map(rows_of).collect();
                for (bytes, rows) in made? {
                    parts.add(&bytes, rows)?;
                }
            }
        }
    }
    parts.end()
}

/// Says where the file of this name goes.
pub type PlacePart<'a> = dyn Fn(&str) -> Result<PathBuf, Diagnostic> + Sync + 'a;

/// The parts of a table; the last is being written.
struct TableParts<'a> {
    table: &'a DataTable,
    place: &'a PlacePart<'a>,
    written: Vec<WrittenFile>,
    file: PathBuf,
    out: Watched<BufWriter<File>>,
    rows: usize,
}

impl<'a> TableParts<'a> {
    fn new(table: &'a DataTable, place: &'a PlacePart<'a>) -> Result<Self, Diagnostic> {
        let (file, out) = begin(table, place, 0)?;
        Ok(Self {
            table,
            place,
            written: Vec::new(),
            file,
            out,
            rows: 0,
        })
    }

    /// Adds rows, which stay together.
    fn add(&mut self, bytes: &[u8], rows: usize) -> Result<(), Diagnostic> {
        if self.rows > 0 && self.out.bytes() + bytes.len() as u64 > LARGEST {
            let (file, out) = begin(self.table, self.place, self.written.len() + 1)?;
            let (full, file) = (replace(&mut self.out, out), replace(&mut self.file, file));
            let rows = replace(&mut self.rows, 0);
            self.written
                .push(end(self.table, self.written.len(), full, &file, rows)?);
        }
        self.rows += rows;
        let written = self.out.write_all(bytes);
        written.map_err(|e| Diagnostic::unwritable(&self.file, &e))
    }

    fn end(mut self) -> Result<Vec<WrittenFile>, Diagnostic> {
        let n = self.written.len();
        self.written
            .push(end(self.table, n, self.out, &self.file, self.rows)?);
        Ok(self.written)
    }
}

/// A new part with the names of the columns.
fn begin(
    table: &DataTable,
    place: &PlacePart<'_>,
    n: usize,
) -> Result<(PathBuf, Watched<BufWriter<File>>), Diagnostic> {
    let file = place(&part(&file_name(table), n))?;
    let failed = |e: std::io::Error| Diagnostic::unwritable(&file, &e);
    let new = File::create(&file).map_err(failed)?;
    let mut out = Watched::new(BufWriter::with_capacity(1 << 16, new));
    let mut head = writer("\u{FEFF}".as_bytes().to_vec());
    head.write_record(table.columns.iter().map(|c| c.name))
        .map_err(|e| failed(e.into()))?;
    out.write_all(&bytes_of(head, &file)?).map_err(failed)?;
    Ok((file, out))
}

fn end(
    table: &DataTable,
    n: usize,
    mut out: Watched<BufWriter<File>>,
    file: &Path,
    rows: usize,
) -> Result<WrittenFile, Diagnostic> {
    out.flush().map_err(|e| Diagnostic::unwritable(file, &e))?;
    Ok(out.end(part(&file_name(table), n), rows))
}

fn bytes_of(csv: csv::Writer<Vec<u8>>, file: &Path) -> Result<Vec<u8>, Diagnostic> {
    csv.into_inner()
        .map_err(|e| Diagnostic::unwritable(file, &e.into_error()))
}

/// The name of a table's file.
pub fn file_name(table: &DataTable) -> String {
    format!("{}.csv", table.name)
}

/// A writer of rows.
pub fn writer<W: Write>(out: W) -> csv::Writer<W> {
    csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .buffer_capacity(1 << 10)
        .from_writer(out)
}

/// Writes rows; gives how many there were.
fn put<W: Write>(
    csv: &mut csv::Writer<W>,
    file: &Path,
    rows: impl FnOnce(Sink<'_>) -> Result<(), Diagnostic>,
) -> Result<usize, Diagnostic> {
    let told = |e: csv::Error| Diagnostic::unwritable(file, &e.into());
    let mut count = 0;
    rows(&mut |row| {
        count += 1;
        for cell in &row {
            csv.write_field(shown(cell).as_bytes()).map_err(told)?;
        }
        // Ends the row.
        csv.write_record(None::<&[u8]>).map_err(told)
    })?;
    Ok(count)
}

fn shown<'a>(cell: &'a Cell<'_>) -> Cow<'a, str> {
    match cell {
        Cell::Null => Cow::Borrowed(""),
        Cell::Text(text) => guarded(text),
        Cell::Integer(n) => n.to_string().into(),
        Cell::Number(n) => n.to_string().into(),
    }
}

/// A text that a spreadsheet would take for a formula gets an apostrophe. Spreadsheets skip spaces
/// and control characters in front of one.
pub fn guarded(text: &str) -> Cow<'_, str> {
    let first = text.trim_start_matches(|c: char| c.is_whitespace() || c.is_control());
    let formula = first.starts_with(['=', '+', '@', '＝', '＋', '＠'])
        || (first.starts_with(['-', '－'])
            && first.parse::<f64>().is_err()
            && first.chars().count() > 1)
        || text.starts_with(['\t', '\r', '\n']);
    if formula {
        format!("'{text}").into()
    } else {
        text.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guards_cells_that_a_spreadsheet_would_run() {
        assert_eq!(guarded("=1+1"), "'=1+1");
        assert_eq!(guarded(" \u{1}=1+1"), "' \u{1}=1+1");
        assert_eq!(guarded("＝1+1"), "'＝1+1");
        assert_eq!(guarded("-5.17"), "-5.17");
        assert_eq!(guarded("-@x"), "'-@x");
        assert_eq!(guarded("甲,\"乙\""), "甲,\"乙\"");
    }
}
