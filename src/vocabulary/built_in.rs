use include_dir::{Dir, include_dir};

/// The vocabulary included in the program: a new site starts with it, and a site that lacks a list uses
/// the one here.
pub static BUILT_IN: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/content/vocabulary");
