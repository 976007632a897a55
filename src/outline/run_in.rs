//! Headings inside paragraphs: 「控制高耗能产业产能。推动…」 and 「一是深化…改革。从…二是…」.

use std::sync::LazyLock;

use regex::Regex;

use super::heading::sentence_end;
use super::section::{Body, Section};
use super::{Number, Rank, chinese_number};
use crate::pattern::regex;
use crate::text::Line;

/// Maximum length of a run-in heading, in characters.
const RUN_IN_MAX: usize = 32;

/// Minimum length of a run-in heading, in characters.
const RUN_IN_MIN: usize = 4;

/// Maximum length of the heading of an item behind 一是, in characters.
const YI_MAX: usize = 48;

/// 「一是」「二是」 at the head of a sentence.
static YI: LazyLock<Regex> = LazyLock::new(|| regex(r"(?:^|。)([一二三四五六七八九十]{1,2})是"));

/// Beginnings of sentences with a date or a condition, which are never headings.
const NO_HEADING: &[&str] = &[
    "到20", "至20", "截至", "“十", "本", "（", "(", "其中", "同时", "注", "图", "表", "20",
];

/// Finds the run-in headings of every section without numbered subsections.
pub fn find(section: &mut Section) {
    // Boxes below the paragraphs of a section make no difference.
    let boxes_only = section.children.iter().all(Section::is_aside);
    for child in section.children.iter_mut().filter(|c| c.is_aside()) {
        find(child);
    }
    if section.rank == Some(Rank::Address) {
        return;
    }
    if boxes_only && section.rank.is_some() {
        let children = yi_items(&section.body).or_else(|| {
            // Items of a list have no run-in headings: their sentences are just short. Sections with a
            // heading have them if every paragraph begins with one and continues.
            let listed = matches!(
                section.rank,
                Some(Rank::Arabic | Rank::ParenArabic | Rank::Circled)
            );
            let all =
                section.headed && section.rank == Some(Rank::Arabic) && all_run_in(&section.body);
            if listed && !all {
                None
            } else {
                run_ins(&section.body)
            }
        });
        if let Some((kept, children)) = children {
            section.body = kept;
            let boxes = std::mem::replace(&mut section.children, children);
            section.children.extend(boxes);
        }
    } else {
        for child in &mut section.children {
            find(child);
        }
    }
}

/// Whether every paragraph is long and begins with a heading.
fn all_run_in(body: &[Body]) -> bool {
    const LONG: usize = 60;
    let mut paragraphs = body.iter().filter_map(Body::paragraph);
    paragraphs.all(|line| run_in(line).is_some() && line.text.chars().count() >= LONG)
}

/// Splits off paragraphs headed by a short first sentence. At least two paragraphs and most of the
/// section must have one; a single one is just a short sentence.
fn run_ins(body: &[Body]) -> Option<(Vec<Body>, Vec<Section>)> {
    let paragraphs: Vec<&Line> = body.iter().filter_map(Body::paragraph).collect();
    let whole = |n: usize| n == 0 || is_ended(&paragraphs[n - 1].text);
    let headed = paragraphs.iter().enumerate();
    let headed = headed.filter(|(n, line)| whole(*n) && run_in(line).is_some());
    let headed = headed.count();
    // The first paragraph may be a lead-in without a heading.
    if headed < 2 || headed * 10 < (paragraphs.len() - 1) * 6 {
        return None;
    }
    let mut kept = Vec::new();
    let mut sections: Vec<Section> = Vec::new();
    let mut ended = true;
    for piece in body {
        let head = piece
            .paragraph()
            .filter(|_| ended)
            .and_then(|line| Some((line, run_in(line)?)));
        ended = piece.paragraph().is_none_or(|line| is_ended(&line.text));
        match (head, sections.last_mut()) {
            (Some((line, (start, end))), _) => {
                sections.push(headed_section(line, None, start, end))
            }
            (None, Some(section)) => section.body.push(piece.clone()),
            (None, None) => kept.push(piece.clone()),
        }
    }
    Some((kept, sections))
}

/// Whether a paragraph is complete; after one that breaks off in mid-sentence no section begins.
fn is_ended(text: &str) -> bool {
    text.ends_with([
        '。', '！', '？', '；', '：', ':', '”', '）', ')', '》', '］', '〕', '】',
    ])
}

/// The byte range of a paragraph's run-in heading.
fn run_in(line: &Line) -> Option<(usize, usize)> {
    let text = &line.text;
    let start = text.len() - text.trim_start_matches(['—', '－', '-', '─']).len();
    let text = &text[start..];
    if NO_HEADING.iter().any(|no| text.starts_with(no)) {
        return None;
    }
    let end = sentence_end(text)?;
    let heading = &text[..end];
    let rest = text[end..].chars().count();
    let chars = heading.chars().count();
    let fits = chars >= RUN_IN_MIN
        && heading.chars().count() <= RUN_IN_MAX
        && heading.matches('，').count() <= 1;
    (fits && rest > 12 && !heading.contains('；')).then_some((start, start + end))
}

/// A section made of one paragraph, whose heading is the byte range `start..end`.
fn headed_section(line: &Line, number: Option<Number>, start: usize, end: usize) -> Section {
    let after = line.text[end..].chars().next().map_or(0, char::len_utf8);
    let rest = line.slice(end + after..line.text.len());
    let rank = number.as_ref().map_or(Rank::RunIn, |n| n.rank);
    Section {
        number,
        rank: Some(rank),
        title: line.text[start..end].to_owned(),
        heading: line.slice(start..end + after),
        headed: true,
        heading_lines: Some(line.lines_of(start..end)),
        body: if rest.text.is_empty() {
            Vec::new()
        } else {
            vec![Body::Paragraph(rest)]
        },
        children: Vec::new(),
    }
}

