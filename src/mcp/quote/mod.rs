//! Quotes: where words stand in the texts, and what is nearest to them where they do not.

mod found;
mod letters;
mod nearest;

use std::ops::Range;

pub use found::{Standing, standing};
pub use letters::Letters;
pub use nearest::{Difference, best_windows, nearest};

use super::published::QUOTE;

/// Characters before a match that are shown of a long sentence.
const BEFORE: usize = 60;

/// The sentences of a text that hold a stretch of it; of long ones what is around the stretch.
pub fn sentence_around(text: &str, range: Range<usize>) -> &str {
    const ENDS: [char; 5] = ['。', '！', '？', '；', '\n'];
    let before = &text[..range.start];
    let start = before.rfind(ENDS);
    let start = start.map_or(0, |at| {
        at + before[at..].chars().next().map_or(1, char::len_utf8)
    });
    let end = match text[..range.end].ends_with(ENDS) && !range.is_empty() {
        true => range.end,
        false => {
            let behind = text[range.end..].char_indices();
            let mut ends = behind.filter(|(_, c)| ENDS.contains(c));
            ends.next()
                .map_or(text.len(), |(at, c)| range.end + at + c.len_utf8())
        }
    };
    let whole = text[start..end].trim();
    if whole.chars().count() <= QUOTE {
        return whole;
    }
    let near = before.char_indices().rev().nth(BEFORE - 1);
    let start = near.map_or(0, |(at, _)| at).max(start);
    let end = text[start..end]
        .char_indices()
        .nth(QUOTE)
        .map_or(end, |(at, _)| start + at);
    text[start..end].trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_match_is_shown_with_its_sentence() {
        let text = "加快建设。到2025年，新增光伏装机27万千瓦以上。完善机制。";
        let at = text.find("光伏").unwrap();
        let shown = "到2025年，新增光伏装机27万千瓦以上。";
        assert_eq!(sentence_around(text, at..at + 6), shown);
        let end = text.find("完善").unwrap();
        assert_eq!(sentence_around(text, at..end), shown);
        let long = format!("{}光伏{}", "前".repeat(1_000), "后".repeat(1_000));
        let at = long.find("光伏").unwrap();
        let shown = sentence_around(&long, at..at + 6);
        assert!(shown.contains("光伏") && shown.chars().count() == QUOTE);
    }
}
