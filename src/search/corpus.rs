use std::io;
use std::ops::Range;
use std::sync::{LazyLock, OnceLock};

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::forms::Forms;
use super::guide::Guide;
use super::lists::{Lists, Own};
use super::longer::{self, Known, Longer, longer};
use super::pairs::{ByFirst, Pairs};
use super::part::{Made, Part, symbols};
use super::parts::Parts;
use super::pieces;
use super::record::{Record, agencies, of_policy};
use super::words::Words;
use crate::atlas::Atlas;
use crate::key::{self, Key, Keys};
use crate::model::Policy;
use crate::vocabulary::Vocabulary;

/// So many documents are a group, more or less: the root of a few thousand, so that there are about as
/// many groups as documents in one.
const GROUP: u128 = 48;

/// The documents that can be found, and at last the agencies, each with a name that changes with
/// whatever its records are made of.
pub struct Documents<'a> {
    atlas: &'a Atlas,
    vocabulary: &'a Vocabulary,
    agencies: Vec<Record>,
    names: Vec<String>,
}

impl<'a> Documents<'a> {
    /// Those of an atlas. `keys` are those of its policies; `common` is a fingerprint of all else that
    /// records are made with: the vocabulary and the program.
    pub fn of(atlas: &'a Atlas, vocabulary: &'a Vocabulary, keys: &[Keys], common: &str) -> Self {
        let agencies = agencies(atlas, vocabulary);
        let of_policies = keys.iter().enumerate().take(atlas.policies.len());
        let mut names: Vec<String> = of_policies
            .map(|(n, keys)| {
                let city = atlas.city_of(n);
                let mut parts = key::Parts::default();
                parts.text(common).key(keys.whole).text(&city.slug);
                parts.number(city.region.is_some().into()).end().hex()
            })
            .collect();
        let mut parts = key::Parts::default();
        parts.text(common).key(Key::of(&agencies));
        names.push(parts.end().hex());
        Self {
            atlas,
            vocabulary,
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
    fn groups(&self) -> Vec<Range<usize>> {
        let ends = |policy: &Policy| {
            Key::of_bytes(policy.id.as_bytes())
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

    fn records(&self, n: usize) -> Vec<Record> {
        match n < self.atlas.policies.len() {
            true => of_policy(n, self.atlas, self.vocabulary),
            false => self.agencies.clone(),
        }
    }
}

/// A document among the others.
pub struct Document {
    /// What it adds.
    pub part: Part,
    /// The number of its first record.
    pub first: u32,
    /// What is shown of it, piece by piece, once that is asked for.
    rows: OnceLock<Vec<String>>,
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
    /// The names of the groups.
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
        let (mut documents, mut groups) = documents(&source, parts, &forms, words_of)?;
        let mut records = 0;
        for document in &mut documents {
            document.first = records as u32;
            records += document.part.len();
        }
        for group in &mut groups {
            group.known.first = documents[group.documents.start].first;
        }
        let own = groups
            .iter()
            .map(|group| group.lists.own(group.known.first));
        let own: Vec<Own<'_>> = own.collect();
        let (pairs, words) = rayon::join(|| Pairs::of(&own, records), || words(&documents));
        drop(own);
        let mut counts = vec![0; forms.len()];
        for &(form, times) in documents.iter().flat_map(|document| &document.part.forms) {
            if let Some(count) = counts.get_mut(form as usize) {
                *count += times;
            }
        }
        let stands = |form: &str| forms.find(form).is_some_and(|at| counts[at] > 0);
        let guide = Guide::new(&documents, source.vocabulary, &words, &forms, &stands);
        let longer = all_longer(&pairs, &mut groups, &source, parts);
        keep(&groups, &source, parts)?;
        let groups = groups.into_iter().map(|group| group.name).collect();
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

    /// The names of the groups of documents, of which something is kept as well.
    pub fn groups(&self) -> &[String] {
        &self.groups
    }

    /// What is shown of a document, in the order of its rows.
    pub(super) fn rows_of(&self, n: usize) -> &[String] {
        let rows = |record: &Record| pieces::rows(record, &record.symbols().1);
        self.documents[n].rows.get_or_init(|| {
            let records = self.source.records(n);
            let rows = records.iter().flat_map(rows);
            rows.map(|row| row.json).collect()
        })
    }
}

/// Documents whose lists are put together, and kept so, since an edit changes one group of many.
struct Group {
    documents: Range<usize>,
    name: String,
    lists: Lists,
    known: longer::Group,
}

/// The documents, in their groups, of which none knows yet where its records begin. What is new of the
/// documents is kept.
fn documents(
    source: &Documents<'_>,
    parts: &Parts,
    forms: &Forms,
    words: impl FnOnce(&[String]) -> Words + Send,
) -> io::Result<(Vec<Document>, Vec<Group>)> {
    // Neither is asked for where nothing is new.
    let tools = LazyLock::new(|| (words(&forms.dictionary), forms.counter()));
    let made = |n: usize| -> io::Result<(Document, Lists)> {
        let records = source.records(n);
        let (words, counter) = &*tools;
        let mut made = Part::of(&records, words, counter);
        parts.write(&source.names[n], &made, &records)?;
        let rows = std::mem::take(&mut made.rows).into();
        let Made { part, lists, .. } = made;
        let first = 0;
        Ok((Document { part, first, rows }, lists))
    };
    let document = |n: usize| match parts.read(&source.names[n]) {
        Some(part) => {
            let (first, rows) = (0, OnceLock::new());
            Ok((Document { part, first, rows }, None))
        }
        None => made(n).map(|(document, lists)| (document, Some(lists))),
    };
    let group = |own: Range<usize>| {
        let documents = own.clone().into_par_iter().map(document);
        let mut documents: Vec<_> = documents.collect::<io::Result<_>>()?;
        let mut name = key::Parts::default();
        for own in &source.names[own.clone()] {
            name.text(own);
        }
        let name = format!("group-{}", name.end().hex());
        let known = parts.group(&name);
        if known.is_none() {
            let read = documents.par_iter_mut().zip(own.clone());
            read.filter(|((_, lists), _)| lists.is_none())
                .try_for_each(|(document, n)| {
                    match parts.lists(&source.names[n]) {
                        Some(lists) => document.1 = Some(lists),
                        // The file is damaged where its lists are.
                        None => *document = made(n).map(|(own, lists)| (own, Some(lists)))?,
                    }
                    io::Result::Ok(())
                })?;
        }
        let mut records = 0;
        let mut firsts = Vec::with_capacity(documents.len());
        for (document, _) in &documents {
            firsts.push(records as u32);
            records += document.part.len();
        }
        let changed = known.is_none();
        let (lists, levels) = known.unwrap_or_else(|| {
            let own = documents.iter().zip(&firsts);
            let own = own.filter_map(|((_, lists), first)| Some(lists.as_ref()?.own(*first)));
            let own: Vec<Own<'_>> = own.collect();
            (Lists::together(&own, &ByFirst), Vec::new())
        });
        let known = firsts.into_iter().zip(own.clone());
        let known = longer::Group {
            first: 0,
            levels,
            changed,
            documents: known.map(|(first, n)| Known::of(n, first)).collect(),
        };
        let documents: Vec<Document> = documents.into_iter().map(|(own, _)| own).collect();
        let group = Group {
            documents: own,
            name,
            lists,
            known,
        };
        Ok((documents, group))
    };
    let groups = source.groups().into_par_iter().map(group);
    let groups: Vec<(Vec<Document>, Group)> = groups.collect::<io::Result<_>>()?;
    let (documents, groups): (Vec<_>, Vec<_>) = groups.into_iter().unzip();
    Ok((documents.into_iter().flatten().collect(), groups))
}

/// See [`longer`]; the groups know their levels afterwards.
fn all_longer(
    pairs: &Pairs,
    groups: &mut [Group],
    source: &Documents<'_>,
    parts: &Parts,
) -> Vec<Longer> {
    let known = longer::Source {
        symbols: &|n| {
            let own = parts.symbols(&source.names[n]);
            own.unwrap_or_else(|| symbols(&source.records(n)))
        },
        levels: &|n| parts.levels(&source.names[n]),
    };
    let mut of_groups: Vec<longer::Group> = groups
        .iter_mut()
        .map(|group| std::mem::take(&mut group.known))
        .collect();
    let longer = longer(pairs, &mut of_groups, &known);
    for (group, known) in groups.iter_mut().zip(of_groups) {
        group.known = known;
    }
    longer
}

/// Keeps what is new of the groups, and of the levels of the documents, for the next build.
fn keep(groups: &[Group], source: &Documents<'_>, parts: &Parts) -> io::Result<()> {
    groups.par_iter().try_for_each(|group| {
        let known = &group.known;
        let news = known.documents.par_iter().filter_map(Known::news);
        news.try_for_each(|(n, levels)| parts.write_levels(&source.names[n], levels))?;
        match known.changed {
            true => parts.write_group(&group.name, &group.lists, &known.levels),
            false => Ok(()),
        }
    })
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
