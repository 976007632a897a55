//! What a way to state a figure consists of.

use crate::model::FigureKind;
use crate::vocabulary::Class;

/// How the name of a figure is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named {
    /// Of these slots in their order; `=word` stands for itself.
    Slots(&'static [&'static str]),
    /// The words before the number, else those behind it, else the name used before.
    Around,
}

/// One way to state a figure.
#[derive(Debug)]
pub struct Rule {
    /// What it is called when a reading is explained.
    pub name: &'static str,
    /// The kinds of units it takes: `m`oney, `p`er cent, `k` counters, `u` measures, `t`imes.
    pub units: &'static str,
    /// The text before the number.
    pub before: &'static str,
    /// Whether `before` looks at all of the sentence, not only at the clause.
    pub sentence: bool,
    /// The text behind the number.
    pub after: &'static str,
    /// How the name is made.
    pub named: Named,
    /// The name ends in a word of this class.
    pub only: Option<Class>,
    /// The clause before the number ends in no word of this class.
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
