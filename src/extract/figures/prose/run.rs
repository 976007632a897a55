//! Runs of numbers that share one predicate, and their readings.

use std::ops::Range;

use super::super::kind::{self, Clause};
use super::super::lexer::{Kind, Token};
use super::super::list;
use super::super::number::Amount;
use super::naming::Reading;
use super::place::{Run, RunPlace};
use super::{Draft, Paragraph, State};
use crate::model::{Bound, Change, FigureKind};
use crate::vocabulary::Class;

/// The reading of the predicate that the numbers of a run share.
struct Predicate<'a> {
    place: &'a RunPlace<'a>,
    names: &'a [String],
    reading: &'a Reading,
    striving: bool,
    change: Option<Change>,
}

impl Paragraph<'_> {
    /// The run that begins with the number at `first`.
    pub fn run(&self, first: usize, limit: usize) -> Run {
        let limited = |n: usize| self.tokens.get(n + 1).is_some_and(|t| t.symbol == b'l');
        let behind = |n: usize| n + 1 + usize::from(limited(n));
        let unit = |n: usize| self.amount(n).map(|a| a.unit.as_str());
        let joints = self.words.grammar.list(Class::Joint);
        let mut numbers = vec![first];
        let mut end = behind(first);
        while let Some(next) = (end..limit.min(end + 3)).find(|n| self.amount(*n).is_some()) {
            let between = &self.text[self.tokens[end - 1].span.end..self.tokens[next].span.start];
            let comma = matches!(between, "，" | ",") && numbers.len() > 1;
            let joined = comma || joints.iter().any(|joint| joint == between.trim());
            if !joined || unit(next) != unit(first) {
                break;
            }
            numbers.push(next);
            end = behind(next);
        }
        // The words behind the last number may begin the next part of a long sentence.
        let end = end.min(limit);
        Run { numbers, end }
    }

    /// Reads the figures of a run.
    pub(super) fn read_run(
        &self,
        run: &Run,
        sentence: &Range<usize>,
        state: &mut State,
        drafts: &mut Vec<Draft>,
    ) {
        let first = run.first();
        let start = self.clause_start(first, state.consumed);
        let letters = self.letters(start..first);
        let place = RunPlace {
            run,
            start,
            sentence,
            letters,
        };
        let Some(amount) = self.amount(first) else {
            return;
        };
        let (mut reading, change) = self.named(&place, amount, state);
        self.name_region(&mut reading, &place, state);
        let joined = start > 0 && self.tokens[start - 1].symbol == b'j';
        let carries = reading.inherits || joined || place.letters.starts_with('j');
        let strives = place.letters.contains('S') || self.strives_until(start..first);
        let striving = strives || state.striving && carries;
        let names = self.names(&place, &reading, state);
        let predicate = Predicate {
            place: &place,
            names: &names,
            reading: &reading,
            striving,
            change,
        };
        self.draft_all(&predicate, state, drafts);
        if !reading.inherits {
            self.name_those_before(&place, &names, drafts);
        }
        state.striving = striving;
        self.remember(&place, reading, state);
    }

    /// Returns the names of the things that a run counts, and the direction of a change.
    fn named(
        &self,
        place: &RunPlace<'_>,
        amount: &Amount,
        state: &mut State,
    ) -> (Reading, Option<Change>) {
        let mut reading = self.reading(place, state);
        let (change, object) = self.change(place, amount);
        if let Some(object) = object.filter(|_| reading.may_be_shorter) {
            reading.name = object;
        }
        if change.is_some() {
            reading.name = self.not_compared(&reading.name);
        }
        let told = self.change_prefix(place, change.is_some());
        if !reading.name.ends_with(told) {
            reading.around[1].push_str(told);
        }
        reading.around[1].push_str(&self.price_per(place, &reading.name));
        self.share_measure(&mut reading, place, state);
        (reading, change)
    }

    /// The figures of a run, a name each.
    fn draft_all(&self, predicate: &Predicate<'_>, state: &mut State, drafts: &mut Vec<Draft>) {
        let &Predicate { place, names, .. } = predicate;
        let near = place.letters.trim_end_matches(['L', 'w', 'V', 'S']);
        let near = near.ends_with(['C', 'c']);
        for n in 0..place.run.numbers.len() {
            for name in self.own_names(names, n, place.run) {
                let mut draft = self.draft(predicate, n, name, state);
                // 「提高货运量150万吨以上企业的铁路运输比例」
                let changes = near || draft.kind != FigureKind::Limit;
                draft.change = draft.change.filter(|_| changes);
                if draft.change.is_some() {
                    let own = self.base_year(place.run.numbers[n], place.sentence, draft.year);
                    let inherits = predicate.reading.inherits;
                    draft.base_year = own.or(state.base.filter(|_| inherits));
                    state.base = draft.base_year;
                }
                if self.is_part_of_budget(&draft, drafts) {
                    draft.kind = FigureKind::Budget;
                }
                drafts.push(draft);
            }
        }
    }

    /// Gives a name to the unnamed numbers directly before in the same list: 「已满一年、未满两年退出正常运行的」.
    fn name_those_before(&self, place: &RunPlace<'_>, names: &[String], drafts: &mut [Draft]) {
        let joined = place.letters.starts_with('j');
        let count = place.run.numbers.len() * names.len();
        let older = drafts.len().saturating_sub(count);
        if let (true, Some(name)) = (joined, names.first()) {
            let unnamed = drafts[..older].iter_mut().rev();
            let unnamed = unnamed.take_while(|d| d.name.is_empty());
            unnamed.for_each(|draft| draft.name.clone_from(name));
        }
    }

    /// Whether an amount of money without a stated purpose is part of the budget before it:
    /// 「投资41亿元。其中，电网数字化项目8亿元」.
    fn is_part_of_budget(&self, draft: &Draft, before: &[Draft]) -> bool {
        let money = |d: &&Draft| d.unit.as_ref().is_some_and(|u| u.ends_with('元'));
        let last = before.iter().rev().find(money).map(|d| d.kind);
        let earns = self.words.grammar.stands(Class::Earning, &draft.name);
        let target = draft.kind == FigureKind::Target && draft.change.is_none();
        target && money(&draft) && !earns && last == Some(FigureKind::Budget)
    }

    fn own_names<'n>(&self, names: &'n [String], n: usize, run: &Run) -> Vec<&'n str> {
        match names.len() {
            len if len > 1 && len == run.numbers.len() => vec![names[n].as_str()],
            _ => names.iter().map(String::as_str).collect(),
        }
    }

    fn draft(&self, predicate: &Predicate<'_>, n: usize, name: &str, state: &State) -> Draft {
        let &Predicate {
            place,
            names,
            reading,
            striving,
            change,
        } = predicate;
        let number = place.run.numbers[n];
        let amount = self.amount(number).cloned().unwrap_or_default();
        let bound = self.bound(place, n, name, striving);
        let origin = self.is_origin(number, place);
        let started = self.started(number);
        let stated = self.year_of(place, n, names, state);
        let year = if origin { started } else { stated };
        let kind = match self.kind(&amount, name, predicate, bound, year) {
            FigureKind::Target if origin => FigureKind::Baseline,
            kind => kind,
        };
        let from = if reading.inherits {
            state.subject_at
        } else {
            self.at(place.start)
        };
        let from = from
            .min(self.at(place.start))
            .max(self.at(place.sentence.start));
        let end = self.tokens[reading.end.max(place.run.end) - 1].span.end;
        let quote = self.text[from..end].trim_matches(['，', '、', '；', ' ', '：', '。']);
        Draft {
            at: amount.span.start,
            name: name.to_owned(),
            value: Some(amount.value),
            text: None,
            bound,
            year,
            base_year: None,
            change,
            kind,
            binding: None,
            quote: quote.to_owned(),
            lines: self.line.lines_of(amount.digits.clone()),
            unit: Some(amount.unit).filter(|unit| !unit.is_empty()),
        }
    }

    /// Byte at which a token begins.
    pub(super) fn at(&self, token: usize) -> usize {
        self.tokens
            .get(token)
            .map_or(self.text.len(), |t| t.span.start)
    }

    fn remember(&self, place: &RunPlace<'_>, reading: Reading, state: &mut State) {
        state.consumed = reading.end.max(place.run.end);
        if !reading.inherits {
            state.named.push(reading.name.clone());
            state.subject_at = self.at(place.start);
        }
        if !place.letters.ends_with('E') {
            let verbs = [Class::Telling, Class::Increase].into_iter();
            let verb = verbs
                .filter_map(|c| self.words.grammar.beginning(c, &reading.name))
                .next();
            let things = &reading.name[verb.map_or(0, str::len)..];
            let amount = self.amount(place.run.first());
            if let Some(amount) = amount.filter(|_| things.chars().count() > 1) {
                state.things = Some((things.to_owned(), amount.clone()));
            }
            state.subject = Some(reading.name);
        }
    }

    /// The first token of a number's clause: behind the last comma, or the last bracket still open.
    pub(super) fn clause_start(&self, number: usize, consumed: usize) -> usize {
        let mut depth = 0usize;
        for n in (consumed..number).rev() {
            match self.tokens[n].symbol {
                b')' => depth += 1,
                b'(' if depth > 0 => depth -= 1,
                b'(' => return n + 1,
                b',' | b';' | b':' | b'.' if depth == 0 => return n + 1,
                _ => {}
            }
        }
        consumed.min(number)
    }

    /// One name, or one for each number or item of a list.
    fn names(&self, place: &RunPlace<'_>, reading: &Reading, state: &State) -> Vec<String> {
        let grammar = &self.words.grammar;
        let [lead, trail] = &reading.around;
        let one = vec![format!("{lead}{}{trail}", reading.name)];
        let count = place.run.numbers.len();
        let each = place.letters.ends_with('E') && count == 1;
        let near = place.letters.trim_end_matches(['V', 'L', 'w', 'C', 'S']);
        let rate = self
            .amount(place.run.first())
            .is_some_and(|a| a.unit == "%");
        let split = list::split(&reading.name);
        let measure = |name: &String| grammar.ending(Class::Measure, name).is_some();
        // 「线路联络率、标准接线率、线路转供率100%」
        let rates = rate && count == 1 && split.len() > 1 && split.iter().all(measure);
        if rates && !place.letters.contains('R') && !each {
            return split.iter().map(|n| format!("{lead}{n}{trail}")).collect();
        }
        let all = near.ends_with('U') && count == 1;
        if !(reading.listed || each || all) {
            return one;
        }
        let names = list::shared(&reading.name, grammar);
        let names: Vec<String> = names.iter().map(|n| format!("{lead}{n}{trail}")).collect();
        if all {
            let two = names.len() == 2 && names.iter().all(measure);
            return if two { names } else { one };
        }
        if each || names.len() == count {
            return names;
        }
        if let [name] = names.as_slice()
            && reading.listed
            && !reading.inherits
            && let Some(names) = self.for_same(name, count, state)
        {
            return names;
        }
        // 「新增企业210家，高新技术企业突破1200家，分别增长15%和22%」: one change for each thing named before.
        let from = state
            .named
            .len()
            .checked_sub(count)
            .filter(|_| reading.inherits && count > 1);
        from.map_or(one, |from| state.named[from..].to_vec())
    }

    fn bound(&self, place: &RunPlace<'_>, n: usize, name: &str, striving: bool) -> Bound {
        let grammar = &self.words.grammar;
        let behind = |number: usize| {
            let next = self.tokens.get(number + 1).filter(|t| t.symbol == b'l');
            next.and_then(Token::bound)
        };
        let number = place.run.numbers[n];
        let own = behind(number).or_else(|| behind(place.run.last()));
        let odd = self.amount(number).filter(|a| a.odd).map(|_| Bound::About);
        let limit = place.letters.rfind('L');
        // 「最高补贴商标注册、专利申请等费用的70%」: the limit is a share of the sum of all costs.
        let share = place.letters.ends_with('d');
        let between = |at: usize| &place.letters[at + 1..];
        let limit = limit.filter(|at| !between(*at).contains(['C', 'N', ',']));
        let limit = limit.filter(|at| share || !between(*at).contains('j'));
        let before = limit.and_then(|at| self.tokens[place.start + at].bound());
        let words = self.text[self.at(place.start)..self.at(place.run.first())].trim_end();
        let ceiling = grammar
            .ending(Class::Ceiling, words)
            .filter(|_| grammar.stands(Class::CeilingOf, name));
        let otherwise = if striving {
            Bound::Strive
        } else {
            Bound::Exact
        };
        let limited = own.or(odd).or(before).or(ceiling.map(|_| Bound::AtMost));
        limited.unwrap_or(otherwise)
    }

    /// Whether a number is the start of a change: 「从60%提高到80%」.
    fn is_origin(&self, number: usize, place: &RunPlace<'_>) -> bool {
        let next = self.tokens.get(number + 1).map(|t| t.symbol);
        place.letters.contains('<') && next == Some(b'V')
            || self.started(number).is_some() && matches!(next, Some(b'V' | b'C'))
    }

    fn kind(
        &self,
        amount: &Amount,
        name: &str,
        predicate: &Predicate<'_>,
        bound: Bound,
        year: Option<i16>,
    ) -> FigureKind {
        let place = predicate.place;
        let first = self.at(place.run.first());
        let part = self.letters(place.sentence.start..place.run.first());
        let words = self.text[self.at(place.start)..first].trim_end();
        let limit = self.tokens[place.start..place.run.first()].iter().rev();
        let limit = limit.take_while(|t| matches!(t.symbol, b'L' | b'w')).last();
        let timed = self.mentions(place.sentence.start..place.run.first());
        let clause = Clause {
            decided: predicate.reading.kind,
            bound,
            year,
            part: part.rsplit(';').next().unwrap_or_default(),
            level: limit.map_or(words, |t| &self.text[..t.span.start]),
            timed: timed.map(|(_, y)| y).any(|y| y.goal || y.relative)
                || self
                    .year_of_previous_sentence(place.sentence.start)
                    .is_some(),
            name,
            before: &self.text[self.at(place.start)..first],
            opening: &self.text[self.at(place.sentence.start)..first],
            letters: &place.letters,
            behind: &self.letters(place.run.last() + 1..place.sentence.end),
            after: &self.text[self.at(place.run.end)..],
        };
        let grammar = &self.words.grammar;
        kind::kind(amount, &clause, self.context, grammar)
    }

    /// The start year directly before a number, which holds for that number only: 「从2015年的1008.6万吨」.
    fn started(&self, number: usize) -> Option<i16> {
        let near = self.tokens[..number].iter().rev().take(3);
        let mut years = near.filter_map(|t| match t.kind {
            Kind::Year(n) => Some(self.years[n]),
            _ => None,
        });
        years.next().filter(|y| y.start).map(|y| y.year)
    }
}
