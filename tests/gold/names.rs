//! How close the name that was read is to the label's.

use super::score::plain;

/// Contains, or shares most of its characters.
pub fn same(got: &str, wanted: &str) -> bool {
    let (got, wanted) = (plain(got), plain(wanted));
    if got.is_empty() || wanted.is_empty() {
        return got == wanted;
    }
    got.contains(&wanted) || wanted.contains(&got) || shared(&got, &wanted) >= 60
}

/// One of the two holds the other.
pub fn contains(got: &str, wanted: &str) -> bool {
    let (got, wanted) = (plain(got), plain(wanted));
    !got.is_empty() && !wanted.is_empty() && (got.contains(&wanted) || wanted.contains(&got))
}

/// Per cent of the characters of the longer text that the other has, too.
pub fn shared(a: &str, b: &str) -> usize {
    let (a, b) = (plain(a), plain(b));
    let mut left: Vec<char> = b.chars().collect();
    let mut common = 0;
    for c in a.chars() {
        if let Some(n) = left.iter().position(|l| *l == c) {
            left.remove(n);
            common += 1;
        }
    }
    100 * common / a.chars().count().max(b.chars().count()).max(1)
}

/// Dice's coefficient of the pairs of neighbouring characters, of 1.
pub fn likeness(got: &str, wanted: &str) -> f64 {
    let pairs = |text: &str| -> Vec<(char, char)> {
        let chars: Vec<char> = plain(text).chars().collect();
        chars.windows(2).map(|w| (w[0], w[1])).collect()
    };
    let (got, mut left) = (pairs(got), pairs(wanted));
    let all = got.len() + left.len();
    let mut common = 0;
    for pair in got {
        if let Some(n) = left.iter().position(|l| *l == pair) {
            left.swap_remove(n);
            common += 1;
        }
    }
    if all == 0 {
        0.0
    } else {
        2.0 * f64::from(common) / all as f64
    }
}
