//! The languages of messages and help texts.
//!
//! The library speaks English. What it says is translated when it is printed, by a catalogue from English
//! templates to Chinese ones; a sentence that the catalogue does not have stays English.

mod catalogue;
mod language;
mod template;
#[cfg(test)]
mod tests;

pub use language::Language;
