//! Diagnostics and timings as text: for people, for programs, for GitHub.

mod github;
mod host_limits;
mod human;
mod json;
mod printable;
mod timings;

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use clap::ValueEnum;

use crate::messages::Language;
use crate::model::{Diagnostic, Severity, below};

pub use host_limits::{Host, host_limits};
pub use printable::printable;
pub use timings::Timings;

/// The form that diagnostics are printed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum MessageFormat {
    /// With the line and a caret
    Human,
    /// {"severity", "code", "file", "line", "column", "message", "help"}
    Json,
    /// Annotations of GitHub Actions
    Github,
}

/// Renders diagnostics in a language, with the paths of their files below a root.
#[derive(Clone, Debug)]
pub struct Reporter {
    root: PathBuf,
    format: MessageFormat,
    is_coloured: bool,
    language: Language,
}

impl Reporter {
    /// A reporter for a format; colours are those of a terminal.
    pub fn new(root: &Path, format: MessageFormat, is_coloured: bool, language: Language) -> Self {
        Self {
            root: root.to_owned(),
            format,
            is_coloured,
            language,
        }
    }

    /// The form that it renders to.
    pub fn format(&self) -> MessageFormat {
        self.format
    }

    /// All diagnostics, each with its position and remedy.
    pub fn render(&self, diagnostics: &[Diagnostic]) -> String {
        let render = |diagnostic: &Diagnostic| {
            let file = below(&self.root, &diagnostic.file);
            let diagnostic = &self.translated(diagnostic);
            match self.format {
                MessageFormat::Human => {
                    human::render(diagnostic, file, self.is_coloured, self.language) + "\n\n"
                }
                MessageFormat::Json => json::line(diagnostic, file) + "\n",
                MessageFormat::Github => github::annotation(diagnostic, &file) + "\n",
            }
        };
        diagnostics.iter().map(render).collect()
    }

    /// The diagnostic with its message and remedy in the language of the reporter.
    fn translated(&self, diagnostic: &Diagnostic) -> Diagnostic {
        let translate = |text: &str| self.language.translate(text).into_owned();
        Diagnostic {
            message: translate(&diagnostic.message),
            help: Some(translate(&help(diagnostic))),
            ..diagnostic.clone()
        }
    }

    /// The text as a terminal without colours shows it.
    pub fn plain(&self, diagnostics: &[Diagnostic]) -> String {
        let plain = Self::new(&self.root, MessageFormat::Human, false, self.language);
        plain.render(diagnostics).trim_end().to_owned()
    }
}

/// Numbers of errors and of warnings.
pub fn count_by_severity(diagnostics: &[Diagnostic]) -> (usize, usize) {
    let is_error = |diagnostic: &&Diagnostic| diagnostic.severity == Severity::Error;
    let errors = diagnostics.iter().filter(is_error).count();
    (errors, diagnostics.len() - errors)
}

/// `1 document`, `2 documents`.
pub fn count(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

/// The remedy: the diagnostic's own help, else a pointer to `cewen explain`.
fn help(diagnostic: &Diagnostic) -> Cow<'_, str> {
    match &diagnostic.help {
        Some(help) => Cow::Borrowed(help),
        None => Cow::Owned(format!(
            "`cewen explain {}` says what to do",
            diagnostic.code
        )),
    }
}
