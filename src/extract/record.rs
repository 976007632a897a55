//! The record of a document: title, kind, number, issuing bodies, dates, period, region.

mod dates;
mod issuers;
mod title;

pub use dates::Dates;
pub use title::Title;

use std::sync::LazyLock;

use regex::Regex;

use super::stretch;
use crate::model::{Lines, Period, Region};
use crate::outline::{Body, Outline};
use crate::pattern::regex;
use crate::text::{Line, PageRecord};
use crate::vocabulary::Regions;

/// What the head and the foot of a text say of it.
#[derive(Clone, Debug, Default)]
pub struct Record {
    /// Its title, if it shows one.
    pub title: Option<Title>,
    /// 文种.
    pub kind: Option<String>,
    /// 发文机关.
    pub issuing_bodies: Vec<String>,
    /// 发文字号.
    pub document_number: Option<String>,
    /// 成文, 发布, 施行日期.
    pub dates: Dates,
    /// Years in the title.
    pub period: Period,
    /// Whose it is.
    pub region: Option<Region>,
}

/// Kinds of documents, the longer before the shorter that ends it.
pub const KINDS: &[&str] = &[
    "实施意见",
    "指导意见",
    "若干意见",
    "意见",
    "实施方案",
    "行动方案",
    "工作方案",
    "方案",
    "行动计划",
    "工作计划",
    "计划",
    "规划纲要",
    "纲要",
    "规划",
    "实施细则",
    "细则",
    "管理办法",
    "暂行办法",
    "办法",
    "规定",
    "条例",
    "政策措施",
    "若干措施",
    "若干政策",
    "措施",
    "工作要点",
    "要点",
    "决定",
    "公告",
    "通告",
    "通知",
    "工作报告",
    "报告",
    "批复",
    "函",
    "标准",
    "指南",
    "清单",
    "政策",
];

/// 〔2021〕56号 with the words before it; brackets of any shape.
static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"([\p{Han}]{1,12}) ?[〔\[［（(﹝] ?(\d{4}) ?[〕\]］)）﹞] ?第? ?(\d{1,5}) ?号")
});

/// 「（2022-2025年）」「2021—2030年」 in a title.
static PERIOD: LazyLock<Regex> =
    LazyLock::new(|| regex(r"((?:19|20)\d\d) ?年? ?(?:-|—|–|－|~|～|至) ?((?:19|20)\d\d) ?年?"));

/// 「“十四五”」 in a title.
static PLAN: LazyLock<Regex> = LazyLock::new(|| regex(r"十([二三四五六])五"));

/// Reads the record from the lines before the first heading, the foot, and what a page said.
pub fn read(outline: &Outline, page: &PageRecord, regions: &Regions) -> Record {
    let head: Vec<&Line> = outline
        .root
        .body
        .iter()
        .filter_map(Body::paragraph)
        .collect();
    let title = title::find(&head);
    let document_number = number(&head, &outline.tail);
    let issuing_bodies = issuers::find(&head, title.as_ref(), regions);
    let dates = dates::find(&head, outline, page);
    let words = title.as_ref().map_or("", |t| t.text.as_str());
    Record {
        kind: kind(words),
        period: period(words),
        region: region(words, &issuing_bodies, &head, outline, regions),
        title,
        issuing_bodies,
        document_number,
        dates,
    }
}

/// The kind of document a title ends in, what stands in brackets behind it aside.
pub fn kind(title: &str) -> Option<String> {
    let bare = title
        .find(['（', '('])
        .filter(|_| title.ends_with(['）', ')']))
        .map_or(title, |at| &title[..at]);
    let kind = KINDS.iter().find(|k| bare.ends_with(**k))?;
    // 实施意见 is an 意见, 行动方案 a 方案: the last word is the kind.
    let short = [
        "意见", "方案", "计划", "纲要", "规划", "细则", "办法", "措施", "政策", "要点", "报告",
    ];
    Some((*short.iter().find(|s| kind.ends_with(**s)).unwrap_or(kind)).to_owned())
}

fn period(title: &str) -> Period {
    if let Some(found) = PERIOD.captures(title) {
        return Period {
            from: found[1].parse().ok(),
            to: found[2].parse().ok(),
        };
    }
    let from = PLAN.captures(title).and_then(|found| match &found[1] {
        "二" => Some(2011),
        "三" => Some(2016),
        "四" => Some(2021),
        "五" => Some(2026),
        "六" => Some(2031),
        _ => None,
    });
    Period {
        from,
        to: from.map(|y: i16| y + 4),
    }
}

