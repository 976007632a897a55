//! The name of what a run of numbers counts: by the first rule that fits.

use std::ops::Range;

use regex::Captures;

use super::super::name;
use super::super::number::Amount;
use super::super::rules::{Named, PATTERNS, RULES, Rule};
use super::run::{Place, is_rate};
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
                reading.name += &self.slot(slot, last + found.start()..last + found.end());
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
        (!reading.name.is_empty()).then_some(reading)
    }

    /// The words of a slot. A limit inside a gift belongs to the number: 「单个项目最高补贴200万元」.
    fn slot(&self, slot: &str, range: Range<usize>) -> String {
        let tokens = &self.tokens[range];
        if slot == "gift" {
            let kept = tokens
                .iter()
                .filter(|t| !matches!(t.symbol, b'L' | b'w' | b'V' | b'R'));
            let words: String = kept.map(|t| &self.text[t.span.clone()]).collect();
            return words;
        }
        let words = name::clean(self.text, tokens, true);
        if words.is_empty() {
            return tokens.iter().map(|t| &self.text[t.span.clone()]).collect();
        }
        words
    }

    /// The name from the words before the number, else behind it, else from what was named before.
    fn around(&self, place: &Place<'_>, state: &State) -> Reading {
        let grammar = &self.words.grammar;
        let (run, letters) = (place.run, place.letters.as_str());
        let first = run.first();
        let before = &self.tokens[place.start..first];
        let amount = self.amount(first);
        let (counter, rate) = (
            amount.is_some_and(|a| a.counter),
            amount.is_some_and(is_rate),
        );
        let mut name = name::clean(self.text, before, !rate && letters.contains('D'));
        let (things, taken) = name::behind(
            self.text,
            &self.tokens[run.end..place.sentence.end],
            grammar,
        );
        let verb = before
            .iter()
            .rev()
            .find(|t| t.symbol == b'T')
            .map_or("", |t| &self.text[t.span.clone()]);
        let bare = name == verb || name.is_empty() || self.is_group(&name);
        let behind = self.tokens.get(run.end).map_or(b'.', |t| t.symbol);
        let goes_on = !things.is_empty() && !b"d,j.;)(".contains(&behind);
        let listed = letters.contains('R') && run.numbers.len() > 1 || letters.ends_with('E');
        let near = letters.trim_end_matches(['L', 'w', 'S', 'U']);
        let mut reading = Reading {
            end: run.end,
            listed,
            may_be_shorter: true,
            ..Reading::default()
        };
        let counted = counter && goes_on && !name.starts_with('占');
        let bare_behind = bare && !things.is_empty() && (goes_on || counter);
        let property = behind == b'd'
            && grammar
                .ending(Class::Property, &name)
                .is_some_and(|p| p == name);
        if !listed && (counted || bare_behind) {
            let told = near.ends_with('T');
            name = if told {
                format!("{verb}{things}")
            } else {
                things
            };
            reading.end = run.end + taken;
        } else if bare && !name.is_empty() {
            name = self.verb_alone(verb, place, state).unwrap_or(name);
        } else if property && !things.is_empty() {
            name = format!("{things}{name}");
        } else if rate
            && (goes_on || behind == b'd')
            && near.ends_with('D')
            && !things.is_empty()
            && !name.is_empty()
        {
            // 「城镇居住建筑执行75%节能标准」
            let last = self.tokens.get(place.start + near.len() - 1);
            let verb = last.map_or("", |t| &self.text[t.span.clone()]);
            name = format!("{name}{verb}{things}");
            reading.end = run.end + taken;
        } else if rate && goes_on && self.tokens[run.end].symbol == b'D' && !name.is_empty() {
            name = format!("{name}{things}");
            reading.end = run.end + taken;
        }
        let adjacent = place.start <= state.consumed + 1;
        if adjacent
            && grammar.list(Class::Unnamed).contains(&name)
            && let Some(of) = &state.subject
        {
            name = format!("{}{name}", of.trim_end_matches("新增"));
        }
        if name.is_empty() || name.starts_with('占') {
            let earlier = state.subject.clone().unwrap_or_else(|| self.earlier(place));
            reading.inherits = name.is_empty();
            name = format!("{earlier}{name}");
        }
        reading.name = name;
        reading
    }

    /// Who has to do something is not what is counted: 「各县（市、区）至少建成一个」.
    fn is_group(&self, name: &str) -> bool {
        let group = self.words.grammar.beginning(Class::Group, name);
        group.is_some() && name.chars().count() <= 12
    }

    /// 「开工建设7项、投运6项输变电工程」: the things stand behind the next number; 「，改造提升10万亩」: before the
    /// last.
    fn verb_alone(&self, verb: &str, place: &Place<'_>, state: &State) -> Option<String> {
        let sentence = place.sentence;
        let near = place.run.end..sentence.end.min(place.run.end + 4);
        let next = near.clone().find(|n| self.amount(*n).is_some());
        let behind = next.map(|n| {
            let end = self.run(n, sentence.end).end;
            name::behind(
                self.text,
                &self.tokens[end..sentence.end],
                &self.words.grammar,
            )
            .0
        });
        let things = behind
            .filter(|t| !t.is_empty())
            .or_else(|| state.things.clone())?;
        Some(format!("{verb}{things}"))
    }

    /// The last clause before a number that names something: 「城市管输天然气消费（16.2亿方）」.
    fn earlier(&self, place: &Place<'_>) -> String {
        let floor = place.sentence.start;
        let mut end = place.start;
        for _ in 0..3 {
            while end > floor && b",j;(:".contains(&self.tokens[end - 1].symbol) {
                end -= 1;
            }
            let from = self.clause_start(end, floor);
            let name = name::clean(self.text, &self.tokens[from..end], false);
            let verb = self.words.grammar.list(Class::Telling).contains(&name);
            if !name.is_empty() && !verb && !self.is_group(&name) {
                return name;
            }
            if from <= floor {
                break;
            }
            end = from;
        }
        String::new()
    }
}
