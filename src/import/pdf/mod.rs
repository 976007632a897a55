//! PDFs, through poppler: `pdftotext` tells where each word stands, `pdftocairo` where rules are drawn.
//! Lines become paragraphs and rules become tables by their places on the page.

mod lattice;
mod poppler;
mod rules;
mod words;

use std::path::Path;

use super::printed::{self, PrintedBlock, PrintedPage};
use super::{Problem, Raw};
use crate::text;
use words::Word;

/// A page of text has at least so many characters; of a scan there are none or a stamp's.
const LEAST_OF_PAGE: usize = 30;
/// How far off the end of a line may be, in characters: words have exact places.
const SLACK: f32 = 0.3;

/// Reads the PDF at `path`.
pub fn read(path: &Path) -> Result<Raw, Problem> {
    let pages = words::pages(&poppler::words(path)?);
    let letters = |word: &Word| word.text.chars().filter(|c| c.is_alphanumeric()).count();
    let said: usize = pages.iter().flatten().map(letters).sum();
    if said < pages.len().max(1) * LEAST_OF_PAGE {
        return Err(Problem::Scanned { pages: pages.len() });
    }
    let mut unclear = Vec::new();
    let numbered = pages.into_iter().zip(1..);
    let pages: Vec<PrintedPage> = numbered
        .map(|(words, n)| {
            let drawn = match may_have_a_table(&words) {
                true => poppler::drawing(path, n).unwrap_or_default(),
                false => String::new(),
            };
            let (page, clear) = page(words, &rules::rules(&drawn));
            unclear.extend((!clear).then_some(n));
            page
        })
        .collect();
    let (lines, unread) = printed::text(pages, SLACK);
    unclear.extend(unread);
    unclear.sort_unstable();
    unclear.dedup();
    let doubt = |n: &usize| {
        format!("page {n} has a table that was not read for sure: read its numbers against the PDF")
    };
    Ok(Raw {
        doubts: unclear.iter().map(doubt).collect(),
        lines: text::without_frame(&lines),
        record: lines,
        whole: true,
        ..Raw::default()
    })
}

/// Whether words stand in columns somewhere: only then the page is drawn, which takes longer.
fn may_have_a_table(words: &[Word]) -> bool {
    words::lines(words)
        .iter()
        .filter(|line| line.segments.len() > 1)
        .count()
        >= 2
}

/// The lines and tables of a page, and whether the rules of all tables are clear.
fn page(mut words: Vec<Word>, rules: &[rules::RuledLine]) -> (PrintedPage, bool) {
    let tables = lattice::tables(rules, &mut words);
    let lines = words::lines(&words);
    let clear = tables.iter().all(|table| !table.unclear);
    let mut blocks: Vec<(f32, PrintedBlock)> = tables
        .into_iter()
        .map(|table| (table.top, PrintedBlock::Table(table.grid)))
        .chain(
            lines
                .into_iter()
                .map(|line| (line.middle, PrintedBlock::Line(line))),
        )
        .collect();
    blocks.sort_by(|a, b| a.0.total_cmp(&b.0));
    let blocks = blocks.into_iter().map(|(_, block)| block).collect();
    (PrintedPage { blocks }, clear)
}
