use std::collections::BTreeMap;

use super::Place;
use crate::model::{Policy, Role};
use crate::vocabulary::Vocabulary;

/// Indices of policies, each with the issuing body's name as written there.
pub type Issued = Vec<(usize, String)>;

/// A kind of body, or one body without a kind, with its responsibilities.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgencyEntry {
    /// Its id, which is its part of an address.
    pub id: String,
    /// The name of the kind, or of the body without a kind.
    pub name: String,
    /// Whether it is a kind of body that other cities also have.
    pub is_kind: bool,
    /// All assignments, in the order of the texts.
    pub mentions: Vec<Mention>,
    /// The policies it issued, with its name as written there.
    pub issued: Issued,
}

/// A responsibility of a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Duty {
    /// A measure.
    Measure(Place),
    /// A row of a task list, by its index in the policy's tasks.
    Task(Place),
}

impl Duty {
    /// The policy that holds it.
    pub fn policy(self) -> usize {
        match self {
            Self::Measure(place) | Self::Task(place) => place.policy,
        }
    }
}

/// One assignment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// The responsibility.
    pub duty: Duty,
    /// The role of the body.
    pub role: Role,
    /// The body as written.
    pub name: String,
    /// First line of the assignment in the seed.
    pub line: usize,
}

/// Gathers the assignments of all policies by body, the busiest first.
pub fn of(policies: &[Policy], vocabulary: &Vocabulary) -> Vec<AgencyEntry> {
    let mut by_id: BTreeMap<String, (Vec<Mention>, Issued)> = BTreeMap::new();
    for (policy, p) in policies.iter().enumerate() {
        let measures = p
            .measures
            .iter()
            .enumerate()
            .map(|(item, m)| (Duty::Measure(Place { policy, item }), &m.agencies));
        let tasks = p
            .tasks
            .iter()
            .enumerate()
            .map(|(item, t)| (Duty::Task(Place { policy, item }), &t.agencies));
        for (duty, assigned) in measures.chain(tasks) {
            for agency in assigned {
                let (role, name, line) = (agency.role, agency.name.clone(), agency.lines.first);
                by_id
                    .entry(agency.agency.clone())
                    .or_default()
                    .0
                    .push(Mention {
                        duty,
                        role,
                        name,
                        line,
                    });
            }
        }
        for name in &p.issuing_bodies {
            by_id
                .entry(vocabulary.agencies.id_of(name))
                .or_default()
                .1
                .push((policy, name.clone()));
        }
    }
    let mut entries: Vec<AgencyEntry> = by_id
        .into_iter()
        .map(|(id, (mentions, issued))| {
            let kind = vocabulary.agencies.get(&id);
            let written = mentions
                .first()
                .map(|m| &m.name)
                .or(issued.first().map(|(_, name)| name));
            let name = kind
                .map(|k| &k.name)
                .or(written)
                .cloned()
                .unwrap_or_default();
            AgencyEntry {
                is_kind: kind.is_some(),
                name,
                id,
                mentions,
                issued,
            }
        })
        .collect();
    entries.sort_by(|a, b| {
        b.mentions
            .len()
            .cmp(&a.mentions.len())
            .then_with(|| a.id.cmp(&b.id))
    });
    entries
}
