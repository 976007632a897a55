//! The tokenizers of the index. Both take text in the form of [`super::normalize::plain`].

use std::collections::BTreeSet;
use std::str::Chars;

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use super::normalize::{BREAK, GAP};
use super::words::Words;

/// Tokenizer of overlapping bigrams of symbols; a phrase of them finds any string. A gap of positions at
/// the end of a paragraph keeps phrases from crossing it.
#[derive(Clone)]
pub struct Bigrams;

/// The bigrams of a text.
pub struct BigramStream<'a> {
    chars: Chars<'a>,
    before: Option<char>,
    /// Position of `before`, once there is one.
    position: usize,
    token: Token,
}

impl Tokenizer for Bigrams {
    type TokenStream<'a> = BigramStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> BigramStream<'a> {
        let mut chars = text.chars();
        BigramStream {
            before: chars.next(),
            chars,
            position: 0,
            token: Token::default(),
        }
    }
}

impl TokenStream for BigramStream<'_> {
    fn advance(&mut self) -> bool {
        for next in self.chars.by_ref() {
            let Some(first) = self.before.replace(next) else {
                return false;
            };
            self.token.position = self.position;
            self.position += 1;
            if first != BREAK && next != BREAK {
                self.token.text.clear();
                self.token.text.extend([first, next]);
                return true;
            }
        }
        false
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

/// The start positions of the fewest bigrams that cover a string of `length` symbols (at least two).
pub fn covering(length: usize) -> impl Iterator<Item = usize> {
    let last = length.saturating_sub(2);
    (0..=last).filter(move |n| n % 2 == 0 || *n == last)
}

/// The words of a text by jieba and its characters, each once.
#[derive(Clone)]
pub struct WordsAndCharacters(pub Words);

/// Tokens that are known.
pub struct KnownTokens {
    left: std::collections::btree_set::IntoIter<String>,
    token: Token,
}

impl Tokenizer for WordsAndCharacters {
    type TokenStream<'a> = KnownTokens;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> KnownTokens {
        let characters = text.chars().filter(|c| *c != BREAK && *c != GAP);
        let mut tokens: BTreeSet<String> = characters.map(String::from).collect();
        tokens.extend(self.0.of(text).map(str::to_owned));
        KnownTokens {
            left: tokens.into_iter(),
            token: Token::default(),
        }
    }
}

impl TokenStream for KnownTokens {
    fn advance(&mut self) -> bool {
        let Some(next) = self.left.next() else {
            return false;
        };
        self.token.text = next;
        self.token.position = self.token.position.wrapping_add(1);
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_bigram_goes_across_a_paragraph() {
        let mut tokenizer = Bigrams;
        let mut stream = tokenizer.token_stream("甲乙\n丙丁 戊");
        let mut tokens = Vec::new();
        stream.process(&mut |token| tokens.push((token.position, token.text.clone())));
        let expected = [(0, "甲乙"), (3, "丙丁"), (4, "丁 "), (5, " 戊")];
        assert_eq!(tokens, expected.map(|(at, two)| (at, two.to_owned())));
    }

    #[test]
    fn few_bigrams_cover_a_string() {
        let of = |length| covering(length).collect::<Vec<_>>();
        assert_eq!(of(2), [0]);
        assert_eq!(of(3), [0, 1]);
        assert_eq!(of(4), [0, 2]);
        assert_eq!(of(5), [0, 2, 3]);
    }

    #[test]
    fn a_word_is_a_token_beside_its_characters() {
        let mut tokenizer = WordsAndCharacters(Words::new(&[]));
        let mut stream = tokenizer.token_stream("光伏，光伏");
        let mut tokens = Vec::new();
        stream.process(&mut |token| tokens.push(token.text.clone()));
        assert!(
            ["光", "伏", "光伏"]
                .iter()
                .all(|own| tokens.iter().filter(|t| t == own).count() == 1)
        );
    }
}
