//! Why a number is no figure.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::Reason;
use crate::extract::figures::mask::is_masked;
use crate::pattern::regex;
use crate::vocabulary::{Class, Grammar};

/// 「每招收1名博士后，给予5万元」「每新增1家」: a duty or a gift is counted by it.
static BASIS: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"每(?:成功)?(?:新)?(?:招收|招录|招用|引进|引育|增加|新增|减少|提高|降低|推荐|吸纳|培养|培育|培训|认定|举办|带动|安置|发展|超过?)$",
    )
});

/// Why a number is none before its unit is looked at.
pub fn excluded(
    text: &str,
    masks: &[Range<usize>],
    digits: Range<usize>,
    grammar: &Grammar,
) -> Option<Reason> {
    let (start, end) = (digits.start, digits.end);
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
    let colon = |c: char| matches!(c, ':' | '：' | '∶' | '︰');
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
    let caption = grammar.ending(Class::Caption, text[..start].trim_end());
    if caption.is_some_and(|_| !after.starts_with(['%', '％', '个', '家', '项'])) {
        return Some(Reason::Caption);
    }
    let small = end - start <= 2 && !text[start..end].contains('.');
    if small && after.starts_with('年') && !lasts(text, &digits) || after.starts_with("周年") {
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
pub fn last_words(text: &str, count: usize) -> &str {
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

/// 「购房合同签订满2年」: a time that is a limit is counted.
pub fn lasts(text: &str, digits: &Range<usize>) -> bool {
    static LIMIT: LazyLock<Regex> =
        LazyLock::new(|| regex(r"(?:满|不少于|不低于|不超过|至少运行|时间为|期限为|最长)$"));
    LIMIT.is_match(last_words(&text[..digits.start], 8))
}

/// Why a number without a unit is none.
pub fn unitless(text: &str, digits: Range<usize>) -> Reason {
    /// 电话：0571-87052706, 邮编, 12345热线
    static CALL: LazyLock<Regex> =
        LazyLock::new(|| regex(r"(?:电话|传真|邮编|邮箱|热线|手机)[^，。；]{0,12}$"));
    /// 3.8排放因子, 02国家储备林
    static HEADED: LazyLock<Regex> =
        LazyLock::new(|| regex(r"^(?:\d{1,2}(?:\.\d{1,2})+|0\d|\d{1,2}) ?\p{Han}"));
    let (before, number, after) = (
        &text[..digits.start],
        &text[digits.clone()],
        &text[digits.end..],
    );
    let code = after.starts_with(|c: char| c.is_ascii_alphabetic() || "+/_@".contains(c))
        || ["国道", "省道", "室"].iter().any(|w| after.starts_with(w))
        || before.ends_with(['-', '—', '_'])
        || number.len() >= 7 && !number.contains('.')
        || CALL.is_match(last_words(before, 16))
        || after.chars().take(10).collect::<String>().contains("热线");
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
