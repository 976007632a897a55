use std::io;
use std::sync::{LazyLock, OnceLock};

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::forms::Forms;
use super::guide::Guide;
use super::lists::Own;
use super::longer::{Known, Level, Longer, longer};
use super::pairs::Pairs;
use super::part::{Part, symbols};
use super::parts::Parts;
use super::pieces;
use super::record::{Record, agencies, of_policy};
use super::words::Words;
use crate::atlas::Atlas;
use crate::key::{self, Key, Keys};
use crate::vocabulary::Vocabulary;

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
    levels: Vec<Level>,
    /// What is to be kept of it, where it is new.
    new: Option<New>,
    /// What is shown of it, piece by piece, once that is asked for.
    rows: OnceLock<Vec<String>>,
}

impl Document {
    fn of(part: Part, levels: Vec<Level>) -> Self {
        Self {
            part,
            first: 0,
            levels,
            new: None,
            rows: OnceLock::new(),
        }
    }
}

/// What a new document says.
struct New {
    symbols: String,
    records: Vec<Record>,
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
        let mut documents = documents(&source, parts, &forms, words_of);
        let mut records = 0;
        for document in &mut documents {
            document.first = records as u32;
            records += document.part.len();
        }
        let own: Vec<Own<'_>> = documents.iter().map(|d| d.part.lists(d.first)).collect();
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
        let (longer, changed) = all_longer(&pairs, &mut documents, &source, parts);
        keep(&mut documents, &changed, &source, parts)?;
        Ok(Self {
            forms,
            counts,
            documents,
            records,
            pairs,
            longer,
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

/// The documents, of which none knows yet where its records begin.
fn documents(
    source: &Documents<'_>,
    parts: &Parts,
    forms: &Forms,
    words: impl FnOnce(&[String]) -> Words + Send,
) -> Vec<Document> {
    // Neither is asked for where nothing is new.
    let tools = LazyLock::new(|| (words(&forms.dictionary), forms.counter()));
    let documents = source.names.par_iter().enumerate().map(|(n, name)| {
        if let Some((part, levels)) = parts.read(name) {
            return Document::of(part, levels);
        }
        let records = source.records(n);
        let (words, counter) = &*tools;
        let made = Part::of(&records, words, counter);
        Document {
            rows: made.rows.into(),
            new: Some(New {
                symbols: made.symbols,
                records,
            }),
            ..Document::of(made.part, Vec::new())
        }
    });
    documents.collect()
}

/// See [`longer`]; the documents know their levels afterwards, and those whose levels changed are
/// told.
fn all_longer(
    pairs: &Pairs,
    documents: &mut [Document],
    source: &Documents<'_>,
    parts: &Parts,
) -> (Vec<Longer>, Vec<bool>) {
    let mut new = Vec::new();
    let mut known = Vec::new();
    for document in documents {
        new.push(document.new.as_ref().map(|new| &new.symbols));
        known.push(Known::of(document.first, &mut document.levels));
    }
    let symbols = |n: usize| {
        let of_part = || parts.symbols(&source.names[n]);
        let own = new[n].cloned().or_else(of_part);
        own.unwrap_or_else(|| symbols(&source.records(n)))
    };
    let longer = longer(pairs, &mut known, &symbols);
    (longer, known.iter().map(|own| own.changed).collect())
}

/// Keeps what is new of the documents for the next build.
fn keep(
    documents: &mut [Document],
    changed: &[bool],
    source: &Documents<'_>,
    parts: &Parts,
) -> io::Result<()> {
    let all = documents.par_iter_mut().zip(changed).zip(&source.names);
    all.try_for_each(|((document, changed), name)| {
        let levels = &document.levels;
        match document.new.take() {
            Some(New { symbols, records }) => {
                parts.write(name, &document.part, levels, &symbols, &records)
            }
            _ if *changed => parts.write_levels(name, levels),
            _ => Ok(()),
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
