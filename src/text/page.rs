//! What a printed page has beside the text: page numbers, tables of contents.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::pattern::regex;

use super::character::is_private;
use super::physical::{Physical, split};

/// 「— 10 —」「- 3 -」「·12·」「第 3 页」「第3页 共9页」: a page number with its ornaments.
static PAGE_NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^(?:[—－–\-·•.]+ ?\d{1,4} ?[—－–\-·•.]+|第 ?\d{1,4} ?页(?:[,，/ ]*共 ?\d{1,4} ?页)?|[—－–\-]+ ?\d{1,4})$",
    )
});

/// 「…… 12」「.......12」: the tail of a line of a table of contents.
static CONTENTS_TAIL: LazyLock<Regex> =
    LazyLock::new(|| regex(r"(?:[.…·•]{4,}|(?:\. ){4,})[ .…·]*\(?\d{0,4} ?\)?$"));

/// 「第三章巩固和强化农业基础地位」: an entry of a table of contents, or the heading that it names.
static ENTRY: LazyLock<Regex> =
    LazyLock::new(|| regex(r"^第[一二三四五六七八九十百\d]{1,4}[篇章节编][^第。]*"));

/// A table of contents stands in the first lines of a text.
const TOP: usize = 1_000;

/// Whether a line is nothing but the number of a page, with or without ornaments.
pub fn is_page_number(words: &str) -> bool {
    let bare = !words.is_empty() && words.len() <= 4 && words.chars().all(|c| c.is_ascii_digit());
    bare || PAGE_NUMBER.is_match(words)
}

/// Blanks out page numbers and tables of contents; line numbers stay as they are.
pub fn drop_furniture(mut lines: Vec<Physical>) -> Vec<Physical> {
    let running = running_numbers(&lines);
    let closed: Vec<String> = lines
        .iter()
        .map(|l| l.text.replace(char::is_whitespace, ""))
        .collect();
    let contents = contents(&closed);
    let mut in_contents = false;
    for (n, line) in lines.iter_mut().enumerate() {
        let words = line.text.trim();
        let leaders =
            words.chars().filter(|&c| is_private(c)).count() >= 3 || CONTENTS_TAIL.is_match(words);
        let listed = in_contents && n < TOP && is_listed(&closed, n);
        let contents_head =
            closed[n] == "目录" || words == "目" || words == "录" || is_head_of_entries(&closed, n);
        in_contents = contents_head
            || leaders
            || listed
            || (in_contents && (is_roman(words) || words.is_empty()));
        if leaders
            || listed
            || contents.contains(&n)
            || contents_head
            || running.contains(&n)
            || PAGE_NUMBER.is_match(words)
            || (in_contents && is_roman(words))
        {
            line.text.clear();
            line.width = 0;
        } else if words.chars().any(is_private) {
            line.text = line.text.chars().filter(|&c| !is_private(c)).collect();
        }
    }
    lines
}

/// The lines of a table of contents without dots, from its head to the line that its first entry stands on
/// again: 「目录」「1 总则」「1.1 编制目的」…「1 总则」. Its entries are short.
fn contents(closed: &[String]) -> Range<usize> {
    /// No entry is longer, in characters.
    const ENTRY_MAX: usize = 50;
    /// No table of contents is longer, in lines.
    const LONGEST: usize = 600;
    let none = 0..0;
    let top = &closed[..closed.len().min(TOP)];
    let Some(head) = top.iter().position(|line| line == "目录") else {
        return none;
    };
    let filled = |from: usize| (from..closed.len()).find(|&n| !closed[n].is_empty());
    let Some(first) = filled(head + 1) else {
        return none;
    };
    let entry = closed[first].trim_end_matches(|c: char| c.is_ascii_digit());
    if entry.chars().count() < 2 {
        return none;
    }
    for n in first + 1..closed.len().min(head + LONGEST) {
        let line = closed[n].as_str();
        let in_two = !line.is_empty()
            && entry.starts_with(line)
            && filled(n + 1).is_some_and(|below| entry[line.len()..] == closed[below]);
        if line == entry || in_two {
            return head..n;
        }
        if line.chars().count() > ENTRY_MAX || line.contains(['。', '；']) {
            return none;
        }
    }
    none
}

/// Whether an entry of a table of contents without dots stands in line `n`: a heading that a line below
/// begins with again.
fn is_listed(closed: &[String], n: usize) -> bool {
    let entry = ENTRY.find(&closed[n]).map(|entry| entry.as_str());
    entry.is_some_and(|entry| closed[n + 1..].iter().any(|line| line.starts_with(entry)))
}

/// 「目录序言」 above 「第一篇…」: the head of such a table, run together with its first entry.
fn is_head_of_entries(closed: &[String], n: usize) -> bool {
    const LONGEST: usize = 8;
    if !closed[n].starts_with("目录") || closed[n].chars().count() > LONGEST {
        return false;
    }
    let next = (n + 1..closed.len()).find(|&n| !closed[n].is_empty());
    next.is_some_and(|next| is_listed(closed, next))
}

