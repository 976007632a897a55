use serde::{Deserialize, Serialize, Serializer};

use super::Lines;

/// Figure (数字): a number with a unit that measures or counts something which the text targets, reports,
/// requires or limits. Each number is a figure of its own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// `f1`, `f2`, … in the order of the text; unique in its document.
    pub id: String,
    /// Id of the measure that contains it; `None` in goal chapters, tables and overviews.
    pub measure: Option<String>,
    /// The name of the thing counted, in the text's own words.
    pub name: String,
    /// Id of `content/vocabulary/indicators.yaml`, if one fits.
    pub indicator: Option<String>,
    /// The number; `None` if the target is in words (see `text`).
    pub value: Option<Value>,
    /// The words of a target without a number, such as 完成省下达任务.
    pub text: Option<String>,
    /// As written, `%` for every sign of per cent; 百分点 is kept apart.
    pub unit: Option<String>,
    /// The value in SI-based units, if the unit has one.
    pub normalized: Option<Normalized>,
    /// The side of the number that counts as met.
    pub bound: Bound,
    /// The year of its validity.
    pub year: Option<i16>,
    /// The end of the document's period, for a target without a year of its own. It is derived and
    /// therefore not stored in `year`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub horizon: Option<i16>,
    /// The year a change is measured from.
    pub base_year: Option<i16>,
    /// Set if the number is a difference or a rate.
    pub change: Option<Change>,
    /// The kind of the figure.
    pub kind: FigureKind,
    /// The binding force of the target, if a table states it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub binding: Option<Binding>,
    /// The words it was read from, hard wraps undone.
    pub quote: String,
    /// The lines of the number.
    pub lines: Lines,
    /// Whether a person corrected it: see [`super::Policy::corrections`].
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub corrected: bool,
}

/// A number, or the two ends of a range.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Value {
    /// One number.
    Number(#[serde(serialize_with = "plain")] f64),
    /// 「150-168 万亿」: both ends included.
    Range {
        /// The lower end.
        #[serde(serialize_with = "plain")]
        from: f64,
        /// The upper end.
        #[serde(serialize_with = "plain")]
        to: f64,
    },
}

impl Value {
    /// The number, or the upper end of a range; charts place their mark there.
    pub fn upper(self) -> f64 {
        match self {
            Self::Number(n) | Self::Range { to: n, .. } => n,
        }
    }

    /// The value with `f` applied to every number.
    pub fn map(self, f: impl Fn(f64) -> f64) -> Self {
        match self {
            Self::Number(n) => Self::Number(f(n)),
            Self::Range { from, to } => Self::Range {
                from: f(from),
                to: f(to),
            },
        }
    }
}

/// Writes 27 as `27`, not as `27.0`: data files show the number of the text.
fn plain<S: Serializer>(n: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    // Whole numbers up to 2^53 are exact in a double.
    if n.fract() == 0.0 && n.abs() < 9_007_199_254_740_992.0 {
        serializer.serialize_i64(*n as i64)
    } else {
        serializer.serialize_f64(*n)
    }
}

/// A value in the unit that figures of its kind are compared in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Normalized {
    /// The number in `unit`.
    pub value: Value,
    /// Such as `MW`, `t`, `hm²`.
    pub unit: String,
}

/// The side of a number that counts as met.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Bound {
    /// No limit word.
    Exact,
    /// 以上, 不低于, 不少于, 超过, 至少.
    AtLeast,
    /// 以下, 以内, 不超过, 小于, 控制在…以内.
    AtMost,
    /// 左右, 约, 余, 接近.
    About,
    /// 力争, 争取 and no limit word beside the number.
    Strive,
}

/// The direction of a difference or rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// 提高, 增长, 增加.
    Increase,
    /// 下降, 降低, 减少, 节约.
    Decrease,
}

/// The kind of a figure: the role of the number in its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FigureKind {
    /// It is to be reached.
    Target,
    /// It is or was so.
    Actual,
    /// The starting column of a table of targets.
    Baseline,
    /// Money to be spent.
    Budget,
    /// A rule or the threshold of a class: 「每小区不少于10%」, 「35蒸吨以下锅炉」.
    Limit,
}

/// Whether a target is binding (指标属性), as a table of indicators states it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Binding {
    /// It has to be reached.
    #[serde(rename = "约束性")]
    Binding,
    /// It is expected to be reached.
    #[serde(rename = "预期性")]
    Expected,
}
