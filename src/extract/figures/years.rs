//! The years in a text, and the role of each.

use std::ops::Range;

use regex::Captures;

use super::mask::{is_masked, masks};
use crate::vocabulary::{Class, Grammar};

/// A year that a text names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct YearMention {
    /// Byte offset of its first character, including the words that lead to it: 「较2005年」.
    pub at: usize,
    /// Byte offset behind it and the words that belong to it: 「2020年基础上」.
    pub end: usize,
    /// The year; the last one of a span.
    pub year: i16,
    /// The first year of a span.
    pub first: i16,
    /// 「较2005年」: the base of a change.
    pub base: bool,
    /// 「以2020年为基准」「按2000年价格」: the year is a base, but alone makes no comparison.
    pub price: bool,
    /// 「到2025年」「“十四五”期间」: the deadline of all that follows, up to the next year.
    pub goal: bool,
    /// 「从2015年的13亿立方米增长到…」: the year of the next number only.
    pub start: bool,
    /// 今年, 全年: the year of the text, unless the paragraph is about another one.
    pub relative: bool,
    /// 「完成2020年35个老旧小区改造」: the year of a task.
    pub task: bool,
}

/// A year or span of years, a five-year plan, or 今年, with the words that belong to it.
const YEAR: &str = r"(?x)
    (?P<task>@year_task@)?
    (?P<lead>@year_goal@|@year_compare@|@year_start@|@year_since@|@year_price@|@year_lead@)?\ ?
    (?:
      (?:(?P<from>(?:19|20)\d\d)\ ?年?\ ?[-—–－~～至]\ ?)?(?P<year>(?:19|20)\d\d)\ ?年
    | (?P<han>[一二][九〇○零][〇○零一二三四五六七八九]{2})年
    | (?:[“‘]?十[二三四五六七]五[”’]?[和、至及])?[“‘]?十(?P<plan>[二三四五六七])五[”’]?(?P<named>@plan_period@)?
    )
    @year_part@?(?P<begins>@year_begins@)?
    (?:(?P<related>@year_related@)|(?P<priced>@year_priced@)的?|(?P<since>@year_begins@|\d{1,2}月(?:\d{1,2}日)?(?:[（(][^）)]{1,8}[）)])?@date_begins@)|@year_behind@)?";

/// The year of the text itself.
const THIS_YEAR: &str = "@this_year@";

/// Spans that are no years: 「三年内累计」「近五年」.
const SPAN: &str = r"@span_lead@[一二三四五六七八九十\d]+@span_years@|[一二两三四五六七八九十]@span_time@@in_total@";

/// The years in a text, in order; `this_year` is the meaning of 今年 and 全年. Periods without a year are
/// listed with the `year` 0.
pub fn years(text: &str, this_year: Option<i16>, grammar: &Grammar) -> Vec<YearMention> {
    let names = masks(text);
    let pattern = grammar.pattern(YEAR);
    let named = pattern.captures_iter(text);
    let mut years: Vec<YearMention> = named
        .filter_map(|found| mention(text, &found, &names, grammar))
        .collect();
    let this_year = this_year.unwrap_or(0);
    for (template, year) in [(THIS_YEAR, this_year), (SPAN, 0)] {
        for found in grammar.pattern(template).find_iter(text) {
            let free = !years
                .iter()
                .any(|y| y.at < found.end() && found.start() < y.end);
            let other = grammar.ending(Class::ThisYearNot, &text[..found.start()]);
            if free && other.is_none() && !is_masked(&names, found.start()) {
                years.push(YearMention {
                    relative: year != 0,
                    ..YearMention::of(year, found.range())
                });
            }
        }
    }
    years.sort_by_key(|y| y.at);
    years
}

impl YearMention {
    /// A year without a role yet.
    fn of(year: i16, span: Range<usize>) -> Self {
        Self {
            at: span.start,
            end: span.end,
            year,
            first: year,
            base: false,
            price: false,
            goal: false,
            start: false,
            relative: false,
            task: false,
        }
    }
}

fn mention(
    text: &str,
    found: &Captures<'_>,
    names: &[Range<usize>],
    grammar: &Grammar,
) -> Option<YearMention> {
    let has = |name| found.name(name).is_some();
    // The name of a five-year plan has quotation marks of its own.
    let core = ["year", "han", "plan"].iter().find_map(|n| found.name(n))?;
    if !has("plan") && is_masked(names, core.start()) {
        return None;
    }
    let rest = &text[found.get(0)?.end()..];
    // 「“十三五”累计完成营造林2988万亩」; 「“十四五”规划」 is a name.
    let told = has("named") || grammar.beginning(Class::PlanVerb, rest).is_some();
    if has("plan") && !told {
        return None;
    }
    let lead = found.name("lead").map_or("", |m| m.as_str());
    let leads = |class| grammar.is(class, lead);
    let price = leads(Class::YearPrice) || has("priced");
    let since = leads(Class::YearSince) || has("begins") || has("since");
    let (all, year) = (found.get(0)?, year_of(found)?);
    let from = found.name("from");
    let opens = found.name("lead").or(from);
    let at = opens.or(found.name("year")).or(found.name("han"));
    Some(YearMention {
        first: from
            .and_then(|from| from.as_str().parse().ok())
            .unwrap_or(year),
        base: price || since || leads(Class::YearCompare) || has("related"),
        price: price || since,
        goal: has("plan") || leads(Class::YearGoal),
        start: leads(Class::YearStart),
        task: has("task"),
        ..YearMention::of(year, at.map_or(all.start(), |m| m.start())..all.end())
    })
}

/// The year in digits, in Chinese numerals, or the last one of a five-year plan.
fn year_of(found: &Captures<'_>) -> Option<i16> {
    if let Some(digits) = found.name("year") {
        return digits.as_str().parse().ok();
    }
    let place = |digits: &str, c| digits.chars().position(|d| d == c).unwrap_or(0);
    if let Some(han) = found.name("han") {
        let digit = |c| place("〇一二三四五六七八九", c);
        let year = han.as_str().chars().fold(0, |year, c| year * 10 + digit(c));
        return i16::try_from(year).ok();
    }
    let plan = found.name("plan")?.as_str().chars().next()?;
    i16::try_from(2015 + 5 * place("二三四五六七", plan)).ok()
}
