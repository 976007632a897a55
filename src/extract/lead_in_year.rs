//! The year for a text from its heading or its lead-in sentence.

use std::sync::LazyLock;

use regex::Regex;

use super::figures::{self, Context};
use super::section_kind::SectionKind;
use crate::outline::{Body, Section};
use crate::pattern::regex;
use crate::vocabulary::Grammar;

/// The year for those figures of a section that have none themselves.
pub fn of_section(
    section: &Section,
    kind: SectionKind,
    context: Context,
    grammar: &Grammar,
) -> Option<i16> {
    of_lead_in(section, kind, context, grammar).or_else(|| of_heading(&section.title, kind))
}

/// The year of a lead-in sentence: 「到2025年，实现三大目标：」.
fn of_lead_in(
    section: &Section,
    kind: SectionKind,
    context: Context,
    grammar: &Grammar,
) -> Option<i16> {
    let mut lines = section.body.iter().filter_map(Body::paragraph);
    // A chapter of aims begins with the year that holds for all of them: 「到2025年，…取得成效。」.
    if kind == SectionKind::Frame && section.body.len() + section.children.len() > 1 {
        let opening = |text: &str| -> Option<i16> {
            let years = figures::years(text, context.this_year, grammar);
            let goal = years.into_iter().find(|y| y.at < 12 && y.goal);
            goal.map(|y| y.year)
        };
        if let Some(first) = lines.clone().next().and_then(|l| opening(&l.text)) {
            // A vision of a later year may stand before the aims: 「到2035年，…」, then 「到2025年，…」.
            let later = lines.clone().skip(1).filter_map(|l| opening(&l.text));
            return later.filter(|year| *year < first).last().or(Some(first));
        }
    }
    let lead = lines.find(|l| l.text.ends_with(['：', ':']))?;
    let named = figures::years(&lead.text, context.this_year, grammar);
    let mut holds = named.iter().rev().filter(|y| !y.base && y.year != 0);
    holds.next().map(|y| y.year)
}

/// The year that a heading states for the results or aims below it: 「2023年工作回顾」「2024年主要目标」.
fn of_heading(title: &str, kind: SectionKind) -> Option<i16> {
    static YEAR: LazyLock<Regex> = LazyLock::new(|| {
        regex(r"^(?:到)?((?:19|20)\d\d)年|目标[（(](?:到)?((?:19|20)\d\d)年[)）]")
    });
    let found = YEAR.captures(title)?;
    let whole = matches!(kind, SectionKind::Past | SectionKind::Frame);
    // 「（二）2023年造林任务」
    let year = found
        .get(1)
        .filter(|_| whole || title.ends_with("任务") || title.ends_with("计划"));
    year.or(found.get(2))?.as_str().parse().ok()
}
