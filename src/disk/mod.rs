//! Reading, listing and writing files, with rules for every stage. Only regular files are read; a folder
//! that cannot be listed is an error, not an empty one; files are replaced as a whole.

mod read;
mod write;

pub use read::{bytes, entries, open, text};
pub use write::{replace, replace_unsynced, sync_below, sync_folder};
