//! Words of Chinese that a dictionary knows: letters that stand for others hardly form any, and lines out of
//! order have none that goes from one to the next.

use std::sync::LazyLock;

use jieba_rs::Jieba;

use super::line_joins::LineJoin;
use crate::text::{self, is_han};

/// jieba's own dictionary, loaded once in a process, which takes about a quarter of a second.
static DICTIONARY: LazyLock<Jieba> = LazyLock::new(Jieba::new);

/// How many of the Chinese letters of a text belong to words of at least two letters, and how many there are.
pub fn in_words(text: &str) -> (usize, usize) {
    let (mut in_words, mut all) = (0, 0);
    for run in text.split(|c| !is_han(c)).filter(|run| !run.is_empty()) {
        for token in DICTIONARY.cut(run, false) {
            let letters = token.word.chars().count();
            all += letters;
            in_words += if letters > 1 { letters } else { 0 };
        }
    }
    (in_words, all)
}

/// Whether a word begins before the join and ends behind it.
pub fn goes_over(join: &LineJoin) -> bool {
    let at = join.before.chars().count();
    let both = format!("{}{}", join.before, join.behind);
    let tokens = DICTIONARY.cut(&both, false);
    tokens
        .iter()
        .any(|token| token.start < at && token.end > at)
}

/// A text in simplified characters, as the dictionary has its words.
pub fn simplified(text: &str) -> String {
    text.chars().map(text::simplified).collect()
}