/// The items of a paragraph that begins with 「一是」, each headed by its first sentence.
fn yi_items(body: &[Body]) -> Option<(Vec<Body>, Vec<Section>)> {
    let mut kept = Vec::new();
    let mut sections = Vec::new();
    for piece in body {
        match piece
            .paragraph()
            .filter(|line| line.text.starts_with("一是") || !sections.is_empty())
        {
            Some(line) => match split_yi(line) {
                Some(items) => sections.extend(items),
                None => kept.push(piece.clone()),
            },
            None => kept.push(piece.clone()),
        }
    }
    (sections.len() >= 2).then_some((kept, sections))
}

fn split_yi(line: &Line) -> Option<Vec<Section>> {
    let marks: Vec<(usize, u32, usize)> = YI
        .captures_iter(&line.text)
        .filter_map(|found| {
            let numeral = found.get(1)?;
            let value = chinese_number(numeral.as_str())?;
            Some((numeral.start(), value, numeral.end() + "是".len()))
        })
        .collect();
    let counts_up = marks.windows(2).all(|w| w[1].1 == w[0].1 + 1);
    if marks.is_empty() || marks[0].0 != 0 || !counts_up {
        return None;
    }
    let ends = marks[1..].iter().map(|m| m.0).chain([line.text.len()]);
    marks
        .iter()
        .zip(ends)
        .map(|(&(start, value, title), end)| {
            let item = line.slice(start..end);
            let title = title - start;
            let close = sentence_end(&item.text)?;
            let heading = item.text[title..close].chars().count();
            let written = item.text[..title].to_owned();
            let number = Number {
                rank: Rank::Yi,
                written,
                value,
            };
            // Without text behind its heading an item is only part of a list.
            (heading <= YI_MAX && item.text.len() > close + 12)
                .then(|| headed_section(&item, Some(number), title, close))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(paragraphs: &[&str]) -> Vec<(String, String)> {
        let mut section = Section {
            rank: Some(Rank::ParenHan),
            ..Section::default()
        };
        section.body = paragraphs
            .iter()
            .enumerate()
            .map(|(n, p)| Body::Paragraph(Line::new(p, n + 1)))
            .collect();
        find(&mut section);
        let text = |s: &Section| {
            s.paragraphs()
                .iter()
                .map(|l| l.text.clone())
                .collect::<String>()
        };
        section
            .children
            .iter()
            .map(|s| (s.label(), text(s)))
            .collect()
    }

    #[test]
    fn paragraphs_that_open_alike_are_headed() {
        let read = found(&[
            "提高农业气候适应能力。依托茶叶、花卉等优势产业，培育和推广高光效品种。",
            "提高林业气候适应能力。提高乡土树种和混交林比例，培育健康森林。",
        ]);
        assert_eq!(read[0].0, "提高农业气候适应能力");
        assert_eq!(read[1].1, "提高乡土树种和混交林比例，培育健康森林。");
    }

    #[test]
    fn headings_run_in_below_a_numbered_heading_but_not_in_the_sentences_of_an_item() {
        let rest = "完善天然气产供储销体系，推进上海LNG站线扩建项目和沪苏、沪浙省际管网互联互通，形成多气源联保联供格局。";
        let body = |heading: &str, rest: &str, n: usize| {
            Body::Paragraph(Line::new(&format!("{heading}{rest}"), n))
        };
        let below = |rest: &str| {
            let mut section = Section {
                rank: Some(Rank::Arabic),
                headed: true,
                body: vec![
                    body("严格控制煤炭消费总量。", rest, 2),
                    body("加快实施清洁能源替代。", rest, 3),
                ],
                ..Section::default()
            };
            find(&mut section);
            section.children.len()
        };
        assert_eq!(below(rest), 2);
        assert_eq!(below("做好日常工作，按月报告情况。"), 0);
    }

    #[test]
    fn nothing_begins_behind_half_a_sentence() {
        let read = found(&[
            "提高农业气候适应能力。依托茶叶、花卉等优势产业，培育和推广高光效品种，水路客运周转量",
            "或水路货运周转量有所增长。加快建设绿色港口，推广岸电设施和清洁能源船舶。",
            "提高林业气候适应能力。提高乡土树种和混交林比例，培育健康森林。",
        ]);
        let titles: Vec<&str> = read.iter().map(|(title, _)| title.as_str()).collect();
        assert_eq!(titles, ["提高农业气候适应能力", "提高林业气候适应能力"]);
    }

    #[test]
    fn one_short_sentence_is_no_heading() {
        assert!(
            found(&[
                "优先将林业碳汇纳入全国碳交易市场。强化碳市场能力建设，实施企业碳资产能力提升行动。"
            ])
            .is_empty()
        );
        assert!(
            found(&[
                "到2025年，完成造林8万亩。森林覆盖率稳定在55%以上。",
                "到2030年，完成造林9万亩。再做一件事，又做一件。"
            ])
            .is_empty()
        );
    }

    #[test]
    fn items_counted_by_yi_shi() {
        let read = found(&[
            "一是深化综合管理改革。从城市层面推动建设。二是探索交易机制改革。以发电行业为突破口。",
        ]);
        assert_eq!(
            read[1],
            (
                "二是探索交易机制改革".to_owned(),
                "以发电行业为突破口。".to_owned()
            )
        );
        assert!(found(&["一是加强领导；二是加强宣传；三是加强考核。"]).is_empty());
    }
}
