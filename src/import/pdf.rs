//! PDFs, through pdftotext (poppler), which keeps the layout; hard line breaks, page numbers and
//! spaced characters are undone by the reader of seeds.

use std::io::ErrorKind;
use std::path::Path;
use std::process::Command;

use super::{Problem, Raw};

/// A page of text has at least so many characters; of a scan there are none or a stamp's.
const LEAST_OF_PAGE: usize = 30;

/// Reads the PDF at `path`.
pub fn read(path: &Path) -> Result<Raw, Problem> {
    let output = Command::new("pdftotext")
        .args(["-layout", "-enc", "UTF-8", "-eol", "unix"])
        .arg(path)
        .arg("-")
        .output()
        .map_err(|error| match error.kind() {
            ErrorKind::NotFound => Problem::NoPdftotext,
            _ => Problem::damaged("the PDF", error),
        })?;
    if !output.status.success() {
        let told = String::from_utf8_lossy(&output.stderr);
        let first = told
            .lines()
            .next()
            .unwrap_or("pdftotext gave up")
            .to_owned();
        return Err(Problem::damaged("the PDF", first));
    }
    lines(&String::from_utf8_lossy(&output.stdout))
}

/// Pages are parted by form feeds.
fn lines(text: &str) -> Result<Raw, Problem> {
    let pages: Vec<Vec<&str>> = text
        .split('\u{c}')
        .map(|page| page.lines().collect())
        .filter(|page: &Vec<&str>| !page.is_empty())
        .collect();
    let said = text.chars().filter(|c| c.is_alphanumeric()).count();
    if said < pages.len().max(1) * LEAST_OF_PAGE {
        return Err(Problem::Scanned { pages: pages.len() });
    }
    let edges = running(&pages);
    let kept = pages.iter().map(|page| {
        let filled = |line: &&str| !line.trim().is_empty();
        let first = page.iter().position(&filled).unwrap_or_default();
        let last = page.iter().rposition(filled).unwrap_or_default();
        let own = page.iter().enumerate().filter(|(n, line)| {
            let edge = *n == first || *n == last;
            !(edge && edges.contains(&shape(line)))
        });
        columns(joined(own.map(|(_, line)| *line)))
    });
    let kept: Vec<Vec<String>> = kept.collect();
    let doubtful = kept
        .iter()
        .zip(1..)
        .filter(|(page, _)| has_broken_table(page));
    let doubts = doubtful.map(|(_, n)| {
        format!("page {n} has a table whose cells go over several lines: read its numbers against the PDF")
    });
    Ok(Raw {
        doubts: doubts.collect(),
        pages: kept,
        ..Raw::default()
    })
}

/// Lines that are one on the page. Where punctuation overlaps what stands before it, as it does in
/// many Chinese fonts, pdftotext begins a new line under the place where the old one ends.
fn joined<'a>(lines: impl Iterator<Item = &'a str>) -> Vec<String> {
    const MARKS: &str = "，。、；：！？）】》〉」』”’（【《〈「『“‘";
    let mut joined: Vec<String> = Vec::new();
    // Where the last line ends, in characters.
    let mut end = 0;
    for line in lines {
        let words = line.trim();
        let indent = line.chars().take_while(|c| c.is_whitespace()).count();
        let goes_on =
            words.starts_with(|c| MARKS.contains(c)) && indent >= 3 && indent.abs_diff(end) <= 2;
        end = line.trim_end().chars().count();
        match joined
            .last_mut()
            .filter(|last| goes_on && !last.trim().is_empty())
        {
            Some(last) => last.push_str(words),
            None => joined.push(line.to_owned()),
        }
    }
    joined
}

/// First and last lines that most pages have, whatever number is in them: headers and footers.
fn running(pages: &[Vec<&str>]) -> Vec<String> {
    let mut edges: Vec<String> = Vec::new();
    for page in pages {
        let mut own = page.iter().filter(|line| !line.trim().is_empty());
        let first = own.next();
        let last = own.next_back();
        edges.extend(first.into_iter().chain(last).map(|line| shape(line)));
    }
    edges.sort();
    let often = |same: &&[String]| same.len() > 2 && same.len() * 2 > pages.len();
    edges
        .chunk_by(|a, b| a == b)
        .filter(often)
        .map(|same| same[0].clone())
        .collect()
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

/// Whether lines stand in columns that are no rows of cells: three or more words, far apart, in lines
/// that do not agree in how many.
fn has_broken_table(page: &[String]) -> bool {
    const LINES: usize = 3;
    let apart = |line: &&String| {
        let words = line.trim().split("   ").filter(|w| !w.trim().is_empty());
        !line.contains('\t') && words.count() >= 3
    };
    page.iter().filter(apart).count() >= LINES
}

/// Rows of a table, whose cells stand in columns three blanks apart: at least three cells, in at
/// least three rows that have as many.
fn columns(lines: Vec<String>) -> Vec<String> {
    let cells: Vec<Vec<&str>> = lines
        .iter()
        .map(|line| {
            line.trim()
                .split("   ")
                .map(str::trim)
                .filter(|c| !c.is_empty())
                .collect()
        })
        .collect();
    let mut out = Vec::with_capacity(lines.len());
    let mut n = 0;
    while n < lines.len() {
        let columns = cells[n].len();
        let same = cells[n..]
            .iter()
            .take_while(|row| row.len() == columns)
            .count();
        if columns >= 3 && same >= 3 {
            out.extend(cells[n..n + same].iter().map(|row| row.join("\t")));
        } else {
            out.extend(lines[n..n + same].iter().cloned());
        }
        n += same;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_and_footers_go() {
        let page = |n: usize| {
            format!(
                "   某市人民政府公报 2021年第{n}期\n  第{n}条  各县应当推进节能工作，落实各项措施，完成目标任务，加强监督检查和考核。\n\n      - {n} -\n\u{c}"
            )
        };
        let raw = lines(&[page(1), page(2), page(13)].concat()).unwrap();
        let lines: Vec<&String> = raw.pages.iter().flatten().collect();
        let filled: Vec<_> = lines.iter().filter(|l| !l.trim().is_empty()).collect();
        assert_eq!(filled.len(), 3, "{filled:?}");
        assert!(filled[2].contains("第13条"));
    }

    #[test]
    fn a_line_that_punctuation_broke_is_one_again() {
        let lines = [
            "色建筑条例》",
            "     （以下简称《条例》",
            "             ），推动绿色建筑加快发展，助力",
            "碳达峰碳中和目标实现",
        ];
        let joined = joined(lines.into_iter());
        assert_eq!(
            joined,
            [
                "色建筑条例》（以下简称《条例》），推动绿色建筑加快发展，助力",
                "碳达峰碳中和目标实现"
            ]
        );
    }

    #[test]
    fn a_scan_is_told() {
        assert!(matches!(
            lines("\n\n\u{c}\n 扫 \u{c}"),
            Err(Problem::Scanned { pages: 2 })
        ));
    }

    #[test]
    fn columns_become_cells() {
        let rows = [
            "  序号     指标            2025年",
            "   1      森林覆盖率       65",
            "   2      蓄积量          2680",
            "说明",
        ];
        let out = columns(rows.map(str::to_owned).to_vec());
        assert_eq!(
            out,
            [
                "序号\t指标\t2025年",
                "1\t森林覆盖率\t65",
                "2\t蓄积量\t2680",
                "说明"
            ]
        );
    }
}
