//! Words of the theme that answers are written with.

use serde_json::Value;

/// All words of the theme of a site, in the language of the site.
pub struct ReaderWords(Value);

impl ReaderWords {
    /// The words of a theme, as a tree of keys.
    pub fn new(words: Value) -> Self {
        Self(words)
    }

    /// A word of a section; its key where the theme lacks it.
    pub fn of<'a>(&'a self, section: &str, key: &'a str) -> &'a str {
        let mut word = Some(&self.0);
        for part in section.split('.').chain([key]) {
            word = word.and_then(|word| word.get(part));
        }
        word.and_then(Value::as_str).unwrap_or(key)
    }
}
