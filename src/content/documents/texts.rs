use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::key::Key;

/// The YAML that documents make: for the key of a document the key of its text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Texts(BTreeMap<Key, Key>);

impl Texts {
    /// The key of the text that a document makes, where it is known.
    pub fn get(&self, document: Key) -> Option<Key> {
        self.0.get(&document).copied()
    }

    /// Notes it.
    pub fn add(&mut self, document: Key, text: Key) {
        self.0.insert(document, text);
    }
}
