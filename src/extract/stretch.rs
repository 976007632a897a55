//! Parts of a text that are looked at instead of all of it, so that a text without full stops or line
//! breaks is still gone through in time.

use std::ops::Range;

/// The first part: a line that goes on for megabytes says early what it is about.
pub fn beginning(text: &str) -> &str {
    const FAR: usize = 10_000;
    let mut to = text.len().min(FAR);
    while !text.is_char_boundary(to) {
        to -= 1;
    }
    &text[..to]
}

/// The last part: what governs a number does not stand further before it than this.
pub fn ending(text: &str) -> &str {
    const FAR: usize = 1_500;
    let mut from = text.len().saturating_sub(FAR);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    &text[from..]
}

/// What of a list, sorted by place, stands in a stretch of the text.
pub fn within<'a, T>(
    sorted: &'a [T],
    stretch: &Range<usize>,
    place: impl Fn(&T) -> usize,
) -> Vec<&'a T> {
    let start = sorted.partition_point(|item| place(item) < stretch.start);
    let end = sorted.partition_point(|item| place(item) < stretch.end);
    sorted[start..end.max(start)].iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_end_between_characters() {
        let text = "到".repeat(10_000);
        assert!(beginning(&text).len() <= 10_000 && text.starts_with(beginning(&text)));
        assert!(ending(&text).len() <= 1_500 && text.ends_with(ending(&text)));
        assert_eq!((beginning("到2030年"), ending("")), ("到2030年", ""));
    }

    #[test]
    fn a_stretch_holds_its_start_and_not_its_end() {
        let places = [1, 3, 5, 7];
        assert_eq!(within(&places, &(3..7), |n| *n), [&3, &5]);
        assert!(within(&places, &(8..9), |n| *n).is_empty());
    }
}
