//! The index of everything a reader may look for, the query that asks it, and the same index in
//! files that a browser reads.
//!
//! Two views of each record: every symbol with the next and their positions, which find every
//! string of the text; and Chinese words (jieba), which queries are cut into and which rank.

mod answer;
mod build;
mod bytes;
mod corpus;
mod cutter;
mod export;
mod forms;
mod groups;
mod guide;
mod hit;
mod index;
mod lexicon;
mod lists;
mod longer;
mod pairs;
mod part;
mod parts;
mod pieces;
mod places;
mod plan;
mod postings;
mod query;
mod rank;
mod record;
mod schema;
mod snippet;
mod symbols;
mod words;

pub use answer::Asked;
pub use build::{parts_of, save, stamp};
pub use corpus::{Corpus, Documents};
pub use cutter::Cutter;
pub use export::{Export, File};
pub use forms::dictionary;
pub use guide::Guide;
pub use hit::{Answer, FacetCount, Hit, Place};
pub use index::{Index, OpenError, Stamp};
pub use parts::Parts;
pub use query::{Filter, Query};
pub use record::{Facets, Kind, Record, records};
pub use snippet::Snippet;
pub use symbols::plain;
pub use words::Words;
