//! Search: the index of all records, queries on it, and the same index in files for the browser.
//!
//! Each record is indexed in two ways: bigrams of symbols with positions find every string of the text;
//! Chinese words (jieba) segment the queries and rank the results.

mod dictionary;
mod document_records;
mod facet_values;
mod guide;
mod help;
mod hit;
mod index;
mod lexicon;
mod near;
mod near_words;
mod normalize;
mod numerals;
mod passage;
mod plan;
mod query;
mod ranking;
mod record;
mod run;
mod schema;
mod shards;
mod snippet;
mod suggested;
mod terms;
mod tokenize;
mod vocabulary_terms;
mod words;

pub use dictionary::Cutter;
pub use document_records::records;
pub use guide::Guide;
pub use hit::{Answer, FacetCount, FoundElsewhere, Hit, SamePassage, SourcePlace};
pub use index::{Index, IndexSource, OpenError, Stamp};
pub use normalize::{is_gap, plain, symbols};
pub use query::{Filter, Query};
pub use record::{Facets, PassagePlace, RecordKind, SearchRecord};
pub use run::Asked;
pub use snippet::Snippet;
pub use vocabulary_terms::dictionary;
pub use words::Words;
