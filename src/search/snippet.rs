use std::ops::Range;

use serde::Serialize;

use super::normalize::symbols;

/// Characters of text in a snippet.
const LENGTH: usize = 90;
/// Characters shown before the first thing that was found.
const BEFORE: usize = 20;

/// A piece of a text with what was found in it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Snippet {
    /// The words, `…` where the text goes on.
    #[serde(rename = "snippet")]
    pub text: String,
    /// What was found, as bytes of `text`.
    #[serde(skip)]
    pub marks: Vec<Range<usize>>,
}

/// The piece of `text` around the first of `marks` (symbols, the longest first), all of them marked.
pub fn snippet(text: &str, marks: &[String]) -> Snippet {
    let form = symbols(text);
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut start = None;
    for mark in marks {
        let mark: Vec<char> = mark.chars().collect();
        if mark.is_empty() || mark.len() > form.symbols.len() {
            continue;
        }
        for at in 0..=form.symbols.len() - mark.len() {
            if form.symbols[at..at + mark.len()] != mark {
                continue;
            }
            let bytes = form.bytes[at].0..form.bytes[at + mark.len() - 1].1;
            start = start.or(Some(bytes.start));
            if !found
                .iter()
                .any(|f| f.start < bytes.end && bytes.start < f.end)
            {
                found.push(bytes);
            }
        }
    }
    cut(text, start.unwrap_or(0), &mut found)
}

/// The window of `text` around `start`, on one line.
fn cut(text: &str, start: usize, found: &mut [Range<usize>]) -> Snippet {
    found.sort_by_key(|range| range.start);
    let from = text[..start]
        .char_indices()
        .rev()
        .nth(BEFORE - 1)
        .map_or(0, |(byte, _)| byte);
    let to = text[from..]
        .char_indices()
        .nth(LENGTH)
        .map_or(text.len(), |(byte, _)| from + byte);
    let mut snippet = Snippet::default();
    if from > 0 {
        snippet.text.push('…');
    }
    let lead = snippet.text.len();
    // A paragraph's end becomes a blank, which is one byte as well.
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
        let snippet = snippet(text, &marks);
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
        let piece = snippet(&text, &["光伏".to_owned()]);
        assert!(piece.text.starts_with('…') && piece.text.ends_with('…'));
        assert_eq!(piece.marks.len(), 1);
    }

    #[test]
    fn the_longest_mark_wins() {
        assert_eq!(
            marked("光伏装机与光伏", &["光伏装机", "光伏", "装机"]),
            ["光伏装机", "光伏"]
        );
    }
}
