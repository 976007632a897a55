//! Sentences, clauses and the years they name.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::extract::stretch::ending;
use crate::pattern::regex;

use super::mask::{is_masked, masks};

/// The sentences of a paragraph, each up to and with its full stop or semicolon-free end.
pub fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut sentences = Vec::new();
    let mut start = 0;
    for (at, c) in text.char_indices() {
        if matches!(c, '。' | '！' | '？') {
            let end = at + c.len_utf8();
            sentences.push(start..end);
            start = end;
        }
    }
    if start < text.len() {
        sentences.push(start..text.len());
    }
    sentences
}

/// A year that a text names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct YearMention {
    /// Byte offset of its first character.
    pub at: usize,
    /// Byte offset behind it.
    pub end: usize,
    /// The year; the last one of a span.
    pub year: i16,
    /// 「较2005年」: it is what something is measured from.
    pub base: bool,
    /// 「到2025年」「“十四五”期间」: what follows, up to the next year, is to hold then.
    pub goal: bool,
    /// 「从2015年的13亿立方米增长到…」: it holds for the next number only.
    pub start: bool,
    /// 今年, 全年: the year of the text, unless the paragraph speaks of another.
    pub relative: bool,
}

/// A year or span of years in figures.
static YEAR: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"(?:(?:19|20)\d\d ?年? ?(?:-|—|–|－|~|～|至|、) ?)?((?:19|20)\d\d) ?年")
});

/// A year in Chinese numerals: 「到二〇二五年」.
static NUMERALS: LazyLock<Regex> =
    LazyLock::new(|| regex(r"([一二][九〇○零][〇○零一二三四五六七八九]{2})年"));

/// A five-year plan: 「“十四五”期间」.
static PLAN: LazyLock<Regex> =
    LazyLock::new(|| regex(r"[“‘]?十([二三四五六七])五[”’]?(?:时期|期间|末|期末|规划期)"));

/// The year of the text itself.
static THIS_YEAR: LazyLock<Regex> = LazyLock::new(|| regex(r"今年|全年|本年度?|年内|当年底"));

/// Words right before a year that make it a base.
static BASE_BEFORE: LazyLock<Regex> =
    LazyLock::new(|| regex(r"(?:较|比|相比|相对于?|对比|以|从|自|由|在|与)$"));

/// Words right before a year that make it a goal.
static GOAL_BEFORE: LazyLock<Regex> = LazyLock::new(|| regex(r"(?:到|至|截至|力争|争取)$"));

/// Words behind a year that make it a base: 「与2020年相比」「以2020年为基准」「自2017年起」.
static BASE_AFTER: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"^(?:底|末)?(?:相比|为基[准期数]|起|以来|的?水平|的?基础上|(?:不变|可比)?价)")
});

/// The years named in a text, in order; `this_year` is what 今年 and 全年 mean.
pub fn years(text: &str, this_year: Option<i16>) -> Vec<YearMention> {
    let masks = masks(text);
    let mut years = Vec::new();
    let mut add = |at: usize, end: usize, year: i16, plan: bool| {
        // A five-year plan stands in quotation marks itself.
        if !plan && is_masked(&masks, at) {
            return;
        }
        let before = ending(&text[..at]);
        let comparing =
            before.ends_with('较') || before.ends_with('比') || before.ends_with("相对于");
        let base = BASE_AFTER.is_match(&text[end..])
            || comparing
            || (BASE_BEFORE.is_match(before)
                && !before.ends_with(['在', '从', '由', '自', '以', '与']));
        let start = before.ends_with(['从', '由', '自']);
        years.push(YearMention {
            at,
            end,
            year,
            base,
            goal: plan || GOAL_BEFORE.is_match(before),
            start,
            relative: false,
        });
    };
    for found in YEAR.captures_iter(text) {
        if let (Some(all), Some(Ok(year))) =
            (found.get(0), found.get(1).map(|y| y.as_str().parse()))
        {
            add(all.start(), all.end(), year, false);
        }
    }
    for found in NUMERALS.captures_iter(text) {
        let (Some(all), Some(numerals)) = (found.get(0), found.get(1)) else {
            continue;
        };
        let year = numerals.as_str().chars().fold(0, |year, c| {
            let digit = "〇一二三四五六七八九".chars().position(|d| d == c);
            year * 10 + digit.and_then(|d| i16::try_from(d).ok()).unwrap_or(0)
        });
        add(all.start(), all.end(), year, false);
    }
    for found in PLAN.captures_iter(text) {
        let last = match found.get(1).map_or("", |m| m.as_str()) {
            "二" => 2015,
            "三" => 2020,
            "四" => 2025,
            "五" => 2030,
            "六" => 2035,
            _ => 2040,
        };
        if let Some(all) = found.get(0) {
            add(all.start(), all.end(), last, true);
        }
    }
    if let Some(year) = this_year {
        for found in THIS_YEAR.find_iter(text) {
            let (at, end) = (found.start(), found.end());
            years.push(YearMention {
                at,
                end,
                year,
                base: false,
                goal: false,
                start: false,
                relative: true,
            });
        }
    }
    years.sort_by_key(|y| y.at);
    years
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(i16, bool)> {
        years(text, Some(2021))
            .iter()
            .map(|y| (y.year, y.base))
            .collect()
    }

    #[test]
    fn tells_years_from_bases() {
        assert_eq!(
            read("到2030年，单位GDP二氧化碳排放较2005年下降75%以上"),
            [(2030, false), (2005, true)]
        );
        assert_eq!(read("2016-2020年累计实施"), [(2020, false)]);
        assert_eq!(read("“十四五”期间创建绿色工厂1000家"), [(2025, false)]);
        assert_eq!(read("全年计划投资26亿元"), [(2021, false)]);
        assert_eq!(
            read("与2020年相比，自2017年起"),
            [(2020, true), (2017, true)]
        );
        assert_eq!(
            read("到二〇二五年，较二○二○年"),
            [(2025, false), (2020, true)]
        );
        assert_eq!(read("《纲要（2020—2035年）》"), []);
    }

    #[test]
    fn cuts_sentences() {
        assert_eq!(sentences("一。二；三。四").len(), 3);
    }
}
