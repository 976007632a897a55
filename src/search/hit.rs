use std::collections::BTreeMap;

use serde::Serialize;

use super::record::RecordKind;
use super::snippet::Snippet;
use crate::model::Lines;

/// The answer to a query.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Answer {
    /// The query as it was put.
    pub query: String,
    /// How many records match; `hits` may hold fewer.
    pub total: usize,
    /// How many of them have each value, field by field, the most frequent first.
    pub facets: BTreeMap<String, Vec<FacetCount>>,
    /// How many of them have all words of the query; where these are few, the others have the
    /// weightier part of them.
    pub complete: usize,
    /// Words of the query with those that were looked for as well.
    pub widened: BTreeMap<String, Vec<String>>,
    /// Words of the query that stand nowhere, each with the nearest that do.
    pub nearest: BTreeMap<String, Vec<String>>,
    /// Values of filters that the site does not have.
    pub unknown: Vec<String>,
    /// The best of them.
    pub hits: Vec<Hit>,
}

/// A value and how many of the records that were found have it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FacetCount {
    /// The value's id.
    pub value: String,
    /// What a reader sees.
    pub label: String,
    /// The number of records.
    pub count: usize,
}

/// A record that was found.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Hit {
    /// Id of the record.
    pub id: String,
    /// What it is.
    pub kind: RecordKind,
    /// Its title.
    pub title: String,
    /// Name of the document's region.
    pub city: Option<String>,
    /// Title of the document.
    pub document: Option<String>,
    /// Address below the site's base.
    pub url: String,
    /// Where it stands in the seeds.
    pub source: SourcePlace,
    /// Figures of a measure.
    pub figures: Vec<String>,
    /// The higher the better; means nothing across queries.
    pub score: f64,
    /// The words around what was found.
    #[serde(flatten)]
    pub snippet: Snippet,
}

/// A place in a seed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SourcePlace {
    /// Path below the site's root.
    pub file: String,
    /// Its lines.
    pub lines: Lines,
}
