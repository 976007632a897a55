//! The program as it is used: what it writes, what it refuses, what it says.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "cli/all_wrong.rs"]
mod all_wrong;
#[path = "cli/any_text.rs"]
mod any_text;
#[path = "cli/arguments.rs"]
mod arguments;
#[path = "cli/build.rs"]
mod build;
#[path = "cli/day.rs"]
mod day;
#[path = "cli/hostile.rs"]
mod hostile;
#[path = "cli/import.rs"]
mod import;
#[path = "cli/import_corpus.rs"]
mod import_corpus;
#[path = "cli/import_layout.rs"]
mod import_layout;
#[path = "cli/import_pdf.rs"]
mod import_pdf;
#[path = "cli/incremental.rs"]
mod incremental;
#[path = "cli/interrupted.rs"]
mod interrupted;
#[path = "cli/long_lists.rs"]
mod long_lists;
#[path = "cli/mistakes.rs"]
mod mistakes;
#[path = "cli/one_text.rs"]
mod one_text;
#[path = "cli/pdf.rs"]
mod pdf;
#[path = "cli/reproducible.rs"]
mod reproducible;
#[path = "cli/search.rs"]
mod search;
#[path = "cli/site.rs"]
mod site;
