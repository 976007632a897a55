use include_dir::{Dir, include_dir};

/// The lists that the program comes with: a new site begins with them, and one that lacks a list reads
/// the one that stands here.
pub static BUILT_IN: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/content/vocabulary");
