//! Reading, listing and writing files, with what holds for every stage: only regular files are read, a
//! folder that cannot be listed is an error and not an empty one, and a file is replaced whole.

mod read;
mod write;

pub use read::{bytes, entries, open, text};
pub use write::{replace, replace_unsynced, sync_below, sync_folder};
