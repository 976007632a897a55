//! What stands on pages beside the text: headers, footers, page numbers, tables of contents.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;

use super::{PrintedBlock, PrintedPage};
use crate::pattern::regex;
use crate::text;

/// The head of a page of a periodical, known even where there is one page only: 「某市人民政府公报  2024年第3期」
/// 「2024年第3期（总第98期） 某市人民政府公报」.
static ISSUE: LazyLock<Regex> = LazyLock::new(|| {
    const NUMBER: &str =
        r"(?:(?:19|20)\d\d ?[年.·]? ?)?第 ?\d{1,3} ?[期号](?: ?[（(]总第? ?\d{1,4} ?期[)）])?";
    const NAME: &str = r"\p{Han}{2,20}(?:公报|政报|文件汇编)";
    const PAGE: &str = r"[·•—－–\- ]*\d{0,4}[·•—－–\- ]*";
    regex(&format!(
        "^{PAGE}(?:{NAME} *{NUMBER}|{NUMBER} *{NAME}){PAGE}$"
    ))
});

/// Takes it off the pages.
pub fn take_off(pages: &mut [PrintedPage]) {
    for edge in [Edge::First, Edge::Last] {
        let running = running(pages, edge);
        for page in pages.iter_mut() {
            drop_edge(page, edge, is_page_number);
            drop_edge(page, edge, |words| {
                running.contains(&shape(words)) || ISSUE.is_match(words)
            });
        }
    }
    let lines: Vec<String> = pages
        .iter()
        .flat_map(|p| p.lines())
        .map(|l| l.text())
        .collect();
    let mut beside = text::beside_the_text(&lines).into_iter();
    for page in pages {
        page.blocks.retain(|block| match block {
            PrintedBlock::Line(_) => !beside.next().unwrap_or(false),
            _ => true,
        });
    }
}

#[derive(Clone, Copy)]
enum Edge {
    First,
    Last,
}

/// The words of the line at an edge of a page, and where it is among the blocks.
fn edge_line(page: &PrintedPage, edge: Edge) -> Option<(usize, String)> {
    let at = match edge {
        Edge::First => 0,
        Edge::Last => page.blocks.len().checked_sub(1)?,
    };
    match page.blocks.get(at)? {
        PrintedBlock::Line(line) => Some((at, line.text())),
        _ => None,
    }
}

/// Takes the line at an edge off if it is such a one.
fn drop_edge(page: &mut PrintedPage, edge: Edge, is: impl Fn(&str) -> bool) {
    if let Some((at, _)) = edge_line(page, edge).filter(|(_, words)| is(words)) {
        page.blocks.remove(at);
    }
}

/// Lines that most pages have at an edge, or most pages of one side, whatever number is in them.
fn running(pages: &[PrintedPage], edge: Edge) -> BTreeSet<String> {
    let mut running = BTreeSet::new();
    for (first, step) in [(0, 1), (0, 2), (1, 2)] {
        let side = pages.iter().skip(first).step_by(step);
        let mut shapes: Vec<String> = side
            .clone()
            .filter_map(|page| Some(shape(&edge_line(page, edge)?.1)))
            .collect();
        shapes.sort();
        let often = |same: &&[String]| same.len() > 2 && same.len() * 2 > side.clone().count();
        running.extend(
            shapes
                .chunk_by(|a, b| a == b)
                .filter(often)
                .map(|same| same[0].clone()),
        );
    }
    running
}

/// A line without its blanks, any number in it as one mark.
fn shape(line: &str) -> String {
    let mut shape = String::new();
    for c in line.chars().filter(|c| !c.is_whitespace()) {
        match c.is_ascii_digit() {
            true if shape.ends_with('0') => {}
            true => shape.push('0'),
            false => shape.push(c),
        }
    }
    shape
}

/// 「37」「— 8 —」「III」: what stands at the foot of a page.
pub fn is_page_number(words: &str) -> bool {
    let bare: String = words.chars().filter(|c| c.is_alphanumeric()).collect();
    let marks = words
        .chars()
        .all(|c| c.is_alphanumeric() || " -—－–·•.|".contains(c));
    let digits = bare.len() <= 4 && bare.chars().all(|c| c.is_ascii_digit());
    let roman = bare.len() <= 5 && bare.chars().all(|c| "IVXLivxl".contains(c));
    marks && !bare.is_empty() && (digits || roman)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::printed::{LineSegment, PrintedLine};

    fn page(lines: &[String]) -> PrintedPage {
        let line = |(n, text): (usize, &String)| {
            PrintedBlock::Line(PrintedLine {
                middle: n as f32 * 2.0,
                em: 1.0,
                segments: vec![LineSegment {
                    left: 0.0,
                    right: 30.0,
                    text: text.clone(),
                }],
            })
        };
        PrintedPage {
            blocks: lines.iter().enumerate().map(line).collect(),
        }
    }

    #[test]
    fn headers_and_footers_go() {
        let page = |n: usize| {
            page(&[
                format!("某市人民政府公报 2021年第{n}期"),
                format!("第{n}条 各县应当推进节能工作，落实各项措施。"),
                format!("- {n} -"),
            ])
        };
        let mut pages = [page(1), page(2), page(13)];
        take_off(&mut pages);
        let left: Vec<String> = pages
            .iter()
            .flat_map(PrintedPage::lines)
            .map(PrintedLine::text)
            .collect();
        assert_eq!(left.len(), 3, "{left:?}");
        assert!(left[2].contains("第13条"));
    }

    #[test]
    fn left_and_right_pages_may_have_headers_of_their_own() {
        let mut pages: Vec<PrintedPage> = (1..8)
            .map(|n| {
                let head = if n % 2 == 0 {
                    "某市人民政府文件"
                } else {
                    "节能降碳方案"
                };
                page(&[
                    head.to_owned(),
                    format!("第{n}项工作要{}抓好。", "认真".repeat(n)),
                ])
            })
            .collect();
        take_off(&mut pages);
        assert!(pages.iter().all(|page| page.blocks.len() == 1), "{pages:?}");
    }
}
