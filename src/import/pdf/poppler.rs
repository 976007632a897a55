//! The programs of poppler.

use std::io::ErrorKind;
use std::path::Path;
use std::process::Command;

use crate::import::Problem;

/// The words of a PDF with their places, as XHTML.
pub fn words(path: &Path) -> Result<String, Problem> {
    let mut command = Command::new("pdftotext");
    command.args(["-bbox", "-enc", "UTF-8"]).arg(path).arg("-");
    run(command)
}

/// What is drawn on a page, as SVG.
pub fn drawing(path: &Path, page: usize) -> Result<String, Problem> {
    let page = page.to_string();
    let mut command = Command::new("pdftocairo");
    command
        .args(["-svg", "-f", &page, "-l", &page])
        .arg(path)
        .arg("-");
    run(command)
}

fn run(mut command: Command) -> Result<String, Problem> {
    let output = command.output().map_err(|error| match error.kind() {
        ErrorKind::NotFound => Problem::NoPdftotext,
        _ => Problem::damaged("the PDF", error),
    })?;
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

/// The collection of characters, such as Adobe-GB1, that poppler has no tables for:
/// 「Syntax Error: Missing language pack for 'Adobe-GB1' mapping」.
fn missing_pack(told: &str) -> Option<&str> {
    let (_, rest) = told.split_once("Missing language pack for '")?;
    rest.split_once('\'').map(|(mapping, _)| mapping)
}
