use std::borrow::Cow;
use std::fmt::Write;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};

use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet};
use serde::Serialize;

use super::layout::below;
use super::terminal;
use crate::cli::MessageFormat;
use crate::model::{Diagnostic, Severity};

/// Tells the maintainer what is wrong: people on stderr, programs on stdout.
pub struct Reporter {
    root: PathBuf,
    renderer: Renderer,
    format: MessageFormat,
}

/// A message for a program.
#[derive(Serialize)]
struct Message<'a> {
    severity: Severity,
    code: &'a str,
    file: String,
    line: Option<usize>,
    column: Option<usize>,
    message: &'a str,
    help: &'a str,
}

impl Reporter {
    /// One that names files below `root` by their path there.
    pub fn new(root: &Path, format: MessageFormat) -> Self {
        let renderer = if terminal::coloured(&io::stderr()) {
            Renderer::styled()
        } else {
            Renderer::plain()
        };
        Self {
            root: root.to_owned(),
            renderer,
            format,
        }
    }

    /// Prints each message with its place, the line, a caret and what to do.
    pub fn tell(&self, diagnostics: &[Diagnostic]) {
        let mut all = String::new();
        if self.format == MessageFormat::Json {
            for diagnostic in diagnostics {
                let _ = writeln!(all, "{}", self.json(diagnostic));
            }
            return terminal::out(&all);
        }
        if self.format == MessageFormat::Github {
            for diagnostic in diagnostics {
                let _ = writeln!(all, "{}", self.annotation(diagnostic));
            }
            return terminal::out(&all);
        }
        for diagnostic in diagnostics {
            let _ = writeln!(all, "{}\n", self.render(diagnostic));
        }
        terminal::err(&all);
    }

    /// How problems are told.
    pub fn format(&self) -> MessageFormat {
        self.format
    }

    /// What a terminal without colours would show.
    pub fn plain(&self, diagnostics: &[Diagnostic]) -> String {
        let plain = Self {
            root: self.root.clone(),
            renderer: Renderer::plain(),
            format: MessageFormat::Human,
        };
        let told: Vec<String> = diagnostics.iter().map(|d| plain.render(d)).collect();
        told.join("\n\n")
    }

    /// Prints how many there were.
    pub fn close(&self, diagnostics: &[Diagnostic]) {
        let errors = diagnostics
            .iter()
            .filter(|d| d.severity == Severity::Error)
            .count();
        let warnings = diagnostics.len() - errors;
        terminal::err(&format!(
            "{}, {}; nothing was written\n",
            terminal::count(errors, "error", "errors"),
            terminal::count(warnings, "warning", "warnings")
        ));
    }

    fn json(&self, diagnostic: &Diagnostic) -> String {
        let message = Message {
            severity: diagnostic.severity,
            code: &diagnostic.code,
            file: below(&self.root, &diagnostic.file),
            line: diagnostic.line,
            column: diagnostic.column,
            message: &diagnostic.message,
            help: &help(diagnostic),
        };
        serde_json::to_string(&message).unwrap_or_default()
    }

    /// `::error file=…,line=…,title=…::message`: what GitHub Actions shows beside the line.
    fn annotation(&self, diagnostic: &Diagnostic) -> String {
        let level = match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        // What ends a field or a message there.
        let plain = |text: &str| {
            let text = text.replace('%', "%25").replace('\r', "%0D");
            text.replace('\n', "%0A")
        };
        let field = |text: &str| plain(text).replace(':', "%3A").replace(',', "%2C");
        let mut out = format!(
            "::{level} file={}",
            field(&below(&self.root, &diagnostic.file))
        );
        if let Some(line) = diagnostic.line {
            let _ = write!(out, ",line={line}");
        }
        if let Some(column) = diagnostic.column {
            let _ = write!(out, ",col={column}");
        }
        let _ = write!(
            out,
            ",title={}::{}",
            field(&diagnostic.code),
            plain(&diagnostic.message)
        );
        let _ = write!(out, "%0A{}", plain(&help(diagnostic)));
        out
    }

    /// A summary for people; programs count for themselves.
    pub fn sum_up(&self, text: &str) {
        if self.format == MessageFormat::Human {
            terminal::out(text);
        }
    }

