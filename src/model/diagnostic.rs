use std::io;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::{Excerpt, Lines};

/// A passage that the parser found but could not read; kept with the document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warning {
    /// Stable short name of the kind of problem, such as `number-skipped`.
    pub code: String,
    /// The fault, in one sentence that can be understood alone.
    pub message: String,
    /// Its lines in the seed.
    pub lines: Lines,
}

/// The severity of a [`Diagnostic`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The input must be corrected before a site can be built.
    Error,
    /// The site is built, but a person should check this.
    Warning,
}

/// A message to the maintainer: the fault, its position, and the remedy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// Its severity.
    pub severity: Severity,
    /// Stable short name of the kind of problem.
    pub code: String,
    /// The file, relative to the site's root if it lies below it.
    pub file: PathBuf,
    /// 1-based line; `None` if the problem concerns the whole file.
    pub line: Option<usize>,
    /// 1-based column, in characters.
    pub column: Option<usize>,
    /// The fault.
    pub message: String,
    /// The remedy.
    pub help: Option<String>,
    /// The line itself, to be shown.
    pub source_line: Option<Excerpt>,
}

impl Diagnostic {
    /// An error about a file as a whole.
    pub fn error(code: &str, file: impl Into<PathBuf>, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Error,
            code: code.to_owned(),
            file: file.into(),
            line: None,
            column: None,
            message: message.into(),
            help: None,
            source_line: None,
        }
    }

    /// A warning about a file as a whole.
    pub fn warning(code: &str, file: impl Into<PathBuf>, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Warning,
            ..Self::error(code, file, message)
        }
    }

    /// An error about a file or folder that cannot be written to.
    pub fn unwritable(path: impl Into<PathBuf>, error: &io::Error) -> Self {
        Diagnostic::error("unwritable", path, format!("cannot be written: {error}"))
            .help("see that the folder can be written to and the disk is not full")
    }

    /// Adds a position: a 1-based line and column of `text`, whose line is kept for display.
    pub fn at(self, line: usize, column: Option<usize>, text: &str) -> Self {
        let shown = line.checked_sub(1).and_then(|n| text.lines().nth(n));
        self.on(line, column, shown)
    }

    /// Adds a position: a line whose text is known.
    pub fn on(mut self, line: usize, column: Option<usize>, shown: Option<&str>) -> Self {
        self.line = Some(line);
        self.column = column;
        self.source_line = shown.map(|line| Excerpt::of(line, column));
        self
    }

    /// Adds a remedy.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}
