//! The index of everything a reader may look for, the query that asks it, and the same index in
//! files that a browser reads.
//!
//! Two views of each record: every symbol with the next and their positions, which find every
//! string of the text; and Chinese words (jieba), which queries are cut into and which rank.

mod answer;
mod bigrams;
mod browser_export;
mod build;
mod byte_codec;
mod corpus;
mod cutter;
mod document_records;
mod documents;
mod guide;
mod hit;
mod index;
mod index_files;
mod lexicon;
mod ngrams;
mod normalize;
mod passages;
mod plan;
mod positions;
mod posting;
mod posting_cursor;
mod posting_lists;
mod postings;
mod query;
mod rank;
mod record;
mod schema;
mod segment;
mod segment_groups;
mod segment_store;
mod snippet;
mod vocabulary_terms;
mod words;

pub use answer::Asked;
pub use browser_export::{BrowserFile, BrowserIndex};
pub use build::{parts_of, save, stamp};
pub use corpus::Corpus;
pub use cutter::Cutter;
pub use document_records::records;
pub use documents::IndexedDocuments;
pub use guide::Guide;
pub use hit::{Answer, FacetCount, Hit, SourcePlace};
pub use index::Index;
pub use index_files::{OpenError, Stamp};
pub use normalize::plain;
pub use query::{Filter, Query};
pub use record::{Facets, RecordKind, SearchRecord};
pub use segment_store::SegmentStore;
pub use snippet::Snippet;
pub use vocabulary_terms::dictionary;
pub use words::Words;
