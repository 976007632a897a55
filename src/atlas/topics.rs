use rustc_hash::FxHashMap;

use super::Place;
use super::coverage::{self, TopicCoverage};
use crate::model::Policy;
use crate::vocabulary::{Topic, Vocabulary};

/// A topic and the measures about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TopicEntry {
    /// Its id, which is its part of an address.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its English name.
    pub en: String,
    /// Id of the topic above it.
    pub parent: Option<String>,
    /// Its measures, in the order of the texts.
    pub measures: Vec<Place>,
    /// The coverage of the topic by each city, in the order of the cities.
    pub standings: Vec<TopicCoverage>,
}

impl TopicEntry {
    /// Whether a measure, a task or a figure is about it.
    fn has_more_than_words(&self) -> bool {
        let told = |s: &TopicCoverage| s.measures + s.tasks.len() + s.figures.len() > 0;
        self.standings.iter().any(told)
    }
}

/// Gathers the measures of all policies by topic, in the order of the vocabulary. A topic is kept if it
/// or a subtopic has a measure, a task or a figure. `cities` holds the city of each policy and the number
/// of cities.
pub fn of(
    policies: &[Policy],
    vocabulary: &Vocabulary,
    cities: (&[usize], usize),
) -> Vec<TopicEntry> {
    let mut standings = coverage::of(policies, vocabulary, cities);
    let mut about: FxHashMap<&str, Vec<Place>> = FxHashMap::default();
    for (policy, p) in policies.iter().enumerate() {
        for (item, measure) in p.measures.iter().enumerate() {
            for topic in &measure.topics {
                let places = about.entry(topic).or_default();
                let place = Place { policy, item };
                if places.last() != Some(&place) {
                    places.push(place);
                }
            }
        }
    }
    let topics = vocabulary.topics.all().iter();
    let entry = |topic: &Topic| TopicEntry {
        id: topic.id.clone(),
        name: topic.name.clone(),
        en: topic.en.clone(),
        parent: topic.parent.clone(),
        measures: about.remove(topic.id.as_str()).unwrap_or_default(),
        standings: standings.remove(&topic.id).unwrap_or_default(),
    };
    let mut entries: Vec<TopicEntry> = topics.map(entry).collect();
    for entry in &mut entries {
        for place in &entry.measures {
            entry.standings[cities.0[place.policy]].measures += 1;
        }
    }
    let used: Vec<String> = entries
        .iter()
        .filter(|e| e.has_more_than_words())
        .filter_map(|e| e.parent.clone())
        .collect();
    entries.retain(|e| e.has_more_than_words() || used.contains(&e.id));
    entries
}
