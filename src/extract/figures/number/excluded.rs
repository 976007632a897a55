//! Reasons why a number is no figure.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::Reason;
use crate::extract::figures::mask::is_masked;
use crate::pattern::regex;
use crate::vocabulary::{Class, Grammar};

/// The basis of a duty or a grant: 「每招收1名博士后，给予5万元」「每新增1家」.
const BASIS: &str = "@basis_each@@counted_by@$";

/// The reason why a number is no figure, as far as it is known before its unit.
pub fn excluded(
    text: &str,
    masks: &[Range<usize>],
    digits: Range<usize>,
    grammar: &Grammar,
) -> Option<Reason> {
    if is_masked(masks, digits.start) {
        let number = text[..digits.start].ends_with('〔');
        return Some(match number {
            true => Reason::DocumentNumber,
            false => Reason::Name,
        });
    }
    let place = NumberPlace {
        before: &text[..digits.start],
        number: &text[digits.clone()],
        after: &text[digits.end..],
        grammar,
    };
    const CHECKS: [fn(&NumberPlace<'_>) -> Option<Reason>; 5] =
        [code, date, ratio, counted, list_number];
    CHECKS.iter().find_map(|check| check(&place))
}

/// A number and the text around it.
struct NumberPlace<'a> {
    before: &'a str,
    number: &'a str,
    after: &'a str,
    grammar: &'a Grammar,
}

impl NumberPlace<'_> {
    /// Whether the number has one or two digits.
    fn is_small(&self) -> bool {
        self.number.len() <= 2 && !self.number.contains('.')
    }
}

/// 第10次, 5G, ±800千伏, 〔2021〕56号
fn code(place: &NumberPlace<'_>) -> Option<Reason> {
    let (text, after) = (place.before, place.after);
    let before = text.chars().next_back();
    let in_word = |c: char| c.is_ascii_alphabetic() || matches!(c, '_' | '+' | '/' | '.');
    let document = before == Some('〕') || after.starts_with('号') && !after.starts_with("号线");
    match before {
        Some('第') => Some(Reason::Ordinal),
        Some('±') => Some(Reason::VoltageClass),
        Some(c) if in_word(c) || text.ends_with("T ") => Some(Reason::Code),
        _ => document.then_some(Reason::DocumentNumber),
    }
}

fn date(place: &NumberPlace<'_>) -> Option<Reason> {
    is_date(place).then_some(Reason::Date)
}

/// 「三次产业结构由6.7：44.9：48.4优化为…」
fn ratio(place: &NumberPlace<'_>) -> Option<Reason> {
    let colon = |c: char| matches!(c, ':' | '：' | '∶' | '︰');
    let digit = |c: char| c.is_ascii_digit();
    let behind = place.after.strip_prefix(colon);
    let ahead = place.before.strip_suffix(colon);
    let ratio =
        behind.is_some_and(|r| r.starts_with(digit)) || ahead.is_some_and(|r| r.ends_with(digit));
    ratio.then_some(Reason::Ratio)
}

/// 图1, 连续7年, （含90平方米）, 每引进1名, 500强
fn counted(place: &NumberPlace<'_>) -> Option<Reason> {
    let (before, after, grammar) = (place.before, place.after, place.grammar);
    let caption = grammar.ending(Class::Caption, before.trim_end());
    let short = place.is_small() && after.starts_with('年') && !lasts(before, grammar);
    let enumerates = after.starts_with('强') || place.is_small() && after.starts_with('大');
    if caption.is_some() && !after.starts_with(['%', '％', '个', '家', '项']) {
        Some(Reason::Caption)
    } else if short || after.starts_with("周年") {
        Some(Reason::Duration)
    } else if before.ends_with("（含") || before.ends_with("(含") {
        Some(Reason::Inclusive)
    } else if grammar.pattern(BASIS).is_match(last_words(before, 10)) {
        Some(Reason::Basis)
    } else {
        enumerates.then_some(Reason::Enumeration)
    }
}

