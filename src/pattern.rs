//! Patterns that stand in the code.

use aho_corasick::{AhoCorasick, MatchKind};
use regex::Regex;

/// Compiles a pattern that is written in the code. A mistake in one is a mistake of the program, and
/// shows in every test that touches it; patterns from files are compiled where they are read.
pub fn regex(pattern: &str) -> Regex {
    #[allow(
        clippy::expect_used,
        reason = "a constant pattern, compiled by every test"
    )]
    Regex::new(pattern).expect("constant pattern")
}

/// What finds words that are written in the code; the same goes for it.
pub fn finder(kind: MatchKind, words: &[&str]) -> AhoCorasick {
    let mut builder = AhoCorasick::builder();
    #[allow(
        clippy::expect_used,
        reason = "a few constant words, found by every test"
    )]
    builder.match_kind(kind).build(words).expect("a few words")
}
