//! The parts of a rule for reading figures.

use crate::model::FigureKind;
use crate::vocabulary::Class;

/// The way in which the name of a figure is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named {
    /// From these slots in their order; `=word` inserts the word itself.
    Slots(&'static [&'static str]),
    /// The words before the number, else those behind it, else the name used before.
    Around,
}

/// One way to state a figure.
#[derive(Debug)]
pub struct Rule {
    /// The rule's name in explanations of a reading.
    pub name: &'static str,
    /// The kinds of units it takes: `m`oney, `p`er cent, `k` counters, `u` measures, `t`imes.
    pub units: &'static str,
    /// The text before the number.
    pub before: &'static str,
    /// Whether `before` is matched against the whole sentence, not only the clause.
    pub sentence: bool,
    /// The text behind the number.
    pub after: &'static str,
    /// The way in which the name is made.
    pub named: Named,
    /// The class of words in which the name must end.
    pub only: Option<Class>,
    /// The class of words in which the clause before the number must not end.
    pub unless: Option<Class>,
    /// The kind of the figure, if the rule alone decides it.
    pub kind: Option<FigureKind>,
    /// A sentence, and all its figures as the test of the rules shows them.
    #[cfg_attr(not(test), allow(dead_code, reason = "documentation that a test runs"))]
    pub example: (&'static str, &'static [&'static str]),
}

/// Defaults of a row.
pub const ROW: Rule = Rule {
    name: "",
    units: "mpkut",
    before: "",
    sentence: false,
    after: "",
    named: Named::Around,
    only: None,
    unless: None,
    kind: None,
    example: ("", &[]),
};
