//! Tables as CSV: UTF-8 with the byte order mark that spreadsheets need, quoted by RFC 4180.

use std::borrow::Cow;
use std::fs::File;
use std::io::Write;
use std::path::Path;

use rayon::prelude::*;

use super::checksum::{Watched, WrittenFile};
use super::table::{Cell, DataTable, Rows, Sink};
use crate::model::Diagnostic;
use crate::site::Site;

/// Documents whose rows are held at a time.
const BATCH: usize = 64;

/// Writes a table; rows of documents are made on all cores, a batch of documents at a time.
///
/// # Errors
/// Where the file cannot be written.
pub fn write(site: &Site<'_>, table: &DataTable, file: &Path) -> Result<WrittenFile, Diagnostic> {
    let failed = |e: std::io::Error| Diagnostic::unwritable(file, &e);
    let mut out = Watched::new(File::create(file).map_err(failed)?);
    out.write_all("\u{FEFF}".as_bytes()).map_err(failed)?;
    let mut csv = writer(out);
    csv.write_record(table.columns.iter().map(|c| c.name))
        .map_err(|e| failed(e.into()))?;
    let mut count = 0;
    if let Rows::All(rows) = table.rows {
        count += put(&mut csv, file, |put| rows(site, put))?;
    }
    let mut out = csv.into_inner().map_err(|e| failed(e.into_error()))?;
    if let Rows::Of(rows) = table.rows {
        let rows_of = |&document: &usize| -> Result<(Vec<u8>, usize), Diagnostic> {
            let mut csv = writer(Vec::new());
            let count = put(&mut csv, file, |put| rows(site, document, put))?;
            let bytes = csv.into_inner().map_err(|e| failed(e.into_error()))?;
            Ok((bytes, count))
        };
        let documents: Vec<usize> = (0..site.atlas.policies.len()).collect();
        for batch in documents.chunks(BATCH) {
            let made: Result<Vec<_>, Diagnostic> = batch.par_iter().map(rows_of).collect();
            for (bytes, rows) in made? {
                out.write_all(&bytes).map_err(failed)?;
                count += rows;
            }
        }
    }
    Ok(out.end(count))
}

fn writer<W: Write>(out: W) -> csv::Writer<W> {
    csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .buffer_capacity(1 << 16)
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
fn guarded(text: &str) -> Cow<'_, str> {
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
