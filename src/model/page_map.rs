//! Map of the lines of a text to the pages of its original, which an import stores beside the text.
//!
//! Lines are found by their first letters, so that a moved or changed line never gets a wrong page.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::Lines;

/// A page of the original or a range of pages, counted from 1. Written to YAML as `[5, 6]`, in the file
/// of a map as `5` or `5-6`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "[usize; 2]", into = "[usize; 2]")]
pub struct Pages {
    /// The first page.
    pub first: usize,
    /// The last page; never before `first`.
    pub last: usize,
}

impl Pages {
    /// One page.
    pub fn at(page: usize) -> Self {
        Self {
            first: page,
            last: page,
        }
    }

    /// The smallest range that contains both.
    #[must_use]
    pub fn join(self, other: Self) -> Self {
        Self {
            first: self.first.min(other.first),
            last: self.last.max(other.last),
        }
    }
}

impl fmt::Display for Pages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.first == self.last {
            true => write!(f, "{}", self.first),
            false => write!(f, "{}-{}", self.first, self.last),
        }
    }
}

impl FromStr for Pages {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let page = |text: &str| text.parse().ok().filter(|page| *page > 0);
        let (first, last) = text.split_once('-').unwrap_or((text, text));
        match (page(first), page(last)) {
            (Some(first), Some(last)) if first <= last => Ok(Self { first, last }),
            _ => Err("write a page as 5, or several as 5-6"),
        }
    }
}

impl From<[usize; 2]> for Pages {
    fn from([first, last]: [usize; 2]) -> Self {
        Self {
            first: first.min(last),
            last: first.max(last),
        }
    }
}

impl From<Pages> for [usize; 2] {
    fn from(pages: Pages) -> Self {
        [pages.first, pages.last]
    }
}

/// A range of lines of a text that are on the same pages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PagesOfLines {
    /// The lines of the seed.
    pub lines: Lines,
    /// The pages of the original.
    pub pages: Pages,
}

/// The pages of lines, each with the first letters of its line, in the order of the text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageMap {
    rows: Vec<(Pages, String)>,
}

/// Number of first letters that identify a line.
const LETTERS: usize = 16;
/// Minimum number of letters that identify a line.
const LEAST: usize = 2;
/// Maximum distance, in lines, from which a line without a row takes its page.
const AROUND: usize = 5;
/// The first line of the file.
const HEAD: &str =
    "# Page of the original, a tab, first letters of the line. Lines are found by their letters.\n";

impl PageMap {
    /// Makes the map of lines with known pages.
    pub fn of<'a>(lines: impl IntoIterator<Item = (Pages, &'a str)>) -> Self {
        let rows = lines.into_iter().map(|(pages, line)| (pages, key(line)));
        Self {
            rows: rows.filter(|(_, key)| !key.is_empty()).collect(),
        }
    }

    /// Parses the file of a map; an invalid row is skipped, and its line has no page.
    pub fn read(text: &str) -> Self {
        let rows = text.lines().filter_map(|row| {
            let (pages, words) = row.split_once('\t')?;
            Some((pages.trim().parse().ok()?, words))
        });
        Self::of(rows)
    }

    /// The content of the map's file; empty if it has no rows.
    pub fn file(&self) -> String {
        if self.rows.is_empty() {
            return String::new();
        }
        let rows = self
            .rows
            .iter()
            .map(|(pages, key)| format!("{pages}\t{key}\n"));
        std::iter::once(HEAD.to_owned()).chain(rows).collect()
    }

    /// The pages of each line of a text, or `None` if they are unknown.
    ///
    /// A line has the pages of the row with its letters. Several rows with the same letters belong to as many
    /// such lines of the text, in order; if the numbers differ, the rows only count if they agree. A line
    /// without a row is on the page of its nearest neighbours, if these are on the same page.
    pub fn locate(&self, lines: &[&str]) -> Vec<Option<Pages>> {
        let mut rows: BTreeMap<&str, Vec<Pages>> = BTreeMap::new();
        for (pages, key) in &self.rows {
            rows.entry(key).or_default().push(*pages);
        }
        let keys: Vec<String> = lines.iter().map(|line| key(line)).collect();
        let mut turns: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (n, key) in keys.iter().enumerate().filter(|(_, key)| !key.is_empty()) {
            turns.entry(key).or_default().push(n);
        }
        let mut found = vec![None; lines.len()];
        for (key, places) in turns {
            let Some(rows) = rows.get(key) else { continue };
            let same = rows.iter().all(|pages| *pages == rows[0]);
            for (turn, place) in places.iter().enumerate() {
                found[*place] = match (same, rows.len() == places.len()) {
                    (true, _) => Some(rows[0]),
                    (false, true) => Some(rows[turn]),
                    (false, false) => None,
                };
            }
        }
        (0..lines.len())
            .map(|n| found[n].or_else(|| around(&found, n)))
            .collect()
    }

    /// The located lines, with adjacent lines of the same pages joined into ranges.
    pub fn runs(&self, lines: &[&str]) -> Vec<PagesOfLines> {
        let mut runs: Vec<PagesOfLines> = Vec::new();
        for (line, pages) in (1..).zip(self.locate(lines)) {
            let Some(pages) = pages else { continue };
            match runs.last_mut() {
                Some(run) if run.pages == pages && run.lines.last + 1 == line => {
                    run.lines.last = line;
                }
                _ => runs.push(PagesOfLines {
                    lines: Lines::at(line),
                    pages,
                }),
            }
        }
        runs
    }
}