/// The number of the document itself: on a line that holds little else, never one inside a
/// sentence, which is another document's.
fn number(head: &[&Line], tail: &[Line]) -> Option<String> {
    let lines = head.iter().copied().chain(tail);
    let own = lines.filter(|l| !l.text.contains(['《', '。']) && l.text.chars().count() <= 60);
    own.filter_map(|l| NUMBER.captures(&l.text))
        .next()
        .map(|found| {
            // 「2023年1月30日苏州市人民政府苏府规字〔2023〕1号文发布」: the issuer stands right before.
            let words = &found[1];
            // The mark itself may have the character: 「苏府规字」.
            let cut = words
                .rmatch_indices(['日', '府'])
                .map(|(at, _)| at)
                .find(|&at| words[at..].chars().count() > 3);
            let words = cut.map_or(words, |at| {
                &words[at + words[at..].chars().next().map_or(0, char::len_utf8)..]
            });
            format!("{words}〔{}〕{}号", &found[2], &found[3])
        })
}

/// The region that title or issuers name first; else the one that the text names most.
fn region(
    title: &str,
    issuers: &[String],
    head: &[&Line],
    outline: &Outline,
    regions: &Regions,
) -> Option<Region> {
    let starts = [title]
        .into_iter()
        .chain(issuers.iter().map(String::as_str));
    for words in starts {
        let words = words
            .trim_start_matches("中共")
            .trim_start_matches(|c: char| c.is_ascii_digit() || c == '年');
        if let Some((first, len)) = regions.at_start(words) {
            // 「绍兴市柯桥区…」 is the district's.
            let inner = regions
                .after(&words[..len], &words[len..])
                .filter(|(e, _)| {
                    regions
                        .parent(&e.region.code)
                        .is_some_and(|p| p.region.code == first.region.code)
                });
            return Some(inner.map_or(first, |(entry, _)| entry).region.clone());
        }
    }
    if let Some((entry, _)) = regions.named_in(title).first() {
        return Some(entry.region.clone());
    }
    let mut counts: std::collections::BTreeMap<Region, usize> = std::collections::BTreeMap::new();
    let below = outline.root.paragraphs();
    for line in head.iter().copied().chain(below.into_iter().take(40)) {
        for (entry, _) in regions.named_in(stretch::beginning(&line.text)) {
            *counts.entry(entry.region.clone()).or_default() += 1;
        }
    }
    counts
        .into_iter()
        .max_by_key(|(region, count)| (*count, std::cmp::Reverse(region.code.clone())))
        .filter(|(_, count)| *count >= 2)
        .map(|(region, _)| region)
}

/// Where a title stands, for the blocks of the document.
pub fn is_title_line(record: &Record, lines: Lines) -> bool {
    record
        .title
        .as_ref()
        .is_some_and(|t| t.lines.first <= lines.first && lines.last <= t.lines.last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_kind_and_period_from_a_title() {
        assert_eq!(
            kind("森林碳汇某市行动方案（2022-2025年）").as_deref(),
            Some("方案")
        );
        assert_eq!(kind("关于做好工作的实施意见").as_deref(), Some("意见"));
        assert_eq!(
            period("某方案（2022-2025年）"),
            Period {
                from: Some(2022),
                to: Some(2025)
            }
        );
        assert_eq!(
            period("某市应对气候变化“十四五”规划"),
            Period {
                from: Some(2021),
                to: Some(2025)
            }
        );
    }

    #[test]
    fn reads_the_documents_own_number() {
        let own = [Line::new("某政办发[2021]56号", 3)];
        let head: Vec<&Line> = own.iter().collect();
        assert_eq!(number(&head, &[]).as_deref(), Some("某政办发〔2021〕56号"));
        let line = Line::new("(2023年1月30日苏州市人民政府苏府规字〔2023〕1号文发布)", 2);
        assert_eq!(
            number(&[&line], &[]).as_deref(),
            Some("苏府规字〔2023〕1号")
        );
        let cited = [Line::new(
            "根据《意见》（国发〔2021〕4号），制定本方案。",
            3,
        )];
        let head: Vec<&Line> = cited.iter().collect();
        assert_eq!(number(&head, &[]), None);
    }
}
