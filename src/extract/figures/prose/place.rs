use std::ops::Range;

use super::super::number::Amount;
use crate::vocabulary::{Class, Grammar};

/// A run of numbers with one unit, joined by 、 or 和 only: 「0.17、24公斤/亩」.
pub struct Run {
    /// Their tokens.
    pub numbers: Vec<usize>,
    /// The token behind the last number and its limit.
    pub end: usize,
}

impl Run {
    /// The token of the first number.
    pub fn first(&self) -> usize {
        self.numbers.first().copied().unwrap_or_default()
    }

    /// The token of the last number.
    pub fn last(&self) -> usize {
        self.numbers.last().copied().unwrap_or_default()
    }
}

/// The position of a run of numbers, and the words around it.
pub struct RunPlace<'a> {
    pub run: &'a Run,
    /// First token of its clause.
    pub start: usize,
    pub sentence: &'a Range<usize>,
    /// The letters of the clause before it.
    pub letters: String,
}

/// Whether a unit measures time.
pub fn is_time(unit: &str, grammar: &Grammar) -> bool {
    grammar.is(Class::TimeUnit, unit)
}

/// Whether a unit measures a share or a rate.
pub fn is_rate(amount: &Amount, grammar: &Grammar) -> bool {
    let rate = grammar.ending(Class::RateUnit, &amount.unit);
    rate.is_some_and(|word| word == amount.unit || word.chars().count() > 2)
}
