//! Lines that were cut in the middle of a sentence or of a number.

use std::sync::LazyLock;

use regex::Regex;

use crate::pattern::regex;
use crate::text::is_han;

/// Shorter lines are headings or names and end as they like.
const RUNNING: usize = 15;

/// A mark inside a sentence or at its end, which begins no line.
static BEGINS_INSIDE: LazyLock<Regex> = LazyLock::new(|| regex(r"^[，。、；：！？）》”]"));

/// What a number goes on with at the beginning of a line: further digits before a word or a unit.
static NUMBER_GOES_ON: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^(?:\d{0,3}(?:[%％‰]|[万亿]|个百分点|(?:千|兆)瓦|公里|公顷|立方米|平方米|亩|吨)|年(?:前|底|末|以|均|度|期|间|[，。、；]|\d)|月\d|月[底末]|日[前起至]|\.\d)",
    )
});

/// A number whose digits stand apart: 「2 0 2 5」.
static SPACED: LazyLock<Regex> = LazyLock::new(|| regex(r"(?:^|[^\d.])\d(?: \d){3,}(?:[^\d.]|$)"));

/// Whether the line below begins with a mark that no line begins with.
pub fn begins_inside(below: &str) -> bool {
    BEGINS_INSIDE.is_match(below)
}

/// Whether a number of running text is cut between two lines.
pub fn cuts_a_number(above: &str, below: &str) -> bool {
    above.ends_with(|c: char| c.is_ascii_digit())
        && above.chars().count() >= RUNNING
        && above.chars().any(is_han)
        && NUMBER_GOES_ON.is_match(below)
}

/// Whether the digits of a number stand apart.
pub fn has_spaced_digits(line: &str) -> bool {
    line.split('\t').any(|cell| SPACED.is_match(cell))
}
