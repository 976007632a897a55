use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::{fs, io};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use tantivy::schema::Facet;

use super::facet_values::{FacetValue, SynonymGroup};
use super::near_words::NearWords;
use super::normalize::{GAP, plain};
use super::record::{ANSWERS, RecordKind, SearchRecord};
use super::suggested::suggested;
use super::terms::Terms;
use super::vocabulary_terms::{VocabularyTerms, forms};
use crate::fingerprint::{Fingerprint, FingerprintBuilder};
use crate::vocabulary::{Vocabulary, short_name};

/// Data for parsing queries: words to segment them, synonyms to widen them, values to filter by. It is
/// stored with the index and shipped to the browser, so that both parse a query alike.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Guide {
    /// Fingerprint of the records.
    pub records: String,
    /// Names of the fields by their ids.
    pub fields: BTreeMap<String, Vec<String>>,
    /// Question words and conjunctions.
    pub stop: Vec<String>,
    /// The question words among them, by the kind of answer.
    pub questions: BTreeMap<String, Vec<String>>,
    /// Words of the texts, sorted.
    pub words: Vec<String>,
    /// Groups of synonyms, each split into words that occur in the texts and words that do not.
    pub groups: Vec<SynonymGroup>,
    /// Values to filter by, by field.
    pub values: BTreeMap<String, Vec<FacetValue>>,
    /// Words to suggest, by falling number of records.
    pub suggested: Vec<String>,
    /// Alternatives for words that do not occur.
    pub near: NearWords,
}

/// The heading of a document in results: id, title and city.
pub struct Heading {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Id and name of its city.
    pub city: Option<(String, String)>,
}

/// Names of the documents and bodies that the records belong to.
#[derive(Default)]
pub struct Catalog {
    /// The documents.
    pub headings: Vec<Heading>,
    /// Titles of bodies by their ids.
    pub agencies: BTreeMap<String, String>,
    /// All records, for their fingerprint.
    pub records: FingerprintBuilder,
}

impl Catalog {
    /// Adds a record.
    pub fn add(&mut self, record: &SearchRecord) {
        self.records.fingerprint(Fingerprint::of(record));
        match record.kind {
            RecordKind::Document => self.headings.push(Heading {
                id: record.facets.document.clone().unwrap_or_default(),
                title: record.title.clone(),
                city: record.facets.city.clone().zip(record.city.clone()),
            }),
            RecordKind::Agency => {
                let ids = record.facets.agency.iter();
                self.agencies
                    .extend(ids.map(|id| (id.clone(), record.title.clone())));
            }
            _ => {}
        }
    }
}

/// Name of the file that a guide is stored in.
const FILE: &str = "guide.json";

/// Maximum number of words in a guide; more would delay the browser.
const MOST_WORDS: usize = 12_000;

impl Guide {
    /// The guide to an index; `catalog` names the documents and bodies of its records.
    ///
    /// # Errors
    /// If the index cannot be read.
    pub fn new(terms: &Terms, catalog: &Catalog, vocabulary: &Vocabulary) -> io::Result<Self> {
        let words = terms.words()?;
        let groups = VocabularyTerms::of(vocabulary).groups;
        let groups: Result<Vec<Option<SynonymGroup>>, _> = groups
            .into_par_iter()
            .map(|group| SynonymGroup::of(group, terms))
            .collect();
        let questions = vocabulary.search.questions.iter();
        let questions: BTreeMap<String, Vec<String>> = questions
            .map(|(kind, words)| (kind.clone(), forms(words)))
            .collect();
        let stop = forms(&vocabulary.search.stop).into_iter();
        let stop = stop.chain(questions.values().flatten().cloned());
        let mut guide = Self {
            records: catalog.records.finish().hex(),
            fields: vocabulary.search.fields.clone(),
            stop: stop.collect(),
            questions,
            words: frequent(&words),
            groups: groups
                .map_err(io::Error::other)?
                .into_iter()
                .flatten()
                .collect(),
            values: values(catalog, &terms.facets()?, vocabulary),
            suggested: Vec::new(),
            near: NearWords::default(),
        };
        guide.suggested = suggested(
            terms,
            (&guide.groups, &guide.values),
            &guide.stop,
            vocabulary,
        )?;
        guide.near = NearWords::of(&guide.words, &guide.values, vocabulary);
        Ok(guide)
    }

    /// Twelve hexadecimal digits that identify the records, the data for parsing queries, and the format
    /// of the files made from both.
    pub fn version(&self, format: u32) -> String {
        let mut digits = Fingerprint::of(&(format, self)).hex();
        digits.truncate(12);
        digits
    }

