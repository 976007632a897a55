//! The numbers of a text that count or measure something, and why the others do not.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::mask::{is_masked, masks};
use super::words::{bound_after, strip_trails};
use crate::model::Value;
use crate::outline::chinese_number;
use crate::pattern::regex;
use crate::vocabulary::Units;

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

/// A number in Chinese numerals that states an amount: 「至少建成一个」.
static WORDED: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?:至少|不少于|不低于|不得少于|超过)(?:[建创培新打引]\S{0,3}?)?([一二两三四五六七八九十百]{1,5})(?:个|家|项|座|处|所|条|批次|名|支)",
    )
});

/// 「每招收1名博士后，给予5万元」「每新增1家」: a duty or a gift is counted by it.
static BASIS: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"每(?:成功)?(?:新)?(?:招收|招录|招用|引进|引育|增加|新增|减少|提高|降低|推荐|吸纳|培养|培育|培训|认定|举办|带动|安置|发展|超过?)$",
    )
});

/// 「百分之三十以上」「百分之五至百分之十」, as regulations write it.
static PER_CENT: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"百分之([零〇一二两三四五六七八九十百]{1,5})(?:点([零〇一二三四五六七八九]{1,2}))?(?:(?:至|到|—|-|~)百分之([零〇一二两三四五六七八九十百]{1,5}))?",
    )
});

/// 「五千吨标准煤」「二十万元」「两个百分点」: a numeral before a measure.
static MEASURED: LazyLock<Regex> =
    LazyLock::new(|| regex(r"[一二两三四五六七八九](?:[十百千][零〇]?[一二三四五六七八九]?)*"));

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
    amounts.extend(worded(text, &masks, units));
    amounts.extend(per_cent(text, &masks));
    amounts.extend(measured(text, &masks, units));
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

/// Why a number is none before its unit is looked at.
fn excluded(text: &str, masks: &[Range<usize>], start: usize, end: usize) -> Option<Reason> {
    let before = text[..start].chars().next_back();
    let after = &text[end..];
    if is_masked(masks, start) {
        return Some(if text[..start].ends_with('〔') {
            Reason::DocumentNumber
        } else {
            Reason::Name
        });
    }
    if before == Some('第') {
        return Some(Reason::Ordinal);
    }
    if before.is_some_and(|c| c.is_ascii_alphabetic() || c == '±' || c == '_')
        || (before.is_some_and(|c| matches!(c, '+' | '/' | '.')) && start > 0)
        || text[..start].ends_with("T ")
    {
        let voltage = before == Some('±');
        return Some(if voltage {
            Reason::VoltageClass
        } else {
            Reason::Code
        });
    }
    if before == Some('〕') || (after.starts_with('号') && !after.starts_with("号线")) {
        return Some(Reason::DocumentNumber);
    }
    if is_date(text, start, end) {
        return Some(Reason::Date);
    }
    // 「三次产业结构由6.7：44.9：48.4优化为…」
    let colon = |c: char| matches!(c, ':' | '：' | '∶');
    let digit = |c: char| c.is_ascii_digit();
    let ratio_behind = after
        .strip_prefix(colon)
        .is_some_and(|r| r.starts_with(digit));
    let ratio_before = text[..start]
        .strip_suffix(colon)
        .is_some_and(|r| r.ends_with(digit));
    if ratio_behind || ratio_before {
        return Some(Reason::Ratio);
    }
    let captions = ["图", "表", "附件", "附表", "专栏"];
    if captions
        .iter()
        .any(|w| text[..start].trim_end().ends_with(w))
    {
        return Some(Reason::Caption);
    }
    let small = end - start <= 2 && !text[start..end].contains('.');
    if small && after.starts_with('年') || after.starts_with("周年") {
        return Some(Reason::Duration);
    }
    if text[..start].ends_with("（含") || text[..start].ends_with("(含") {
        return Some(Reason::Inclusive);
    }
    if BASIS.is_match(last_words(&text[..start], 10)) {
        return Some(Reason::Basis);
    }
    if after.starts_with('强') || (small && after.starts_with('大')) {
        return Some(Reason::Enumeration);
    }
    let list_mark = after.starts_with(['.', '．', '、', ')', '）'])
        && text[start..end].len() <= 2
        && !text[start..end].contains('.');
    let list_place =
        before.is_none_or(|c| matches!(c, '。' | '；' | '：' | ';' | ':' | '（' | '('));
    let no_number_next = |mark: char| {
        after
            .strip_prefix(mark)
            .is_some_and(|r| !r.starts_with(|c: char| c.is_ascii_digit()))
    };
    if list_mark && list_place && ['.', '．', '、', ')', '）'].into_iter().any(no_number_next) {
        return Some(Reason::ListNumber);
    }
    None
}

/// The last `count` characters of a text: what decides on a number stands in them.
fn last_words(text: &str, count: usize) -> &str {
    let from = text.char_indices().rev().nth(count - 1);
    let from = from.map_or(0, |(at, _)| at);
    &text[from..]
}

