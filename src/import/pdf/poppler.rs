//! The programs of poppler.

use std::io::ErrorKind;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use crate::import::{Problem, program};

/// Which words of a page are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// Those that stand upright.
    Upright,
    /// All, watermarks aslant among them.
    All,
}

/// The words of a PDF with their places, as XHTML.
pub fn words(path: &Path, wanted: Wanted) -> Result<String, Problem> {
    let mut command = program::bounded("pdftotext", LARGEST);
    command.args(["-bbox", "-enc", "UTF-8"]);
    if wanted == Wanted::Upright {
        command.arg("-nodiag");
    }
    command.arg(program::as_file(path)).arg("-");
    run(command)
}

/// What is known of a PDF and of each of its pages, as lines.
pub fn info(path: &Path) -> Result<String, Problem> {
    let mut command = program::bounded("pdfinfo", LARGEST);
    command
        .args(["-f", "1", "-l", "100000"])
        .arg(program::as_file(path));
    run(command)
}

/// The fonts of a PDF, a line each below two lines of head.
pub fn fonts(path: &Path) -> Result<String, Problem> {
    let mut command = program::bounded("pdffonts", LARGEST);
    command.arg(program::as_file(path));
    run(command)
}

/// The words of a page that is stored on its side, as XML.
pub fn turned_words(path: &Path, page: usize) -> Result<String, Problem> {
    let (page, zoom) = (page.to_string(), super::turned::ZOOM.to_string());
    let mut command = program::bounded("pdftohtml", LARGEST);
    command.args(["-xml", "-i", "-stdout", "-enc", "UTF-8", "-zoom", &zoom]);
    command
        .args(["-f", &page, "-l", &page])
        .arg(program::as_file(path));
    run(command)
}

/// What is drawn on a page, as SVG.
pub fn drawing(path: &Path, page: usize) -> Result<String, Problem> {
    let page = page.to_string();
    let mut command = program::bounded("pdftocairo", LARGEST);
    command.args(["-svg", "-f", &page, "-l", &page]);
    command.arg(program::as_file(path)).arg("-");
    run(command)
}

/// The largest address space of poppler, in KiB.
const LARGEST: u64 = 1 << 20;

fn run(mut command: Command) -> Result<String, Problem> {
    let failed = |error: std::io::Error| match error.kind() {
        ErrorKind::NotFound => Problem::NoPdftotext,
        _ => Problem::damaged("the PDF", error),
    };
    let Some(output) = program::output_within(&mut command, LONGEST).map_err(failed)? else {
        let seconds = LONGEST.as_secs();
        let told = format!("poppler takes more than the limit of {seconds} seconds for it");
        return Err(Problem::damaged("the PDF", told));
    };
    if output.status.code() == Some(program::NO_PROGRAM) {
        return Err(Problem::NoPdftotext);
    }
    let told = String::from_utf8_lossy(&output.stderr);
    // Such a font is skipped, and all that is set in it is missing: the text would look like a scan,
    // or worse, like a text.
    if let Some(mapping) = missing_pack(&told) {
        return Err(Problem::NoLanguagePack {
            mapping: mapping.to_owned(),
        });
    }
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let first = told.lines().next().unwrap_or("poppler gave up");
    Err(Problem::damaged("the PDF", first))
}

/// The longest time that poppler may take for one file or page.
const LONGEST: Duration = Duration::from_secs(60);
/// The collection of characters, such as Adobe-GB1, that poppler has no tables for:
/// 「Syntax Error: Missing language pack for 'Adobe-GB1' mapping」.
fn missing_pack(told: &str) -> Option<&str> {
    let (_, rest) = told.split_once("Missing language pack for '")?;
    rest.split_once('\'').map(|(mapping, _)| mapping)
}
