//! The program as it is used: what it writes, what it refuses, what it says.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod all_wrong;
mod any_text;
mod arguments;
mod build;
mod day;
mod files_of_others;
mod hostile;
mod import;
mod import_corpus;
mod import_layout;
mod import_pdf;
mod incremental;
mod interrupted;
mod long_lists;
mod mcp;
mod mistakes;
mod one_text;
mod pdf;
mod reproducible;
mod review;
mod search;
mod site;
mod transcripts;
