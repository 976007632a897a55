use std::sync::Arc;

use jieba_rs::{Jieba, TokenizeMode};

use super::normalize::{GAP, plain};

/// Chinese words by jieba, with the words of a site's own vocabulary.
#[derive(Clone)]
pub struct Words(Arc<Jieba>);

impl Default for Words {
    /// The words of jieba's own dictionary, which takes as long to load as reading a few texts.
    fn default() -> Self {
        Self(Arc::new(Jieba::new()))
    }
}

impl Words {
    /// jieba's own dictionary and `more` words, which are never split.
    pub fn new(more: &[String]) -> Self {
        Self::default().with(more)
    }

    /// Adds `more` words, which are never split.
    #[must_use]
    pub fn with(mut self, more: &[String]) -> Self {
        let jieba = Arc::make_mut(&mut self.0);
        for word in more {
            let word = plain(word);
            if word.chars().count() > 1 && !word.contains(GAP) {
                jieba.add_word(&word, None, None);
            }
        }
        self
    }

    /// The positions in a text, in characters, at which words begin or end.
    pub fn bounds(&self, text: &str) -> Vec<usize> {
        crate::atlas::word_bounds(&self.0, text)
    }

    /// Whether both share one dictionary in memory.
    #[cfg(test)]
    pub fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    /// The words of a text (its symbols) of at least two symbols. Long words also give the shorter ones
    /// inside them.
    ///
    /// Without jieba's guesses at unknown words: they depend on the text around them.
    pub fn of<'a>(&self, symbols: &'a str) -> impl Iterator<Item = &'a str> {
        self.0
            .tokenize(symbols, TokenizeMode::Search, false)
            .into_iter()
            .map(|token| token.word)
            .filter(|word| {
                let mut chars = word.chars();
                chars.next().is_some_and(char::is_alphanumeric) && chars.next().is_some()
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str, more: &[String]) -> Vec<String> {
        let words = Words::new(more);
        words.of(text).map(str::to_owned).collect()
    }

    #[test]
    fn own_words_are_not_cut() {
        let own = ["光储直柔".to_owned()];
        assert!(cut("发展光储直柔建筑", &own).contains(&own[0]));
        assert!(cut("电动汽车", &own).contains(&"汽车".to_owned()));
    }
}
