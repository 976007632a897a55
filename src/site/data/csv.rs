//! Tables as CSV: UTF-8 with the byte order mark that spreadsheets need, quoted by RFC 4180.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use super::table::{Cell, Table};
use crate::model::Diagnostic;
use crate::site::{Site, unwritable};

/// Writes a table; gives the number of its rows.
pub fn write(site: &Site<'_>, table: &Table, file: &Path) -> Result<usize, Diagnostic> {
    let failed = |e: std::io::Error| unwritable(file, &e);
    let mut out = BufWriter::new(File::create(file).map_err(failed)?);
    out.write_all("\u{FEFF}".as_bytes()).map_err(failed)?;
    let mut csv = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(out);
    let told = |e: csv::Error| unwritable(file, &e.into());
    csv.write_record(table.columns.iter().map(|c| c.name))
        .map_err(told)?;
    let mut rows = 0;
    (table.rows)(site, &mut |row| {
        rows += 1;
        csv.write_record(row.iter().map(shown)).map_err(told)
    })?;
    csv.flush().map_err(failed)?;
    Ok(rows)
}

fn shown(cell: &Cell) -> String {
    match cell {
        Cell::Null => String::new(),
        Cell::Text(text) => guarded(text),
        Cell::Integer(n) => n.to_string(),
        Cell::Number(n) => n.to_string(),
    }
}

/// A text that a spreadsheet would take for a formula gets an apostrophe. Spreadsheets skip spaces
/// and control characters in front of one.
fn guarded(text: &str) -> String {
    let first = text.trim_start_matches(|c: char| c.is_whitespace() || c.is_control());
    let formula = first.starts_with(['=', '+', '@', '＝', '＋', '＠'])
        || (first.starts_with(['-', '－'])
            && first.parse::<f64>().is_err()
            && first.chars().count() > 1)
        || text.starts_with(['\t', '\r', '\n']);
    if formula {
        format!("'{text}")
    } else {
        text.to_owned()
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
