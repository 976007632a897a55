//! Titles that were set in several lines.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;

use super::printed::glue;
use crate::pattern::regex;

/// A title has no more lines.
const MOST: usize = 4;
/// A line of a title is no longer.
const LONGEST: usize = 45;
/// The title of a notice stands among so many lines.
const TOP: usize = 12;

/// What a text calls itself and others: 「现将《某市方案》印发给你们」「关于印发某市方案的通知」
static NAMED: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"《([^《》]{8,80})》|关于(?:印发|发布)([^《》，。]{8,80}?)的(?:通知|函)")
});
/// What the title of a notice ends with.
static CLOSED: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?:通知|意见|决定|函|公告|批复|办法|方案|规定|规划|报告|措施|要点|计划)(?:[（(].{1,20}[)）])?$",
    )
});

/// Puts the lines of titles together: those that make what the text names elsewhere, and those between
/// 关于 and 通知 at the top.
pub fn joined(lines: Vec<String>) -> Vec<String> {
    let whole = notice(lines);
    let names: BTreeSet<String> = whole
        .iter()
        .flat_map(|line| NAMED.captures_iter(line))
        .filter_map(|found| Some(letters(found.get(1).or(found.get(2))?.as_str())))
        .collect();
    let mut out: Vec<String> = Vec::with_capacity(whole.len());
    let mut rest = whole.as_slice();
    while let Some(first) = rest.first() {
        let count = (2..=MOST.min(rest.len())).find(|&n| {
            rest[..n].iter().all(|line| is_part(line))
                && names.contains(&letters(&rest[..n].concat()))
        });
        let (own, behind) = rest.split_at(count.unwrap_or(1));
        match count {
            Some(_) => out.push(one(own)),
            None => out.push(first.clone()),
        }
        rest = behind;
    }
    out
}

/// Which line at the top is a title.
pub fn at(lines: &[String]) -> Option<usize> {
    let top = lines.iter().take(MOST);
    top.into_iter().position(|line| is_title(line))
}

/// Whether a line ends as the titles of documents do.
pub fn is_title(line: &str) -> bool {
    is_whole(line) && CLOSED.is_match(line)
}

/// The title of a notice at the top as one line.
fn notice(mut lines: Vec<String>) -> Vec<String> {
    let top = lines.len().min(TOP);
    let Some(first) = lines[..top]
        .iter()
        .position(|line| line.contains("关于") && is_part(line))
    else {
        return lines;
    };
    let parts = lines[first..]
        .iter()
        .take(MOST)
        .take_while(|line| is_part(line))
        .count();
    let last = lines[first..first + parts]
        .iter()
        .position(|line| CLOSED.is_match(line));
    if let Some(more) = last.filter(|&more| more > 0) {
        let title = one(&lines[first..=first + more]);
        lines.splice(first..=first + more, [title]);
    }
    lines
}

fn one(lines: &[String]) -> String {
    let mut title = String::new();
    for line in lines {
        glue(&mut title, line);
    }
    title
}

/// Whether a line can be one of a title: short, without the marks of a sentence.
fn is_part(line: &str) -> bool {
    line.chars().count() <= LONGEST && is_whole(line)
}

/// Whether a line is without the marks of a sentence.
fn is_whole(line: &str) -> bool {
    !line.contains(['。', '；', '：', ':', ';', '\t'])
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_a_title_come_together() {
        let lines = [
            "某市人民政府关于印发某市加快",
            "建立健全绿色低碳循环发展经济",
            "体系实施方案的通知",
            "现将《某市加快建立健全绿色低碳体系的实施方案》印发给你们。",
            "某市加快建立健全绿色",
            "低碳体系的实施方案",
            "一、总则",
            "（一）加快",
        ];
        assert_eq!(
            joined(lines.map(str::to_owned).to_vec()),
            [
                "某市人民政府关于印发某市加快建立健全绿色低碳循环发展经济体系实施方案的通知",
                "现将《某市加快建立健全绿色低碳体系的实施方案》印发给你们。",
                "某市加快建立健全绿色低碳体系的实施方案",
                "一、总则",
                "（一）加快",
            ]
        );
    }

    #[test]
    fn a_title_of_one_line_takes_no_other() {
        let lines = ["某市关于做好工作的意见", "某市生态环境局", "2024年方案"];
        assert_eq!(joined(lines.map(str::to_owned).to_vec()), lines);
    }
}
