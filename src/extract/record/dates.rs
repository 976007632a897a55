//! 成文日期, 发布日期, 施行日期.

use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;

use crate::outline::Outline;
use crate::pattern::regex;
use crate::text::{Line, PageRecord};

/// The dates of a document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Dates {
    /// 成文日期.
    pub issued: Option<Date>,
    /// 发布日期.
    pub published: Option<Date>,
    /// 施行日期.
    pub effective: Option<Date>,
}

static WHOLE: LazyLock<Regex> =
    LazyLock::new(|| regex(r"^[（(]?(\d{4})年(\d{1,2})月(\d{1,2})日(?:印发|发布)?[)）]?$"));

/// 「(2023年1月30日苏州市人民政府苏府规字〔2023〕1号文发布)」
static IN_BRACKET: LazyLock<Regex> =
    LazyLock::new(|| regex(r"^[（(](\d{4})年(\d{1,2})月(\d{1,2})日[^)）]{0,60}[)）]$"));

/// 「本《方案》自2023年2月4日起施行」
static EFFECTIVE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?:本|此)[^。，；]{0,30}?自(?:(\d{4})年(\d{1,2})月(\d{1,2})日|(印发|发布|公布|下发)之日)起?(?:正式)?(?:施行|实施|执行|生效)",
    )
});

/// Reads the dates from the head, the foot and what a page said.
pub fn find(head: &[&Line], outline: &Outline, page: &PageRecord) -> Dates {
    let lines = || head.iter().copied().chain(&outline.tail);
    let issued = lines()
        .find_map(|l| date(&WHOLE, &l.text))
        .or_else(|| head.iter().find_map(|l| date(&IN_BRACKET, &l.text)))
        .or(page.issued_on.map(|(date, _)| date));
    let paragraphs = outline.root.paragraphs();
    let last = paragraphs.into_iter().rev().take(12);
    let effective = lines().chain(last).find_map(|l| {
        let found = EFFECTIVE.captures(&l.text)?;
        if found.get(4).is_some() {
            issued
        } else {
            date(&EFFECTIVE, &l.text)
        }
    });
    Dates {
        issued,
        published: page.published_on.map(|(date, _)| date),
        effective: effective.or(page.effective_on.map(|(date, _)| date)),
    }
}

fn date(pattern: &Regex, text: &str) -> Option<Date> {
    let found = pattern.captures(text)?;
    let part = |n: usize| found.get(n)?.as_str().parse::<i16>().ok();
    Date::new(
        part(1)?,
        i8::try_from(part(2)?).ok()?,
        i8::try_from(part(3)?).ok()?,
    )
    .ok()
}
