//! Texts as they are compared: folded as the search folds them, without punctuation.

use crate::search::{is_gap, symbols};

/// The letters, digits and signs of a text in one form, whatever their width and whether characters are
/// traditional or simplified. Punctuation and blanks are no letters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Letters {
    /// The letters.
    pub letters: Vec<char>,
    /// For each of them its place.
    pub places: Vec<LetterPlace>,
    /// Whether punctuation stands before each of them, or blanks between two digits.
    pub gaps: Vec<bool>,
}

/// The place of a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LetterPlace {
    /// Index of its text among those that were added.
    pub text: usize,
    /// Its first byte there.
    pub start: usize,
    /// The byte behind it.
    pub end: usize,
}

impl Letters {
    /// The letters of one text.
    pub fn of(text: &str) -> Self {
        Self::of_all([text])
    }

    /// The letters of several texts, one after the other.
    pub fn of_all<'a>(texts: impl IntoIterator<Item = &'a str>) -> Self {
        let mut all = Self::default();
        for (n, text) in texts.into_iter().enumerate() {
            all.add(n, text);
        }
        all
    }

    fn add(&mut self, n: usize, text: &str) {
        let form = symbols(text);
        // A text begins behind the end of another one.
        let mut gap = true;
        let mut before: Option<(char, usize)> = None;
        for (symbol, (start, end)) in form.symbols.into_iter().zip(form.bytes) {
            if is_gap(symbol) {
                gap = true;
                continue;
            }
            if let Some((last, last_end)) = before {
                let between = last_end < start && last.is_ascii_digit();
                gap |= between && symbol.is_ascii_digit();
            }
            self.letters.push(symbol);
            self.places.push(LetterPlace {
                text: n,
                start,
                end,
            });
            self.gaps.push(gap);
            gap = false;
            before = Some((symbol, end));
        }
    }

    /// Where these letters stand, at most so many times.
    pub fn find(&self, other: &[char], most: usize) -> Vec<usize> {
        if other.is_empty() || other.len() > self.letters.len() {
            return Vec::new();
        }
        let text: String = self.letters.iter().collect();
        let other: String = other.iter().collect();
        let mut found = Vec::new();
        let (mut byte, mut letter) = (0, 0);
        for (at, _) in text.match_indices(&other).take(most) {
            letter += text[byte..at].chars().count();
            byte = at;
            found.push(letter);
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letters(text: &str) -> String {
        Letters::of(text).letters.into_iter().collect()
    }

    #[test]
    fn one_form_of_all_ways_to_write_it() {
        assert_eq!(
            letters("新增光伏發電，２７ 万千瓦。"),
            "新增光伏发电27万千瓦"
        );
        assert_eq!(letters("达到 81.5%（以上）"), "达到81.5%以上");
    }

    #[test]
    fn two_numbers_are_not_one() {
        let gaps = |text: &str| {
            let own = Letters::of(text);
            own.gaps.iter().skip(1).filter(|gap| **gap).count()
        };
        assert_eq!(gaps("65 68"), 1);
        assert_eq!(gaps("6568"), 0);
        assert_eq!(gaps("65-68"), 1);
        assert_eq!(gaps("27 万千瓦"), 0);
    }

    #[test]
    fn letters_are_found_over_the_ends_of_texts() {
        let all = Letters::of_all(["（一）保护森林", "到2025年，森林覆盖率"]);
        let found = all.find(&Letters::of("保护森林。到2025年").letters, 9);
        assert_eq!(found, [1]);
        assert_eq!(all.places[5].text, 1);
    }
}
