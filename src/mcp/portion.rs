//! A part of a long list, and where the next part begins.

use std::ops::Range;

use super::reader_words::ReaderWords;

/// The part of a list that an answer shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Portion {
    /// Its entries.
    pub shown: Range<usize>,
    /// The cursor of the next part; `None` at the end.
    pub next: Option<String>,
}

impl Portion {
    /// So many entries from `start`.
    ///
    /// # Errors
    /// If the list ends before `start`.
    pub fn of(total: usize, start: usize, most: usize) -> Result<Self, String> {
        Self::by_size(vec![1; total], start, most)
    }

    /// The entries from `start` whose sizes together are at most `most`, and at least one.
    ///
    /// # Errors
    /// If the list ends before `start`.
    pub fn by_size(sizes: Vec<usize>, start: usize, most: usize) -> Result<Self, String> {
        if start > 0 && start >= sizes.len() {
            return Err(format!(
                "`cursor` {start} is behind the end; leave it out to begin anew"
            ));
        }
        let (mut end, mut size) = (start, 0);
        while end < sizes.len() && (end == start || size + sizes[end] <= most) {
            size += sizes[end];
            end += 1;
        }
        let next = (end < sizes.len()).then(|| end.to_string());
        Ok(Self {
            shown: start..end,
            next,
        })
    }

    /// That there is more, as a line; nothing at the end.
    pub fn more(&self, words: &ReaderWords) -> Option<String> {
        let cursor = self.next.as_ref()?;
        Some(words.of("assistant", "more").replace("{cursor}", cursor))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_told_in_parts() {
        let first = Portion::of(5, 0, 3).unwrap();
        assert_eq!((first.shown, first.next.as_deref()), (0..3, Some("3")));
        let last = Portion::of(5, 3, 3).unwrap();
        assert_eq!((last.shown, last.next), (3..5, None));
        assert_eq!(Portion::of(0, 0, 3).unwrap().shown, 0..0);
        assert!(Portion::of(5, 5, 3).is_err());
        // An entry that is larger than a part is one.
        assert_eq!(Portion::by_size(vec![9, 1], 0, 3).unwrap().shown, 0..1);
    }
}
