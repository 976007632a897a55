//! The programs of poppler.

use std::io::ErrorKind;
use std::path::Path;
use std::process::{Command, Output};
use std::time::Duration;

use crate::import::Problem;
use crate::import::program::{self, TimeLimit};

/// Which words of a page are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// Those that stand upright.
    Upright,
    /// All, watermarks aslant among them.
    All,
}

/// The programs, as they are asked about one PDF within the time that one may take.
pub struct Poppler<'a> {
    path: &'a Path,
    time: TimeLimit,
}

impl<'a> Poppler<'a> {
    /// For the PDF at `path`.
    pub fn new(path: &'a Path) -> Self {
        let time = TimeLimit::new(LONGEST);
        Self { path, time }
    }

    /// The words with their places, as XHTML.
    pub fn words(&self, wanted: Wanted) -> Result<String, Problem> {
        let mut command = program::bounded("pdftotext", LARGEST);
        command.args(["-bbox", "-enc", "UTF-8"]);
        if wanted == Wanted::Upright {
            command.arg("-nodiag");
        }
        command.arg(program::as_file(self.path)).arg("-");
        self.run(command)
    }

    /// What is known of the PDF and of each of its pages, as lines.
    pub fn info(&self) -> Result<String, Problem> {
        let mut command = program::bounded("pdfinfo", LARGEST);
        command.args(["-f", "1", "-l", "100000"]);
        command.arg(program::as_file(self.path));
        self.run(command)
    }

    /// The fonts, a line each below two lines of head.
    pub fn fonts(&self) -> Result<String, Problem> {
        let mut command = program::bounded("pdffonts", LARGEST);
        command.arg(program::as_file(self.path));
        self.run(command)
    }

    /// The words of a page that is stored on its side, as XML.
    pub fn turned_words(&self, page: usize) -> Result<String, Problem> {
        let (page, zoom) = (page.to_string(), super::turned::ZOOM.to_string());
        let mut command = program::bounded("pdftohtml", LARGEST);
        command.args(["-xml", "-i", "-stdout", "-enc", "UTF-8", "-zoom", &zoom]);
        command.args(["-f", &page, "-l", &page]);
        command.arg(program::as_file(self.path));
        self.run(command)
    }

    /// What is drawn on a page, as SVG.
    pub fn drawing(&self, page: usize) -> Result<String, Problem> {
        let page = page.to_string();
        let mut command = program::bounded("pdftocairo", LARGEST);
        command.args(["-svg", "-f", &page, "-l", &page]);
        command.arg(program::as_file(self.path)).arg("-");
        self.run(command)
    }

    fn run(&self, mut command: Command) -> Result<String, Problem> {
        match self.time.output(&mut command) {
            Ok(Ok(output)) => said(&output),
            Ok(Err(exceeded)) => Err(Problem::damaged("the PDF", exceeded.told("poppler"))),
            Err(error) if error.kind() == ErrorKind::NotFound => Err(Problem::NoPdftotext),
            Err(error) => Err(Problem::damaged("the PDF", error)),
        }
    }
}

/// The largest address space of poppler, in KiB.
const LARGEST: u64 = 1 << 20;
/// The longest time that poppler may take for one file: with all else an import stays below 30 seconds.
const LONGEST: Duration = Duration::from_secs(25);

/// What a program that ended has written.
fn said(output: &Output) -> Result<String, Problem> {
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

/// The collection of characters, such as Adobe-GB1, that poppler has no tables for:
/// 「Syntax Error: Missing language pack for 'Adobe-GB1' mapping」.
fn missing_pack(told: &str) -> Option<&str> {
    let (_, rest) = told.split_once("Missing language pack for '")?;
    rest.split_once('\'').map(|(mapping, _)| mapping)
}
