use serde::{Deserialize, Serialize};

/// The first and last line of a seed file that something was read from: 1-based, inclusive, counted in
/// the file on disk.
///
/// Written to YAML as `[72, 80]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "[usize; 2]", into = "[usize; 2]")]
pub struct Lines {
    /// The first line, from 1.
    pub first: usize,
    /// The last line; never before `first`.
    pub last: usize,
}

impl Lines {
    /// The lines from `first` to `last`, put in order.
    pub fn new(first: usize, last: usize) -> Self {
        Self {
            first: first.min(last),
            last: first.max(last),
        }
    }

    /// A single line.
    pub fn at(line: usize) -> Self {
        Self::new(line, line)
    }

    /// The smallest range of lines that contains both.
    pub fn join(self, other: Self) -> Self {
        Self {
            first: self.first.min(other.first),
            last: self.last.max(other.last),
        }
    }

    /// Whether `line` is within the range.
    pub fn contains(self, line: usize) -> bool {
        (self.first..=self.last).contains(&line)
    }
}

impl From<[usize; 2]> for Lines {
    fn from([first, last]: [usize; 2]) -> Self {
        Self::new(first, last)
    }
}

impl From<Lines> for [usize; 2] {
    fn from(lines: Lines) -> Self {
        [lines.first, lines.last]
    }
}

impl std::fmt::Display for Lines {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.first == self.last {
            write!(f, "{}", self.first)
        } else {
            write!(f, "{}-{}", self.first, self.last)
        }
    }
}
