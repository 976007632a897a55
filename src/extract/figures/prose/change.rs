//! Differences and rates: which way a number changes, and what.

use std::ops::Range;

use super::super::lexer::Token;
use super::super::name;
use super::super::number::Amount;
use super::Paragraph;
use super::place::{RunPlace, is_rate};
use crate::model::Change;
use crate::vocabulary::Class;

impl Paragraph<'_> {
    /// 「年均增长5.2%」 is the mean of several years, and no value of one.
    pub(super) fn is_mean(&self, place: &RunPlace<'_>) -> bool {
        let near = place.letters.trim_end_matches(['L', 'w', 'S', 'R']).len();
        let token = near.checked_sub(1).map(|n| &self.tokens[place.start + n]);
        let words = token
            .filter(|t| t.symbol == b'C')
            .map_or("", |t| &self.text[t.span.clone()]);
        self.words.grammar.beginning(Class::Mean, words).is_some()
    }

    /// The change that the words before a number state, and its object where that stands behind the
    /// verb: 「减少能耗7500吨标准煤」.
    pub(super) fn change(
        &self,
        before: Range<usize>,
        amount: &Amount,
    ) -> (Option<Change>, Option<String>) {
        let tokens = &self.tokens[before.clone()];
        let letters = self.letters(before);
        let rate = is_rate(amount);
        let change = |n: usize| tokens.get(n).and_then(Token::change);
        let near = letters.trim_end_matches(['L', 'w', 'U', 'S', 'R', 'd', 'e', 'E', 'q', 'Q']);
        // 「完成森林质量精准提升49万亩」 says what is done, not how much by.
        let done = !rate && letters.contains('D');
        if near.ends_with('C') && !done {
            return (change(near.len() - 1), None);
        }
        let noun = near.trim_end_matches(['V', 'L', 'w', 'S', 'U']);
        if rate && noun.ends_with('c') {
            return (change(noun.len() - 1), None);
        }
        let opening = letters.trim_start_matches(['Y', 'w', 'S', 'j', 'd', ',', 'A']);
        let at = letters.len() - opening.len();
        let object = tokens.get(at + 1..).unwrap_or_default();
        let short = object.iter().map(|t| t.span.len()).sum::<usize>() <= 42;
        if opening.starts_with('C') && short && !near.ends_with('V') {
            let verb = &self.text[tokens[at].span.clone()];
            let bare = self
                .words
                .grammar
                .list(Class::BareChange)
                .iter()
                .any(|v| v == verb);
            let from = if bare { at + 1 } else { at };
            let words: String = tokens[from..]
                .iter()
                .map(|t| &self.text[t.span.clone()])
                .collect();
            let name = if bare {
                name::clean(self.text, object, false, &self.words.grammar)
            } else {
                words
            };
            return (change(at), Some(name).filter(|n| n.chars().count() > 1));
        }
        (None, None)
    }
}
