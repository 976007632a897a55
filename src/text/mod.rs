//! Conversion of the bytes of a seed to clean logical lines, each with its physical lines.
//!
//! `decode` (bytes → text) → `character` (odd code points) → `running` (headers and footers), `page`
//! (page numbers, tables of contents) and `chrome` (menus and footers of web pages) drop everything
//! outside the text → `table` extracts tables → `wrap` undoes hard line breaks.

mod aligned_table;
pub mod brackets;
mod character;
mod chrome;
mod decimal;
mod decode;
mod first_sentence;
mod line;
mod lost_table;
mod page;
mod page_record;
mod parts;
mod physical;
mod radicals;
mod raw_table;
mod running;
mod simplified;
mod table;
mod table_shape;
mod wrap;

pub use character::{is_han, is_of_a_word, mended, width};
pub use chrome::{description, is_around, without_frame};
pub use decimal::{DecimalNumber, decimal_headings};
pub use decode::{Decoded, decode};
pub use first_sentence::{Beginning, best_matching_sentence, first_sentence};
pub use line::Line;
pub use page::beside_the_text;
pub use page_record::PageRecord;
pub use page_record::{facts, is_label, is_table, without_facts};
pub use parts::parts;
pub use raw_table::{RawRow, RawTable};
pub use running::RunningLine;
pub use simplified::{simplified, traditional_characters};
pub use table_shape::{Shape, unit_of};
pub use wrap::unclosed;

use crate::model::Diagnostic;

/// A piece of a text in reading order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// A paragraph or heading, hard wraps undone.
    Line(Line),
    /// A table, cell by cell.
    Table(RawTable),
    /// The cells of a table whose rows and columns are lost, a line each.
    LostTable(Vec<Line>),
}

/// A text as ordered pieces, with findings made during parsing.
#[derive(Clone, Debug, Default)]
pub struct Text {
    /// The encoding it was in, lower case.
    pub encoding: &'static str,
    /// Paragraphs, headings and tables.
    pub pieces: Vec<Piece>,
    /// The metadata of the document on its web page (发布日期, 来源 …).
    pub page_record: PageRecord,
    /// Running heads and feet that were left out.
    pub running_lines: Vec<RunningLine>,
}

/// Reads a text from the bytes of the seed `file` (its name is for the message).
///
/// # Errors
/// If the bytes are no text: the diagnostic names the byte.
pub fn read(bytes: &[u8], file: &str) -> Result<Text, Diagnostic> {
    let decoded = decode(bytes, file)?;
    let lines = physical::split(&decoded.text);
    let (lines, running_lines) = running::drop_running_lines(lines);
    let lines = page::drop_furniture(lines);
    let (mut lines, page_record) = chrome::drop_chrome(lines);
    decimal::mark_headings(&mut lines);
    let pieces = table::take_tables(lines)
        .into_iter()
        .flat_map(|stretch| match stretch {
            table::Stretch::Table(table) => vec![Piece::Table(table)],
            table::Stretch::Lines(lines) => without_tables(&lines),
        })
        .collect();
    Ok(Text {
        encoding: decoded.encoding,
        pieces,
        page_record,
        running_lines,
    })
}

/// The paragraphs of lines without readable tables; tables without a known shape are separate pieces.
fn without_tables(lines: &[physical::Physical]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut read = 0;
    for table in lost_table::find(lines) {
        let above = wrap::unwrap_lines(&lines[read..table.start]);
        pieces.extend(above.into_iter().map(Piece::Line));
        let cells = lines[table.clone()].iter().filter(|line| !line.is_blank());
        let cells = cells.map(|line| Line::new(line.words(), line.number));
        pieces.push(Piece::LostTable(cells.collect()));
        read = table.end;
    }
    let below = wrap::unwrap_lines(&lines[read..]);
    pieces.extend(below.into_iter().map(Piece::Line));
    pieces
}
