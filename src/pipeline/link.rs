use std::sync::OnceLock;

use crate::atlas::Atlas;
use crate::model::Policy;
use crate::search::{self, Cutter};
use crate::vocabulary::Vocabulary;

/// The word list for cutting text, loaded when it is first needed.
pub struct LazyWords<'a> {
    cutter: &'a Cutter,
    vocabulary: &'a Vocabulary,
    words: OnceLock<search::Words>,
}

impl<'a> LazyWords<'a> {
    /// The words of `cutter` with those of the vocabulary.
    pub fn new(cutter: &'a Cutter, vocabulary: &'a Vocabulary) -> Self {
        Self {
            cutter,
            vocabulary,
            words: OnceLock::new(),
        }
    }

    /// Loads the words, once.
    pub fn get(&self) -> &search::Words {
        let load = || self.cutter.words(&search::dictionary(self.vocabulary));
        self.words.get_or_init(load)
    }
}

/// Links the documents by their common features.
pub fn link(policies: Vec<Policy>, vocabulary: &Vocabulary, words: &LazyWords<'_>) -> Atlas {
    Atlas::link_with(policies, vocabulary, &|text| words.get().bounds(text))
}
