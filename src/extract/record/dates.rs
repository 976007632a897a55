//! 成文日期, 发布日期, 施行日期.

use std::sync::LazyLock;

use jiff::civil::Date;
use regex::{Captures, Regex};

use super::pieces::RecordPiece;
use crate::model::{PartialDate, ValidFrom};
use crate::outline::chinese_number;
use crate::pattern::regex;
use crate::text::PageRecord;

/// The dates of a document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Dates {
    /// 成文日期.
    pub issued: Option<PartialDate>,
    /// 发布日期.
    pub published: Option<Date>,
    /// 施行日期.
    pub effective: Option<Date>,
    /// The start of validity, with the lines that state it.
    pub valid_from: Option<ValidFrom>,
}

/// A day or a month, in digits or in Chinese numerals: 「2021年9月30日」「二○○四年四月二十七日」「二〇二二年四月」
pub const DATE: &str = r"(?P<y>\d{4}|[〇○◯oO0零一二三四五六七八九]{4}) ?年 ?(?P<m>\d{1,2}|[一二三四五六七八九十]{1,2}) ?月 ?(?:(?P<d>\d{1,2}|[一二三四五六七八九十]{1,3}) ?日)?";

/// A text that is only a date.
static WHOLE: LazyLock<Regex> = LazyLock::new(|| regex(&format!("^[（(]?{DATE}[)）]?$")));

/// 「2022年3月9日印发」, with the office that had it printed before it or not.
static IMPRINT: LazyLock<Regex> = LazyLock::new(|| {
    regex(&format!(
        "^(?:[\\p{{Han}}]{{2,30}})?{DATE}(?:印发|发布|公布)$"
    ))
});

/// Patterns of the date among other words in a head.
static IN_HEAD: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    [
        // 「(2023年1月30日苏州市人民政府苏府规字〔2023〕1号文发布)」
        format!("^[（(]{DATE}[^)）]{{0,60}}[)）]$"),
        // 「——2026年1月27日在丽水市第五届人民代表大会第四次会议上」
        format!("^[—－-]*{DATE}在.{{4,60}}(?:会议|大会)上?"),
    ]
    .iter()
    .map(|pattern| regex(pattern))
    .collect()
});

/// 「（新华社北京2021年10月21日电）」
static WIRED: LazyLock<Regex> =
    LazyLock::new(|| regex(&format!("新华社[\\p{{Han}}]{{0,6}}{DATE}电")));

/// 「本《方案》自2023年2月4日起施行」「现予公布，自2024年5月1日起施行」
static EFFECTIVE: LazyLock<Regex> = LazyLock::new(|| {
    regex(&format!(
        "自(?:{DATE}|(?P<then>印发|发布|公布|下发|发文)之日)(?:起)?(?:正式|开始)?(?:施行|实施|实行|执行|生效)"
    ))
});

/// Maximum length, in characters, of a line that states nothing but the start of validity.
const ALONE: usize = 30;

/// The subject of a clause on validity: the text itself, not another one and not a part of it.
static ITSELF: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"(?:^|[。；;，,])(?:本|此)[^。；]{0,30}$|现予(?:以)?(?:公布|发布|印发)[^。；]{0,10}$|^$")
});

/// The date found by a pattern that contains [`DATE`].
pub fn date_of(found: &Captures<'_>) -> Option<PartialDate> {
    let number = |name: &str| -> Option<i16> {
        let written = found.name(name)?.as_str();
        match written.parse() {
            Ok(number) => Some(number),
            Err(_) if name == "y" => digits(written),
            Err(_) => i16::try_from(chinese_number(written)?).ok(),
        }
    };
    let (year, month) = (number("y")?, i8::try_from(number("m")?).ok()?);
    match number("d") {
        Some(day) => Date::new(year, month, i8::try_from(day).ok()?)
            .ok()
            .map(PartialDate::from),
        None => PartialDate::month(year, month),
    }
}

