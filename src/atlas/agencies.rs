use std::collections::BTreeMap;

use super::Place;
use crate::model::{Policy, Role};
use crate::vocabulary::Vocabulary;

/// A kind of body, or one that is no kind, and what it has to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgencyEntry {
    /// Its id, which is its part of an address.
    pub id: String,
    /// The kind's name, or the body's own.
    pub name: String,
    /// Whether it is a kind that other cities have, too.
    pub is_kind: bool,
    /// Every assignment, in the order of the texts.
    pub mentions: Vec<Mention>,
}

/// One assignment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// The measure.
    pub measure: Place,
    /// What the body has to do.
    pub role: Role,
    /// The body as written.
    pub name: String,
    /// First line of the assignment in the seed.
    pub line: usize,
}

/// Gathers the assignments of all policies by body, the busiest first.
pub fn of(policies: &[Policy], vocabulary: &Vocabulary) -> Vec<AgencyEntry> {
    let mut by_id: BTreeMap<&str, Vec<Mention>> = BTreeMap::new();
    for (policy, p) in policies.iter().enumerate() {
        for (item, measure) in p.measures.iter().enumerate() {
            for agency in &measure.agencies {
                by_id.entry(&agency.agency).or_default().push(Mention {
                    measure: Place { policy, item },
                    role: agency.role,
                    name: agency.name.clone(),
                    line: agency.lines.first,
                });
            }
        }
    }
    let mut entries: Vec<AgencyEntry> = by_id
        .into_iter()
        .map(|(id, mentions)| {
            let kind = vocabulary.agencies.get(id);
            AgencyEntry {
                id: id.to_owned(),
                name: kind.map_or_else(|| mentions[0].name.clone(), |k| k.name.clone()),
                is_kind: kind.is_some(),
                mentions,
            }
        })
        .collect();
    entries.sort_by(|a, b| b.mentions.len().cmp(&a.mentions.len()).then_with(|| a.id.cmp(&b.id)));
    entries
}
