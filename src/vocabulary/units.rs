use crate::model::{Normalized, Value};

/// A unit found at the start of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitMatch {
    /// Bytes it takes.
    pub len: usize,
    /// The unit as written, with every sign of per cent (％, 百分之 …) as `%` and inner blanks dropped.
    pub unit: String,
    /// Whether it is a mere counter (家, 个, 项) that has no SI form.
    pub counter: bool,
}

/// Units, counters and the words that go with them.
#[derive(Debug, Default)]
pub struct Units {}

impl Units {
    /// The longest unit at the very start of `text`: multipliers (万, 亿, 百万 …), unit, 每-parts
    /// (`/年`), and what the unit is of (标准煤, 二氧化碳当量). `None` where no unit starts.
    pub fn at_start(&self, _text: &str) -> Option<UnitMatch> {
        None
    }

    /// The value in the SI-based unit of its dimension: 27 万千瓦 → 270 MW. `None` for counters.
    pub fn normalize(&self, _value: Value, _unit: &str) -> Option<Normalized> {
        None
    }
}
