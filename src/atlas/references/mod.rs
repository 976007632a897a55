//! References between documents: which one of the site each reference names, and what names each.

mod neighbours;
mod repeals;
mod resolve;
mod title_key;
mod wanted;

pub use neighbours::{ReferenceStep, neighbours};
pub use wanted::{WantedPolicy, wanted};

use crate::model::Policy;
use crate::vocabulary::Vocabulary;
use resolve::Resolver;

/// What a reference names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReferenceTarget {
    /// A document of the site, by its index.
    Held(usize),
    /// The text itself, which is no reference.
    Own,
    /// One of several documents that the site has under this name.
    Several,
    /// No document of the site.
    NotHeld,
}

/// A reference, by the index of its policy and its index in [`Policy::references`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ReferenceAt {
    /// Index of the policy that names another.
    pub policy: usize,
    /// Index of the reference in it.
    pub item: usize,
}

/// What all references of a site name.
#[derive(Clone, Debug, Default)]
pub struct References {
    /// For each policy and each of its references what it names.
    pub targets: Vec<Vec<ReferenceTarget>>,
    /// For each policy the references that name it, in the order of the policies.
    pub cited_by: Vec<Vec<ReferenceAt>>,
}

/// Resolves the references of documents to each other.
pub fn of(policies: &[Policy], vocabulary: &Vocabulary) -> References {
    let resolver = Resolver::new(policies, vocabulary);
    let mut references = References {
        targets: Vec::with_capacity(policies.len()),
        cited_by: vec![Vec::new(); policies.len()],
    };
    for (n, policy) in policies.iter().enumerate() {
        let named = policy.references.iter();
        let targets: Vec<ReferenceTarget> = named
            .map(|reference| resolver.resolve(n, reference))
            .collect();
        for (item, target) in targets.iter().enumerate() {
            if let ReferenceTarget::Held(held) = target {
                let at = ReferenceAt { policy: n, item };
                references.cited_by[*held].push(at);
            }
        }
        references.targets.push(targets);
    }
    references
}

/// Resolves the references of documents and sets which documents others repeal.
pub fn link(policies: &mut [Policy], vocabulary: &Vocabulary) -> References {
    let references = of(policies, vocabulary);
    repeals::apply(policies, &references, &vocabulary.references);
    references
}

#[cfg(test)]
mod tests;