/// 「二○○四」: one numeral for each digit.
fn digits(written: &str) -> Option<i16> {
    const DIGITS: &str = "〇一二三四五六七八九";
    written.chars().try_fold(0, |value, c| {
        let circle = matches!(c, '○' | '◯' | 'o' | 'O' | '0' | '零');
        let c = if circle { '〇' } else { c };
        let digit = DIGITS.chars().position(|d| d == c)?;
        Some(value * 10 + i16::try_from(digit).ok()?)
    })
}

/// The date of a line without anything else.
pub fn whole(text: &str) -> Option<PartialDate> {
    WHOLE.captures(text).and_then(|found| date_of(&found))
}

/// The date of the printing line: 「2022年3月9日印发」.
pub fn imprint(text: &str) -> Option<PartialDate> {
    IMPRINT.captures(text).and_then(|found| date_of(&found))
}

/// Reads the dates; `head` is the number of pieces before the first heading, `signed` the date under
/// a signature.
pub fn find(
    pieces: &[RecordPiece<'_>],
    head: usize,
    signed: Option<PartialDate>,
    page: &PageRecord,
) -> Dates {
    const FOOT: usize = 14;
    let whole_day = |text: &str| whole(text).filter(|d| d.date().is_some());
    let foot = &pieces[pieces.len().saturating_sub(FOOT).max(head)..];
    let head = &pieces[..head];
    let first = |pieces: &[RecordPiece<'_>], read: &dyn Fn(&str) -> Option<PartialDate>| {
        pieces.iter().find_map(|p| read(p.text))
    };
    let stated = |text: &str| IN_HEAD.iter().find_map(|p| date_of(&p.captures(text)?));
    let wired = |text: &str| date_of(&WIRED.captures(text)?);
    let issued = signed
        .or_else(|| first(head, &whole_day))
        .or_else(|| first(head, &stated))
        .or_else(|| first(head, &wired))
        .or_else(|| first(foot, &wired))
        .or_else(|| first(foot, &whole_day))
        .or_else(|| first(head, &imprint))
        .or_else(|| first(foot, &imprint))
        .or(page.issued_on.map(|(date, _)| date.into()))
        .or_else(|| first(head, &whole));
    let valid_from = effective(pieces, issued);
    Dates {
        issued,
        published: page.published_on.map(|(date, _)| date),
        effective: valid_from
            .map(|from| from.date)
            .or(page.effective_on.map(|(date, _)| date)),
        valid_from,
    }
}

/// The date on which the text comes into force; 「自印发之日起施行」 means the day of issue.
fn effective(pieces: &[RecordPiece<'_>], issued: Option<PartialDate>) -> Option<ValidFrom> {
    pieces.iter().find_map(|piece| {
        let found = EFFECTIVE.captures(piece.text)?;
        let all = found.get(0)?;
        let before = &piece.text[..all.start()];
        let alone = !before.is_empty() || piece.text.chars().count() <= ALONE;
        if !alone || !ITSELF.is_match(before) {
            return None;
        }
        let date = match found.name("then") {
            Some(_) => issued?.date()?,
            None => date_of(&found)?.date()?,
        };
        Some(ValidFrom {
            date,
            lines: piece.lines_of(all.range()),
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_digits_and_chinese_numerals() {
        for (text, date) in [
            ("2021年9月30日", "2021-09-30"),
            ("二○○四年四月二十七日", "2004-04-27"),
            ("一九九六年二月五日", "1996-02-05"),
            ("二〇二二年十月三十一日", "2022-10-31"),
            ("二〇二二年四月", "2022-04"),
            ("2020年11月", "2020-11"),
            ("（2022年3月24日）", "2022-03-24"),
        ] {
            assert_eq!(whole(text).unwrap().to_string(), date, "{text}");
        }
        assert_eq!(whole("2021年13月"), None);
        assert_eq!(
            imprint("某市人民政府办公室2022年4月2日印发").map(|d| d.to_string()),
            Some("2022-04-02".to_owned())
        );
    }
}
