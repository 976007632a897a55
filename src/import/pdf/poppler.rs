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
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let told = String::from_utf8_lossy(&output.stderr);
    let first = told.lines().next().unwrap_or("poppler gave up");
    Err(Problem::damaged("the PDF", first))
}
