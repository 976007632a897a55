//! The name of a run of numbers, by the first rule that matches.

use std::ops::Range;

use regex::Captures;

use super::super::lexer::Token;
use super::super::name;
use super::super::number::Amount;
use super::super::rule::{Named, Rule};
use super::super::rules::{PATTERNS, RULES};
use super::place::{RunPlace, is_time};
use super::{Paragraph, State};
use crate::model::FigureKind;
use crate::vocabulary::{Class, Grammar};

/// The reading of a run by a rule.
#[derive(Default)]
pub struct Reading {
    pub name: String,
    /// Whether the name is taken from the number counted before.
    pub inherits: bool,
    pub kind: Option<FigureKind>,
    /// The token behind the words of the name.
    pub end: usize,
    /// Whether the list before the number holds the names, one item for each number.
    pub listed: bool,
    /// The text before and behind each item of the list.
    pub around: [String; 2],
    /// Whether the object of a change may replace the name.
    pub may_be_shorter: bool,
}

/// The first item of a long list behind a number: only the first is certain to be meant.
fn first_of_long(words: &str) -> &str {
    const LONG: usize = 12;
    match words.split_once('、') {
        Some((first, _)) if words.chars().count() > LONG && !first.ends_with('级') => first,
        _ => words,
    }
}

/// The letter of a unit in a rule.
fn class_of(amount: &Amount, grammar: &Grammar) -> char {
    match amount.unit.as_str() {
        "%" | "‰" => 'p',
        unit if unit.contains('元') => 'm',
        unit if is_time(unit, grammar) => 't',
        _ if amount.counter => 'k',
        _ => 'u',
    }
}

impl Paragraph<'_> {
    /// Reads a run by the first rule that matches.
    pub(super) fn reading(&self, place: &RunPlace<'_>, state: &State) -> Reading {
        let first = place.run.first();
        let unit = self
            .amount(first)
            .map_or('u', |a| class_of(a, &self.words.grammar));
        let behind = self.letters(place.run.last() + 1..place.sentence.end);
        let all = self.letters(place.sentence.start..first);
        for (rule, (before, after)) in RULES.iter().zip(PATTERNS.iter()) {
            let letters = if rule.sentence { &all } else { &place.letters };
            let Named::Slots(slots) = rule.named else {
                continue;
            };
            if rule.units.contains(unit)
                && let Some(ahead) = before.captures(letters)
                && let Some(rest) = after.captures(&behind)
                && let Some(reading) = self.by_rule(rule, slots, [&ahead, &rest], place, state)
            {
                return reading;
            }
        }
        self.around(place, state)
    }

    /// The name made from the slots of a rule, if they contain words.
    fn by_rule(
        &self,
        rule: &Rule,
        slots: &[&str],
        found: [&Captures<'_>; 2],
        place: &RunPlace<'_>,
        state: &State,
    ) -> Option<Reading> {
        let mut reading = Reading {
            kind: rule.kind,
            end: place.run.end,
            ..Reading::default()
        };
        let list = self.fill(rule, slots, found, place, &mut reading);
        if !self.allows(rule, &reading.name, place) {
            return None;
        }
        // 「，高于全国1.7个百分点」: the name is that of the number counted before.
        let [ahead, behind] = found;
        let of = ahead.name("of").or(behind.name("of"));
        reading.inherits = of.is_some_and(|of| of.as_str().is_empty());
        let subject = state.subject.as_deref().filter(|_| reading.inherits);
        reading.name.insert_str(0, subject.unwrap_or_default());
        let listed = |slot| ahead.name(slot).is_some_and(|s| s.as_str().contains('j'));
        let several = (listed("of") || listed("thing")) && place.letters.contains('R');
        // A basis holds for all numbers: 「按扶持金额的100%、70%」.
        if let Some(span) = list.filter(|_| several && !rule.name.ends_with("basis")) {
            reading.listed = true;
            let (lead, trail) = (&reading.name[..span.start], &reading.name[span.end..]);
            reading.around = [lead.to_owned(), trail.to_owned()];
            reading.name = reading.name[span].to_owned();
        }
        let bare = self.words.grammar.is(Class::BareGift, &reading.name);
        if slots == ["gift"] && bare {
            reading.name = self.with_rewarded(reading.name, place);
        }
        (!reading.name.is_empty()).then_some(reading)
    }

    /// Makes the name from the slots; also returns the part of it that may be a list.
    fn fill(
        &self,
        rule: &Rule,
        slots: &[&str],
        [ahead, behind]: [&Captures<'_>; 2],
        place: &RunPlace<'_>,
        reading: &mut Reading,
    ) -> Option<Range<usize>> {
        let from = match rule.sentence {
            true => place.sentence.start,
            false => place.start,
        };
        let last = place.run.last() + 1;
        let mut list = None;
        for slot in slots {
            let from_here = reading.name.len();
            if let Some(word) = slot.strip_prefix('=') {
                reading.name.push_str(word);
            } else if let Some(found) = ahead.name(slot) {
                reading.name += &self.slot(slot, from + found.start()..from + found.end());
            } else if let Some(found) = behind.name(slot) {
                // Words of the next clause, or behind the next number, belong to those.
                let other = |n: usize| self.amount(n).is_some() || self.tokens[n].symbol == b',';
                if !(last..last + found.end()).any(other) {
                    reading.end = reading.end.max(last + found.end());
                }
                let end = last + found.end();
                let words = self.slot(slot, last + found.start()..end);
                // 「30万千瓦以上热电联产电厂供热半径15公里」: the property is of the next number.
                let next = self
                    .amount(end)
                    .and(self.words.grammar.ending(Class::Property, &words));
                if next.is_some() {
                    reading.end = place.run.end;
                }
                let words = &words[..words.len() - next.map_or(0, str::len)];
                reading.name += first_of_long(words);
            }
            if matches!(*slot, "of" | "thing") {
                list = Some(from_here..reading.name.len());
            }
        }
        list
    }

    /// Whether the name ends as the rule's `only` requires and not as its `unless` forbids.
    fn allows(&self, rule: &Rule, name: &str, place: &RunPlace<'_>) -> bool {
        let grammar = &self.words.grammar;
        let words = self.text[self.at(place.start)..self.at(place.run.first())].trim_end();
        let before = &self.tokens[place.start..place.run.first()];
        let clean = name::clean(self.text, before, false, grammar);
        let ends = |class, words: &str| grammar.ending(class, words).is_some();
        let unless = |class| ends(class, &clean) || ends(class, words);
        rule.only.is_none_or(|class| ends(class, name)) && !rule.unless.is_some_and(unless)
    }

    /// Whether a word marks a total: 「单个企业累计奖励不超过50万元」.
    fn is_total(&self, token: &Token) -> bool {
        let words = &self.text[token.span.clone()];
        self.words
            .grammar
            .list(Class::Total)
            .iter()
            .any(|w| w == words)
    }

    /// The words of a slot. A limit inside a gift belongs to the number: 「单个项目最高补贴200万元」.
    fn slot(&self, slot: &str, range: Range<usize>) -> String {
        let tokens = &self.tokens[range];
        if slot == "gift" {
            let kept = tokens
                .iter()
                .filter(|t| !matches!(t.symbol, b'L' | b'w' | b'V' | b'R') || self.is_total(t));
            let words: String = kept.map(|t| &self.text[t.span.clone()]).collect();
            return words;
        }
        let words = name::clean(self.text, tokens, true, &self.words.grammar);
        if words.is_empty() {
            return tokens.iter().map(|t| &self.text[t.span.clone()]).collect();
        }
        words
    }
}
