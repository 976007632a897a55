//! Policies that texts name and the site does not have.

use std::collections::BTreeMap;

use super::title_key::{TitleKey, number_key};
use super::{ReferenceTarget, References};
use crate::model::{Policy, ReferenceKind};
use crate::vocabulary::Vocabulary;

/// A policy that texts name and the site does not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WantedPolicy {
    /// Its title as the first text names it.
    pub title: String,
    /// Its number, if a text states it.
    pub document_number: Option<String>,
    /// The number of documents that name it.
    pub documents: usize,
    /// The file and line of the first mention.
    pub first: (String, usize),
}

/// The policies that are not here, the most frequent first; no laws and standards.
pub fn wanted(
    policies: &[Policy],
    references: &References,
    vocabulary: &Vocabulary,
) -> Vec<WantedPolicy> {
    let list = &vocabulary.references;
    let mut by_words: BTreeMap<(String, Option<String>), Vec<WantedPolicy>> = BTreeMap::new();
    for (policy, targets) in policies.iter().zip(&references.targets) {
        let own = policy.references.iter().zip(targets);
        let wanted = own.filter(|(reference, target)| {
            let is_draft = list
                .drafts
                .iter()
                .any(|word| reference.title.contains(&**word));
            **target == ReferenceTarget::NotHeld
                && !is_draft
                && list.kind(&reference.title) == Some(ReferenceKind::Policy)
        });
        for (reference, _) in wanted {
            let Some(key) = TitleKey::of(&reference.title, &vocabulary.regions, list) else {
                continue;
            };
            let group = by_words.entry((key.words, key.region)).or_default();
            let number = reference.document_number.as_deref().map(number_key);
            // One title may be that of several documents, which their numbers tell apart.
            let is_same = |known: &&mut WantedPolicy| {
                let known = known.document_number.as_deref().map(number_key);
                known.is_none() || number.is_none() || known == number
            };
            match group.iter_mut().find(is_same) {
                Some(known) => {
                    known.documents += 1;
                    let own = known.document_number.take();
                    known.document_number = own.or_else(|| reference.document_number.clone());
                }
                None => group.push(WantedPolicy {
                    title: reference.title.clone(),
                    document_number: reference.document_number.clone(),
                    documents: 1,
                    first: (policy.source.file.clone(), reference.lines.first),
                }),
            }
        }
    }
    let mut all: Vec<WantedPolicy> = by_words.into_values().flatten().collect();
    all.sort_by(|a, b| (b.documents, &a.title).cmp(&(a.documents, &b.title)));
    all
}
