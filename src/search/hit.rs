use serde::Serialize;

use super::record::Kind;
use super::snippet::Snippet;
use crate::model::Lines;

/// The answer to a query.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Results {
    /// The query as it was put.
    pub query: String,
    /// How many records match; `hits` may hold fewer.
    pub total: usize,
    /// The best of them.
    pub hits: Vec<Hit>,
}

/// A record that was found.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Hit {
    /// Id of the record.
    pub id: String,
    /// What it is.
    pub kind: Kind,
    /// Its title.
    pub title: String,
    /// Name of the document's region.
    pub city: Option<String>,
    /// Title of the document.
    pub document: Option<String>,
    /// Address below the site's base.
    pub url: String,
    /// Where it stands in the seeds.
    pub source: Place,
    /// The higher the better; means nothing across queries.
    pub score: f32,
    /// The words around what was found.
    #[serde(flatten)]
    pub snippet: Snippet,
}

/// A place in a seed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Place {
    /// Path below the site's root.
    pub file: String,
    /// Its lines.
    pub lines: Lines,
}
