//! Figures (数字): the numbers of things in sentences and tables of a text.

mod kind;
mod lexer;
mod list;
mod mask;
mod name;
mod number;
mod prose;
mod row_names;
mod rule;
mod rules;
mod table;
#[cfg(test)]
mod tests;
mod years;

pub use number::{Reason, numbers};
pub use prose::{figures as in_prose, figures_under as in_prose_under, unnamed};
pub use table::{columns_by_year, figures as in_table};
pub use years::years;

use crate::model::{Binding, Bound, Change, FigureKind, Lines, Value};
use crate::vocabulary::Vocabulary;

/// Whether a heading states an amount that is reached, required or granted. 「实施10项重点工程」 does not: it only
/// names the contents of the section.
pub fn is_claim(heading: &str, words: &Vocabulary) -> bool {
    let (amounts, _) = numbers(heading, words);
    let sentence = heading.contains(['，', '。', '；', ',']);
    amounts.iter().any(|amount| sentence || !amount.counter)
}

/// Facts about a paragraph that are known before it is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Context {
    /// The year of the text: the meaning of 今年, and the end of the past.
    pub this_year: Option<i16>,
    /// The year of the sentence that leads in: 「到2025年，实现三大目标：」.
    pub lead_in_year: Option<i16>,
    /// Whether the section reports the present state (现状, 工作基础).
    pub past: bool,
    /// Whether the text, or this part of it, sets rules: thresholds, rates and periods.
    pub rules: bool,
}

/// A figure that is not yet part of its document.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// Byte offset of its number in the paragraph.
    pub at: usize,
    /// The name of the thing counted.
    pub name: String,
    /// The number.
    pub value: Option<Value>,
    /// The words of a target without a number.
    pub text: Option<String>,
    /// The unit as written.
    pub unit: Option<String>,
    /// The side of the number that counts as met.
    pub bound: Bound,
    /// The year of its validity.
    pub year: Option<i16>,
    /// The base year of a change.
    pub base_year: Option<i16>,
    /// Set if the number is a difference or rate.
    pub change: Option<Change>,
    /// The kind of the figure.
    pub kind: FigureKind,
    /// The binding force of the target (约束性 or 预期性), if a table states it.
    pub binding: Option<Binding>,
    /// The words it was read from.
    pub quote: String,
    /// The lines of the number.
    pub lines: Lines,
}
