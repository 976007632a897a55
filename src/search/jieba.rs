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

    /// The same, but a long word is given by the shorter ones it is made of: somebody who asks for
    /// 光伏装机 wants 光伏新增装机 and 光伏发电装机容量, too.
    pub fn of_query_finer(&self, folded: &str) -> Vec<String> {
        let pieces = self.0.tokenize(folded, TokenizeMode::Search, false);
        let words = self.0.tokenize(folded, TokenizeMode::Default, false);
        let mut finer = Vec::new();
        for word in words.iter().filter(|w| w.word.chars().any(is_word)) {
            let inside: Vec<&str> = pieces
                .iter()
                .filter(|p| {
                    word.start <= p.start
                        && p.end <= word.end
                        && p.end - p.start < word.end - word.start
                })
                .map(|p| p.word)
                .collect();
            let covered: usize = inside.iter().map(|p| p.chars().count()).sum();
            if covered >= word.end - word.start {
                finer.extend(inside.into_iter().map(str::to_owned));
            } else {
                finer.push(word.word.to_owned());
            }
        }
        finer
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
