use std::collections::BTreeMap;

use super::file::{At, EntryReport};

/// Synonyms for searching.
#[derive(Debug, Default)]
pub struct Synonyms {
    groups: Vec<Vec<String>>,
    by_word: BTreeMap<String, usize>,
}

impl Synonyms {
    pub(super) fn new(groups: Vec<Vec<String>>, report: EntryReport<'_>) -> Self {
        let mut by_word = BTreeMap::new();
        for (n, group) in groups.iter().enumerate() {
            for word in group {
                if by_word.insert(word.clone(), n).is_some() {
                    report(format!("{word} stands in two groups"), At::Again(word));
                }
            }
        }
        Self { groups, by_word }
    }

    /// All groups.
    pub fn groups(&self) -> &[Vec<String>] {
        &self.groups
    }

    /// The other words of the group that `word` is in.
    pub fn of(&self, word: &str) -> Vec<&str> {
        let group = self.by_word.get(word).map(|&n| &self.groups[n]);
        group
            .into_iter()
            .flatten()
            .map(String::as_str)
            .filter(|w| *w != word)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::REAL;

    #[test]
    fn widens_a_word() {
        assert!(REAL.synonyms.of("新能源车").contains(&"新能源汽车"));
        assert!(REAL.synonyms.of("发改委").contains(&"发展和改革委员会"));
        assert!(REAL.synonyms.of("光伏沐光").is_empty());
    }
}
