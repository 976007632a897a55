//! Replacement of whole folders and files.
//!
//! A site is built in a staging directory, files with equal bytes are shared with the former one, and
//! both directories are exchanged in one step. Independent of measures and pages.

mod fault;
mod lock;
mod marker;
mod size;
mod staging;
mod target;
mod transaction;
mod tree;

pub use lock::Lock;
pub use marker::{MARKER, MARKER_TEXT};
pub use size::FolderSize;
pub use staging::{StagingDirectory, recover};
pub use target::claim;
pub use transaction::{Transaction, TransactionPaths};
pub use tree::Tree;
