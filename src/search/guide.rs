use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::documents::Document;
use super::normalize::{GAP, plain};
use super::record::{FIELDS, RecordKind};
use super::vocabulary_terms::{VocabularyTerms, forms};
use crate::vocabulary::{Vocabulary, short_name};

/// What a query is read with: words to cut it into, words to widen it by, values to filter by. Kept
/// beside the index and given to the browser, so that both read a query alike.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Guide {
    /// Names of the fields by their ids.
    pub fields: BTreeMap<String, Vec<String>>,
    /// Words that ask or join.
    pub stop: Vec<String>,
    /// Words of the texts, sorted.
    pub words: Vec<String>,
    /// Words that mean the same: all of them, and how many of the first stand in the texts.
    pub groups: Vec<SynonymGroup>,
    /// What can be filtered by, field by field.
    pub values: BTreeMap<String, Vec<FacetValue>>,
}

/// Words that mean the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SynonymGroup {
    /// Those that stand in the texts.
    pub found: Vec<String>,
    /// Those that may be asked for all the same.
    pub asked: Vec<String>,
}

/// A value of a field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FacetValue {
    /// Its id.
    pub id: String,
    /// What a reader sees; a kind of record gets its name from the theme.
    pub label: String,
    /// Other names it answers to, as symbols.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<String>,
}

/// The most words of the texts that a guide holds: beyond, a browser would wait for it.
const MOST_WORDS: usize = 12_000;

impl Guide {
    /// The guide to what these documents add. `frequent` are words of the texts with the number of
    /// records each stands in, `own` those of the vocabulary; `stands` tells whether one of these stands in
    /// any.
    pub fn new(
        documents: &[Document],
        vocabulary: &Vocabulary,
        frequent: &[(String, u32)],
        own: &VocabularyTerms,
        stands: &dyn Fn(&str) -> bool,
    ) -> Self {
        Self {
            fields: vocabulary.search.fields.clone(),
            stop: forms(&vocabulary.search.stop),
            words: words(frequent),
            groups: groups(&own.groups, stands),
            values: values(documents, vocabulary),
        }
    }

    /// Every word that a query is cut at.
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

    /// Words of the texts that are nearest to one they lack: those that share most of its
    /// characters.
    pub fn nearest(&self, word: &str) -> Vec<String> {
        let own: Vec<char> = word.chars().collect();
        let mut near: Vec<(usize, usize, &String)> = Vec::new();
        for (n, other) in self.words.iter().enumerate() {
            let length = other.chars().count();
            let shared = own.iter().filter(|c| other.contains(**c)).count();
            // Half of the characters of both, at the least.
            if shared * 4 >= own.len() + length && shared > 0 {
                near.push((own.len() + length - 2 * shared.min(length), n, other));
            }
        }
        near.sort();
        near.into_iter()
            .take(5)
            .map(|(_, _, w)| w.clone())
            .collect()
    }

    /// The value of a field that somebody means: its id, its label, another name, or the only one
    /// that holds what was written.
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

/// The most frequent words. One that a single record has is found as the run of characters it is.
fn words(frequent: &[(String, u32)]) -> Vec<String> {
    let mut frequent: Vec<&(String, u32)> = frequent
        .iter()
        .filter(|(word, records)| *records > 1 && (2..=12).contains(&word.chars().count()))
        .collect();
    frequent.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    frequent.truncate(MOST_WORDS);
    let mut words: Vec<String> = frequent.into_iter().map(|(word, _)| word.clone()).collect();
    words.sort_unstable();
    words
}

/// Groups of words that mean the same, of which one stands in the texts.
fn groups(all: &[Vec<String>], stands: &dyn Fn(&str) -> bool) -> Vec<SynonymGroup> {
    all.iter()
        .filter_map(|group| {
            let words = group.iter().filter(|word| word.chars().count() > 1);
            let (found, asked): (Vec<String>, Vec<String>) =
                words.cloned().partition(|word| stands(word));
            (!found.is_empty() && found.len() + asked.len() > 1)
                .then_some(SynonymGroup { found, asked })
        })
        .collect()
}

/// Every value that a record has, in an order that readers expect: cities by code as records come,
/// topics and bodies as the vocabulary has them, years as they follow.
fn values(documents: &[Document], vocabulary: &Vocabulary) -> BTreeMap<String, Vec<FacetValue>> {
    let mut cities: Vec<FacetValue> = Vec::new();
    let mut titles: Vec<FacetValue> = Vec::new();
    let mut bodies: BTreeMap<&str, &str> = BTreeMap::new();
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    for document in documents {
        if let Some(of) = &document.part.heading {
            if let [Some(id), Some(name)] = &of.city
                && seen.insert(id)
            {
                let names = [Some(name.as_str()), short_name(name)];
                let names = names.into_iter().flatten().map(plain).collect();
                cities.push(FacetValue {
                    id: id.clone(),
                    label: name.clone(),
                    names,
                });
            }
            titles.push(FacetValue {
                id: of.id.clone(),
                label: of.title.clone(),
                names: Vec::new(),
            });
        }
        let own = document.part.agencies.iter();
        bodies.extend(own.map(|(id, title)| (id.as_str(), title.as_str())));
    }
    let having = |field: &str| -> BTreeSet<&str> {
        let at = FIELDS.iter().position(|own| *own == field);
        let all = documents.iter();
        let all = all.filter_map(|document| document.part.facets.get(at?));
        all.flatten().map(|(value, _)| value.as_str()).collect()
    };
    let topics = having("topic");
    let years = having("year").into_iter();
    let years: BTreeSet<i16> = years.filter_map(|year| year.parse().ok()).collect();
    let topics = vocabulary
        .topics
        .all()
        .iter()
        .filter(|topic| topics.contains(topic.id.as_str()))
        .map(|topic| FacetValue {
            id: topic.id.clone(),
            label: topic.name.clone(),
            names: Vec::new(),
        });
    let bodies = bodies.into_iter().map(|(id, label)| FacetValue {
        id: id.to_owned(),
        label: label.to_owned(),
        names: vocabulary
            .agencies
            .get(id)
            .map_or_else(Vec::new, |kind| forms(&kind.aliases)),
    });
    let kinds = RecordKind::ALL.iter().map(|kind| FacetValue {
        id: kind.id().to_owned(),
        label: kind.id().to_owned(),
        names: vocabulary
            .search
            .kinds
            .get(kind.id())
            .map_or_else(Vec::new, |names| forms(names)),
    });
    let years = years.into_iter().map(|year| FacetValue {
        id: year.to_string(),
        label: year.to_string(),
        names: Vec::new(),
    });
    BTreeMap::from([
        ("agency".to_owned(), bodies.collect()),
        ("city".to_owned(), cities),
        ("document".to_owned(), titles),
        ("kind".to_owned(), kinds.collect()),
        ("topic".to_owned(), topics.collect()),
        ("year".to_owned(), years.collect()),
    ])
}

/// The runs of a piece of a query between its gaps.
pub fn runs(piece: &str) -> impl Iterator<Item = &str> {
    piece.split(GAP).filter(|run| !run.is_empty())
}
