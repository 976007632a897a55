use std::ops::Range;

use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet};

use super::help;
use super::printable::printable;
use crate::messages::Language;
use crate::model::{Diagnostic, Severity};

/// Characters of a message that are not escaped.
const LINES: &[char] = &['\n', '\t'];

/// A diagnostic with its position, the line, a caret and the remedy.
pub fn render(
    diagnostic: &Diagnostic,
    file: String,
    is_coloured: bool,
    language: Language,
) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR.with_name(language.translate("error")),
        Severity::Warning => Level::WARNING.with_name(language.translate("warning")),
    };
    let file = printable(&file, &[]).into_owned();
    let message = printable(&diagnostic.message, LINES);
    let title = level.primary_title(&*message).id(diagnostic.code.as_str());
    let origin = |line: usize, file: String| {
        let origin = Origin::path(file).line(line);
        match diagnostic.column {
            Some(column) => origin.char_column(column),
            None => origin,
        }
    };
    let source_text = diagnostic.source_line.as_ref().map(|source| {
        // The number of characters is kept, so that the caret points to the right place.
        let shown = |c: char| match c.is_control() && c != '\t' {
            true => char::REPLACEMENT_CHARACTER,
            false => c,
        };
        source.text.chars().map(shown).collect::<String>()
    });
    let source_text = source_text.unwrap_or_default();
    let mut group = match (diagnostic.line, &diagnostic.source_line) {
        (Some(line), Some(source)) => {
            let column = diagnostic.column.map(|column| source.column(column));
            let span = span(&source_text, column);
            let snippet = Snippet::source(source_text.as_str())
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
    let help = printable(&help, LINES);
    group = group.element(
        Level::HELP
            .with_name(language.translate("help"))
            .message(&*help),
    );
    let renderer = match is_coloured {
        true => Renderer::styled(),
        false => Renderer::plain(),
    };
    renderer.render(&[group])
}

/// The byte range of the character at a 1-based column; the whole line if no column is known.
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
        let file = diagnostic.file.display().to_string();
        render(diagnostic, file, false, Language::En)
    }

    #[test]
    fn the_caret_stands_under_wide_characters() {
        let told = plain(
            &Diagnostic::error("x", "content/site.yaml", "坏了")
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
    fn labels_are_in_the_language_of_the_message() {
        let diagnostic = Diagnostic::warning("x", "a.yaml", "坏了").help("请修改");
        let told = render(&diagnostic, "a.yaml".to_owned(), false, Language::Zh);
        assert!(told.starts_with("警告[x]: 坏了"), "{told}");
        assert!(told.contains("= 建议: 请修改"), "{told}");
    }

    #[test]
    fn of_a_long_line_the_place_is_shown() {
        let line = format!("{}错{}", "光".repeat(70_000), "伏".repeat(70_000));
        let told = plain(&Diagnostic::error("x", "a.yaml", "坏了").at(
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
}