/// Years, months, days, hours: by the word behind, or by the other half of a range.
fn is_date(text: &str, start: usize, end: usize) -> bool {
    static AFTER: LazyLock<Regex> = LazyLock::new(|| {
        regex(
            r"^ ?(?:(?:-|—|–|－|~|～|至|、|/) ?\d{2,4} ?){0,3} ?(?:学年|年(?:[^期限龄]|$)|版|年$)",
        )
    });
    let (digits, after, before) = (&text[start..end], &text[end..], &text[..start]);
    let four = digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20"));
    if four && (AFTER.is_match(after) || before.ends_with("截至")) {
        return true;
    }
    if four
        && after.starts_with(['-', '/', '.'])
        && after[1..].starts_with(|c: char| c.is_ascii_digit())
    {
        return true;
    }
    let small = digits.len() <= 2 && !digits.contains('.');
    if small
        && (after.starts_with('月')
            || after.starts_with('日')
            || after.starts_with('时') && !after.starts_with("时期"))
    {
        return true;
    }
    // 「6月1—15日」「2019—30年」
    static RANGE_END: LazyLock<Regex> =
        LazyLock::new(|| regex(r"^ ?(?:-|—|–|~|～|至|、) ?\d{1,2} ?[月日]"));
    small && RANGE_END.is_match(after)
}

fn unitless(text: &str, start: usize, end: usize) -> Reason {
    let after = text[end..].chars().next();
    if after.is_some_and(|c| c.is_ascii_alphabetic() || matches!(c, '+' | '/'))
        || text[end..].starts_with("国道")
        || text[end..].starts_with("省道")
    {
        return Reason::Code;
    }
    if text[..start].ends_with('-') || text[..start].ends_with('—') {
        return Reason::Code;
    }
    Reason::Unexplained
}

/// Amounts in Chinese numerals behind a limit word.
fn worded(text: &str, masks: &[Range<usize>], units: &Units) -> Vec<Amount> {
    let amounts = WORDED.captures_iter(text).filter_map(|found| {
        let numeral = found.get(1)?;
        if is_masked(masks, numeral.start()) {
            return None;
        }
        let value = chinese_number(numeral.as_str())?;
        let unit = units.at_start(&text[numeral.end()..])?;
        Some(Amount {
            value: Value::Number(f64::from(value)),
            span: numeral.start()..numeral.end() + unit.len,
            digits: numeral.range(),
            unit: unit.unit,
            counter: unit.counter,
            odd: false,
        })
    });
    amounts.collect()
}

/// Shares in Chinese numerals.
fn per_cent(text: &str, masks: &[Range<usize>]) -> Vec<Amount> {
    let amounts = PER_CENT.captures_iter(text).filter_map(|found| {
        let (all, whole) = (found.get(0)?, found.get(1)?);
        if is_masked(masks, all.start()) {
            return None;
        }
        let number = |numeral: &str| chinese_number(numeral).map(f64::from);
        let part = found.get(2).map_or(String::new(), |part| {
            let digits = part.as_str().chars();
            digits
                .filter_map(|c| chinese_number(c.encode_utf8(&mut [0; 4])))
                .map(|digit| digit.to_string())
                .collect()
        });
        let from: f64 = format!("{}.{part}", number(whole.as_str())?).parse().ok()?;
        let value = match found.get(3).and_then(|to| number(to.as_str())) {
            Some(to) if to > from => Value::Range { from, to },
            Some(_) => return None,
            None => Value::Number(from),
        };
        Some(Amount {
            value,
            span: all.range(),
            digits: all.range(),
            unit: "%".to_owned(),
            counter: false,
            odd: false,
        })
    });
    amounts.collect()
}

/// Amounts in Chinese numerals that need no limit word, for a measure follows. A single digit
/// is one only with a multiplier or before 百分点: 「一公里」 is a word as often as a number.
fn measured(text: &str, masks: &[Range<usize>], units: &Units) -> Vec<Amount> {
    const MEASURES: [&str; 13] = [
        "元",
        "吨",
        "煤",
        "亩",
        "公顷",
        "平方米",
        "平方公里",
        "公里",
        "千米",
        "立方米",
        "千瓦",
        "千瓦时",
        "百分点",
    ];
    let amounts = MEASURED.find_iter(text).filter_map(|numeral| {
        let before = text[..numeral.start()].chars().next_back();
        let in_word = before.is_some_and(|c| {
            c == '第'
                || c == '之'
                || c == '点'
                || chinese_number(c.encode_utf8(&mut [0; 4])).is_some()
        });
        if in_word || is_masked(masks, numeral.start()) {
            return None;
        }
        let rest = &text[numeral.end()..];
        let unit = units.at_start(rest)?;
        let single = numeral.as_str().chars().count() == 1;
        let multiplied = rest.starts_with(['万', '亿']);
        let known = !unit.counter && MEASURES.iter().any(|m| unit.unit.ends_with(m));
        if !known || single && !multiplied && unit.unit != "百分点" {
            return None;
        }
        Some(Amount {
            value: Value::Number(f64::from(chinese_number(numeral.as_str())?)),
            span: numeral.start()..numeral.end() + unit.len,
            digits: numeral.range(),
            unit: unit.unit,
            counter: false,
            odd: false,
        })
    });
    amounts.collect()
}
