//! What stands on pages beside the text: headers, footers, page numbers, tables of contents.

use std::collections::BTreeSet;

use super::{Block, Page};
use crate::text;

/// Takes it off the pages.
pub fn take_off(pages: &mut [Page]) {
    for n in 0..pages.len() {
        for edge in [Edge::First, Edge::Last] {
            if edge_line(&pages[n], edge).is_some_and(|(_, words)| is_page_number(&words)) {
                drop_edge(&mut pages[n], edge);
            }
        }
    }
    // Headers and footers may have two lines.
    for _ in 0..2 {
        for edge in [Edge::First, Edge::Last] {
            let running = running(pages, edge);
            for page in pages.iter_mut() {
                if edge_line(page, edge).is_some_and(|(_, words)| running.contains(&shape(&words))) {
                    drop_edge(page, edge);
                }
            }
        }
    }
    let lines: Vec<String> = pages.iter().flat_map(|p| p.lines()).map(|l| l.text()).collect();
    let mut beside = text::beside_the_text(&lines).into_iter();
    for page in pages {
        page.blocks.retain(|block| match block {
            Block::Line(_) => !beside.next().unwrap_or(false),
            _ => true,
        });
    }
}

#[derive(Clone, Copy)]
enum Edge {
    First,
    Last,
}

/// The line at an edge of a page and where it is among the blocks.
fn edge_line(page: &Page, edge: Edge) -> Option<(usize, String)> {
    let at = match edge {
        Edge::First => 0,
        Edge::Last => page.blocks.len().checked_sub(1)?,
    };
    match page.blocks.get(at)? {
        Block::Line(line) => Some((at, line.text())),
        _ => None,
    }
}

fn drop_edge(page: &mut Page, edge: Edge) {
    if let Some((at, _)) = edge_line(page, edge) {
        page.blocks.remove(at);
    }
}

/// Lines that most pages have at an edge, or most pages of one side, whatever number is in them.
fn running(pages: &[Page], edge: Edge) -> BTreeSet<String> {
    let mut running = BTreeSet::new();
    for (first, step) in [(0, 1), (0, 2), (1, 2)] {
        let side = pages.iter().skip(first).step_by(step);
        let mut shapes: Vec<String> = side
            .clone()
            .filter_map(|page| Some(shape(&edge_line(page, edge)?.1)))
            .collect();
        shapes.sort();
        let often = |same: &&[String]| same.len() > 2 && same.len() * 2 > side.clone().count();
        running.extend(shapes.chunk_by(|a, b| a == b).filter(often).map(|same| same[0].clone()));
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
fn is_page_number(words: &str) -> bool {
    let bare: String = words.chars().filter(|c| c.is_alphanumeric()).collect();
    let marks = words.chars().all(|c| c.is_alphanumeric() || " -—－–·•.|".contains(c));
    let digits = bare.len() <= 4 && bare.chars().all(|c| c.is_ascii_digit());
    let roman = bare.len() <= 5 && bare.chars().all(|c| "IVXLivxl".contains(c));
    marks && !bare.is_empty() && (digits || roman)
}
