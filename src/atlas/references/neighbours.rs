//! Documents within two references of another.

use super::{ReferenceAt, ReferenceTarget, References};

/// How a document is connected with the one in the middle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReferenceStep {
    /// The one in the middle names it.
    Named(ReferenceAt),
    /// It names the one in the middle.
    Names(ReferenceAt),
    /// One that the one in the middle names, names it.
    NamedVia(ReferenceAt),
    /// It names one that names the one in the middle.
    NamesVia(ReferenceAt),
}

/// A document within two references.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Neighbour {
    /// Its index.
    pub policy: usize,
    /// The references that connect it, the nearest first.
    pub steps: Vec<ReferenceStep>,
}

/// The documents within two references of a policy, by index, each once. The second step goes on in the direction
/// of the first: what its basis rests on, and what rests on a text that rests on it.
pub fn neighbours(references: &References, policy: usize) -> Vec<Neighbour> {
    let mut found: Vec<Neighbour> = Vec::new();
    let mut add = |other: usize, step: ReferenceStep| {
        if other == policy {
            return;
        }
        match found.iter_mut().find(|known| known.policy == other) {
            Some(known) if known.steps.contains(&step) => {}
            Some(known) => known.steps.push(step),
            None => found.push(Neighbour {
                policy: other,
                steps: vec![step],
            }),
        }
    };
    let named: Vec<(usize, ReferenceAt)> = held(references, policy).collect();
    let naming = &references.cited_by[policy];
    named
        .iter()
        .for_each(|&(other, at)| add(other, ReferenceStep::Named(at)));
    naming
        .iter()
        .for_each(|&at| add(at.policy, ReferenceStep::Names(at)));
    for &(other, _) in &named {
        held(references, other).for_each(|(next, at)| add(next, ReferenceStep::NamedVia(at)));
    }
    for via in naming {
        let next = references.cited_by[via.policy].iter();
        next.for_each(|&at| add(at.policy, ReferenceStep::NamesVia(at)));
    }
    found.sort_by_key(|neighbour| neighbour.policy);
    found
}

/// The documents that a policy names, with the references.
fn held(references: &References, policy: usize) -> impl Iterator<Item = (usize, ReferenceAt)> {
    let targets = references.targets[policy].iter().enumerate();
    targets.filter_map(move |(item, target)| match target {
        ReferenceTarget::Held(other) => Some((*other, ReferenceAt { policy, item })),
        _ => None,
    })
}
