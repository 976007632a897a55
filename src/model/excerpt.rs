use serde::{Deserialize, Serialize};

/// A line of a file for display. Of a long line only the text around a position is kept, since a text
/// without line ends is one line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Excerpt {
    /// The line, with `…` for omitted text before or after.
    pub text: String,
    /// The number of characters omitted before it.
    pub before: usize,
}

/// Maximum number of characters shown before and after the position.
const AROUND: usize = 500;

impl Excerpt {
    /// The text around a 1-based column, in characters; the beginning if there is no column.
    pub fn of(line: &str, column: Option<usize>) -> Self {
        let byte_of = |n: usize| line.char_indices().nth(n).map(|(byte, _)| byte);
        let place = column.filter(|column| *column > 2 * AROUND);
        // A position beyond the end counts as the end.
        let place = place.map(|place| match byte_of(place - 1) {
            Some(_) => place,
            None => line.chars().count(),
        });
        let before = place.map_or(0, |place| place.saturating_sub(AROUND));
        let begin = byte_of(before).unwrap_or(line.len());
        let own = &line[begin..];
        let end = own.char_indices().nth(2 * AROUND);
        let own = end.map_or(own, |(byte, _)| &own[..byte]);
        let dots = |there| if there { "…" } else { "" };
        Self {
            text: format!("{}{own}{}", dots(before > 0), dots(end.is_some())),
            before,
        }
    }

    /// The column in [`Excerpt::text`] of a 1-based column of the line.
    pub fn column(&self, column: usize) -> usize {
        match self.before {
            0 => column,
            before => column.saturating_sub(before) + 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_whole_and_of_a_long_one_stands_what_is_around_the_place() {
        let line = "推进光伏".repeat(250);
        assert_eq!(Excerpt::of(&line, Some(900)).text, line);
        let long = format!("{line}错{line}");
        let beginning = Excerpt::of(&long, None);
        assert_eq!(beginning.text, format!("{line}…"));
        let found = Excerpt::of(&long, Some(1_001));
        assert_eq!(found.text.chars().count(), 2 * AROUND + 2);
        assert!(found.text.starts_with('…') && found.text.ends_with('…'));
        assert_eq!(found.text.chars().nth(found.column(1_001) - 1), Some('错'));
        // At the end, and beyond it.
        for column in [2_001, 2_002, 9_999] {
            let end = Excerpt::of(&long, Some(column));
            assert!(
                end.text.starts_with('…') && end.text.ends_with("光伏"),
                "{column}"
            );
        }
    }
}
