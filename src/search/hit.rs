use std::collections::BTreeMap;

use serde::Serialize;

use super::record::RecordKind;
use super::snippet::Snippet;
use crate::model::Lines;

/// The answer to a query.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Answer {
    /// The query as entered.
    pub query: String,
    /// The number of matching records.
    pub total: usize,
    /// The number of passages with matching records; `hits` may contain fewer.
    pub passages: usize,
    /// The number of records for each value, by field, the most frequent first. For a filtered field, the
    /// number without its filter.
    pub facets: BTreeMap<String, Vec<FacetCount>>,
    /// How many of them have all words of the query. If few do, the other hits have the weightier part of
    /// the words.
    pub complete: usize,
    /// Words of the query with the alternatives that were also searched for.
    pub widened: BTreeMap<String, Vec<String>>,
    /// Words of the query that do not occur, each with the nearest words that do.
    pub nearest: BTreeMap<String, Vec<String>>,
    /// Words that do not occur, each with words of the same sound.
    pub sounding_like: BTreeMap<String, Vec<String>>,
    /// Words that do not occur, each with the names of topics it belongs to.
    pub topics: BTreeMap<String, Vec<String>>,
    /// If nothing has all words: the results without the place or the filter.
    pub elsewhere: Vec<FoundElsewhere>,
    /// The places that texts are of, if another place was asked for.
    pub held: Vec<String>,
    /// Values of filters that the site does not have.
    pub unknown: Vec<String>,
    /// The best passages, each with its best record.
    pub hits: Vec<Hit>,
}

/// A value and the number of matching records with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FacetCount {
    /// The value's id.
    pub value: String,
    /// The label shown to a reader.
    pub label: String,
    /// The number of records.
    pub count: usize,
}

/// A record that matches a query.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Hit {
    /// Id of the record.
    pub id: String,
    /// The kind of the record.
    pub kind: RecordKind,
    /// Its title.
    pub title: String,
    /// Name of the document's region.
    pub city: Option<String>,
    /// Title of the document.
    pub document: Option<String>,
    /// Address below the site's base.
    pub url: String,
    /// The position in the seeds.
    pub source: SourcePlace,
    /// Figures of a measure; of a figure its year and kind.
    pub figures: Vec<String>,
    /// Bodies of a measure, those that lead first.
    pub bodies: Vec<String>,
    /// Other matching records of the same passage.
    pub same: Vec<SamePassage>,
    /// Higher is better; not comparable across queries.
    pub score: f64,
    /// The words around the matches.
    #[serde(flatten)]
    pub snippet: Snippet,
}

/// Results of the query without one of its filters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FoundElsewhere {
    /// The words.
    pub words: Vec<String>,
    /// The number of records that have them.
    pub count: usize,
    /// The field of the filter that was left out.
    pub field: String,
    /// The values of that field which none of these records has.
    pub without: Vec<String>,
}

/// Another record of the passage of a hit.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SamePassage {
    /// Id of the record.
    pub id: String,
    /// The kind of the record.
    pub kind: RecordKind,
    /// Its title.
    pub title: String,
    /// Address below the site's base.
    pub url: String,
    /// As that of a hit.
    pub score: f64,
}

/// A place in a seed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SourcePlace {
    /// Path below the site's root.
    pub file: String,
    /// Its lines.
    pub lines: Lines,
}
