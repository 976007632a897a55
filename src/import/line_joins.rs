//! Ends of lines that were undone: what stood before and behind each.

use crate::text::{Line, is_han};

/// Chinese letters on each side that are kept: more than those of a word.
const REACH: usize = 8;

/// The end of a line inside a paragraph, between two Chinese letters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineJoin {
    /// The last Chinese letters of the line.
    pub before: String,
    /// The first Chinese letters of the next line.
    pub behind: String,
}

impl LineJoin {
    /// The join of two lines; `None` where one of them has no Chinese letter at it.
    pub fn of(before: &str, behind: &str) -> Option<Self> {
        let letters = |c: &char| is_han(*c);
        let tail: Vec<char> = before
            .trim_end()
            .chars()
            .rev()
            .take_while(letters)
            .take(REACH)
            .collect();
        let head = behind.trim_start().chars().take_while(letters);
        let join = Self {
            before: tail.into_iter().rev().collect(),
            behind: head.take(REACH).collect(),
        };
        (!join.before.is_empty() && !join.behind.is_empty()).then_some(join)
    }

    /// The joins inside a paragraph.
    pub fn all_of(line: &Line) -> impl Iterator<Item = Self> {
        line.joins().filter_map(|at| {
            let (before, behind) = line.text.split_at_checked(at)?;
            Self::of(before, behind)
        })
    }
}
