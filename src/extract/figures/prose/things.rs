//! The things that a number counts, if the words directly behind it do not name them completely.

use std::ops::Range;

use super::super::lexer::Token;
use super::super::{list, name};
use super::around::Beside;
use super::naming::Reading;
use super::place::RunPlace;
use super::{Paragraph, State};
use crate::vocabulary::Class;

impl Paragraph<'_> {
    /// The things behind a run, and their number of tokens.
    pub(super) fn things(&self, place: &RunPlace<'_>) -> (String, usize) {
        let run = place.run;
        let rest = &self.tokens[run.end..place.sentence.end];
        let (things, taken) = name::behind(self.text, rest, &self.words.grammar);
        let end = run.end + taken;
        if let Some(things) = self.behind_size(&things, end, place) {
            return (things, 0);
        }
        if let Some((things, end)) = self.behind_adjectives(&things, end, place) {
            return (things, end - run.end);
        }
        let things = self.whole_class(things, end, place);
        (self.behind_next(things, end, place), taken)
    }

    /// The things behind a size that defines a class: 「5个产值超100亿元产业集群」「1030条流域面积50平方公里以上河流」.
    fn behind_size(&self, things: &str, end: usize, place: &RunPlace<'_>) -> Option<String> {
        let grammar = &self.words.grammar;
        let counts = self.amount(place.run.first()).is_some_and(|a| a.counter);
        let sized = counts && grammar.ending(Class::Property, things).is_some();
        self.amount(end).filter(|_| sized)?;
        let next = self.run(end, place.sentence.end);
        let rest = &self.tokens[next.end..place.sentence.end];
        let (things, _) = name::behind(self.text, rest, grammar);
        Some(things).filter(|things| !things.is_empty())
    }

    /// The things behind the 的 that closes a list of adjectives, and the token behind them:
    /// 「10家以上基础好、水平高的园区」.
    fn behind_adjectives(
        &self,
        things: &str,
        end: usize,
        place: &RunPlace<'_>,
    ) -> Option<(String, usize)> {
        let grammar = &self.words.grammar;
        let listed = self.tokens.get(end).is_some_and(|t| t.symbol == b'j');
        grammar.ending(Class::Quality, things).filter(|_| listed)?;
        let clause = end..place.sentence.end;
        let stop = clause
            .clone()
            .find(|n| b",;:.N".contains(&self.tokens[*n].symbol));
        let clause = end..stop.unwrap_or(clause.end);
        let joint = clause
            .clone()
            .rev()
            .find(|n| self.tokens[*n].symbol == b'd')?;
        let rest = &self.tokens[joint..place.sentence.end];
        let (things, taken) = name::behind(self.text, rest, grammar);
        (!things.is_empty()).then_some((things, joint + taken))
    }

    /// Completes a class with the noun that stands behind the next number:
    /// 「6个500千伏、25个220千伏输变电项目」「95%的省级和90%的市级党政机关」.
    fn whole_class(&self, things: String, end: usize, place: &RunPlace<'_>) -> String {
        let grammar = &self.words.grammar;
        let Some(class) = grammar.ending(Class::Rank, &things) else {
            return things;
        };
        let near = end..place.sentence.end.min(end + 3);
        let Some(next) = near.clone().find(|n| self.amount(*n).is_some()) else {
            return things;
        };
        let rest = &self.tokens[self.run(next, place.sentence.end).end..place.sentence.end];
        let (others, _) = name::behind(self.text, rest, grammar);
        match others.split_once(class) {
            Some((_, kind)) => format!("{things}{kind}"),
            None => things,
        }
    }

    /// The things behind the next number: 「17家19台烧结机」「30个县100个样地监测」.
    fn behind_next(&self, things: String, mut end: usize, place: &RunPlace<'_>) -> String {
        let grammar = &self.words.grammar;
        let spread = things.is_empty() || grammar.is(Class::Spread, &things);
        let number = self.amount(place.run.first()).is_some_and(|a| a.counter);
        if !spread
            || !number
            || !self
                .amount(end)
                .is_some_and(|a| a.counter || things.is_empty())
        {
            return things;
        }
        while self.amount(end).is_some() {
            end = self.run(end, place.sentence.end).end;
        }
        let rest = &self.tokens[end..place.sentence.end];
        format!("{}{things}", name::behind(self.text, rest, grammar).0)
    }

    /// Common nouns with the words that specify them: 「支持4个项目」「反馈意见涉及我市的10个问题」「12家企业入选国家名单」「钢铁企业（46个项目）」.
    pub(super) fn common_things(
        &self,
        beside: &Beside<'_>,
        place: &RunPlace<'_>,
        state: &State,
    ) -> String {
        const LONG: usize = 24;
        let grammar = &self.words.grammar;
        let things = &beside.things;
        if let Some(told) = self.predicate_behind(things, place) {
            return format!("{things}{told}");
        }
        if beside.letters.ends_with('d') && beside.before.chars().count() <= LONG {
            return format!("{}的{things}", beside.before);
        }
        let bracket = place
            .start
            .checked_sub(1)
            .is_some_and(|b| self.tokens[b].symbol == b'(');
        if let (true, true, Some(of)) = (bracket, place.letters.is_empty(), &state.subject) {
            return format!("{of}{things}");
        }
        // 「推动产业发展和应用10条措施」
        let does = beside.letters.contains(['D', 'T']) && beside.letters.ends_with('o');
        if does && !beside.letters.contains('A') && beside.before.chars().count() <= LONG {
            return format!("{}{things}", beside.before);
        }
        // 「只支持1个项目」 is a limit and a verb at once.
        let mut before = self.tokens[place.start..place.run.first()].iter().rev();
        let words = |t: &Token| &self.text[t.span.clone()];
        let bare = |t: &&Token| {
            matches!(t.symbol, b'L' | b'w') && grammar.beginning(Class::Must, words(t)).is_none()
        };
        let last = before.find(|t| !bare(t));
        let verb = last.filter(|t| matches!(t.symbol, b'D' | b'T' | b'M' | b'L' | b'G'));
        format!("{}{things}", verb.map_or("", words))
    }

    /// The predicate of the things behind a number: 「入选国家名单」.
    fn predicate_behind(&self, things: &str, place: &RunPlace<'_>) -> Option<&str> {
        const LONG: usize = 20;
        let grammar = &self.words.grammar;
        let from = self.at(place.run.end);
        let clause = self.tokens[place.run.end..place.sentence.end].iter();
        let stop = clause.clone().find(|t| b",;:.".contains(&t.symbol));
        let counts = clause
            .take_while(|t| Some(*t) != stop)
            .any(|t| t.symbol == b'N');
        let rest = &self.text[from..stop.map_or(self.at(place.sentence.end), |t| t.span.start)];
        let rest = &rest[rest.find(things)? + things.len()..];
        let rest = match rest.strip_prefix(['（', '(']) {
            Some(bracket) => bracket.split_once(['）', ')'])?.1,
            None => rest,
        };
        let verb = grammar
            .beginning(Class::Verb, rest)
            .or(grammar.beginning(Class::Doing, rest))?;
        let object = rest.len() > verb.len() && rest.chars().count() <= LONG;
        (object && !counts).then_some(rest)
    }

    /// The things of a level, taken from those counted before: 「森林公园9个，其中国家级4个、省级5个」.
    pub(super) fn of_level(
        &self,
        name: &str,
        beside: &Beside<'_>,
        state: &State,
    ) -> Option<String> {
        const SHORT: usize = 3;
        let short = beside.counter && name.chars().count() <= SHORT;
        let level = self
            .words
            .grammar
            .ending(Class::Rank, name)
            .filter(|_| short)?;
        let (things, _) = state.things.as_ref().filter(|(_, of)| of.counter)?;
        let other = things
            .split_once(level)
            .filter(|(of, _)| of.chars().count() < SHORT);
        Some(format!(
            "{name}{}",
            other.map_or(things.as_str(), |(_, things)| things)
        ))
    }

    /// The verb directly before the words before a number: 「实施盘活项目90个以上」.
    pub(super) fn verb_before(&self, beside: &Beside<'_>, place: &RunPlace<'_>) -> &str {
        let near = beside.letters.trim_end_matches(['L', 'w', 'V']);
        let verb = near
            .strip_suffix('o')
            .filter(|rest| rest.ends_with(['D', 'T']));
        let verb = verb.map(|rest| &self.tokens[place.start + rest.len() - 1]);
        verb.map_or("", |t| &self.text[t.span.clone()])
    }

    /// The project that an amount of money is for, from the clause behind or before:
    /// 「投资1300万元，建成监测平台」「建设监测平台，总投资1300万元」.
    pub(super) fn project_of(&self, place: &RunPlace<'_>) -> String {
        let end = place.run.end;
        let comma = self.tokens.get(end).is_some_and(|t| t.symbol == b',');
        let verb = (end + 1..place.sentence.end).find(|n| self.tokens[*n].symbol != b'w');
        let verb = verb.filter(|n| comma && b"DT".contains(&self.tokens[*n].symbol));
        let things = verb.map(|n| self.things_from(n + 1, place));
        let things = things.filter(|things| !things.is_empty());
        let before = || {
            let clause = self.clause_before(place)?;
            let letters = self.letters(clause.clone());
            let does = letters.contains(['D', 'T']) && !letters.contains(['N', 'Y']);
            let tokens = &self.tokens[clause];
            does.then(|| name::clean(self.text, tokens, false, &self.words.grammar))
        };
        things.or_else(before).unwrap_or_default()
    }

    /// The subject of a rate, from the clause without a number before it: 「风电装机规模稳步扩大，年均增速9.3%」.
    pub(super) fn subject_before(&self, place: &RunPlace<'_>) -> String {
        let Some(clause) = self.clause_before(place) else {
            return String::new();
        };
        let letters = self.letters(clause.clone());
        let said = letters
            .find(|c| "DTCcVwLg".contains(c))
            .filter(|at| *at > 0);
        let subject = clause.start..said.map_or(clause.end, |at| clause.start + at);
        match letters.contains('N') {
            true => String::new(),
            false => name::clean(self.text, &self.tokens[subject], false, &self.words.grammar),
        }
    }

    /// Gives all items of a list the measure that stands before the first: 「削减产能钢铁260万吨、水泥101万吨」.
    pub(super) fn share_measure(
        &self,
        reading: &mut Reading,
        place: &RunPlace<'_>,
        state: &mut State,
    ) {
        let grammar = &self.words.grammar;
        let joined = place.letters.starts_with('j');
        if !joined {
            state.measure = None;
        }
        let name = reading.name.as_str();
        let measured = |things: &str| grammar.ending(Class::Measure, things).is_some();
        let first = grammar.list(Class::Leading).iter().find_map(|measure| {
            let (lead, things) = name.split_once(measure.as_str())?;
            let verb = grammar.ending(Class::Decrease, lead).unwrap_or_default();
            let short = (2..=4).contains(&things.chars().count()) && !measured(things);
            let listed = !joined && (lead.is_empty() || !verb.is_empty());
            (short && listed).then(|| (format!("{verb}{things}{measure}"), [verb, measure]))
        });
        if let Some((name, around)) = first {
            reading.name = name;
            state.measure = Some(around.map(str::to_owned));
        } else if let Some([verb, measure]) = &state.measure
            && name.chars().count() <= 6
            && !measured(name)
        {
            reading.name = format!("{verb}{name}{measure}");
        }
    }

    /// The tokens of the clause before that of a number.
    fn clause_before(&self, place: &RunPlace<'_>) -> Option<Range<usize>> {
        let comma = |n: &usize| self.tokens[*n].symbol == b',';
        let end = place.start.checked_sub(1).filter(comma)?;
        Some(self.clause_start(end, place.sentence.start)..end)
    }

    /// The act that is due within a time limit, from the clause behind it (at most 20 characters).
    pub(super) fn due_behind(&self, place: &RunPlace<'_>) -> Option<String> {
        const LONG: usize = 20;
        let end = place.run.end;
        self.tokens.get(end).filter(|t| t.symbol == b',')?;
        let rest = end + 1..place.sentence.end;
        self.tokens[rest.clone()]
            .first()
            .filter(|t| !b"wF".contains(&t.symbol))?;
        let stop = rest
            .clone()
            .find(|n| b",;:.N".contains(&self.tokens[*n].symbol));
        let due =
            self.text[self.at(end + 1)..stop.map_or(self.at(rest.end), |n| self.at(n))].trim();
        let counts = stop.is_some_and(|n| self.amount(n).is_some());
        (!counts && due.chars().count() <= LONG).then(|| due.to_owned())
    }

    /// The things that begin at a token; if another number follows them, the things behind that number.
    fn things_from(&self, token: usize, place: &RunPlace<'_>) -> String {
        let end = place.sentence.end;
        let (things, taken) =
            name::behind(self.text, &self.tokens[token..end], &self.words.grammar);
        if self.amount(token + taken).is_none() {
            return things;
        }
        let next = self.run(token + taken, end).end;
        let (behind, _) = name::behind(self.text, &self.tokens[next..end], &self.words.grammar);
        if behind.is_empty() { things } else { behind }
    }

    /// The names of a second list that refers to the same things:
    /// 「城市、农村供电可靠率分别达到99%、98%，电压合格率分别达到97%、96%」.
    pub(super) fn for_same(&self, name: &str, count: usize, state: &State) -> Option<Vec<String>> {
        let grammar = &self.words.grammar;
        grammar.ending(Class::Measure, name)?;
        let before = list::shared(state.named.last()?, grammar);
        let first: Vec<char> = before.first()?.chars().rev().collect();
        let common = |item: &String| {
            item.chars()
                .rev()
                .zip(&first)
                .take_while(|(a, b)| a == *b)
                .count()
        };
        let tail = before.iter().map(common).min()?;
        let whose: Vec<String> = before
            .iter()
            .map(|item| item.chars().take(item.chars().count() - tail).collect())
            .collect();
        let told = tail > 1 && whose.len() == count && whose.iter().all(|w| w.chars().count() > 1);
        told.then(|| whose.iter().map(|w| format!("{w}{name}")).collect())
    }
}
