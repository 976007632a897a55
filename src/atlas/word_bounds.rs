//! Word boundaries.

use jieba_rs::{Jieba, TokenizeMode};

use crate::vocabulary::Vocabulary;

/// Chinese words by jieba, with those of the vocabulary.
pub struct Dictionary(Jieba);

impl Dictionary {
    /// Loads the dictionary for a vocabulary, which takes as long as reading a few texts.
    pub fn of(vocabulary: &Vocabulary) -> Self {
        let mut jieba = Jieba::new();
        for word in vocabulary.dictionary() {
            jieba.add_word(&word, None, None);
        }
        Self(jieba)
    }

    /// The places in a text, in characters, at which words begin and end.
    pub fn bounds(&self, text: &str) -> Vec<usize> {
        bounds(&self.0, text)
    }
}

/// Word bounds by another dictionary. jieba's HMM guesses at unknown words are off, since they depend on
/// the context.
pub fn bounds(jieba: &Jieba, text: &str) -> Vec<usize> {
    let words = jieba.tokenize(text, TokenizeMode::Default, false);
    words
        .iter()
        .flat_map(|word| [word.start, word.end])
        .collect()
}
