//! From the bytes of a seed to clean logical lines, each with its physical lines.
//!
//! `decode` (bytes → text) → `character` (odd code points) → `page` (page numbers, tables of
//! contents) and `chrome` (menus and footers of web pages) drop what is no text → `table` takes out
//! tables → `wrap` undoes hard line breaks.

pub mod brackets;
mod character;
mod chrome;
mod decode;
mod line;
mod page;
mod physical;
mod table;
mod wrap;

pub use character::{is_han, is_of_a_word, mended};
pub use chrome::{PageRecord, description, is_around, without_frame};
pub use decode::{Decoded, decode};
pub use line::Line;
pub use page::beside_the_text;
pub use table::{RawRow, RawTable};
pub use wrap::unclosed;

use crate::model::Diagnostic;

/// A piece of a text in reading order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// A paragraph or heading, hard wraps undone.
    Line(Line),
    /// A table, cell by cell.
    Table(RawTable),
}

/// A text as it can be read: its pieces in order, and what was seen on the way.
#[derive(Clone, Debug, Default)]
pub struct Text {
    /// The encoding it was in, lower case.
    pub encoding: &'static str,
    /// Paragraphs, headings and tables.
    pub pieces: Vec<Piece>,
    /// What a web page says of the document beside the text (发布日期, 来源 …).
    pub page_record: PageRecord,
}

/// Reads a text from the bytes of the seed `file` (its name is for the message).
///
/// # Errors
/// Where the bytes are no text: the diagnostic names the byte.
pub fn read(bytes: &[u8], file: &str) -> Result<Text, Diagnostic> {
    let decoded = decode(bytes, file)?;
    let lines = physical::split(&decoded.text);
    let lines = page::drop_furniture(lines);
    let (lines, page_record) = chrome::drop_chrome(lines);
    let pieces = table::take_tables(lines)
        .into_iter()
        .flat_map(|stretch| match stretch {
            table::Stretch::Table(table) => vec![Piece::Table(table)],
            table::Stretch::Lines(lines) => wrap::unwrap_lines(&lines)
                .into_iter()
                .map(Piece::Line)
                .collect(),
        })
        .collect();
    Ok(Text {
        encoding: decoded.encoding,
        pieces,
        page_record,
    })
}
