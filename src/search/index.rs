use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};
use tantivy::collector::{Count, TopDocs};
use tantivy::schema::Value;
use tantivy::{DocAddress, Searcher, TantivyDocument};

use super::hit::{Hit, Place, Results};
use super::jieba::Words;
use super::query::Question;
use super::record::Kind;
use super::schema::{Fields, VERSION, register, schema};
use super::snippet::snippet;

/// Name of the file that says what an index was made of.
pub(super) const STAMP: &str = "stamp.json";
/// Name of the file with the site's own words for jieba, one a line.
pub(super) const WORD_LIST: &str = "words.txt";

/// What an index was made of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// Version of the shape of the index.
    pub schema: u32,
    /// Version of the program, whose reading of the texts may have changed.
    pub program: String,
    /// Fingerprint of the inputs.
    pub inputs: String,
}

impl Stamp {
    /// The stamp of an index that this program makes of inputs with this fingerprint.
    pub fn current(inputs: &str) -> Self {
        Self {
            schema: VERSION,
            program: env!("CARGO_PKG_VERSION").to_owned(),
            inputs: inputs.to_owned(),
        }
    }
}

/// Why an index cannot be asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// None was made yet.
    #[error("there is no index yet")]
    Missing,
    /// It was made by another version of the program.
    #[error("the index was made by another version of cewen")]
    OtherVersion,
    /// The texts or lists were changed since.
    #[error("the index is older than the texts it was made of")]
    Stale,
    /// Its files are damaged.
    #[error("the index cannot be read: {0}")]
    Damaged(String),
}

/// An index that can be asked.
pub struct Index {
    searcher: Searcher,
    fields: Fields,
    words: Words,
}

impl Index {
    /// Opens the index in `folder`, if it was made of inputs with this fingerprint.
    ///
    /// # Errors
    /// Where it has to be made first, and why.
    pub fn open(folder: &Path, inputs: &str) -> Result<Self, OpenError> {
        let stamp = fs::read_to_string(folder.join(STAMP)).map_err(|_| OpenError::Missing)?;
        // A stamp of another shape is one of another version.
        let stamp: Stamp = serde_json::from_str(&stamp).map_err(|_| OpenError::OtherVersion)?;
        let current = Stamp::current(inputs);
        if (stamp.schema, &stamp.program) != (current.schema, &current.program) {
            return Err(OpenError::OtherVersion);
        }
        if stamp.inputs != current.inputs {
            return Err(OpenError::Stale);
        }
        let damaged = |error: &dyn std::fmt::Display| OpenError::Damaged(error.to_string());
        let list = fs::read_to_string(folder.join(WORD_LIST)).map_err(|e| damaged(&e))?;
        let list: Vec<String> = list.lines().map(str::to_owned).collect();
        let index = tantivy::Index::open_in_dir(folder).map_err(|e| damaged(&e))?;
        let (expected, fields) = schema();
        if index.schema() != expected {
            return Err(OpenError::OtherVersion);
        }
        let words = Words::new(&list);
        register(&index, &words);
        let searcher = index.reader().map_err(|e| damaged(&e))?.searcher();
        Ok(Self {
            searcher,
            fields,
            words,
        })
    }

    /// The `limit` best records for the words of a reader, best first, equal ones by id.
    ///
    /// # Errors
    /// Where the index turns out to be damaged.
    pub fn search(&self, query: &str, limit: usize) -> Result<Results, OpenError> {
        let damaged = |error: tantivy::TantivyError| OpenError::Damaged(error.to_string());
        let question = Question::new(query, &self.words);
        let Some(asked) = question.to_tantivy(&self.fields) else {
            return Ok(Results {
                query: query.to_owned(),
                total: 0,
                hits: Vec::new(),
            });
        };
        let best = TopDocs::with_limit(limit.max(1)).order_by_score();
        let (total, found) = self
            .searcher
            .search(&*asked, &(Count, best))
            .map_err(damaged)?;
        let mut hits = found
            .into_iter()
            .map(|(score, address)| self.hit(score, address, &question))
            .collect::<tantivy::Result<Vec<Hit>>>()
            .map_err(damaged)?;
        hits.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.id.cmp(&b.id)));
        Ok(Results {
            query: query.to_owned(),
            total,
            hits,
        })
    }

    fn hit(&self, score: f32, address: DocAddress, question: &Question) -> tantivy::Result<Hit> {
        let document: TantivyDocument = self.searcher.doc(address)?;
        let text = |field| {
            document
                .get_first(field)
                .and_then(|value| value.as_str().map(str::to_owned))
        };
        let line = |field| {
            document
                .get_first(field)
                .and_then(|value| value.as_u64())
                .map_or(1, |n| usize::try_from(n).unwrap_or(usize::MAX))
        };
        let fields = &self.fields;
        let title = text(fields.title).unwrap_or_default();
        let body = text(fields.text).unwrap_or_default();
        Ok(Hit {
            id: text(fields.id).unwrap_or_default(),
            kind: text(fields.kind)
                .and_then(|id| Kind::from_id(&id))
                .unwrap_or(Kind::Paragraph),
            snippet: snippet(&title, &body, &question.marks),
            title,
            city: text(fields.city),
            document: text(fields.document),
            url: text(fields.url).unwrap_or_default(),
            source: Place {
                file: text(fields.file).unwrap_or_default(),
                lines: crate::model::Lines::new(line(fields.first), line(fields.last)),
            },
            score,
        })
    }
}
