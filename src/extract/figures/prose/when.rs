//! The year of a number in a sentence, and its base year.

use std::ops::Range;

use super::super::lexer::Kind;
use super::super::years::YearMention;
use super::place::RunPlace;
use super::{Paragraph, State};
use crate::vocabulary::Class;

impl Paragraph<'_> {
    pub(super) fn mentions(
        &self,
        tokens: Range<usize>,
    ) -> impl DoubleEndedIterator<Item = (usize, &YearMention)> {
        tokens.filter_map(|n| match self.tokens[n].kind {
            Kind::Year(year) => Some((n, &self.years[year])),
            _ => None,
        })
    }

    /// The target year of the sentence before, if this one refers back to it:
    /// 「到2025年，空气质量达标。其中，优良率稳定在85%」.
    pub(super) fn year_of_previous_sentence(&self, sentence: usize) -> Option<i16> {
        let words = &self.text[self.at(sentence)..];
        self.words.grammar.beginning(Class::OfThese, words)?;
        let (_, year) = self.mentions(0..sentence).next_back()?;
        year.goal.then_some(year.year)
    }

    /// The year of the `n`th number of a run, which may differ: 「2027年、2030年分别达到3000个、8000个」,
    /// 「2022至2025年…分别达到80%、90%、95%、100%」.
    pub(super) fn year_of(
        &self,
        place: &RunPlace<'_>,
        n: usize,
        names: &[String],
        state: &State,
    ) -> Option<i16> {
        let first = place.run.first();
        let count = place.run.numbers.len();
        if count > 1 && names.len() != count {
            let named = self.mentions(place.sentence.start..first).map(|(_, y)| y);
            let named: Vec<_> = named
                .filter(|y| !y.base && !y.relative && y.year != 0)
                .collect();
            if named.len() == count {
                return Some(named[n].year);
            }
            let span = named
                .last()
                .filter(|y| usize::try_from(y.year - y.first + 1) == Ok(count));
            if let (Some(span), Ok(n)) = (span, i16::try_from(n)) {
                return Some(span.first + n);
            }
        }
        let behind = self.year_behind(place);
        behind.or_else(|| self.year_at(first, place.sentence, state.carried))
    }

    /// 「力争到2025年」
    pub(super) fn strives_until(&self, tokens: Range<usize>) -> bool {
        let strives = |y: &YearMention| {
            let words = &self.text[y.at..y.end];
            self.words.grammar.beginning(Class::Strive, words).is_some()
        };
        self.mentions(tokens).any(|(_, y)| strives(y))
    }

    /// The deadline behind a number in its clause: 「6条铁路专用线力争2021年底前建成投用」.
    fn year_behind(&self, place: &RunPlace<'_>) -> Option<i16> {
        let rest = place.run.end..place.sentence.end;
        let ends = |n: &usize| b",;:.()NVC".contains(&self.tokens[*n].symbol);
        let end = rest.clone().find(ends).unwrap_or(rest.end);
        let holds = |y: &YearMention| !(y.base || y.task || y.start || y.relative) && y.year != 0;
        let mut years = self.mentions(rest.start..end).filter(|(_, y)| holds(y));
        let (at, year) = years.next()?;
        // 「降至2020年的846.6万吨」 is the year of the next number.
        if self
            .tokens
            .get(at + 1)
            .is_some_and(|t| matches!(t.symbol, b'd' | b'N'))
        {
            return None;
        }
        let due = year.goal
            || self
                .words
                .grammar
                .ending(Class::Due, &self.text[year.at..year.end])
                .is_some();
        due.then_some(year.year)
    }

    /// The year in force at a position of a sentence. It is the last one named before it, else the one
    /// that opens the paragraph, else the lead-in's.
    pub(super) fn year_at(
        &self,
        token: usize,
        sentence: &Range<usize>,
        carried: Option<i16>,
    ) -> Option<i16> {
        let spent =
            |at: usize, y: &YearMention| y.start && (at..token).any(|n| self.amount(n).is_some());
        let holds =
            |(at, y): &(usize, &YearMention)| !y.base && !y.task && y.year != 0 && !spent(*at, y);
        let named = self.mentions(sentence.start..token).rev().find(holds);
        let named = named.map(|(at, y)| match y.relative {
            true => carried
                .or_else(|| self.last_year_mentioned(at, y.year))
                .unwrap_or(y.year),
            false => y.year,
        });
        named.or(carried).or(self.context.lead_in_year)
    }

    /// The year that a report named last before 「全年」: 「2020年气温18.4℃。全年降水日数161天」.
    fn last_year_mentioned(&self, at: usize, this_year: i16) -> Option<i16> {
        let whole_year = self
            .words
            .grammar
            .beginning(Class::WholeYear, &self.text[self.at(at)..])
            .is_some();
        let mut before = self.mentions(0..at).rev().map(|(_, y)| y);
        let last = before.find(|y| !y.relative && y.year != 0)?;
        let reported = !(last.base || last.start || last.task) && last.year <= this_year;
        (whole_year && reported).then_some(last.year)
    }

    /// The base year of a change: the last one named in the clause or directly before it.
    pub(super) fn base_year(
        &self,
        token: usize,
        sentence: &Range<usize>,
        year: Option<i16>,
    ) -> Option<i16> {
        let mark = |n: &usize| b",;:".contains(&self.tokens[*n].symbol);
        let behind_base = |n: &usize| {
            n.checked_sub(1)
                .is_some_and(|b| self.tokens[b].symbol == b'B')
        };
        let mut marks = (sentence.start..token)
            .rev()
            .filter(|n| mark(n) && !behind_base(n));
        let start = marks.next().unwrap_or(sentence.start);
        if let Some((_, base)) = self
            .mentions(start..token)
            .rev()
            .find(|(_, y)| y.base && !y.price)
        {
            return Some(base.year);
        }
        let last_year = self.tokens[start..token].iter().any(|t| {
            let words = &self.text[t.span.clone()];
            let last_year = self.words.grammar.beginning(Class::LastYear, words);
            let compares = t.change().is_some() && last_year.is_some();
            t.kind == Kind::Word(Class::LastYear) || compares
        });
        year.filter(|_| last_year).map(|year| year - 1)
    }
}
