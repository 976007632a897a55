use super::Place;
use crate::model::Policy;
use crate::vocabulary::Vocabulary;

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
}

/// Gathers the measures of all policies by topic, in the order of the vocabulary. A topic stays
/// where it or a finer one has a measure.
pub fn of(policies: &[Policy], vocabulary: &Vocabulary) -> Vec<TopicEntry> {
    let mut entries: Vec<TopicEntry> = vocabulary
        .topics
        .all()
        .iter()
        .map(|topic| {
            let mut measures = Vec::new();
            for (policy, p) in policies.iter().enumerate() {
                let about = |m: &crate::model::Measure| m.topics.contains(&topic.id);
                measures.extend(
                    p.measures
                        .iter()
                        .enumerate()
                        .filter(|(_, m)| about(m))
                        .map(|(item, _)| Place { policy, item }),
                );
            }
            TopicEntry {
                id: topic.id.clone(),
                name: topic.name.clone(),
                en: topic.en.clone(),
                parent: topic.parent.clone(),
                measures,
            }
        })
        .collect();
    let used: Vec<String> = entries
        .iter()
        .filter(|e| !e.measures.is_empty())
        .filter_map(|e| e.parent.clone())
        .collect();
    entries.retain(|e| !e.measures.is_empty() || used.contains(&e.id));
    entries
}
