//! The index of everything a reader may look for, and the query that asks it.
//!
//! Two views of each record: Chinese words (jieba), which rank, and single characters and pairs of
//! them with their positions, which find every string of the text whatever the words are.

mod build;
mod fold;
mod grams;
mod hit;
mod index;
mod jieba;
mod query;
mod record;
mod schema;
mod snippet;

pub use build::build;
pub use hit::{Hit, Place, Results};
pub use index::{Index, OpenError, Stamp};
pub use record::{Kind, Record, records};
pub use snippet::Snippet;
