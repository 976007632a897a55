use std::sync::LazyLock;

use regex::Regex;
use serde::Deserialize;

use super::file::{At, EntryReport};
use crate::model::{Normalized, Value};
use crate::pattern::regex;

/// A unit found at the start of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitMatch {
    /// Bytes it takes.
    pub len: usize,
    /// The unit as written, with every sign of per cent as `%` and blanks dropped.
    pub unit: String,
    /// Whether it is a mere counter (家, 个, 项) that has no SI form.
    pub counter: bool,
}

/// An entry of `units.yaml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnitSpec {
    #[serde(default)]
    names: Vec<String>,
    /// Indicators without a unit: 系数, PUE.
    #[serde(default)]
    of: Vec<String>,
    /// Words that begin like a unit but are none: 项目, 天河.
    #[serde(default)]
    longer: Vec<String>,
    /// Words that begin like those, and yet with a unit: 项目标.
    #[serde(default)]
    unless: Vec<String>,
    #[serde(default)]
    si: Option<String>,
    #[serde(default)]
    factor: Option<f64>,
    #[serde(default)]
    counter: bool,
}

/// Units, counters and the words that go with them.
#[derive(Debug, Default)]
pub struct Units {
    /// Names with their entry, the longest first.
    names: Vec<(String, usize)>,
    rows: Vec<UnitSpec>,
    /// Indicators without a unit.
    of: Vec<String>,
    /// Words that only begin like a unit, and those that only begin like such a word.
    longer: Vec<String>,
    unless: Vec<String>,
}

/// 万, 亿, 百万, 万亿 in front of a unit.
static MULTIPLIER: LazyLock<Regex> =
    LazyLock::new(|| regex(r"^(?:[十百千]?万亿?|[十百千]?亿|[十百千])"));

/// A denominator behind a unit: 「/年」「/万元」「/人·月」; other units may be used in it, too.
static PER: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^ ?/ ?(?:[万亿]?元|[人户台套辆次座件家场桩天年月日亩吨瓦]|小时|分钟)(?:[·•/.][年月日天次])?",
    )
});

impl Units {
    pub(super) fn new(rows: Vec<UnitSpec>, report: EntryReport<'_>) -> Self {
        let mut names: Vec<(String, usize)> = Vec::new();
        for (n, row) in rows.iter().enumerate() {
            for name in &row.names {
                if names.iter().any(|(known, _)| known == name) {
                    report(format!("the unit {name} stands twice"), At::Again(name));
                }
                names.push((name.clone(), n));
            }
            if row.names.is_empty() == row.of.is_empty() && row.longer.is_empty() {
                report(
                    "an entry has either `names` of a unit or `of`, what has none".to_owned(),
                    At::Words(row.of.first().map_or("of", String::as_str)),
                );
            }
            if row.si.is_some() != row.factor.is_some() {
                report(
                    "a unit with `si` needs a `factor`, and the other way round".to_owned(),
                    At::Words(row.names.first().map_or("", String::as_str)),
                );
            }
        }
        names.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.0.cmp(&b.0)));
        let all =
            |list: fn(&UnitSpec) -> &Vec<String>| rows.iter().flat_map(list).cloned().collect();
        let (of, longer, unless) = (all(|r| &r.of), all(|r| &r.longer), all(|r| &r.unless));
        Self {
            names,
            rows,
            of,
            longer,
            unless,
        }
    }

    /// Whether a clause names an indicator without a unit: 「农田灌溉水有效利用系数」「电能利用效率（PUE）」.
    pub fn counts_without(&self, clause: &str) -> bool {
        self.of.iter().any(|word| clause.contains(word.as_str()))
    }

    /// Whether a unit, other than one of time, converts to an SI-based unit or to money. Numerals before
    /// it are amounts.
    pub fn is_measured(&self, unit: &str) -> bool {
        self.normalize(Value::Number(1.0), unit)
            .is_some_and(|n| n.unit != "h")
    }

    /// The longest unit at the start of `text`: multipliers (万, 亿, 百万 …), unit, and denominators (`/年`).
    /// `None` if no unit starts there.
    pub fn at_start(&self, text: &str) -> Option<UnitMatch> {
        let start = text.len() - text.trim_start_matches(' ').len();
        let multiplier = MULTIPLIER.find(&text[start..]).map_or(0, |m| m.end());
        // 「千瓦」 seems to begin with a multiplier, so both readings are tried.
        let with = self.unit_behind(text, start + multiplier);
        let without = if multiplier > 0 {
            self.unit_behind(text, start)
        } else {
            None
        };
        let (end, row) = match (with, without) {
            (Some(a), Some(b)) => {
                if b.0 >= a.0 {
                    b
                } else {
                    a
                }
            }
            (Some(found), None) | (None, Some(found)) => found,
            (None, None) => return bare_multiplier(text, start + multiplier, multiplier),
        };
        let counter = self.rows[row].counter;
        if self.is_longer(&text[start..], end - start) {
            return None;
        }
        let per = self.per(&text[end..]);
        let end = end + per;
        let unit = text[..end].replace(' ', "").replace('％', "%");
        Some(UnitMatch {
            len: end,
            unit,
            counter: counter && per == 0,
        })
    }

    /// The bytes of 「/千瓦时」 and the like.
    fn per(&self, rest: &str) -> usize {
        let unit = rest
            .trim_start_matches(' ')
            .strip_prefix('/')
            .and_then(|behind| {
                let at = rest.len() - behind.len();
                self.unit_behind(rest, at).map(|(end, _)| end)
            });
        let listed = PER.find(rest).map_or(0, |m| m.end());
        unit.unwrap_or(0).max(listed)
    }

    /// Whether a unit of `len` bytes is the beginning of a longer word: 项 of 项目, 天 of 天河.
    fn is_longer(&self, text: &str, len: usize) -> bool {
        let last = text[..len]
            .char_indices()
            .next_back()
            .map_or(0, |(at, _)| at);
        let starts =
            |words: &[String], at: usize| words.iter().any(|w| text[at..].starts_with(w.as_str()));
        self.longer
            .iter()
            .any(|w| text[last..].starts_with(w.as_str()) && w.len() > len - last)
            && !starts(&self.unless, last)
    }

    /// The longest known name at `at`, after optional spaces: its end and its entry.
    fn unit_behind(&self, text: &str, at: usize) -> Option<(usize, usize)> {
        let rest = text[at..].trim_start_matches(' ');
        let at = text.len() - rest.len();
        let (name, row) = self
            .names
            .iter()
            .find(|(name, _)| rest.starts_with(name.as_str()))?;
        Some((at + name.len(), *row))
    }

    /// The value in the SI-based unit of its dimension: 27 万千瓦 → 270 MW. `None` for counters and units
    /// without a conversion, such as %.
    pub fn normalize(&self, value: Value, unit: &str) -> Option<Normalized> {
        let multiplier = MULTIPLIER.find(unit).map_or("", |m| m.as_str());
        let row = |name: &str| {
            self.names
                .iter()
                .find(|(known, _)| known == name)
                .map(|(_, row)| &self.rows[*row])
        };
        let (row, times) = match row(unit) {
            Some(row) => (row, 1.0),
            None => (row(&unit[multiplier.len()..])?, times(multiplier)),
        };
        let factor = row.factor? * times;
        Some(Normalized {
            value: value.map(|n| tidy(n * factor)),
            unit: row.si.clone()?,
        })
    }
}

