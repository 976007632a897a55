use std::collections::BTreeSet;
use std::ops::Range;

use serde::Serialize;

use super::normalize::symbols;
use super::numerals;

/// Characters of text in a snippet.
const LENGTH: usize = 90;
/// Number of characters shown before the first match.
const BEFORE: usize = 20;

/// A piece of a text with its matches.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Snippet {
    /// The words, with `…` where the text continues.
    #[serde(rename = "snippet")]
    pub text: String,
    /// The matches, as byte ranges of `text`.
    #[serde(skip)]
    pub marks: Vec<Range<usize>>,
}

/// Marks that end a sentence.
const ENDS: [char; 7] = ['。', '；', '！', '？', ';', '\n', '\r'];

/// The piece of `text` around the sentence with the most `marks`, with all marks highlighted. `marks` are
/// symbols, longest first. If `asks_year`, a sentence with a year is preferred.
pub fn snippet(text: &str, marks: &[String], asks_year: bool) -> Snippet {
    let form = symbols(text);
    let mut found: Vec<(Range<usize>, usize)> = Vec::new();
    for (n, mark) in marks.iter().enumerate() {
        let mark: Vec<char> = mark.chars().collect();
        if mark.is_empty() || mark.len() > form.symbols.len() {
            continue;
        }
        for at in 0..=form.symbols.len() - mark.len() {
            if form.symbols[at..at + mark.len()] != mark {
                continue;
            }
            let bytes = form.bytes[at].0..form.bytes[at + mark.len() - 1].1;
            if !found
                .iter()
                .any(|(f, _)| f.start < bytes.end && bytes.start < f.end)
            {
                found.push((bytes, n));
            }
        }
    }
    found.sort_by_key(|(range, _)| range.start);
    let from = beginning(text, &found, asks_year);
    let found: Vec<Range<usize>> = found.into_iter().map(|(range, _)| range).collect();
    cut(text, from, &found)
}

/// Byte offset of a snippet: the start of the best sentence, or shortly before its first match.
fn beginning(text: &str, found: &[(Range<usize>, usize)], asks_year: bool) -> usize {
    let mut best = (0, 0);
    let mut from = 0;
    for sentence in text.split_inclusive(ENDS) {
        let to = from + sentence.len();
        let own = found
            .iter()
            .filter(|(range, _)| (from..to).contains(&range.start));
        let marks: BTreeSet<usize> = own.clone().map(|(_, mark)| *mark).collect();
        let dated = asks_year && numerals::has_year(sentence);
        let score = marks.len() + usize::from(dated && !marks.is_empty());
        if score > best.0 {
            let first = own.map(|(range, _)| range.start).min().unwrap_or(from);
            let lead = sentence.len() - sentence.trim_start().len();
            let is_short = sentence.chars().count() <= LENGTH;
            let before = text[..first].char_indices().rev().nth(BEFORE - 1);
            let near = before.map_or(0, |(byte, _)| byte);
            best = (score, if is_short { from + lead } else { near });
        }
        from = to;
    }
    best.1
}

/// The window of `text` that begins at `from`, on one line.
fn cut(text: &str, from: usize, found: &[Range<usize>]) -> Snippet {
    let to = text[from..]
        .char_indices()
        .nth(LENGTH)
        .map_or(text.len(), |(byte, _)| from + byte);
    let mut snippet = Snippet::default();
    if from > 0 {
        snippet.text.push('…');
    }
    let lead = snippet.text.len();
    // The end of a paragraph becomes a space, which is also one byte.
    snippet
        .text
        .push_str(&text[from..to].replace(['\n', '\r', '\t'], " "));
    if to < text.len() {
        snippet.text.push('…');
    }
    snippet.marks = found
        .iter()
        .filter(|range| range.start >= from && range.end <= to)
        .map(|range| range.start - from + lead..range.end - from + lead)
        .collect();
    snippet
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(text: &str, marks: &[&str]) -> Vec<String> {
        let marks: Vec<String> = marks.iter().map(|m| (*m).to_owned()).collect();
        let snippet = snippet(text, &marks, false);
        snippet
            .marks
            .iter()
            .map(|r| snippet.text[r.clone()].to_owned())
            .collect()
    }

    #[test]
    fn marks_what_is_written_whatever_the_width() {
        assert_eq!(marked("建设５Ｇ基站，5G 网络", &["5g"]), ["５Ｇ", "5G"]);
        assert_eq!(marked("新增 27 万千瓦", &["27万千瓦"]), ["27 万千瓦"]);
    }

    #[test]
    fn a_long_text_is_cut_around_the_first_mark() {
        let text = format!("{}光伏{}", "前".repeat(200), "后".repeat(200));
        let piece = snippet(&text, &["光伏".to_owned()], false);
        assert!(piece.text.starts_with('…') && piece.text.ends_with('…'));
        assert_eq!(piece.marks.len(), 1);
    }

    #[test]
    fn the_sentence_that_answers_comes_first() {
        let text = format!(
            "碳达峰是大事。{}力争2030年前实现碳达峰。",
            "另一句话，说别的事。".repeat(20)
        );
        let marks = ["碳达峰".to_owned()];
        assert!(
            snippet(&text, &marks, true)
                .text
                .starts_with("…力争2030年前实现碳达峰")
        );
        assert!(
            snippet(&text, &marks, false)
                .text
                .starts_with("碳达峰是大事")
        );
    }

    #[test]
    fn the_longest_mark_wins() {
        assert_eq!(
            marked("光伏装机与光伏", &["光伏装机", "光伏", "装机"]),
            ["光伏装机", "光伏"]
        );
    }
}
