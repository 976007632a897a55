//! The name of what a run of numbers counts: by the first rule that fits.

use std::ops::Range;

use regex::Captures;

use super::super::lexer::Token;
use super::super::name;
use super::super::number::Amount;
use super::super::rules::{Named, PATTERNS, RULES, Rule};
use super::run::Place;
use super::{Paragraph, State};
use crate::model::FigureKind;
use crate::vocabulary::Class;

/// What a rule makes of a run.
#[derive(Default)]
pub struct Reading {
    pub name: String,
    /// The name is of what was counted before.
    pub inherits: bool,
    pub kind: Option<FigureKind>,
    /// The token behind the words that the name was made of.
    pub end: usize,
    /// Whether the list before the number is the name, an item for each number.
    pub listed: bool,
    /// What stands in front of each item of the list and behind it.
    pub around: [String; 2],
    /// Whether the object of a change may stand for it.
    pub may_be_shorter: bool,
}

/// Of a long list behind a number the first item: only it is sure to be meant.
fn first_of_long(words: &str) -> &str {
    const LONG: usize = 12;
    match words.split_once('、') {
        Some((first, _)) if words.chars().count() > LONG && !first.ends_with('级') => first,
        _ => words,
    }
}

/// The letter of a unit in a rule.
fn class_of(amount: &Amount) -> char {
    match amount.unit.as_str() {
        "%" | "‰" => 'p',
        unit if unit.contains('元') => 'm',
        "年" | "个月" | "天" | "个工作日" | "工作日" | "小时" => 't',
        _ if amount.counter => 'k',
        _ => 'u',
    }
}

impl Paragraph<'_> {
    /// The first rule that fits.
    pub(super) fn reading(&self, place: &Place<'_>, state: &State) -> Reading {
        let first = place.run.first();
        let unit = self.amount(first).map_or('u', class_of);
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
                && let Some(reading) = self.by_rule(rule, slots, &ahead, &rest, place, state)
            {
                return reading;
            }
        }
        self.around(place, state)
    }

    /// The name that the slots of a rule make, if they hold words.
    fn by_rule(
        &self,
        rule: &Rule,
        slots: &[&str],
        ahead: &Captures<'_>,
        rest: &Captures<'_>,
        place: &Place<'_>,
        state: &State,
    ) -> Option<Reading> {
        let from = if rule.sentence {
            place.sentence.start
        } else {
            place.start
        };
        let last = place.run.last() + 1;
        let mut reading = Reading {
            kind: rule.kind,
            end: place.run.end,
            ..Reading::default()
        };
        let mut list = None;
        for slot in slots {
            let from_here = reading.name.len();
            if let Some(word) = slot.strip_prefix('=') {
                reading.name.push_str(word);
            } else if let Some(found) = ahead.name(slot) {
                reading.name += &self.slot(slot, from + found.start()..from + found.end());
            } else if let Some(found) = rest.name(slot) {
                // Words behind the next number are left to it.
                let free = !(last..last + found.end()).any(|n| self.amount(n).is_some());
                if free {
                    reading.end = reading.end.max(last + found.end());
                }
                let words = self.slot(slot, last + found.start()..last + found.end());
                reading.name += first_of_long(&words);
            }
            if matches!(*slot, "of" | "thing") {
                list = Some(from_here..reading.name.len());
            }
        }
        let grammar = &self.words.grammar;
        let words = self.text[self.at(place.start)..self.at(place.run.first())].trim_end();
        let property = |class| {
            let clean = name::clean(
                self.text,
                &self.tokens[place.start..place.run.first()],
                false,
            );
            grammar
                .ending(class, &clean)
                .or(grammar.ending(class, words))
                .is_some()
        };
        let fits = rule
            .only
            .is_none_or(|class| grammar.ending(class, &reading.name).is_some());
        if !fits || rule.unless.is_some_and(property) {
            return None;
        }
        // 「，高于全国1.7个百分点」: of what was counted before.
        let of = ahead.name("of").or(rest.name("of"));
        reading.inherits = of.is_some_and(|of| of.as_str().is_empty());
        if reading.inherits
            && let Some(subject) = &state.subject
        {
            reading.name.insert_str(0, subject);
        }
        let slot = ahead.name("of").or(ahead.name("thing"));
        let several = slot.is_some_and(|s| s.as_str().contains('j')) && place.letters.contains('R');
        // A basis is the same for all: 「按扶持金额的100%、70%」.
        if let Some(span) = list.filter(|_| several && !rule.name.ends_with("basis")) {
            reading.listed = true;
            reading.around = [
                reading.name[..span.start].to_owned(),
                reading.name[span.end..].to_owned(),
            ];
            reading.name = reading.name[span].to_owned();
        }
        if slots == ["gift"] && grammar.list(Class::BareGift).contains(&reading.name) {
            reading.name = self.with_rewarded(reading.name, place);
        }
        (!reading.name.is_empty()).then_some(reading)
    }

    /// 「单个企业累计奖励不超过50万元」: not what is given at once.
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
        let words = name::clean(self.text, tokens, true);
        if words.is_empty() {
            return tokens.iter().map(|t| &self.text[t.span.clone()]).collect();
        }
        words
    }
}