/// A multiplier of ten thousand or more without a unit counts if words follow it: 「近300万群众」「常住人口100万以上」.
/// 「10万，」 does not say what is counted.
fn bare_multiplier(text: &str, end: usize, multiplier: usize) -> Option<UnitMatch> {
    let word = &text[end - multiplier..end];
    let counts =
        word.contains(['万', '亿']) && text[end..].starts_with(|c: char| c.is_alphabetic());
    counts.then(|| UnitMatch {
        len: end,
        unit: word.to_owned(),
        counter: true,
    })
}

/// The value of 万, 百万, 万亿.
fn times(multiplier: &str) -> f64 {
    multiplier
        .chars()
        .map(|c| match c {
            '十' => 1e1,
            '百' => 1e2,
            '千' => 1e3,
            '万' => 1e4,
            '亿' => 1e8,
            _ => 1.0,
        })
        .product()
}

/// Rounds the noise of binary fractions away: 12 significant digits.
fn tidy(n: f64) -> f64 {
    format!("{n:.11e}").parse().unwrap_or(n)
}

#[cfg(test)]
mod tests {
    use super::super::tests::REAL;
    use super::*;

    #[test]
    fn reads_units_as_written() {
        let read = |text: &str| {
            REAL.units
                .at_start(text)
                .map(|u| (u.unit, text[u.len..].to_owned(), u.counter))
        };
        let unit =
            |unit: &str, rest: &str, counter| Some((unit.to_owned(), rest.to_owned(), counter));
        assert_eq!(read("万千瓦。"), unit("万千瓦", "。", false));
        assert_eq!(read("万吨标准煤，"), unit("万吨标准煤", "，", false));
        assert_eq!(read("公斤/亩，"), unit("公斤/亩", "，", false));
        assert_eq!(read("家企业"), unit("家", "企业", true));
        assert_eq!(read(" %以上"), unit("%", "以上", false));
        assert_eq!(read("个百分点"), unit("个百分点", "", false));
        assert_eq!(read("亿千瓦时"), unit("亿千瓦时", "", false));
        assert_eq!(read("千瓦时"), unit("千瓦时", "", false));
        assert_eq!(read("万人次"), unit("万人次", "", true));
        assert_eq!(read("元/平方米"), unit("元/平方米", "", false));
        for none in ["年", "月", "号文", "，", "万，", "期工程"] {
            assert_eq!(read(none), None, "{none}");
        }
    }

    #[test]
    fn normalizes_to_si() {
        let normal = |n, unit| {
            REAL.units
                .normalize(Value::Number(n), unit)
                .map(|n| (n.value.upper(), n.unit))
        };
        assert_eq!(normal(27.0, "万千瓦"), Some((270.0, "MW".to_owned())));
        assert_eq!(
            normal(8.55, "万吨标准煤"),
            Some((85500.0, "tce".to_owned()))
        );
        assert_eq!(normal(7300.0, "万立方米"), Some((7.3e7, "m³".to_owned())));
        assert_eq!(normal(20.0, "家"), None);
        assert_eq!(normal(80.0, "%"), None);
    }
}
