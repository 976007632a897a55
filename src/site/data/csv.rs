//! Tables as CSV: UTF-8 with the byte order mark that spreadsheets need, quoted by RFC 4180.

use std::borrow::Cow;
use std::fs::File;
use std::io::Write;
use std::path::Path;

use rayon::prelude::*;

use super::stretches::{Old, Stretches};
use super::table::{Cell, Rows, Sink, Table};
use super::written::{Watched, Written};
use crate::key::Key;
use crate::model::Diagnostic;
use crate::site::output::Former;
use crate::site::{Site, unwritable};

/// Documents whose rows are held at a time.
const SOME: usize = 64;

/// Writes a table. Rows of documents are made on all cores, some documents at a time, and only of those
/// whose rows are not in the `former` file. Gives what is to be remembered of it.
pub fn write(
    site: &Site<'_>,
    table: &Table,
    file: &Path,
    former: Option<Former<'_>>,
) -> Result<(Written, Vec<u8>), Diagnostic> {
    let failed = |e: std::io::Error| unwritable(file, &e);
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
    let mut stand = Stretches::default();
    if let Rows::Of { rows, made_of } = table.rows {
        let old = former.and_then(|former| Old::open(&former));
        let one = |&document: &usize| -> Result<(Key, Vec<u8>, usize), Diagnostic> {
            let key = made_of(site, document);
            if let Some((bytes, count)) = old.as_ref().and_then(|old| old.rows(key)) {
                return Ok((key, bytes, count));
            }
            let mut csv = writer(Vec::new());
            let count = put(&mut csv, file, |put| rows(site, document, put))?;
            let bytes = csv.into_inner().map_err(|e| failed(e.into_error()))?;
            Ok((key, bytes, count))
        };
        let documents: Vec<usize> = (0..site.atlas.policies.len()).collect();
        let mut waiting = documents.chunks(SOME);
        let mut make = || -> Result<Vec<_>, Diagnostic> {
            let some = waiting.next().unwrap_or_default();
            some.par_iter().map(one).collect()
        };
        let mut made = make()?;
        // The next are made while these are written.
        while !made.is_empty() {
            let mut at = out.bytes();
            for (key, bytes, rows) in &made {
                stand.note(*key, at, bytes.len(), *rows);
                at += bytes.len() as u64;
                count += rows;
            }
            let pieces: Vec<&[u8]> = made.iter().map(|(_, bytes, _)| &**bytes).collect();
            let (next, written) = rayon::join(&mut make, || out.write_pieces(&pieces));
            written.map_err(failed)?;
            made = next?;
        }
    }
    Ok((out.end(count), stand.to_bytes()))
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
    let told = |e: csv::Error| unwritable(file, &e.into());
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
