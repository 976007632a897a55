//! Amounts in Chinese numerals.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::Amount;
use crate::extract::figures::mask::is_masked;
use crate::model::Value;
use crate::outline::chinese_number;
use crate::pattern::regex;
use crate::vocabulary::Units;

/// A number in Chinese numerals that states an amount: 「至少建成一个」.
static WORDED: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?:至少|不少于|不低于|不得少于|超过)(?:[建创培新打引]\S{0,3}?)?([一二两三四五六七八九十百]{1,5})(?:个|家|项|座|处|所|条|批次|名|支)",
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

/// All of a text, in no order.
pub fn amounts(text: &str, masks: &[Range<usize>], units: &Units) -> Vec<Amount> {
    let mut amounts = worded(text, masks, units);
    amounts.extend(per_cent(text, masks));
    amounts.extend(measured(text, masks, units));
    amounts
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