/// For each line whether it stands beside the text: a page number, a line of a table of contents.
pub fn beside_the_text(lines: &[String]) -> Vec<bool> {
    let whole: Vec<String> = lines.iter().map(|line| line.replace('\n', " ")).collect();
    let left = drop_furniture(split(&whole.join("\n")));
    let beside = left.iter().zip(lines);
    beside
        .map(|(left, line)| left.is_blank() && !line.trim().is_empty())
        .collect()
}

fn is_roman(words: &str) -> bool {
    !words.is_empty()
        && words.len() <= 5
        && words
            .chars()
            .all(|c| matches!(c, 'I' | 'V' | 'X' | 'i' | 'v' | 'x'))
}

/// Indices of the lines that hold nothing but a number and are page numbers: at least three of
/// them, each one more than the last, pages apart. Cells of a table never count up so slowly.
fn running_numbers(lines: &[Physical]) -> Vec<usize> {
    const PAGE: usize = 12;
    let numbers: Vec<(usize, u32)> = lines
        .iter()
        .enumerate()
        .filter(|(_, l)| !l.text.starts_with('\t'))
        .filter_map(|(n, l)| Some((n, l.text.trim().parse().ok()?)))
        .collect();
    let mut best: Vec<usize> = Vec::new();
    for start in 0..numbers.len() {
        let mut run = vec![numbers[start].0];
        let (mut at, mut value) = numbers[start];
        for &(n, v) in &numbers[start + 1..] {
            if v == value + 1 && n >= at + PAGE {
                run.push(n);
                (at, value) = (n, v);
            }
        }
        if run.len() > best.len() {
            best = run;
        }
        if best.len() > numbers.len() / 2 {
            break;
        }
    }
    if best.len() >= 3 { best } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(text: &str) -> Vec<String> {
        let lines = drop_furniture(split(text)).into_iter();
        lines.filter(|l| !l.is_blank()).map(|l| l.text).collect()
    }

    #[test]
    fn drops_page_numbers_with_ornaments() {
        assert_eq!(
            kept("碳汇\n— 10 —\n工作体制机制\n- 3 -\n第 3 页 共 9 页\n— １ —"),
            ["碳汇", "工作体制机制"]
        );
        assert_eq!(kept("——坚持全面统筹\n2021年"), ["——坚持全面统筹", "2021年"]);
    }

    #[test]
    fn drops_tables_of_contents() {
        assert_eq!(
            kept("目 录\n一、总体目标......12\n（一）指导思想 ……………… 4\nII\n一、总体目标"),
            ["一、总体目标"]
        );
        assert_eq!(
            kept("一、 总体要求 \u{1001BA}\u{1001BA}\u{1001BA}\u{1001BA} (５ )\n一、总体要求"),
            ["一、总体要求"]
        );
    }

    #[test]
    fn drops_tables_of_contents_without_dots() {
        assert_eq!(
            kept(
                "纲要\n目录序言\n第一篇指导思想\n第一章发展目标第二章主要任务\n第三章保障\n世纪之交，目标实现。\n第一篇 指导思想\n第一章发展目标\n要发展。\n第二章主要任务\n第三章保障"
            ),
            [
                "纲要",
                "世纪之交，目标实现。",
                "第一篇 指导思想",
                "第一章发展目标",
                "要发展。",
                "第二章主要任务",
                "第三章保障"
            ]
        );
    }

    #[test]
    fn a_table_of_contents_ends_where_its_first_entry_stands_again() {
        assert_eq!(
            kept(
                "丽水市粮食应急预案\n目录\n1 总则\n1.1 编制目的\n2 组织体系\n2.1 市级机构\n1 总则\n1.1 编制目的\n为有效应对粮食市场异常波动，制定本预案。"
            ),
            [
                "丽水市粮食应急预案",
                "1 总则",
                "1.1 编制目的",
                "为有效应对粮食市场异常波动，制定本预案。"
            ]
        );
        assert_eq!(
            kept("目 录\n第一章 总则\n第二章 附则\n第一章\n总则\n第一条 为保护环境，制定本办法。"),
            ["第一章", "总则", "第一条 为保护环境，制定本办法。"]
        );
        assert_eq!(
            kept("目录\n一、任务\n做好工作。\n一、任务"),
            ["一、任务", "做好工作。", "一、任务"]
        );
    }

    #[test]
    fn drops_bare_page_numbers_but_no_cells() {
        let page = "文字文字文字文字\n".repeat(14);
        let text = format!("{page}1\n{page}2\n{page}3\n");
        assert!(kept(&text).iter().all(|l| l.starts_with('文')));
        assert_eq!(kept("80\n80\n90\n95"), ["80", "80", "90", "95"]);
    }
}
