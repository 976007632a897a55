use std::ops::Range;
use std::sync::OnceLock;

use rayon::prelude::*;

use super::document_records::of_policy;
use super::record::{SearchRecord, agencies};
use super::segment::DocumentSegment;
use crate::atlas::{Atlas, Place};
use crate::fingerprint::{Fingerprint, FingerprintBuilder};
use crate::model::Policy;
use crate::phrase::Phrases;
use crate::vocabulary::Vocabulary;

/// So many documents are a group, more or less: the root of a few thousand, so that there are about as
/// many groups as documents in one.
const GROUP: u128 = 48;

/// The documents that can be found, and at last the agencies, each with a name that changes with
/// whatever its records are made of.
pub struct IndexedDocuments<'a> {
    atlas: &'a Atlas,
    pub(super) vocabulary: &'a Vocabulary,
    phrases: &'a Phrases,
    agencies: Vec<SearchRecord>,
    names: Vec<String>,
}

impl<'a> IndexedDocuments<'a> {
    /// Those of an atlas. `common` is a fingerprint of all else that records are made with: the
    /// vocabulary, the phrases and the program.
    pub fn of(
        atlas: &'a Atlas,
        (vocabulary, phrases): (&'a Vocabulary, &'a Phrases),
        common: &str,
    ) -> Self {
        let agencies = agencies(atlas, vocabulary);
        let policies = atlas.policies.par_iter().enumerate();
        let mut names: Vec<String> = policies
            .map(|(n, policy)| {
                let city = atlas.city_of(n);
                let mut parts = FingerprintBuilder::default();
                parts.text(common).fingerprint(Fingerprint::of(policy));
                parts.text(&city.slug).fingerprint(others(atlas, n));
                parts.number(city.region.is_some().into()).finish().hex()
            })
            .collect();
        let mut parts = FingerprintBuilder::default();
        parts.text(common).fingerprint(Fingerprint::of(&agencies));
        names.push(parts.finish().hex());
        Self {
            atlas,
            vocabulary,
            phrases,
            agencies,
            names,
        }
    }

    /// The names, in the order of the documents.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The groups that the lists are put together by: documents that follow each other, up to one whose
    /// id says so. A document that comes or goes changes its own group and no other.
    pub(super) fn groups(&self) -> Vec<Range<usize>> {
        let ends = |policy: &Policy| {
            Fingerprint::of_bytes(policy.id.as_bytes())
                .number()
                .is_multiple_of(GROUP)
        };
        let policies = self.atlas.policies.iter();
        let ends = policies
            .zip(1..)
            .filter_map(|(own, next)| ends(own).then_some(next));
        let mut first = 0;
        let groups = ends.chain([self.names.len()]);
        groups
            .map(|next| std::mem::replace(&mut first, next)..next)
            .collect()
    }

    /// The records of a document.
    pub(super) fn records(&self, n: usize) -> Vec<SearchRecord> {
        match n < self.atlas.policies.len() {
            true => of_policy(n, self.atlas, self.vocabulary, self.phrases),
            false => self.agencies.clone(),
        }
    }
}

/// The figures that contradict those of a document, some of them of others.
fn others(atlas: &Atlas, policy: usize) -> Fingerprint {
    let items = 0..atlas.policies[policy].figures.len();
    let places = items.map(|item| Place { policy, item });
    let others =
        places.flat_map(|own| atlas.others(own).iter().map(move |other| (own.item, other)));
    let told: Vec<_> = others
        .map(|(item, &other)| (item, atlas.figure(other)))
        .collect();
    Fingerprint::of(&told)
}

/// A document among the others.
pub struct Document {
    /// What it adds.
    pub part: DocumentSegment,
    /// The number of its first record.
    pub first: u32,
    /// What is shown of it, piece by piece, once that is asked for.
    pub(super) rows: OnceLock<Vec<Box<str>>>,
}

impl Document {
    /// One that does not know yet where its records begin.
    pub fn of(part: DocumentSegment, rows: OnceLock<Vec<Box<str>>>) -> Self {
        let first = 0;
        Self { part, first, rows }
    }
}
