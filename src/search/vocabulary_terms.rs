//! What the vocabulary has that readers may look for, in symbols: counted document by document, since
//! it is the same from build to build.

use aho_corasick::AhoCorasick;

use super::normalize::{END, plain};
use crate::vocabulary::Vocabulary;

/// The words of a vocabulary that are never cut, in symbols.
pub fn dictionary(vocabulary: &Vocabulary) -> Vec<String> {
    vocabulary
        .dictionary()
        .iter()
        .map(|word| plain(word))
        .collect()
}

/// Words of the vocabulary as they stand in texts.
pub struct VocabularyTerms {
    /// Synonyms, names of bodies and of indicators: words that mean the same, each once.
    pub groups: Vec<Vec<String>>,
    /// Words that are never cut.
    pub dictionary: Vec<String>,
    /// Names of topics.
    pub topics: Vec<String>,
    /// All of them of two symbols at least, sorted.
    all: Vec<String>,
}

impl VocabularyTerms {
    /// Those of a vocabulary.
    pub fn of(vocabulary: &Vocabulary) -> Self {
        let synonyms = vocabulary.synonyms.groups().iter().cloned();
        let bodies = vocabulary.agencies.all().iter().map(|kind| {
            let own = std::iter::once(kind.name.clone());
            own.chain(kind.aliases.iter().cloned()).collect()
        });
        let indicators = vocabulary.indicators.all().iter().map(|indicator| {
            let own = std::iter::once(indicator.name.clone());
            own.chain(indicator.aliases.iter().cloned()).collect()
        });
        let groups = synonyms.chain(bodies).chain(indicators);
        let groups: Vec<Vec<String>> = groups.map(|group: Vec<String>| forms(&group)).collect();
        let dictionary = dictionary(vocabulary);
        let topics = vocabulary.topics.all().iter();
        let topics: Vec<String> = topics.map(|topic| plain(&topic.name)).collect();
        let own = dictionary.iter().chain(&topics);
        let mut all: Vec<String> = groups.iter().flatten().chain(own).cloned().collect();
        all.retain(|word| word.chars().nth(1).is_some());
        all.sort_unstable();
        all.dedup();
        Self {
            groups,
            dictionary,
            topics,
            all,
        }
    }

    /// The place of a word among all.
    pub fn find(&self, word: &str) -> Option<usize> {
        self.all.binary_search_by(|own| own.as_str().cmp(word)).ok()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// What counts them.
    pub fn counter(&self) -> TermCounter {
        // Fewer than the memory could hold: the builder refuses none.
        TermCounter(AhoCorasick::new(&self.all).ok())
    }
}

/// Counts words in the texts of documents.
pub struct TermCounter(Option<AhoCorasick>);

impl TermCounter {
    /// For each word that stands in the records, by its place among all, how many of them have it.
    /// `symbols` are those of a document (see [`super::segment::symbols`]).
    pub fn count(&self, symbols: &str) -> Vec<(u32, u32)> {
        let mut found: Vec<(usize, usize)> = Vec::new();
        for (n, text) in symbols.split(END).enumerate() {
            let words = self
                .0
                .iter()
                .flat_map(|all| all.find_overlapping_iter(text));
            // Two texts, title and body, are one record.
            found.extend(words.map(|word| (word.pattern().as_usize(), n / 2)));
        }
        found.sort_unstable();
        found.dedup();
        let words = found.chunk_by(|a, b| a.0 == b.0);
        words
            .map(|own| (own[0].0 as u32, own.len() as u32))
            .collect()
    }
}

/// Words in symbols, each once.
pub fn forms(words: &[String]) -> Vec<String> {
    let mut seen = std::collections::BTreeSet::new();
    words
        .iter()
        .map(|w| plain(w))
        .filter(|w| !w.is_empty() && seen.insert(w.clone()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::tests::REAL;

    #[test]
    fn a_word_is_counted_once_for_a_record() {
        let forms = VocabularyTerms::of(&REAL);
        let count = |symbols: &str, word: &str| {
            let at = forms.find(word).unwrap_or_else(|| panic!("{word}")) as u32;
            let counts = forms.counter().count(symbols);
            counts.iter().find(|(n, _)| *n == at).map_or(0, |(_, n)| *n)
        };
        let symbols = "光伏\0光伏发电 光伏\0\0储能\0光\0伏\0";
        assert_eq!(count(symbols, "光伏"), 1);
        assert_eq!(count(symbols, "储能"), 1);
    }
}
