//! What a printed page has beside the text: page numbers, tables of contents.

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

/// Blanks out page numbers and tables of contents; line numbers stay as they are.
pub fn drop_furniture(mut lines: Vec<Physical>) -> Vec<Physical> {
    let running = running_numbers(&lines);
    let mut in_contents = false;
    for (n, line) in lines.iter_mut().enumerate() {
        let words = line.text.trim();
        let leaders =
            words.chars().filter(|&c| is_private(c)).count() >= 3 || CONTENTS_TAIL.is_match(words);
        let contents_head = words.replace(' ', "") == "目录" || words == "目" || words == "录";
        in_contents = contents_head || leaders || (in_contents && is_roman(words));
        if leaders
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
    fn drops_bare_page_numbers_but_no_cells() {
        let page = "文字文字文字文字\n".repeat(14);
        let text = format!("{page}1\n{page}2\n{page}3\n");
        assert!(kept(&text).iter().all(|l| l.starts_with('文')));
        assert_eq!(kept("80\n80\n90\n95"), ["80", "80", "90", "95"]);
    }
}
