//! The numbers of a text that count or measure something, and why the others do not.

mod excluded;
mod numerals;

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::mask::masks;
use super::words::{bound_after, strip_trails};
use crate::model::Value;
use crate::pattern::regex;
use crate::vocabulary::Units;
use excluded::{excluded, last_words, unitless};

/// A number with its unit.
#[derive(Clone, Debug, PartialEq)]
pub struct Amount {
    /// The number, or both ends of a range.
    pub value: Value,
    /// The unit as written; nothing for what has none.
    pub unit: String,
    /// Whether the unit only counts.
    pub counter: bool,
    /// 「200余人」: the number is followed by 余, 多 or 几.
    pub odd: bool,
    /// Bytes of number and unit.
    pub span: Range<usize>,
    /// Bytes of the number alone.
    pub digits: Range<usize>,
}

/// Why a number is no figure.
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
    /// What something is counted by: 每引进1名博士后
    Basis,
    /// The number again, as part of its limit: 90平方米以上（含90平方米）
    Inclusive,
    /// Nothing says what it counts.
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

/// 「1,200」「0.17」, with a sign only where it cannot be a dash.
static DIGITS: LazyLock<Regex> =
    LazyLock::new(|| regex(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"));

/// What stands between the ends of a range.
static DASH: LazyLock<Regex> = LazyLock::new(|| regex(r"^ ?(?:-|—|–|－|~|～|至) ?"));

/// Finds every number of a text: those with a unit, and the others with the reason why not.
pub fn numbers(text: &str, units: &Units) -> (Vec<Amount>, Vec<Skipped>) {
    let masks = masks(text);
    let mut amounts: Vec<Amount> = Vec::new();
    let mut skipped = Vec::new();
    let mut at = 0;
    while let Some(found) = DIGITS.find_at(text, at) {
        let (mut start, mut end) = (found.start(), found.end());
        at = end;
        if let Some(reason) = excluded(text, &masks, start, end) {
            skipped.push(Skipped {
                span: start..end,
                reason,
            });
            continue;
        }
        let mut value = parse(found.as_str());
        if is_negative(text, start) {
            start -= 1;
            value = -value;
        }
        let mut range_end = None;
        // 「150-168万亿」「6%~15%」「10—15个」
        let first_unit = units.at_start(&text[end..]);
        let past = end + first_unit.as_ref().map_or(0, |u| u.len);
        let dash = DASH
            .find(&text[past..])
            .filter(|_| !text[past..].starts_with('至') || first_unit.is_some());
        if let Some(dash) = dash
            && let Some(second) = DIGITS.find_at(text, past + dash.end())
            && second.start() == past + dash.end()
            && units.at_start(&text[second.end()..]).is_some()
        {
            range_end = Some(parse(second.as_str()));
            end = second.end();
            at = end;
        }
        let odd = text[end..].starts_with(['余', '多'])
            && units.at_start(&text[end + "余".len()..]).is_some();
        let unit_at = end + if odd { "余".len() } else { 0 };
        let multiplied = odd_multiple(text, end, units);
        let odd = odd || multiplied.is_some();
        let unit = multiplied
            .or_else(|| units.at_start(&text[unit_at..]))
            .or_else(|| inherited(text, end, &masks, units, LISTED))
            .or_else(|| without_unit(text, start, end, units));
        let Some(unit) = unit.map(|u| without_lookahead(text, unit_at, u)) else {
            skipped.push(Skipped {
                span: start..end,
                reason: unitless(text, start, end),
            });
            continue;
        };
        if is_voltage(&unit.unit) {
            skipped.push(Skipped {
                span: start..unit_at + unit.len,
                reason: Reason::VoltageClass,
            });
            at = unit_at + unit.len;
            continue;
        }
        let value = match range_end {
            Some(to) if to > value => Value::Range { from: value, to },
            Some(to) => Value::Range {
                from: to,
                to: value,
            },
            None => Value::Number(value),
        };
        let span = start..unit_at + unit.len;
        at = span.end;
        amounts.push(Amount {
            value,
            unit: unit.unit,
            counter: unit.counter,
            odd,
            span,
            digits: start..end,
        });
    }
    amounts.extend(numerals::amounts(text, &masks, units));
    amounts.sort_by_key(|a| a.span.start);
    (amounts, skipped)
}

fn parse(digits: &str) -> f64 {
    digits.replace(',', "").parse().unwrap_or(0.0)
}

/// 「降低-5.17%」: a minus that no number or word stands before.
fn is_negative(text: &str, start: usize) -> bool {
    text[..start].ends_with('-')
        && text[..start - 1]
            .chars()
            .next_back()
            .is_some_and(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c))
}

/// A list of numbers before the unit of them all is no longer than this.
const LISTED: usize = 20;

/// A unit that the next number of the same list states: 「0.17、24公斤/亩」.
fn inherited(
    text: &str,
    end: usize,
    masks: &[Range<usize>],
    units: &Units,
    left: usize,
) -> Option<crate::vocabulary::UnitMatch> {
    let left = left.checked_sub(1)?;
    let rest = text[end..].strip_prefix(['、', '和', '与', '及'])?;
    let next = DIGITS.find(rest).filter(|d| d.start() == 0)?;
    let next_start = text.len() - rest.len();
    let next_end = next_start + next.end();
    if excluded(text, masks, next_start, next_end).is_some() {
        return None;
    }
    let unit = units
        .at_start(&text[next_end..])
        .or_else(|| inherited(text, next_end, masks, units, left))?;
    Some(crate::vocabulary::UnitMatch { len: 0, ..unit })
}

/// 「1万余个」「3万多户」: the unit behind, with the multiplier before 余.
fn odd_multiple(text: &str, end: usize, units: &Units) -> Option<crate::vocabulary::UnitMatch> {
    static MULTIPLE: LazyLock<Regex> =
        LazyLock::new(|| regex(r"^ ?([十百千]?万亿?|[十百千]?亿)(?:余|多)"));
    let found = MULTIPLE.captures(&text[end..])?;
    let (all, multiplier) = (found.get(0)?, found.get(1)?);
    let unit = units.at_start(&text[end + all.end()..])?;
    Some(crate::vocabulary::UnitMatch {
        len: all.end() + unit.len,
        unit: format!("{}{}", multiplier.as_str(), unit.unit),
        counter: unit.counter,
    })
}

/// What needs no unit: 「农田灌溉水有效利用系数提高到0.65」「电能利用效率（PUE）不高于1.3。」.
fn without_unit(
    text: &str,
    start: usize,
    end: usize,
    units: &Units,
) -> Option<crate::vocabulary::UnitMatch> {
    /// Verbs that lead from one value to the next: 「由1.5降至1.3」.
    const ONWARD: [&str; 6] = ["降", "下降", "提", "上升", "增", "升"];
    let after = text[end..].trim_start();
    let ends = after.is_empty()
        || after.starts_with(['，', ',', '。', '；', ';', '、', '）', ')'])
        || bound_after(after).is_some()
        || ONWARD.iter().any(|verb| after.starts_with(verb));
    let counted = strip_trails(last_words(&text[..start], 40), false);
    // The number before it, of 「由1.5降至1.3」 and 「分别达到0.62、0.65」.
    let former = |c: char| c.is_ascii_digit() || matches!(c, '.' | '、' | '和');
    let counted = strip_trails(counted.trim_end_matches(former), false);
    (ends && units.has_none(counted)).then(|| crate::vocabulary::UnitMatch {
        len: 0,
        unit: String::new(),
        counter: false,
    })
}

/// 「10个百分点」 is one unit, but 「5个月」 and a counter before a longer word stay as they are; a
/// trailing bracketed twin (「35条（个）」) belongs to the unit.
fn without_lookahead(
    text: &str,
    at: usize,
    unit: crate::vocabulary::UnitMatch,
) -> crate::vocabulary::UnitMatch {
    if !unit.counter || unit.len == 0 {
        return unit;
    }
    let rest = &text[at + unit.len..];
    let twin = rest
        .strip_prefix('（')
        .and_then(|r| r.split_once('）'))
        .map(|(inner, _)| inner);
    match twin {
        Some(inner) if inner.chars().count() == 1 => crate::vocabulary::UnitMatch {
            len: unit.len + "（）".len() + inner.len(),
            unit: format!("{}（{inner}）", unit.unit),
            counter: true,
        },
        _ => unit,
    }
}

fn is_voltage(unit: &str) -> bool {
    unit.ends_with("千伏") || unit.ends_with('伏') || unit.eq_ignore_ascii_case("kv") || unit == "V"
}