    /// The guide that is stored in a folder, with the fingerprint of its file.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn read(folder: &Path) -> io::Result<(Self, String)> {
        let bytes = fs::read(folder.join(FILE))?;
        let guide = serde_json::from_slice(&bytes)?;
        Ok((guide, Fingerprint::of_bytes(&bytes).hex()))
    }

    /// Stores it in a folder.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn write(&self, folder: &Path) -> io::Result<()> {
        fs::write(folder.join(FILE), serde_json::to_string(self)?)
    }

    /// All words for segmenting queries.
    pub fn lexicon(&self) -> Vec<String> {
        let groups = self
            .groups
            .iter()
            .flat_map(|g| g.found.iter().chain(&g.asked));
        let values = ["city"].iter().filter_map(|field| self.values.get(*field));
        let names = values.flatten().flat_map(|v| &v.names);
        let all = self
            .words
            .iter()
            .chain(groups)
            .chain(&self.stop)
            .chain(names);
        all.filter(|word| !word.contains(GAP)).cloned().collect()
    }

    /// The values of a field that `written` refers to: by id, label or other name, else the only value
    /// that contains it.
    pub fn value(&self, field: &str, written: &str) -> Vec<&FacetValue> {
        let Some(values) = self.values.get(field) else {
            return Vec::new();
        };
        let form = plain(written);
        let same: Vec<&FacetValue> = values
            .iter()
            .filter(|v| v.id == written || plain(&v.label) == form || v.names.contains(&form))
            .collect();
        if !same.is_empty() || form.is_empty() {
            return same;
        }
        values
            .iter()
            .filter(|v| plain(&v.label).contains(&form))
            .collect()
    }
}

/// The most frequent words, sorted. A word of a single record is found as a run of characters instead.
fn frequent(words: &[(String, u32)]) -> Vec<String> {
    let mut frequent: Vec<&(String, u32)> = words
        .iter()
        .filter(|(word, records)| *records > 1 && (2..=12).contains(&word.chars().count()))
        .collect();
    frequent.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    frequent.truncate(MOST_WORDS);
    let mut words: Vec<String> = frequent.into_iter().map(|(word, _)| word.clone()).collect();
    words.sort_unstable();
    words
}

/// Every value that a record has, in the order that readers expect. Cities and documents are in the order
/// of the records, topics and bodies in that of the vocabulary, years ascending.
fn values(
    catalog: &Catalog,
    facets: &[Facet],
    vocabulary: &Vocabulary,
) -> BTreeMap<String, Vec<FacetValue>> {
    let mut cities: Vec<FacetValue> = Vec::new();
    for (id, name) in catalog.headings.iter().filter_map(|of| of.city.as_ref()) {
        if cities.iter().all(|city| city.id != *id) {
            let names = [Some(name.as_str()), short_name(name)];
            let names = names.into_iter().flatten().map(plain).collect();
            cities.push(FacetValue::new(id, name, names));
        }
    }
    let titles = catalog.headings.iter();
    let titles = titles.map(|of| FacetValue::new(&of.id, &of.title, Vec::new()));
    let bodies = catalog.agencies.iter().map(|(id, label)| {
        let kind = vocabulary.agencies.get(id);
        let names = kind.map_or_else(Vec::new, |kind| forms(&kind.aliases));
        FacetValue::new(id, label, names)
    });
    let having = |field: &str| -> BTreeSet<String> {
        let paths = facets.iter().map(Facet::to_path);
        let own = paths.filter(|path| path.len() == 2 && path[0] == field);
        own.map(|path| path[1].to_owned()).collect()
    };
    let topics_of = having("topic");
    let topics = vocabulary.topics.all().iter();
    let topics = topics
        .filter(|topic| topics_of.contains(&topic.id))
        .map(|topic| FacetValue::new(&topic.id, &topic.name, Vec::new()));
    let kinds = RecordKind::ALL.iter().map(|kind| {
        let names = vocabulary.search.kinds.get(kind.id());
        let names = names.map_or_else(Vec::new, |names| forms(names));
        FacetValue::new(kind.id(), kind.id(), names)
    });
    let years = having("year").into_iter();
    let years: BTreeSet<i16> = years.filter_map(|year| year.parse().ok()).collect();
    let years = years.into_iter();
    let years = years.map(|year| FacetValue::new(year, year.to_string(), Vec::new()));
    let names_of = |names: Option<&Vec<String>>| names.map_or_else(Vec::new, |names| forms(names));
    let named = |field: &str, names: &BTreeMap<String, Vec<String>>| -> Vec<FacetValue> {
        let ids = having(field).into_iter();
        ids.map(|id| FacetValue::new(&id, &id, names_of(names.get(&id))))
            .collect()
    };
    let provinces = having("province").into_iter().map(|code| {
        let entry = vocabulary.regions.get(&code);
        let name = entry.map_or(code.as_str(), |entry| &entry.region.name);
        let names = [Some(name), short_name(name)];
        FacetValue::new(
            &code,
            name,
            names.into_iter().flatten().map(plain).collect(),
        )
    });
    let nameless = BTreeMap::new();
    BTreeMap::from([
        (ANSWERS.to_owned(), named(ANSWERS, &nameless)),
        ("genre".to_owned(), named("genre", &nameless)),
        (
            "status".to_owned(),
            named("status", &vocabulary.search.statuses),
        ),
        (
            "level".to_owned(),
            named("level", &vocabulary.search.levels),
        ),
        ("province".to_owned(), provinces.collect()),
        ("agency".to_owned(), bodies.collect()),
        ("city".to_owned(), cities),
        ("document".to_owned(), titles.collect()),
        ("kind".to_owned(), kinds.collect()),
        ("topic".to_owned(), topics.collect()),
        ("year".to_owned(), years.collect()),
    ])
}

/// The runs of a piece of a query between its gaps.
pub fn runs(piece: &str) -> impl Iterator<Item = &str> {
    piece.split(GAP).filter(|run| !run.is_empty())
}
