use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use super::fold::{Folded, fold, is_word};

/// A character or a pair of characters at its place in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gram {
    /// Counted in characters; blanks do not count, a mark of punctuation counts as one.
    pub position: usize,
    /// One or two characters.
    pub text: String,
    /// Index of its first character in the folded text.
    pub first: usize,
    /// Index of its last character.
    pub last: usize,
}

/// A character that is part of words, with its position and its index in the folded text.
struct Placed {
    c: char,
    position: usize,
    index: usize,
}

/// The runs of characters between marks of punctuation. A hard line break or a blank inside a run
/// is none: 「27 万千瓦」 is 「27万千瓦」; a paragraph's end is one.
fn runs(folded: &Folded) -> Vec<Vec<Placed>> {
    let mut runs = Vec::new();
    let mut run: Vec<Placed> = Vec::new();
    let mut position = 0;
    for (index, &c) in folded.chars.iter().enumerate() {
        if is_word(c) {
            run.push(Placed { c, position, index });
            position += 1;
        } else if c == '\n' || !c.is_whitespace() {
            position += 1;
            if !run.is_empty() {
                runs.push(std::mem::take(&mut run));
            }
        }
    }
    if !run.is_empty() {
        runs.push(run);
    }
    runs
}

/// Every character and every pair of neighbours: what is indexed.
pub fn all(folded: &Folded) -> Vec<Gram> {
    let mut grams = Vec::new();
    for run in runs(folded) {
        for (n, one) in run.iter().enumerate() {
            grams.push(gram(&run[n..=n], one.position));
            if let Some(pair) = run.get(n..n + 2) {
                grams.push(gram(pair, one.position));
            }
        }
    }
    grams
}

/// The fewest grams that together are the string: pairs, and single characters where punctuation
/// leaves no neighbour. What is asked for.
pub fn covering(folded: &Folded) -> Vec<Gram> {
    runs(folded)
        .iter()
        .flat_map(|run| match run.len() {
            1 => vec![gram(run, run[0].position)],
            _ => run
                .windows(2)
                .map(|pair| gram(pair, pair[0].position))
                .collect(),
        })
        .collect()
}

fn gram(placed: &[Placed], position: usize) -> Gram {
    Gram {
        position,
        text: placed.iter().map(|p| p.c).collect(),
        first: placed.first().map_or(0, |p| p.index),
        last: placed.last().map_or(0, |p| p.index),
    }
}

/// [`all`] as tantivy wants it.
#[derive(Clone, Default)]
pub struct GramTokenizer;

impl Tokenizer for GramTokenizer {
    type TokenStream<'a> = Tokens;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Tokens {
        let folded = fold(text);
        let tokens = all(&folded)
            .into_iter()
            .map(|gram| Token {
                offset_from: folded.bytes[gram.first].0,
                offset_to: folded.bytes[gram.last].1,
                position: gram.position,
                text: gram.text,
                position_length: 1,
            })
            .collect();
        Tokens::new(tokens)
    }
}

/// A list of tokens as a stream.
pub struct Tokens {
    tokens: Vec<Token>,
    next: usize,
}

impl Tokens {
    /// The tokens in their order, one at least being read before [`TokenStream::token`] is asked.
    pub fn new(tokens: Vec<Token>) -> Self {
        Self { tokens, next: 0 }
    }
}

impl TokenStream for Tokens {
    fn advance(&mut self) -> bool {
        self.next += 1;
        self.next <= self.tokens.len()
    }

    fn token(&self) -> &Token {
        &self.tokens[self.next - 1]
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.tokens[self.next - 1]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(grams: &[Gram]) -> Vec<(usize, &str)> {
        grams
            .iter()
            .map(|g| (g.position, g.text.as_str()))
            .collect()
    }

    #[test]
    fn punctuation_leaves_a_gap_and_blanks_do_not() {
        let grams = covering(&fold("农药、化肥 27吨"));
        assert_eq!(
            texts(&grams),
            [(0, "农药"), (3, "化肥"), (4, "肥2"), (5, "27"), (6, "7吨")]
        );
    }

    #[test]
    fn a_lone_character_stands_for_itself() {
        assert_eq!(texts(&covering(&fold("药、化"))), [(0, "药"), (2, "化")]);
        assert!(covering(&fold("、；")).is_empty());
    }
}
