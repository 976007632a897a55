//! Patterns of a list's entries, matched in one pass.

use regex::{Regex, RegexSet};

use super::file::{At, EntryReport, not_a_pattern};

/// Patterns, each with the number of the entry that it belongs to.
#[derive(Debug, Default)]
pub struct PatternList {
    set: RegexSet,
    entries: Vec<usize>,
}

impl PatternList {
    /// Compiles the patterns of entries, given with ascending entry numbers. An invalid pattern is
    /// reported as `written` in the file and left out; `whole` patterns must match an entire name.
    pub fn new(patterns: Vec<(usize, String)>, whole: bool, report: EntryReport<'_>) -> Self {
        let full = |pattern: &str| match whole {
            true => format!("^(?:{pattern})$"),
            false => pattern.to_owned(),
        };
        let compile = |patterns: &[(usize, String)]| {
            RegexSet::new(patterns.iter().map(|(_, pattern)| full(pattern)))
        };
        let entries = |patterns: Vec<(usize, String)>| patterns.into_iter().map(|(n, _)| n);
        if let Ok(set) = compile(&patterns) {
            let entries = entries(patterns).collect();
            return Self { set, entries };
        }
        let mut right = patterns;
        right.retain(|(_, pattern)| match Regex::new(&full(pattern)) {
            Ok(_) => true,
            Err(error) => {
                report(not_a_pattern(pattern, &error), At::Words(pattern));
                false
            }
        });
        let set = compile(&right).unwrap_or_default();
        let entries = entries(right).collect();
        Self { set, entries }
    }

    /// Whether any pattern matches.
    pub fn fits(&self, name: &str) -> bool {
        self.set.is_match(name)
    }

    /// The entries with a matching pattern, in order, each once.
    pub fn entries(&self, name: &str) -> Vec<usize> {
        let fitting = self.set.matches(name).into_iter();
        let mut entries: Vec<usize> = fitting.map(|n| self.entries[n]).collect();
        entries.dedup();
        entries
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_give_their_entries_and_a_wrong_one_is_told() {
        let mut told = Vec::new();
        let patterns = [(0, "水.*率"), (0, "用水"), (1, "森林("), (2, "森林.*率")];
        let patterns = patterns.map(|(n, pattern)| (n, pattern.to_owned()));
        let list = PatternList::new(patterns.to_vec(), false, &mut |message, _| {
            told.push(message)
        });
        assert_eq!(list.entries("农业用水利用率"), [0]);
        assert_eq!(list.entries("森林覆盖率"), [2]);
        assert!(list.fits("用水总量") && !list.fits("碳排放"));
        assert_eq!(told.len(), 1);
        assert!(told[0].contains("森林("), "{told:?}");
        let whole = PatternList::new(patterns[1..2].to_vec(), true, &mut |_, _| {});
        assert!(whole.fits("用水") && !whole.fits("农业用水"));
    }
}
