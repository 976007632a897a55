use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::facet_values::FacetValue;
use super::normalize::{GAP, plain};
use super::vocabulary_terms::forms;
use crate::vocabulary::{Regions, Vocabulary, short_name};

/// Maximum length of a topic's word that is compared with queries; longer ones are hardly typed as a
/// whole.
const LONGEST: usize = 8;
/// Levels of regions that are suggested by name: provinces and cities.
const LEVELS: usize = 2;

/// Topics and places of the vocabulary for words that do not occur.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NearWords {
    /// Ids of topics with texts, each with its words that do not occur.
    pub topics: BTreeMap<String, Vec<String>>,
    /// Names of provinces and cities that no text is of.
    pub places: Vec<String>,
}

impl NearWords {
    /// Collects the words and places of a vocabulary that the index lacks.
    pub fn of(
        words: &[String],
        values: &BTreeMap<String, Vec<FacetValue>>,
        vocabulary: &Vocabulary,
    ) -> Self {
        let stands: BTreeSet<&str> = words.iter().map(String::as_str).collect();
        let mut of_indicators = words_of_indicators(vocabulary);
        let topics = values.get("topic").into_iter().flatten();
        let topics = topics.filter_map(|value| {
            let words = vocabulary.topics.words_of(&value.id);
            let words = words.into_iter().map(plain);
            let words = words.chain(of_indicators.remove(&value.id).unwrap_or_default());
            let words = words.filter(|word| !word.contains(GAP) && !stands.contains(word.as_str()));
            let words = words.filter(|word| (2..=LONGEST).contains(&word.chars().count()));
            let words: BTreeSet<String> = words.collect();
            (!words.is_empty()).then(|| (value.id.clone(), words.into_iter().collect()))
        });
        let held = values.get("city").into_iter().flatten();
        let held: BTreeSet<&str> = held.flat_map(|v| &v.names).map(String::as_str).collect();
        let regions = vocabulary.regions.all();
        let regions = regions.filter(|entry| {
            let level = Regions::level(&entry.region.code);
            level < LEVELS
        });
        let names = regions.filter_map(|entry| short_name(&entry.region.name));
        let names: BTreeSet<&str> = names.filter(|name| !held.contains(name)).collect();
        Self {
            topics: topics.collect(),
            places: names.into_iter().map(str::to_owned).collect(),
        }
    }
}

/// For each topic the names of its indicators, and synonyms of parts of these names: 细颗粒物 for PM2.5.
fn words_of_indicators(vocabulary: &Vocabulary) -> BTreeMap<String, Vec<String>> {
    let groups = vocabulary.synonyms.groups().iter();
    let groups: Vec<Vec<String>> = groups.map(|group| forms(group)).collect();
    let mut words: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for indicator in vocabulary.indicators.all() {
        let names = std::iter::once(&indicator.name).chain(&indicator.aliases);
        let names: Vec<String> = names.map(|name| plain(name)).collect();
        let part_of_one = |word: &String| names.iter().any(|name| name.contains(word.as_str()));
        let groups = groups.iter().filter(|group| group.iter().any(part_of_one));
        for topic in &indicator.topics {
            let own = words.entry(topic.clone()).or_default();
            own.extend(names.iter().cloned());
            own.extend(groups.clone().flatten().cloned());
        }
    }
    words
}