/// The page shared by the nearest lines on both sides; at the start of the text page 1, if the next line is on it.
fn around(found: &[Option<Pages>], n: usize) -> Option<Pages> {
    let before = found[..n].iter().rev().take(AROUND).flatten().next();
    let behind = found[n + 1..].iter().take(AROUND).flatten().next();
    let one = match (before, behind) {
        (Some(before), Some(behind)) => (before.last == behind.first).then_some(behind.first),
        (None, Some(behind)) if n < AROUND => (behind.first == 1).then_some(1),
        _ => None,
    };
    one.map(Pages::at)
}

/// The first letters of a line; empty if there are too few.
fn key(line: &str) -> String {
    let letters: String = line
        .chars()
        .filter(|c| c.is_alphanumeric())
        .take(LETTERS)
        .collect();
    match letters.chars().count() >= LEAST {
        true => letters,
        false => String::new(),
    }
}

/// The pages of a range of lines, up to the last known one; `None` if those of the first line are unknown.
pub fn pages_of(runs: &[PagesOfLines], lines: Lines) -> Option<Pages> {
    let own = |run: &&PagesOfLines| run.lines.first <= lines.last && lines.first <= run.lines.last;
    let first = runs.iter().find(|run| run.lines.contains(lines.first))?;
    let all = runs.iter().filter(own).map(|run| run.pages);
    Some(all.fold(first.pages, Pages::join))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINES: [&str; 7] = [
        "丽水市绿色低碳示范行动方案",
        "一、重点行动",
        "（一）光伏沐光惠民行动。到2025年，新增光伏装机27万千瓦。（责任单位：市发改委）",
        "合计\t12",
        "二、保障措施",
        "合计\t30",
        "加强组织领导。",
    ];

    fn map() -> PageMap {
        let pages = [1, 1, 1, 2, 3, 3, 3].map(Pages::at);
        let mut rows: Vec<(Pages, &str)> = pages.into_iter().zip(LINES).collect();
        rows[2].0 = Pages { first: 1, last: 2 };
        PageMap::of(rows)
    }

    fn shown(lines: &[&str]) -> Vec<String> {
        let pages = PageMap::read(&map().file()).locate(lines);
        let shown = |pages: Option<Pages>| pages.map_or("-".to_owned(), |p| p.to_string());
        pages.into_iter().map(shown).collect()
    }

    #[test]
    fn each_line_has_its_page_again() {
        assert_eq!(shown(&LINES), ["1", "1", "1-2", "2", "3", "3", "3"]);
    }

    #[test]
    fn a_text_that_was_edited_is_never_given_a_wrong_page() {
        // Moved, with another word at its end, parted in two, and new.
        let edited = [
            LINES[6],
            LINES[0],
            "一、重点行动",
            "（一）光伏沐光惠民行动。到2025年，新增光伏装机28万千瓦。",
            "（责任单位：市发改委）",
            LINES[4],
            "加强资金保障。",
            "合计\t30",
        ];
        assert_eq!(shown(&edited), ["3", "1", "1", "1-2", "-", "3", "3", "3"]);
        // One of two equal lines on different pages was removed, and it is unknown which.
        assert_eq!(
            shown(&["合计\t12", "甲", "乙", "丙", "丁", "戊", "己"])[0],
            "2"
        );
        let alike = PageMap::read("4\t合计\n9\t合计\n");
        assert_eq!(alike.locate(&["合计"]), [None]);
        assert_eq!(alike.locate(&["合计", "合计"])[1], Some(Pages::at(9)));
    }

    #[test]
    fn what_goes_over_lines_has_all_their_pages() {
        let runs = map().runs(&LINES);
        let pages = |first, last| {
            pages_of(&runs, Lines::new(first, last))
                .unwrap()
                .to_string()
        };
        assert_eq!(runs.len(), 4);
        assert_eq!(pages(2, 2), "1");
        assert_eq!(pages(2, 4), "1-2");
        assert_eq!(pages_of(&runs, Lines::at(9)), None);
    }
}
