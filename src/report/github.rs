use std::fmt::Write;

use super::help;
use crate::model::{Diagnostic, Severity};

/// `::error file=…,line=…,title=…::message`: an annotation that GitHub Actions shows at the line.
pub fn annotation(diagnostic: &Diagnostic, file: &str) -> String {
    let level = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let mut out = format!("::{level} file={}", field(file));
    if let Some(line) = diagnostic.line {
        let _ = write!(out, ",line={line}");
    }
    if let Some(column) = diagnostic.column {
        let _ = write!(out, ",col={column}");
    }
    let (title, message) = (field(&diagnostic.code), escape(&diagnostic.message));
    let help = escape(&help(diagnostic));
    let _ = write!(out, ",title={title}::{message}%0A{help}");
    out
}

/// Escapes the characters that end a message.
fn escape(text: &str) -> String {
    let text = text.replace('%', "%25").replace('\r', "%0D");
    text.replace('\n', "%0A")
}

/// Escapes the characters that end a field.
fn field(text: &str) -> String {
    escape(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn github_shows_it_beside_the_line() {
        let diagnostic = Diagnostic::error("sources", "content/a,b.yaml", "100% 错\n了")
            .at(2, Some(4), "a\n标题：b\n")
            .help("mend it");
        assert_eq!(
            annotation(&diagnostic, "content/a,b.yaml"),
            "::error file=content/a%2Cb.yaml,line=2,col=4,title=sources::100%25 错%0A了%0Amend it"
        );
    }
}
