use std::collections::BTreeSet;

use super::positions::Places;
use super::posting::Posting;
use super::schema::BODY;

/// What is known of every pair of symbols: enough to find any string.
pub trait Postings {
    /// Why it may fail.
    type Error;

    /// Where a pair stands.
    ///
    /// # Errors
    /// Where the postings cannot be read.
    fn places(&self, pair: &str) -> Result<Places, Self::Error>;

    /// The pairs that begin with a symbol.
    ///
    /// # Errors
    /// Where the postings cannot be read.
    fn pairs_with(&self, c: char) -> Result<BTreeSet<String>, Self::Error>;

    /// The records in which a string is a word, by number.
    ///
    /// # Errors
    /// Where the postings cannot be read.
    fn word_records(&self, word: &str) -> Result<Vec<u32>, Self::Error>;

    /// Class of length of a record.
    fn class(&self, number: u32) -> u8;

    /// The records that have a string of symbols as it stands, by number.
    ///
    /// # Errors
    /// Where the postings cannot be read.
    fn find(&self, symbols: &str) -> Result<Vec<Posting>, Self::Error> {
        let symbols: Vec<char> = symbols.chars().collect();
        let places = match symbols.as_slice() {
            [] => Places::default(),
            [c] => {
                let each = self.pairs_with(*c)?;
                let each = each.iter().map(|pair| self.places(pair));
                Places::union(&each.collect::<Result<Vec<_>, _>>()?)
            }
            more => {
                let mut found: Option<Places> = None;
                for start in covering(more.len()) {
                    let pair: String = more[start..start + 2].iter().collect();
                    let here = self.places(&pair)?;
                    found = Some(match found {
                        None => here,
                        Some(found) => found.meet(&here, start as u32),
                    });
                }
                found.unwrap_or_default()
            }
        };
        let words = match symbols.len() {
            2 => self.word_records(&symbols.iter().collect::<String>())?,
            _ => Vec::new(),
        };
        let posting = |(record, at): (u32, &[u32])| Posting {
            record,
            times: at.len() as u32,
            title: at.first().is_some_and(|&first| (first as usize) < BODY),
            word: words.binary_search(&record).is_ok(),
            class: self.class(record),
        };
        Ok(places.iter().map(posting).collect())
    }
}

/// Where pairs have to begin to cover a string of `length` symbols, two at least: as few as can be.
pub fn covering(length: usize) -> Vec<usize> {
    let last = length.saturating_sub(2);
    (0..=last).filter(|n| n % 2 == 0 || *n == last).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_pairs_cover_a_string() {
        assert_eq!(covering(2), [0]);
        assert_eq!(covering(3), [0, 1]);
        assert_eq!(covering(4), [0, 2]);
        assert_eq!(covering(5), [0, 2, 3]);
    }
}
