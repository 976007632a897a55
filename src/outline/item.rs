//! Items and articles without a heading, whose apparent heading is their only sentence.

use super::Rank;
use super::heading::first_clause;
use super::section::{Body, Section};

/// Turns headings that are sentences back into text. These are items of one sentence, 「（一）完成造林3万亩。」, with
/// only responsible bodies below; and the first sentences of articles, 「第二条 用水单位应当…。」.
pub fn find(section: &mut Section) {
    for child in &mut section.children {
        find(child);
        if is_sentence(child) {
            unhead(child);
        }
    }
}

fn is_sentence(section: &Section) -> bool {
    /// Minimum length of a sentence, in characters; shorter headings stay headings: 「总则。」.
    const SHORTEST: usize = 8;
    // The title of an annex, on a line of its own, stays a heading.
    let heads = section.headed && section.number.is_some() && !section.is_annex();
    if !heads || section.title.chars().count() < SHORTEST {
        return false;
    }
    let heading = section.heading.text.as_str();
    let stops = heading.ends_with(['。', '；', '！']);
    if section.rank == Some(Rank::Article) {
        // Maximum length of a subject; longer text breaks off at the end of a printed line.
        const SUBJECT: usize = 16;
        return stops || section.title.chars().count() > SUBJECT;
    }
    let answered = |body: &Body| {
        let words = body.paragraph().map_or("", |line| line.text.as_str());
        words.starts_with(['（', '(', '〔', '［', '['])
    };
    let claims = section.title.contains(|c: char| c.is_ascii_digit());
    section.children.is_empty() && section.body.iter().all(answered) && (stops || claims)
}

fn unhead(section: &mut Section) {
    let sentence = std::mem::take(&mut section.heading);
    section.headed = false;
    // Text that continues on the same line, or in mid-sentence on the next, is the same paragraph.
    let goes_on = section.body.first().and_then(Body::paragraph).cloned();
    let stops = sentence.text.ends_with(['。', '；', '！', '：', ':']);
    let last = sentence.lines().last;
    let same = goes_on.filter(|below| !stops || below.lines().first == last);
    let mut paragraph = sentence;
    if let Some(below) = same {
        paragraph.append(&below);
        section.body.remove(0);
    }
    section.title = paragraph.text[..first_clause(&paragraph.text)].to_owned();
    section.body.insert(0, Body::Paragraph(paragraph));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outline::tree::build;
    use crate::text::{Line, Piece};

    /// `title|text` of each item; a heading ends with `*`.
    fn items(text: &str) -> Vec<String> {
        let pieces = text.lines().enumerate();
        let pieces = pieces.map(|(n, l)| Piece::Line(Line::new(l, n + 1)));
        let mut root = build(pieces.collect(), &[]).root;
        find(&mut root);
        let mut shown = Vec::new();
        let mut open: Vec<&Section> = root.children.iter().rev().collect();
        while let Some(section) = open.pop() {
            let own = section.body.iter().filter_map(Body::paragraph);
            let own: Vec<&str> = own.map(|line| line.text.as_str()).collect();
            let mark = if section.headed { "*" } else { "" };
            shown.push(format!("{}{mark}|{}", section.title, own.join("/")));
            open.extend(section.children.iter().rev());
        }
        shown
    }

    #[test]
    fn an_annex_without_text_keeps_its_title() {
        let text = "（一）加强领导。健全工作机制，压实各方责任。\n附件1\n2024年重点任务清单";
        assert_eq!(
            items(text).last().map(String::as_str),
            Some("2024年重点任务清单*|")
        );
    }

    #[test]
    fn an_item_of_one_sentence_has_no_heading() {
        assert_eq!(
            items(
                "一、主要任务\n（一）新建公共充电桩500个。（责任单位：市发展改革委）\n（二）推广电动公交车200辆，淘汰老旧车辆1000辆。\n（三）加强宣传。\n开展活动。"
            ),
            [
                "主要任务*|",
                "新建公共充电桩500个|新建公共充电桩500个。（责任单位：市发展改革委）",
                "推广电动公交车200辆|推广电动公交车200辆，淘汰老旧车辆1000辆。",
                "加强宣传*|开展活动。"
            ]
        );
    }

    #[test]
    fn an_article_goes_on_where_its_line_ends() {
        assert_eq!(
            items(
                "第五章 监督与管理\n第二十九条 对积极参与平台建设工作的政府机关、企事\n业单位及社会团体，予以优先考虑。"
            )[1],
            "对积极参与平台建设工作的政府机关、企事业单位及社会团体|对积极参与平台建设工作的政府机关、企事业单位及社会团体，予以优先考虑。"
        );
    }

    #[test]
    fn an_article_is_text_unless_it_names_its_subject() {
        assert_eq!(
            items(
                "第一章 总则\n第二条 用水单位应当安装计量设施，管网漏损率不得超过9%。\n第三条 【资金配套扶持】对节能改造项目给予扶持。\n第四条 市水行政主管部门负责全市节水工作。县级部门负责本县节水工作。"
            ),
            [
                "总则*|",
                "用水单位应当安装计量设施|用水单位应当安装计量设施，管网漏损率不得超过9%。",
                "资金配套扶持*|对节能改造项目给予扶持。",
                "市水行政主管部门负责全市节水工作|市水行政主管部门负责全市节水工作。县级部门负责本县节水工作。"
            ]
        );
    }
}
