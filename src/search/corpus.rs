use std::io;
use std::ops::Range;
use std::sync::OnceLock;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::forms::Forms;
use super::groups::{self, Group};
use super::guide::Guide;
use super::lists::{Lists, Own};
use super::longer::Longer;
use super::pairs::Pairs;
use super::part::Part;
use super::parts::Parts;
use super::pieces;
use super::record::{Record, agencies, of_policy};
use super::words::Words;
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
pub struct Documents<'a> {
    atlas: &'a Atlas,
    vocabulary: &'a Vocabulary,
    phrases: &'a Phrases,
    agencies: Vec<Record>,
    names: Vec<String>,
}

impl<'a> Documents<'a> {
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
    pub(super) fn records(&self, n: usize) -> Vec<Record> {
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
    pub part: Part,
    /// The number of its first record.
    pub first: u32,
    /// What is shown of it, piece by piece, once that is asked for.
    rows: OnceLock<Vec<Box<str>>>,
}

impl Document {
    /// One that does not know yet where its records begin.
    pub fn of(part: Part, rows: OnceLock<Vec<Box<str>>>) -> Self {
        let first = 0;
        Self { part, first, rows }
    }
}

/// All that can be found, made ready to be written as an index on disk or as files for browsers.
pub struct Corpus<'a> {
    pub(super) forms: Forms,
    /// For each of the forms the number of records that have it.
    counts: Vec<u32>,
    pub(super) documents: Vec<Document>,
    /// How many records there are.
    pub(super) records: usize,
    pub(super) pairs: Pairs,
    pub(super) longer: Vec<Longer>,
    /// The names of what is kept of the groups.
    groups: Vec<String>,
    /// The words that more than one record has, with the number of these.
    pub(super) words: Vec<(String, u32)>,
    pub(super) guide: Guide,
    source: Documents<'a>,
}

impl<'a> Corpus<'a> {
    /// Cuts records into symbols and words. What `parts` has of a document is taken from there; what
    /// it has not is made, and kept there; only then `words` is asked for what cuts it, with the words
    /// that are never cut.
    ///
    /// # Errors
    /// Where a part cannot be kept.
    pub fn of(
        source: Documents<'a>,
        parts: &Parts,
        words_of: impl FnOnce(&[String]) -> Words + Send,
    ) -> io::Result<Self> {
        let forms = Forms::of(source.vocabulary);
        let (mut documents, mut groups) = groups::read(&source, parts, &forms, words_of)?;
        let mut records = 0;
        for document in &mut documents {
            document.first = records as u32;
            records += document.part.len();
        }
        for group in &mut groups {
            group.known.first = documents[group.known.documents.start].first;
        }
        let own: Vec<Own<'_>> = groups.iter().map(Group::own).collect();
        let (pairs, words) = rayon::join(|| Pairs::of(&own, records), || words(&documents));
        drop(own);
        // All of it is in the pairs from now on.
        groups
            .iter_mut()
            .for_each(|group| group.lists = Lists::default());
        let mut counts = vec![0; forms.len()];
        for &(form, times) in documents.iter().flat_map(|document| &document.part.forms) {
            if let Some(count) = counts.get_mut(form as usize) {
                *count += times;
            }
        }
        let stands = |form: &str| forms.find(form).is_some_and(|at| counts[at] > 0);
        let guide = Guide::new(&documents, source.vocabulary, &words, &forms, &stands);
        let longer = groups::all_longer(&pairs, &mut groups, &source, parts);
        groups::keep(&groups, parts)?;
        let groups = groups.into_iter().flat_map(|group| group.names).collect();
        Ok(Self {
            forms,
            counts,
            documents,
            records,
            pairs,
            longer,
            groups,
            words,
            guide,
            source,
        })
    }

    /// How many records have a string of two symbols or more as it stands.
    pub(super) fn count(&self, symbols: &str) -> u32 {
        match self.forms.find(symbols) {
            Some(at) => self.counts[at],
            None => self.pairs.count(symbols) as u32,
        }
    }

    /// The names of the documents.
    pub fn names(&self) -> &[String] {
        self.source.names()
    }

    /// The names of what is kept of the groups of documents.
    pub fn groups(&self) -> &[String] {
        &self.groups
    }

    /// What is shown of a document, in the order of its rows.
    pub(super) fn rows_of(&self, n: usize) -> &[Box<str>] {
        let rows = |record: &Record| pieces::rows(record, &record.symbols().1);
        self.documents[n].rows.get_or_init(|| {
            let records = self.source.records(n);
            let rows = records.iter().flat_map(rows);
            rows.map(|row| row.json).collect()
        })
    }
}

/// The words that more than one record has, sorted.
fn words(documents: &[Document]) -> Vec<(String, u32)> {
    let mut all: FxHashMap<&str, u32> = FxHashMap::default();
    for (word, times) in documents.iter().flat_map(|document| document.part.words()) {
        *all.entry(word).or_default() += times;
    }
    let all = all.into_iter().filter(|(_, times)| *times > 1);
    let mut all: Vec<(String, u32)> = all.map(|(word, n)| (word.to_owned(), n)).collect();
    all.sort_unstable();
    all
}
