//! The years that a text names, and what each is for.

use std::ops::Range;
use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::mask::{is_masked, masks};
use crate::pattern::regex;

/// A year that a text names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct YearMention {
    /// Byte offset of its first character, with what leads to it: 「较2005年」.
    pub at: usize,
    /// Byte offset behind it and what belongs to it: 「2020年基础上」.
    pub end: usize,
    /// The year; the last one of a span.
    pub year: i16,
    /// The first year of a span.
    pub first: i16,
    /// 「较2005年」: it is what something is measured from.
    pub base: bool,
    /// 「以2020年为基准」「按2000年价格」: it is a base, but of no comparison by itself.
    pub price: bool,
    /// 「到2025年」「“十四五”期间」: what follows, up to the next year, is to hold then.
    pub goal: bool,
    /// 「从2015年的13亿立方米增长到…」: it holds for the next number only.
    pub start: bool,
    /// 今年, 全年: the year of the text, unless the paragraph speaks of another.
    pub relative: bool,
    /// 「完成2020年35个老旧小区改造」: whose the task is.
    pub task: bool,
}

/// A year or span of years, a five-year plan, or 今年, with the words that belong to it.
static YEAR: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?x)
        (?P<task>完成|实施|落实|做好|推进|巩固)?
        (?P<lead>相比于?|相较于?|相对于?|对比|较|比|截至|截止|力争到|争取到|到|至|自|从|由|在|与|于|以|按|(?:力争|争取|预计|计划))?\ ?
        (?:
          (?:(?P<from>(?:19|20)\d\d)\ ?年?\ ?[-—–－~～至]\ ?)?(?P<year>(?:19|20)\d\d)\ ?年
        | (?P<han>[一二][九〇○零][〇○零一二三四五六七八九]{2})年
        | (?:[“‘]?十[二三四五六七]五[”’]?[和、至及])?[“‘]?十(?P<plan>[二三四五六七])五[”’]?(?:时期|期间|期末|末|规划期)
        )
        (?P<trail>(?:度|底前?|末|内|前|起|全年)?(?:的?基础上|的?水平上?|相比|为基[准期数]|以来|(?:不变|可比)?价格?(?:计算)?的?|期间|内)?)",
    )
});

/// The year of the text itself.
static THIS_YEAR: LazyLock<Regex> =
    LazyLock::new(|| regex(r"今年|全年|本年度?|年内|当年底|年底前"));

/// Years and spans that are no years: 「三年内」「近五年」.
static SPAN: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"近[一二三四五六七八九十\d]+年(?:来)?|[一二两三四五六七八九十](?:年|个月)(?:内|来|间)?(?:累计|共计|共|合计)",
    )
});

/// The years named in a text, in order; `this_year` is what 今年 and 全年 mean. Spans of time without
/// a year are mentions of no year: their `year` is 0.
pub fn years(text: &str, this_year: Option<i16>) -> Vec<YearMention> {
    let names = masks(text);
    let mut years: Vec<YearMention> = YEAR
        .captures_iter(text)
        .filter_map(|found| mention(&found, &names))
        .collect();
    let free = |years: &[YearMention], span: &Range<usize>| {
        !years.iter().any(|y| y.at < span.end && span.start < y.end)
    };
    let mut add = |span: Range<usize>, year: i16| {
        if free(&years, &span) && !is_masked(&names, span.start) {
            years.push(YearMention {
                at: span.start,
                end: span.end,
                year,
                first: year,
                relative: year != 0,
                base: false,
                price: false,
                goal: false,
                start: false,
                task: false,
            });
        }
    };
    for found in THIS_YEAR.find_iter(text) {
        add(found.range(), this_year.unwrap_or(0));
    }
    for found in SPAN.find_iter(text) {
        add(found.range(), 0);
    }
    years.sort_by_key(|y| y.at);
    years
}

fn mention(found: &Captures<'_>, names: &[Range<usize>]) -> Option<YearMention> {
    let all = found.get(0)?;
    let part = |name| found.name(name).map_or("", |m| m.as_str());
    let number = |digits: &str| digits.parse::<i16>().ok();
    let plan = !part("plan").is_empty();
    // A five-year plan stands in quotation marks itself.
    let core = ["year", "han", "plan"].iter().find_map(|n| found.name(n))?;
    if !plan && is_masked(names, core.start()) {
        return None;
    }
    let year = match (part("year"), part("han")) {
        ("", "") => {
            let n = "二三四五六七"
                .chars()
                .position(|c| part("plan").starts_with(c))?;
            2015 + 5 * i16::try_from(n).ok()?
        }
        ("", han) => {
            let digit = |c| {
                "〇一二三四五六七八九"
                    .chars()
                    .position(|d| d == c)
                    .unwrap_or(0)
            };
            let year = han.chars().fold(0, |year, c| year * 10 + digit(c));
            i16::try_from(year).ok()?
        }
        (digits, _) => number(digits)?,
    };
    let (lead, trail) = (part("lead"), part("trail"));
    let comparing = lead.starts_with(['较', '比', '相', '对']);
    let price = lead == "按" || trail.contains("价") || trail.contains("为基");
    let related = trail.ends_with("上") || trail.ends_with("相比") || trail.contains("水平");
    let start = lead == "从" || lead == "由";
    let from_on = lead == "自" || trail.ends_with('起') || trail.ends_with("以来");
    let task = !part("task").is_empty();
    Some(YearMention {
        at: found
            .name("lead")
            .filter(|_| !task || !lead.is_empty())
            .map_or(
                ["from", "year", "han"]
                    .iter()
                    .find_map(|n| found.name(n))
                    .map_or(all.start(), |m| m.start()),
                |m| m.start(),
            ),
        end: all.end(),
        year,
        first: number(part("from")).unwrap_or(year),
        base: comparing || price || related || from_on,
        price: price || from_on,
        goal: plan
            || ["到", "至"].iter().any(|w| lead.ends_with(w))
            || lead == "力争"
            || lead == "争取",
        start,
        relative: false,
        task,
    })
}