fn list_number(place: &NumberPlace<'_>) -> Option<Reason> {
    let opens = |c| matches!(c, '。' | '；' | '：' | ';' | ':' | '（' | '(');
    let mark = place.after.strip_prefix(['.', '．', '、', ')', '）']);
    let ends = mark.is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_digit()));
    let opens = place.before.chars().next_back().is_none_or(opens);
    (ends && opens && place.is_small()).then_some(Reason::ListNumber)
}

/// The last `count` characters of a text; they decide whether the next number is a figure.
pub fn last_words(text: &str, count: usize) -> &str {
    let from = text.char_indices().rev().nth(count - 1);
    let from = from.map_or(0, |(at, _)| at);
    &text[from..]
}

/// Years, months, days, hours: by the word behind, or by the other half of a range.
fn is_date(place: &NumberPlace<'_>) -> bool {
    /// The rest of a span of years, and the word behind it.
    const AFTER: &str = r"^ ?(?:(?:-|—|–|－|~|～|至|、|/) ?\d{2,4} ?){0,3} ?(?:(?P<not>@date_year_not@)|@date_year@)";
    let (digits, after, before) = (place.number, place.after, place.before);
    let grammar = place.grammar;
    let four = digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20"));
    let year = grammar.pattern(AFTER).captures(after);
    let year = year.is_some_and(|found| found.name("not").is_none());
    if four && (year || grammar.ending(Class::Now, before).is_some()) {
        return true;
    }
    if four
        && after.starts_with(['-', '/', '.'])
        && after[1..].starts_with(|c: char| c.is_ascii_digit())
    {
        return true;
    }
    let small = digits.len() <= 2 && !digits.contains('.');
    let day = grammar.beginning(Class::DateDay, after).is_some();
    if small && day && grammar.beginning(Class::DateDayNot, after).is_none() {
        return true;
    }
    // 「6月1—15日」「2019—30年」
    static RANGE_END: LazyLock<Regex> =
        LazyLock::new(|| regex(r"^ ?(?:-|—|–|~|～|至|、) ?\d{1,2} ?[月日]"));
    small && RANGE_END.is_match(after)
}

/// Whether a period is a limit and therefore counts: 「购房合同签订满2年」.
pub fn lasts(before: &str, grammar: &Grammar) -> bool {
    let limit = grammar.pattern("@lasting@$");
    limit.is_match(last_words(before, 8))
}

/// The reason why a number without a unit is no figure.
pub fn unitless(text: &str, digits: Range<usize>, grammar: &Grammar) -> Reason {
    /// 电话：0571-87052706, 邮编
    const CALL: &str = "@contact@[^，。；]{0,12}$";
    /// 12345热线, 329国道
    const CALLED: &str = "^(?:@coded@|.{0,8}@contact@)";
    /// 3.8排放因子, 02国家储备林
    static HEADED: LazyLock<Regex> =
        LazyLock::new(|| regex(r"^(?:\d{1,2}(?:\.\d{1,2})+|0\d|\d{1,2}) ?\p{Han}"));
    let (before, number, after) = (
        &text[..digits.start],
        &text[digits.clone()],
        &text[digits.end..],
    );
    let code = after.starts_with(|c: char| c.is_ascii_alphabetic() || "+/_@".contains(c))
        || grammar.pattern(CALLED).is_match(after)
        || before.ends_with(['-', '—', '_'])
        || number.len() >= 7 && !number.contains('.')
        || grammar.pattern(CALL).is_match(last_words(before, 16));
    let leading_zero = number.len() == 2 && number.starts_with('0');
    let note = before.ends_with(['[', '［']) && after.starts_with([']', '］']);
    if code {
        Reason::Code
    } else if note || leading_zero || before.trim().is_empty() && HEADED.is_match(text.trim_start())
    {
        Reason::ListNumber
    } else {
        Reason::Unexplained
    }
}
