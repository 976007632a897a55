//! PDFs, through poppler: `pdftotext` tells where each word stands, `pdftocairo` where rules are drawn.
//! Lines become paragraphs and rules become tables by their places on the page.

mod fonts;
mod lattice;
mod poppler;
mod rules;
mod slanted;
mod turned;
mod words;

use std::collections::BTreeSet;
use std::path::Path;

use super::printed::{self, PrintedBlock, PrintedPage, PrintedText};
use super::{Problem, Raw};
use crate::text as seed_text;
use fonts::FontKind;
use poppler::{Poppler, Wanted};
pub use words::Word;

/// A page of text has at least so many characters; of a scan there are none or a stamp's.
const LEAST_OF_PAGE: usize = 30;
/// How far off the end of a line may be, in characters: words have exact places.
const SLACK: f32 = 0.3;

/// Reads the PDF at `path`.
pub fn read(path: &Path) -> Result<Raw, Problem> {
    let mut doubts = Vec::new();
    let poppler = Poppler::new(path);
    let (pages, turned) = page_words(&poppler, &mut doubts)?;
    let held = letters(&pages);
    let mut unclear = Vec::new();
    let numbered = pages.into_iter().zip(1..);
    let pages: Vec<PrintedPage> = numbered
        .map(|(words, n)| {
            // What is drawn on a turned page has other places than its words.
            let drawn = match may_have_a_table(&words) && !turned.contains(&n) {
                true => poppler.drawing(n).ok(),
                false => Some(String::new()),
            };
            // Without what is drawn its tables are told by the places of their words alone.
            let (page, clear) = page(words, &rules::rules(drawn.as_deref().unwrap_or_default()));
            unclear.extend((!clear || drawn.is_none()).then_some(n));
            page
        })
        .collect();
    let text = printed::text(pages, SLACK);
    unclear.extend(&text.unread);
    unclear.sort_unstable();
    unclear.dedup();
    let doubt = |n: &usize| {
        format!("page {n} has a table that was not read for sure: read its numbers against the PDF")
    };
    doubts.extend(unclear.iter().map(doubt));
    Ok(Raw {
        doubts,
        ..of_text(text, held)
    })
}

/// What was read of a file of so many letters, from the text of all its pages.
fn of_text(text: PrintedText, letters: usize) -> Raw {
    let lines: Vec<String> = text.lines.iter().map(|(line, _)| line.clone()).collect();
    let places = text.lines.into_iter();
    Raw {
        places: places
            .filter_map(|(line, pages)| Some((pages?, line)))
            .collect(),
        letters: Some(letters),
        joins: text.joins,
        lines: seed_text::without_frame(&lines),
        record: lines,
        whole: true,
        ..Raw::default()
    }
}

/// What was read of pages of words without rules: of an OFD.
pub fn raw(pages: Vec<Vec<Word>>) -> Raw {
    let held = letters(&pages);
    let pages = pages.into_iter().map(|words| page(words, &[]).0).collect();
    of_text(printed::text(pages, SLACK), held)
}

/// Whether pages have text.
///
/// # Errors
/// Where they are pictures.
pub fn check_letters(pages: &[Vec<Word>]) -> Result<(), Problem> {
    match letters(pages) >= pages.len().max(1) * LEAST_OF_PAGE {
        true => Ok(()),
        false => Err(Problem::Scanned { pages: pages.len() }),
    }
}

/// How many letters and digits stand on pages.
fn letters(pages: &[Vec<Word>]) -> usize {
    let of_word = |word: &Word| word.text.chars().filter(|c| c.is_alphanumeric()).count();
    pages.iter().flatten().map(of_word).sum()
}

/// Words by page, and the numbers of pages that are stored on their side.
type WordsOfPages = (Vec<Vec<Word>>, BTreeSet<usize>);

/// The words of each page, those that stand upright, decoded; and the pages that are stored on their side.
/// What is left out is added to `doubts`.
fn page_words(poppler: &Poppler<'_>, doubts: &mut Vec<String>) -> Result<WordsOfPages, Problem> {
    let upright = poppler.words(Wanted::Upright)?;
    let turned = turned::turned_pages(&poppler.info()?);
    let all = poppler.words(Wanted::All)?;
    let is_gbk = fonts::is_gbk_in_disguise(&words::letters(&upright));
    let [upright, all] = [upright, all].map(|xhtml| match is_gbk {
        true => words::pages_in_gbk(&xhtml),
        false => Some(words::pages(&xhtml)),
    });
    let (Some(upright), Some(all)) = (upright, all) else {
        return Err(Problem::Undecodable);
    };
    if is_gbk {
        let told = "its fonts say nothing of their characters: they were taken for GBK; read the text against the PDF";
        doubts.push(told.to_owned());
    }
    check_text(poppler, &all)?;
    let mut pages = Vec::new();
    for (n, (upright, all)) in (1..).zip(upright.into_iter().zip(all)) {
        if turned.contains(&n) {
            pages.push(turned::words(poppler, n)?);
            continue;
        }
        let (words, left_out) = slanted::without_slanted(upright, all);
        if !left_out.is_empty() {
            doubts.push(format!(
                "page {n} has slanted text, such as a watermark or a seal, that was left out: {left_out}"
            ));
        }
        pages.push(words);
    }
    Ok((pages, turned))
}

/// Whether the pages have text, and lines of it rather than columns from top to bottom.
fn check_text(poppler: &Poppler<'_>, pages: &[Vec<Word>]) -> Result<(), Problem> {
    let letters = letters(pages);
    let is_text = letters >= pages.len().max(1) * LEAST_OF_PAGE;
    let pages = pages.len();
    match (fonts::kind(&poppler.fonts()?), is_text) {
        (FontKind::Vertical, _) => Err(Problem::Vertical),
        (FontKind::None, false) => Err(Problem::Scanned { pages }),
        (FontKind::Level, false) => Err(Problem::HardlyText { pages, letters }),
        (_, true) => Ok(()),
    }
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
