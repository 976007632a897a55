use std::io;
use std::path::Path;

use super::terminal;
use crate::model::Diagnostic;
use crate::report::{MessageFormat, Reporter, count, count_by_severity};

/// Prints diagnostics: for people on stderr, for programs on stdout.
pub struct Console {
    reporter: Reporter,
}

impl Console {
    /// A console that shows paths of files relative to `root`.
    pub fn new(root: &Path, format: MessageFormat) -> Self {
        let is_coloured = terminal::coloured(&io::stderr());
        let reporter = Reporter::new(root, format, is_coloured, terminal::language());
        Self { reporter }
    }

    /// Prints each message with its position, the line, a caret and the remedy.
    pub fn tell(&self, diagnostics: &[Diagnostic]) {
        let text = self.reporter.render(diagnostics);
        match self.reporter.format() {
            MessageFormat::Human => terminal::err(&text),
            MessageFormat::Json | MessageFormat::Github => terminal::out(&text),
        }
    }

    /// Prints the number of messages.
    pub fn close(&self, diagnostics: &[Diagnostic]) {
        let (errors, warnings) = count_by_severity(diagnostics);
        terminal::note(&format!(
            "{}, {}; nothing was written\n",
            count(errors, "error", "errors"),
            count(warnings, "warning", "warnings")
        ));
    }

    /// Prints a summary for people, in their language; not printed in the formats for programs.
    pub fn sum_up(&self, text: &str) {
        if self.reporter.format() == MessageFormat::Human {
            terminal::say(text);
        }
    }

    /// The form of its messages.
    pub fn format(&self) -> MessageFormat {
        self.reporter.format()
    }

    /// The text as a terminal without colours shows it.
    pub fn plain(&self, diagnostics: &[Diagnostic]) -> String {
        self.reporter.plain(diagnostics)
    }
}
