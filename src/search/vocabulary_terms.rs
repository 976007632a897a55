use super::normalize::plain;
use crate::vocabulary::Vocabulary;

/// The words of a vocabulary that are never split, as symbols.
pub fn dictionary(vocabulary: &Vocabulary) -> Vec<String> {
    vocabulary
        .dictionary()
        .iter()
        .map(|word| plain(word))
        .collect()
}

/// Words of the vocabulary in the forms used by texts.
pub struct VocabularyTerms {
    /// Synonyms, names of bodies and of indicators: words that mean the same, each once.
    pub groups: Vec<Vec<String>>,
    /// Words that are never split.
    pub dictionary: Vec<String>,
    /// Names of topics.
    pub topics: Vec<String>,
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
        Self {
            groups,
            dictionary,
            topics,
        }
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
