//! Ranges of a text in which numbers are part of a name.

use std::ops::Range;

/// Maximum length, in characters, of a quotation that is read as a name: “6+1”, “3510”.
const QUOTED_NAME: usize = 16;

/// The bytes inside 《…》, 〔…〕 and short quotations.
pub fn masks(text: &str) -> Vec<Range<usize>> {
    let mut masks = Vec::new();
    for (open, close, limit) in [
        ('《', '》', 120),
        ('〔', '〕', 12),
        ('“', '”', QUOTED_NAME),
        ('【', '】', 30),
    ] {
        let mut start = None;
        for (at, c) in text.char_indices() {
            if c == open {
                start = Some(at);
            } else if c == close
                && let Some(from) = start.take()
                && text[from..at].chars().count() <= limit + 1
            {
                masks.push(from..at + c.len_utf8());
            }
        }
    }
    masks.sort_by_key(|m| (m.start, m.end));
    masks
}

/// Whether a byte lies in one of the masks.
pub fn is_masked(masks: &[Range<usize>], at: usize) -> bool {
    masks.iter().any(|m| m.contains(&at))
}
