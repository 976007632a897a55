//! The words of each page with the boxes that they fill, from `pdftotext -bbox`.

use std::sync::LazyLock;

use regex::Regex;

use super::fonts;
use crate::import::printed::{LineSegment, PrintedLine};
use crate::pattern::regex;
use crate::text::{is_han, mended};

/// A word and its box, in points from the upper left corner of the page.
#[derive(Clone, Debug, PartialEq)]
pub struct Word {
    /// Its left edge.
    pub left: f32,
    /// Its right edge.
    pub right: f32,
    /// How far its middle is from the top.
    pub middle: f32,
    /// Its letters.
    pub text: String,
}

impl Word {
    /// The middle from left to right.
    pub fn centre(&self) -> f32 {
        (self.left + self.right) / 2.0
    }
}

static WORD: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r#"<word xMin="(-?[\d.]+)" yMin="(-?[\d.]+)" xMax="(-?[\d.]+)" yMax="(-?[\d.]+)">([^<]*)</word>"#,
    )
});

/// The words of every page.
pub fn pages(xhtml: &str) -> Vec<Vec<Word>> {
    let pages = xhtml.split("<page ").skip(1);
    pages
        .map(|page| {
            let words = WORD.captures_iter(page);
            words.filter_map(|c| word(&c, unescaped(&c[5]))).collect()
        })
        .collect()
}

/// The same of words whose letters are bytes of GBK; `None` where too many are not.
pub fn pages_in_gbk(xhtml: &str) -> Option<Vec<Vec<Word>>> {
    let (mut read, mut all) = (0, 0);
    let pages = xhtml.split("<page ").skip(1);
    let pages = pages.map(|page| {
        let words = WORD.captures_iter(page).filter_map(|c| {
            let text = fonts::gbk(&unescaped(&c[5]));
            all += 1;
            read += usize::from(text.is_some());
            word(&c, text?)
        });
        words.collect()
    });
    let pages: Vec<Vec<Word>> = pages.collect();
    fonts::is_read(read, all).then_some(pages)
}

/// The letters of all words as they are written.
pub fn letters(xhtml: &str) -> String {
    WORD.captures_iter(xhtml)
        .map(|c| unescaped(&c[5]))
        .collect()
}

fn unescaped(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&apos;", "'")
        .replace("&amp;", "&")
}

fn word(captures: &regex::Captures<'_>, text: String) -> Option<Word> {
    let number = |n: usize| captures[n].parse::<f32>().ok().filter(|n| n.is_finite());
    let (left, top, right, bottom) = (number(1)?, number(2)?, number(3)?, number(4)?);
    let text = mended(&text).trim().to_owned();
    (!text.is_empty() && right >= left).then_some(Word {
        left,
        right,
        middle: (top + bottom) / 2.0,
        text,
    })
}

/// Words on one line whose middles are this near, in characters: fonts of one line have boxes of
/// different heights.
const LEVEL: f32 = 0.5;
/// A gap as wide as this, in characters, is a blank; letters that are spread over a line are nearer.
const BLANK: f32 = 0.25;
/// A gap as wide as this parts two columns.
const COLUMN: f32 = 1.5;

/// The lines that words stand on, from top to bottom.
pub fn lines(words: &[Word]) -> Vec<PrintedLine> {
    let em = em(words).unwrap_or(12.0);
    let mut sorted: Vec<&Word> = words.iter().collect();
    sorted.sort_by(|a, b| a.middle.total_cmp(&b.middle));
    let mut rows: Vec<Vec<&Word>> = Vec::new();
    for word in sorted {
        match rows.last_mut() {
            Some(row) if word.middle - mean(row) <= em * LEVEL => row.push(word),
            _ => rows.push(vec![word]),
        }
    }
    rows.into_iter()
        .map(|mut row| {
            row.sort_by(|a, b| a.left.total_cmp(&b.left));
            line(&row, em)
        })
        .collect()
}

fn mean(row: &[&Word]) -> f32 {
    row.iter().map(|w| w.middle).sum::<f32>() / row.len() as f32
}

fn line(row: &[&Word], usual: f32) -> PrintedLine {
    let em = em(row.iter().copied())
        .or_else(|| em_of_mixed(row))
        .unwrap_or(usual);
    let mut segments: Vec<LineSegment> = Vec::new();
    for word in row {
        let gap = segments.last().map(|s| word.left - s.right);
        match (segments.last_mut(), gap) {
            (Some(last), Some(gap)) if gap < em * COLUMN => {
                if gap >= em * BLANK {
                    last.text.push(' ');
                }
                last.text.push_str(&word.text);
                last.right = last.right.max(word.right);
            }
            _ => segments.push(LineSegment {
                left: word.left,
                right: word.right,
                text: word.text.clone(),
            }),
        }
    }
    PrintedLine {
        middle: mean(row),
        em,
        segments,
    }
}

/// How wide a Chinese character is in most of the words.
fn em<'a>(words: impl IntoIterator<Item = &'a Word>) -> Option<f32> {
    let width = |word: &Word| {
        let letters = word.text.chars().count();
        let width = (word.right - word.left) / letters as f32;
        (word.text.chars().all(is_han) && width > 1.0).then_some(width)
    };
    let mut widths: Vec<f32> = words.into_iter().filter_map(width).collect();
    widths.sort_by(f32::total_cmp);
    widths.get(widths.len() / 2).copied()
}

/// The same where every word has numbers or Latin letters in it, which are half as wide.
fn em_of_mixed(row: &[&Word]) -> Option<f32> {
    let wide = |c: char| if c.is_ascii() { 0.5 } else { 1.0_f32 };
    let width = |word: &Word| word.right - word.left;
    let widest = row.iter().max_by(|a, b| width(a).total_cmp(&width(b)))?;
    let letters: f32 = widest.text.chars().map(wide).sum();
    let em = width(widest) / letters;
    (letters >= 2.0 && em > 1.0).then_some(em)
}
