//! YAML whose faults are reported with their lines.

mod limits;
mod partial_value;
mod quoting;
mod salvage;

use std::path::Path;
use std::sync::LazyLock;

use regex::Regex;
use serde::de::DeserializeOwned;

use crate::model::Diagnostic;
use crate::pattern::regex;

pub use quoting::to_string;
pub use salvage::{MOST, find_field, salvage};

/// Reads the YAML `text` of `file`.
///
/// # Errors
/// The limit that it exceeds, or the first thing that does not fit `T`, at its line and column.
pub fn parse<T: DeserializeOwned>(text: &str, file: &Path, code: &str) -> Result<T, Diagnostic> {
    // Editors on Windows put a byte order mark in front, which is no part of the YAML.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    limits::check(text, file, code)?;
    serde_yaml::from_str(text).map_err(|error| {
        let told = error.to_string();
        let message = PLACE.replace_all(&told, "").into_owned();
        let diagnostic = Diagnostic::error(code, file, message);
        let Some(at) = error.location() else {
            return diagnostic;
        };
        // A missing colon or bracket is noticed only lines later, at worst at the end of the file; the
        // message then ends with the place where the construct began.
        let began = PLACE
            .captures_iter(&told)
            .last()
            .and_then(|place| Some((place[1].parse().ok()?, place[2].parse().ok()?)));
        let late = told.contains("a simple key") || at.line() > text.trim_end().lines().count();
        let (line, column) = match began {
            Some(began) if late => began,
            _ => (at.line(), at.column()),
        };
        // Something missing at the end is reported behind the last word.
        match text.trim_end().lines().enumerate().last() {
            Some((last, shown)) if line > last + 1 => {
                let column = shown.trim_end().chars().count() + 1;
                diagnostic.on(last + 1, Some(column), Some(shown))
            }
            _ => diagnostic.at(line, Some(column), text),
        }
    })
}

/// The form of a position in the YAML parser's messages.
static PLACE: LazyLock<Regex> = LazyLock::new(|| regex(r" at line (\d+) column (\d+)"));

/// The 1-based line and column of the `nth` (from 0) line outside comments that holds `words`.
///
/// The YAML parser keeps no positions of valid values, so they are searched by their words.
pub fn find(text: &str, words: &str, nth: usize) -> Option<(usize, usize)> {
    if words.is_empty() {
        return None;
    }
    text.lines()
        .enumerate()
        .filter(|(_, line)| !line.trim_start().starts_with('#'))
        .filter_map(|(number, line)| {
            let byte = whole(line, words)?;
            Some((number + 1, line[..byte].chars().count() + 1))
        })
        .nth(nth)
}

/// The line and column of the first occurrence of `words` behind the field `within`.
pub fn find_within(text: &str, within: &str, words: &str) -> Option<(usize, usize)> {
    let (first, column) = find(text, within, 0)?;
    let occurrences = (first..).zip(text.lines().skip(first - 1));
    let places = occurrences.flat_map(|(line, shown)| {
        all(shown, words).map(move |byte| (line, shown[..byte].chars().count() + 1))
    });
    places.into_iter().find(|&place| place > (first, column))
}

/// The line and column of the last occurrence.
pub fn find_last(text: &str, words: &str) -> Option<(usize, usize)> {
    let lines = (0..).map_while(|nth| find(text, words, nth));
    let (line, _) = lines.last()?;
    let shown = text.lines().nth(line - 1)?;
    let byte = all(shown, words).last()?;
    Some((line, shown[..byte].chars().count() + 1))
}

/// Byte offset of the first occurrence of `words` in `line` as a whole value.
fn whole(line: &str, words: &str) -> Option<usize> {
    all(line, words).next()
}

/// Byte offsets of `words` in `line` as a whole value, not as part of a longer word.
fn all<'a>(line: &'a str, words: &'a str) -> impl Iterator<Item = usize> + 'a {
    let part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '/' | '.');
    line.match_indices(words)
        .map(|(byte, _)| byte)
        .filter(move |&byte| {
            let before = line[..byte].chars().next_back();
            let after = line[byte + words.len()..].chars().next();
            !before.is_some_and(part) && !after.is_some_and(part)
        })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn a_value_is_found_whole_and_outside_comments() {
        let text = "# a\n- {id: a-b}\n- {名: 一, id: a}\n- {id: a}\n";
        assert_eq!(find(text, "a", 0), Some((3, 14)));
        assert_eq!(find(text, "a", 1), Some((4, 8)));
        assert_eq!(find(text, "c", 0), None);
    }

    #[test]
    fn a_mistake_names_its_line() {
        let wrong = parse::<Vec<u8>>("- 1\n- 二\n", Path::new("a.yaml"), "x").unwrap_err();
        assert_eq!((wrong.line, wrong.column), (Some(2), Some(3)));
        assert!(!wrong.message.contains("line"), "{}", wrong.message);
    }

    #[test]
    fn a_key_without_colon_is_told_where_it_stands() {
        let wrong = parse::<BTreeMap<String, String>>("a: 1\n标题\n\n", Path::new("a.yaml"), "x")
            .unwrap_err();
        assert_eq!(
            (wrong.line, wrong.source_line.map(|line| line.text)),
            (Some(2), Some("标题".to_owned()))
        );
    }
}
