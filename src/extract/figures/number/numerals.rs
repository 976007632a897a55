//! Amounts in Chinese numerals.

use std::ops::Range;
use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::Amount;
use crate::extract::figures::mask::is_masked;
use crate::model::Value;
use crate::outline::chinese_number;
use crate::pattern::regex;
use crate::vocabulary::{UnitMatch, Vocabulary};

/// A numeral with a limit word, such as a count 「至少建成一个」 or a period 「未满两年」.
const LIMITED: &str = r"(?:@numeral_limit@(?:@numeral_verb@\S{0,3}?)?([一二两三四五六七八九十百]{1,5})@numeral_unit@|@numeral_time@([一二两三四五六七八九十]{1,3})(?:年|个月))";

/// 「百分之三十以上」「百分之五至百分之十」, as regulations write it.
static PER_CENT: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"百分之([零〇一二两三四五六七八九十百]{1,5})(?:点([零〇一二三四五六七八九]{1,2}))?(?:(?:至|到|—|-|~)百分之([零〇一二两三四五六七八九十百]{1,5}))?",
    )
});

/// 「五千吨标准煤」「二十万元」「一万五千亿元」「八成以上」: a numeral before a measure.
static MEASURED: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"[一二两三四五六七八九十][一二两三四五六七八九十百千零〇]*(?:万[一二两三四五六七八九零〇][一二两三四五六七八九十百千零〇]*)?",
    )
});

/// All amounts of a text, in no particular order.
pub fn amounts(text: &str, masks: &[Range<usize>], words: &Vocabulary) -> Vec<Amount> {
    let free = |at: usize| !is_masked(masks, at);
    let pattern = words.grammar.pattern(LIMITED);
    let limited = pattern
        .captures_iter(text)
        .filter_map(|f| limited(text, &f, words));
    let per_cent = PER_CENT.captures_iter(text).filter_map(|f| per_cent(&f));
    let measured = MEASURED
        .find_iter(text)
        .filter_map(|f| measured(text, f.range(), words));
    limited
        .chain(per_cent)
        .chain(measured)
        .filter(|a| free(a.span.start))
        .collect()
}

fn amount(value: f64, digits: Range<usize>, unit: UnitMatch) -> Amount {
    Amount {
        value: Value::Number(value),
        span: digits.start..digits.end + unit.len,
        digits,
        unit: unit.unit,
        counter: unit.counter,
        odd: false,
    }
}

fn limited(text: &str, found: &Captures<'_>, words: &Vocabulary) -> Option<Amount> {
    let numeral = found.get(1).or(found.get(2))?;
    let rest = &text[numeral.end()..];
    let year = UnitMatch {
        len: "年".len(),
        unit: "年".to_owned(),
        counter: false,
    };
    let unit = words
        .units
        .at_start(rest)
        .or(rest.starts_with('年').then_some(year))?;
    Some(amount(
        chinese_number(numeral.as_str())?.into(),
        numeral.range(),
        unit,
    ))
}

/// Shares in Chinese numerals.
fn per_cent(found: &Captures<'_>) -> Option<Amount> {
    let (all, whole) = (found.get(0)?, found.get(1)?);
    let number = |numeral: &str| chinese_number(numeral).map(f64::from);
    let part = found.get(2).map_or(String::new(), |part| {
        let digits = part.as_str().chars();
        let digits = digits.filter_map(|c| chinese_number(c.encode_utf8(&mut [0; 4])));
        digits.map(|digit| digit.to_string()).collect()
    });
    let from: f64 = format!("{}.{part}", number(whole.as_str())?).parse().ok()?;
    let value = match found.get(3).and_then(|to| number(to.as_str())) {
        Some(to) if to > from => Value::Range { from, to },
        Some(_) => return None,
        None => Value::Number(from),
    };
    let unit = UnitMatch {
        len: 0,
        unit: "%".to_owned(),
        counter: false,
    };
    Some(Amount {
        value,
        ..amount(from, all.range(), unit)
    })
}

/// The value of a numeral with 万 inside: 一万五千.
fn value_of(numeral: &str) -> Option<f64> {
    let Some((big, small)) = numeral.split_once('万') else {
        return chinese_number(numeral).map(f64::from);
    };
    Some(f64::from(chinese_number(big)?) * 1e4 + f64::from(chinese_number(small)?))
}

/// Amounts before a measure, which need no limit word. A single digit only counts with a multiplier or
/// before 百分点 and 成: 「一公里」 is often just a word.
fn measured(text: &str, digits: Range<usize>, words: &Vocabulary) -> Option<Amount> {
    let numeral = &text[digits.clone()];
    let before = text[..digits.start].chars().next_back();
    let in_word = before.is_some_and(|c| {
        "第之点".contains(c) || chinese_number(c.encode_utf8(&mut [0; 4])).is_some()
    });
    let rest = &text[digits.end..];
    let unit = words.units.at_start(rest)?;
    let limited = rest[unit.len..].starts_with(['以', '左']);
    let single = numeral.chars().count() == 1 && !rest.starts_with(['万', '亿']);
    let known = match unit.unit.as_str() {
        "百分点" | "个百分点" => true,
        "成" => limited && single,
        _ => !unit.counter && !single && words.units.is_measured(&unit.unit),
    };
    if in_word || !known {
        return None;
    }
    Some(amount(value_of(numeral)?, digits, unit))
}
