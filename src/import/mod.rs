//! From a file as it is found on the site of a government to a clean text: paragraphs whole, tables
//! as rows of cells, nothing of the page around it.
//!
//! Every kind of file is turned into lines first (`html`, `docx`, `sheet`, `pdf`, `plain`); the lines
//! then go through the same reader as every seed, which drops what is left of frames and page numbers
//! and undoes hard line breaks.

mod clean;
mod comma_separated;
mod cut_lines;
mod docx;
mod html;
mod kind;
mod known_words;
mod layout;
mod limits;
mod line_joins;
mod mhtml;
mod numbering;
mod ofd;
mod office;
mod package;
mod page_frame;
mod page_head;
mod page_script;
mod pdf;
mod plain;
mod printed;
mod program;
mod quality;
mod sheet;
mod sheet_view;
mod sheet_xml;
mod stacked_cells;
mod titles;
mod word_styles;
mod word_xml;

use std::path::Path;

use crate::model::{PageMap, Pages, TextDoubt};
pub use kind::FileKind;
use line_joins::LineJoin;

/// What was found in a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// The text, one paragraph or row of a table a line.
    pub text: String,
    /// The title, where the file says what it is.
    pub title: Option<String>,
    /// Where a saved page was found.
    pub url: Option<String>,
    /// On which pages of the file its lines stand; empty where it has none.
    pub pages: PageMap,
    /// What somebody has to read against the file.
    pub doubts: Vec<String>,
    /// Why it may be no text to publish, with its words; `None` where it looks like one.
    pub doubt: Option<(TextDoubt, String)>,
}

/// Why a file cannot be imported.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    /// Its kind is one that nobody here reads.
    #[error("{0}")]
    Unknown(&'static str),
    /// It is damaged.
    #[error("{kind} cannot be read: {reason}")]
    Damaged {
        /// What it seems to be.
        kind: &'static str,
        /// What its reader says.
        reason: String,
    },
    /// A PDF of pictures.
    #[error("the PDF has {pages} pages and hardly a word of text: it is a scan")]
    Scanned {
        /// Its pages.
        pages: usize,
    },
    /// A PDF with fonts and nearly no letters.
    #[error(
        "the PDF has {pages} pages and only {letters} letters that can be read: it is a scan, or its fonts do not say which characters they are"
    )]
    HardlyText {
        /// Its pages.
        pages: usize,
        /// The letters that can be read.
        letters: usize,
    },
    /// A PDF whose fonts say nothing of their characters.
    #[error("the characters of the PDF cannot be read: its fonts do not say which they are")]
    Undecodable,
    /// A PDF in columns from top to bottom.
    #[error("the text of the PDF runs from top to bottom, which is not read")]
    Vertical,
    /// The program that reads PDFs is not there.
    #[error("PDFs are read with pdftotext, which is not installed")]
    NoPdftotext,
    /// Poppler lacks the tables of the characters it is written in.
    #[error("pdftotext cannot read its characters: the tables of {mapping} are not installed")]
    NoLanguagePack {
        /// The collection of characters, such as Adobe-GB1.
        mapping: String,
    },
    /// The program that reads files of other office programs is not there.
    #[error("it is {kind}, which is read with LibreOffice, and that is not installed")]
    NoOffice {
        /// What it is.
        kind: &'static str,
    },
    /// A page whose text is in another file.
    #[error("the page holds no text of its own, but leads to {0}")]
    Elsewhere(String),
    /// A page whose text a script shows.
    #[error("the page holds no text that can be read: a script of it shows one")]
    InScript,
    /// It holds no text.
    #[error("no text was found in it")]
    Empty,
}

