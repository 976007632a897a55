//! The numbers of a text that count or measure something, and the reasons for leaving out the others.

mod excluded;
mod numerals;
mod reading;

use std::ops::Range;

use crate::model::Value;

pub use reading::numbers;

/// A number with its unit.
#[derive(Clone, Debug, PartialEq)]
pub struct Amount {
    /// The number, or both ends of a range.
    pub value: Value,
    /// The unit as written; empty if there is none.
    pub unit: String,
    /// Whether the unit is a mere counter.
    pub counter: bool,
    /// 「200余人」: the number is followed by 余, 多 or 几.
    pub odd: bool,
    /// Bytes of number and unit.
    pub span: Range<usize>,
    /// Bytes of the number alone.
    pub digits: Range<usize>,
}

/// The reason why a number is no figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// 2025年, 2016-2020年, 9月30日, 16:56
    Date,
    /// 〔2021〕56号
    DocumentNumber,
    /// 《…（2020—2035年）》, “6+1”
    Name,
    /// 5G, PM2.5, DB33/T 2274-2020, 329国道
    Code,
    /// 第10次
    Ordinal,
    /// 1. 2. inside a paragraph
    ListNumber,
    /// ±800千伏, 500kV
    VoltageClass,
    /// Two numbers as a ratio: 1:1.2, 6.7：44.9：48.4
    Ratio,
    /// 连续7年, 工作满1年, 补贴期3年
    Duration,
    /// 图1, 表1, 附件1, 专栏1
    Caption,
    /// 八大行业 in digits: 8大行业, 500强
    Enumeration,
    /// The basis of a rate: 每引进1名博士后
    Basis,
    /// A repetition of the number as part of its limit: 90平方米以上（含90平方米）
    Inclusive,
    /// Nothing names the thing counted.
    Unexplained,
}

/// A number that is no figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// Its bytes.
    pub span: Range<usize>,
    /// Why.
    pub reason: Reason,
}

impl Default for Amount {
    fn default() -> Self {
        Self {
            value: Value::Number(0.0),
            unit: String::new(),
            counter: false,
            odd: false,
            span: 0..0,
            digits: 0..0,
        }
    }
}
