//! A folder replaced whole: built beside its place, files with equal bytes shared with the former one,
//! exchanged in one step. Knows nothing of measures and pages.

mod tree;

pub use tree::Tree;
