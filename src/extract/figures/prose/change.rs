//! Differences and rates: the direction of a change, and its object.

use super::super::lexer::Token;
use super::super::name;
use super::super::number::Amount;
use super::Paragraph;
use super::place::{RunPlace, is_rate};
use crate::model::Change;
use crate::vocabulary::Class;

impl Paragraph<'_> {
    /// The words that the verb of a change adds to the name. 「年均增长5.2%」 is the mean of several years, not
    /// the value of one; 「户均增收3000元」 names the growing quantity itself.
    pub(super) fn change_prefix(&self, place: &RunPlace<'_>, changes: bool) -> &str {
        let near = place.letters.trim_end_matches(['L', 'w', 'S', 'R']).len();
        let token = near.checked_sub(1).map(|n| &self.tokens[place.start + n]);
        let words = token
            .filter(|t| t.symbol == b'C')
            .map_or("", |t| &self.text[t.span.clone()]);
        let grammar = &self.words.grammar;
        match grammar.beginning(Class::Mean, words) {
            Some(_) if changes => "年均",
            _ if grammar.is(Class::ChangeOf, words) => words,
            _ => "",
        }
    }

    /// The unit that a price is for, if the name does not contain it: 「每千瓦时0.3元」.
    pub(super) fn price_per(&self, place: &RunPlace<'_>, name: &str) -> String {
        let near = place.letters.trim_end_matches(['L', 'w']).len();
        let token = near.checked_sub(1).map(|n| &self.tokens[place.start + n]);
        let per = token.map_or("", |t| &self.text[t.span.clone()]);
        let money = self
            .amount(place.run.first())
            .is_some_and(|a| a.unit.ends_with('元'));
        let told = money && self.words.grammar.is(Class::PerUnit, per) && !name.contains(per);
        if told {
            format!("（{per}）")
        } else {
            String::new()
        }
    }

    /// A name without the object of comparison: 「作物较同地区增产5%」「数量在上次调查基础上增长10%」.
    pub(super) fn not_compared(&self, name: &str) -> String {
        const COMPARED: &str =
            "^(.{2,}?)@per@?(?:@compare@@than@[^、]{0,16}|@upon_lead@[^、]{1,20}@upon@)$";
        let found = self.words.grammar.pattern(COMPARED).captures(name);
        found
            .map_or(name, |f| f.get(1).map_or(name, |m| m.as_str()))
            .to_owned()
    }

    /// The change stated by the words before a number, and its object if that follows the verb:
    /// 「减少能耗7500吨标准煤」.
    pub(super) fn change(
        &self,
        place: &RunPlace<'_>,
        amount: &Amount,
    ) -> (Option<Change>, Option<String>) {
        let before = place.start..place.run.first();
        let last = place.run.last();
        let behind = self.letters(last + 1..place.sentence.end.min(last + 3));
        let tokens = &self.tokens[before.clone()];
        let letters = self.letters(before);
        let rate = is_rate(amount, &self.words.grammar);
        let change = |n: usize| tokens.get(n).and_then(Token::change);
        let near = letters.trim_end_matches(['L', 'w', 'U', 'S', 'R', 'd', 'e', 'E', 'q', 'Q']);
        // 「完成森林质量精准提升49万亩」 states the amount of work, not of a change.
        let done = !rate && letters.contains('D');
        if near.ends_with('C') && !done {
            return (change(near.len() - 1), None);
        }
        // 「以年均2.6%的增速」
        if rate && behind.starts_with("dc") {
            return (self.tokens.get(last + 2).and_then(Token::change), None);
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
