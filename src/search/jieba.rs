use std::sync::Arc;

use jieba_rs::{Jieba, TokenizeMode};
use tantivy::tokenizer::{Token, Tokenizer};

use super::fold::{fold, is_word};
use super::grams::Tokens;

/// Chinese words by jieba, with the words of a site's own vocabulary.
#[derive(Clone)]
pub struct Words(Arc<Jieba>);

impl Words {
    /// jieba's own dictionary and `more` words, which are never cut.
    pub fn new(more: &[String]) -> Self {
        let mut jieba = Jieba::new();
        for word in more {
            let word: String = fold(word)
                .chars
                .into_iter()
                .filter(|&c| is_word(c))
                .collect();
            if word.chars().count() > 1 {
                jieba.add_word(&word, None, None);
            }
        }
        Self(Arc::new(jieba))
    }

    /// The words of a folded query, each once cut: the longest that the dictionary knows.
    ///
    /// Without jieba's guesses at unknown words: they depend on what stands around them, and a
    /// query would be cut otherwise than the text it should find.
    pub fn of_query(&self, folded: &str) -> Vec<String> {
        self.0
            .cut(folded, false)
            .into_iter()
            .map(|token| token.word.to_owned())
            .filter(|word| word.chars().any(is_word))
            .collect()
    }
}

impl Tokenizer for Words {
    type TokenStream<'a> = Tokens;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Tokens {
        let folded = fold(text);
        let plain: String = folded.chars.iter().collect();
        let tokens = self
            .0
            .tokenize(&plain, TokenizeMode::Search, false)
            .into_iter()
            .filter(|token| token.word.chars().any(is_word))
            .map(|token| Token {
                offset_from: folded.bytes[token.start].0,
                offset_to: folded.bytes[token.end - 1].1,
                position: token.start,
                text: token.word.to_owned(),
                position_length: 1,
            })
            .collect();
        Tokens::new(tokens)
    }
}