    fn render(&self, diagnostic: &Diagnostic) -> String {
        let level = match diagnostic.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
        };
        let file = below(&self.root, &diagnostic.file);
        let title = level
            .primary_title(diagnostic.message.as_str())
            .id(diagnostic.code.as_str());
        let origin = |line: usize, file: String| {
            let origin = Origin::path(file).line(line);
            match diagnostic.column {
                Some(column) => origin.char_column(column),
                None => origin,
            }
        };
        let mut group = match (diagnostic.line, &diagnostic.source_line) {
            (Some(line), Some(source)) => {
                let column = diagnostic.column.map(|column| source.column(column));
                let span = span(&source.text, column);
                let snippet = Snippet::source(source.text.as_str())
                    .line_start(line)
                    .annotation(AnnotationKind::Primary.span(span));
                // The place in the excerpt is not that in the line.
                match source.before {
                    0 => title.element(snippet.path(file)),
                    _ => title.element(origin(line, file)).element(snippet),
                }
            }
            (Some(line), None) => title.element(origin(line, file)),
            (None, _) => title.element(Origin::path(file)),
        };
        let help = help(diagnostic);
        group = group.element(Level::HELP.message(&*help));
        self.renderer.render(&[group])
    }
}

/// What to do: what the message says, or where that is said.
fn help(diagnostic: &Diagnostic) -> Cow<'_, str> {
    match &diagnostic.help {
        Some(help) => Cow::Borrowed(help),
        None => Cow::Owned(format!(
            "`cewen explain {}` says what to do",
            diagnostic.code
        )),
    }
}

/// The bytes of the character at a 1-based column; the whole line where no column is known.
fn span(line: &str, column: Option<usize>) -> Range<usize> {
    let Some(column) = column else {
        let start = line.len() - line.trim_start().len();
        return start..line.trim_end().len().max(start);
    };
    line.char_indices()
        .nth(column.saturating_sub(1))
        .map_or(line.len()..line.len(), |(byte, c)| {
            byte..byte + c.len_utf8()
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(diagnostic: &Diagnostic) -> String {
        let reporter = Reporter {
            root: PathBuf::from("root"),
            renderer: Renderer::plain(),
            format: MessageFormat::Human,
        };
        reporter.render(diagnostic)
    }

    #[test]
    fn the_caret_stands_under_wide_characters() {
        let told = plain(
            &Diagnostic::error("x", "root/content/site.yaml", "坏了")
                .at(2, Some(4), "a\n标题：b\n")
                .help("mend it"),
        );
        assert!(told.contains("content/site.yaml:2:4"), "{told}");
        let lines: Vec<&str> = told.lines().collect();
        let source = lines.iter().position(|l| l.contains("标题")).unwrap();
        // Three wide characters before it take six columns.
        let start = lines[source].find('标').unwrap();
        assert_eq!(lines[source + 1].find('^'), Some(start + 6), "{told}");
        assert!(told.contains("help: mend it"), "{told}");
    }

    #[test]
    fn of_a_long_line_the_place_is_shown() {
        let line = format!("{}错{}", "光".repeat(70_000), "伏".repeat(70_000));
        let told = plain(&Diagnostic::error("x", "root/a.yaml", "坏了").at(
            2,
            Some(70_001),
            &format!("a\n{line}\n"),
        ));
        assert!(
            told.contains("a.yaml:2:70001") && told.contains("光错伏"),
            "{told}"
        );
        assert!(told.chars().count() < 2_000, "{}", told.chars().count());
        let lines: Vec<&str> = told.lines().collect();
        let caret = lines.iter().find_map(|line| line.find('^')).unwrap();
        let source = lines.iter().find(|line| line.contains('错')).unwrap();
        let wide = |text: &str| {
            text.chars()
                .map(|c| 1 + usize::from(c > '\u{2e80}'))
                .sum::<usize>()
        };
        assert_eq!(wide(&source[..source.find('错').unwrap()]), caret, "{told}");
    }

    #[test]
    fn github_shows_it_beside_the_line() {
        let reporter = Reporter {
            root: PathBuf::from("root"),
            renderer: Renderer::plain(),
            format: MessageFormat::Github,
        };
        let told = Diagnostic::error("sources", "root/content/a,b.yaml", "100% 错\n了")
            .at(2, Some(4), "a\n标题：b\n")
            .help("mend it");
        assert_eq!(
            reporter.annotation(&told),
            "::error file=content/a%2Cb.yaml,line=2,col=4,title=sources::100%25 错%0A了%0Amend it"
        );
    }
}