impl Problem {
    /// What to do about it.
    pub fn help(&self) -> &'static str {
        match self {
            Self::Unknown(_) => "save it as .docx, .pdf, .html or .txt and import that",
            Self::Damaged { .. } => {
                "fetch it again; if it opens elsewhere, save it from there as .docx or .txt"
            }
            Self::Scanned { .. } | Self::HardlyText { .. } | Self::Undecodable | Self::Vertical => {
                "run it through OCR first, such as `ocrmypdf -l chi_sim in.pdf out.pdf`, and read the result against the pictures"
            }
            Self::NoPdftotext => {
                "install poppler: `apt install poppler-utils poppler-data` (Debian, Ubuntu), `dnf install poppler-utils poppler-data` (Fedora), `brew install poppler` (macOS)"
            }
            Self::NoLanguagePack { .. } => {
                "install them: `apt install poppler-data` (Debian, Ubuntu), `dnf install poppler-data` (Fedora); others have them with poppler"
            }
            Self::NoOffice { .. } => {
                "install it: `apt install libreoffice-writer` (Debian, Ubuntu), `brew install --cask libreoffice` (macOS); or save the file as .docx and import that"
            }
            Self::Elsewhere(_) => {
                "fetch that file and import it with --url and the address of the page"
            }
            Self::InScript => {
                "open it in a browser, select the text, and save that as .txt; or print the page as a PDF"
            }
            Self::Empty => "look whether the text is in another file that this one leads to",
        }
    }

    fn damaged(kind: &'static str, reason: impl std::fmt::Display) -> Self {
        Self::Damaged {
            kind,
            reason: reason.to_string(),
        }
    }
}

/// Reads the file at `path`, whose bytes are given; its kind is told by its bytes, not by its name.
///
/// # Errors
/// Where nothing can be read from it, and why.
pub fn read(path: &Path, bytes: &[u8]) -> Result<Imported, Problem> {
    let raw = match FileKind::of(bytes)? {
        FileKind::Html => html::read(bytes)?,
        FileKind::SavedPage => html::read(&mhtml::page(bytes)?)?,
        FileKind::Docx => docx::read(bytes)?,
        FileKind::WordXml => docx::read_flat(&plain::xml(bytes, "the Word file")?)?,
        FileKind::SheetXml => sheet_xml::read(&plain::xml(bytes, "the workbook")?)?,
        FileKind::Sheet => sheet::read(bytes)?,
        FileKind::Pdf => pdf::read(path)?,
        FileKind::Ofd => ofd::read(bytes)?,
        FileKind::Office(kind) => docx::read(&office::as_docx(path, kind)?)?,
        FileKind::Text => plain::read(bytes, is_csv(path))?,
    };
    limits::text(raw.size(), "the file")?;
    let imported = clean::clean(&raw);
    if imported.text.trim().is_empty() {
        return Err(Problem::Empty);
    }
    Ok(imported)
}

/// Whether a file is a table by its name.
fn is_csv(path: &Path) -> bool {
    let ending = path.extension().unwrap_or_default();
    ending.eq_ignore_ascii_case("csv")
}

/// Lines of a file before they are cleaned: a row of a table has tabs between its cells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Raw {
    title: Option<String>,
    url: Option<String>,
    /// Lines that describe the document: 「发文字号：…」
    record: Vec<String>,
    /// Such lines as they are to stand below the title.
    facts: Vec<String>,
    lines: Vec<String>,
    /// Lines with the pages of the original that they stand on, where it has pages.
    places: Vec<(Pages, String)>,
    /// Lines page by page, where the file has pages: each may be set in its own width.
    pages: Vec<Vec<String>>,
    doubts: Vec<String>,
    /// Letters that the file holds, where its reader counts them.
    letters: Option<usize>,
    /// Ends of lines that its reader undid.
    joins: Vec<LineJoin>,
    /// Whether lines are paragraphs; else a paragraph may go over several.
    whole: bool,
}

impl Raw {
    /// Bytes of all lines.
    fn size(&self) -> usize {
        let pages = self.pages.iter().flatten();
        let lines = self.lines.iter().chain(pages);
        lines.map(|line| line.len() + 1).sum()
    }
}
