//! The parts of a printed page besides the text: page numbers, tables of contents.

use std::collections::{BTreeSet, HashMap, VecDeque};
use std::ops::{Range, RangeInclusive};
use std::sync::LazyLock;

use regex::Regex;

use crate::pattern::regex;

use super::character::is_private;
use super::physical::{Physical, split};

/// 「— 10 —」「- 3 -」「·12·」「第 3 页」「第3页 共9页」: a page number with its ornaments.
static PAGE_NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^(?:[—－–\-·•.]+ ?\d{1,4} ?[—－–\-·•.一]+|共 ?\d{1,4} ?页|第 ?\d{1,4} ?页(?:[,，/ ]*共 ?\d{1,4} ?页)?|[—－–\-]+ ?\d{1,4})$",
    )
});

/// 「…… 12」「.......12」: the tail of a line of a table of contents.
static CONTENTS_TAIL: LazyLock<Regex> =
    LazyLock::new(|| regex(r"(?:[.…·•]{4,}|(?:\. ){4,})[ .…·]*\(?\d{0,4} ?\)?$"));

/// 「第三章巩固和强化农业基础地位」: an entry of a table of contents, or the heading that it names.
static ENTRY: LazyLock<Regex> =
    LazyLock::new(|| regex(r"^第[一二三四五六七八九十百\d]{1,4}[篇章节编][^第。]*"));

/// Beginnings of entries of a table of contents.
static OPENS_ENTRY: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^(?:第[一二三四五六七八九十百\d]{1,4}[篇章节编]|[（(]?[一二三四五六七八九十]{1,3}[)）、]|\d{1,2}[.、]|附|专栏)",
    )
});

/// Number of first lines of a text in which a table of contents may begin.
const TOP: usize = 1_000;

/// Whether a line is only a page number, with or without ornaments.
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
    for n in wrapped_headings(&closed) {
        lines[n].goes_on = true;
    }
    let mut in_contents = false;
    for (n, line) in lines.iter_mut().enumerate() {
        let words = line.text.trim();
        let leaders =
            words.chars().filter(|&c| is_private(c)).count() >= 3 || CONTENTS_TAIL.is_match(words);
        let listed = in_contents && n < TOP && is_listed(&closed, n);
        // An entry of two lines has its dots in the second.
        let wrapped = in_contents
            && n < TOP
            && !words.is_empty()
            && closed[n..]
                .iter()
                .skip(1)
                .find(|line| !line.is_empty())
                .is_some_and(|below| CONTENTS_TAIL.is_match(below) && !OPENS_ENTRY.is_match(below));
        let contents_head =
            closed[n] == "目录" || words == "目" || words == "录" || is_head_of_entries(&closed, n);
        in_contents = contents_head
            || leaders
            || listed
            || wrapped
            || (in_contents && (is_roman(words) || words.is_empty()));
        if leaders
            || listed
            || wrapped
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

/// The range of a table of contents without dots, from its head to the line that repeats its first entry:
/// 「目录」「1 总则」「1.1 编制目的」…「1 总则」. Its entries are short.
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

/// Whether line `n` is an entry of a table of contents without dots: a heading that a later line repeats.
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

/// For each line whether it is outside the text: a page number or a line of a table of contents.
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

/// Indices of the lines that are page numbers: at least three that increase at the distance of pages,
/// perhaps with gaps. Numbers in table cells never increase so slowly.
fn running_numbers(lines: &[Physical]) -> Vec<usize> {
    let numbers: Vec<(usize, u32)> = lines
        .iter()
        .enumerate()
        .filter(|&(n, l)| !l.text.starts_with('\t') && !is_of_a_sentence(lines, n))
        .filter_map(|(n, l)| Some((n, l.text.trim().trim_end_matches(ORNAMENTS).parse().ok()?)))
        .collect();
    let run = longest_run(&numbers);
    if run.len() < 3 {
        return Vec::new();
    }
    // The page number of a short page is nearer to its neighbours.
    let is_between = |&&(n, v): &&(usize, u32)| {
        let mut pairs = run.windows(2);
        pairs.any(|pair| pair[0].0 < n && n < pair[1].0 && pair[0].1 + 1 == v && v + 1 == pair[1].1)
    };
    let short = numbers.iter().filter(is_between).map(|&(n, _)| n);
    let found: Vec<usize> = run.iter().map(|&(n, _)| n).chain(short).collect();
    let ornaments = found.iter().flat_map(|&n| ornaments(lines, n));
    found.iter().copied().chain(ornaments).collect()
}

/// Marks on either side of the number of a page; a scan has 一 for a dash.
const ORNAMENTS: [char; 7] = ['—', '－', '–', '-', '·', '一', ' '];

/// The lines next to a page number that contain only its ornament: 「—⏎12⏎—」.
fn ornaments(lines: &[Physical], number: usize) -> impl Iterator<Item = usize> {
    /// Blank lines may come between.
    const NEXT: usize = 2;
    let filled = |n: &usize| lines.get(*n).is_some_and(|l| !l.is_blank());
    let above = (number.saturating_sub(NEXT)..number).rev().find(filled);
    let below = (number + 1..=number + NEXT).find(filled);
    let is_ornament = |n: &usize| lines[*n].words().chars().all(|c| ORNAMENTS.contains(&c));
    let both: Vec<usize> = [above, below]
        .into_iter()
        .flatten()
        .filter(is_ornament)
        .collect();
    both.into_iter()
}

/// Whether a number on a line of its own is part of a sentence: 「(年产生VOCs⏎10⏎吨及以上)」.
fn is_of_a_sentence(lines: &[Physical], n: usize) -> bool {
    const UNITS: &str = ".．%％万亿元吨个家项座处公亩户台辆种平立千兆";
    let below = lines.get(n + 1).map_or("", Physical::words);
    let above = n.checked_sub(1).map_or("", |n| lines[n].words());
    let ended = above.is_empty() || above.ends_with(['。', '；', '：', '.', ';']);
    !ended && below.starts_with(|c| UNITS.contains(c))
}

/// The run of increasing numbers, at the distance of pages, with the most weight: lines with their
/// numbers.
fn longest_run(numbers: &[(usize, u32)]) -> Vec<(usize, u32)> {
    /// Minimum and maximum number of lines of a page.
    const PAGE: RangeInclusive<usize> = 12..=90;
    /// Pages on end that may lack their number.
    const MISSING: u32 = 2;
    /// Weights of a run of page numbers. A number directly after the previous one adds `NEXT`; a gap
    /// costs `LATER`, which as many further numbers have to make up for.
    const NEXT: i32 = 1;
    const LATER: i32 = -3;
    /// Number of runs kept for each last number.
    const KEPT: usize = 8;
    // For each run its weight and the index of its previous number.
    let mut runs: Vec<(i32, Option<usize>)> = Vec::with_capacity(numbers.len());
    let mut ending: HashMap<u32, VecDeque<usize>> = HashMap::new();
    for (n, &(at, value)) in numbers.iter().enumerate() {
        let before = (1..=1 + MISSING).filter_map(|pages| {
            let ends = ending.get(&value.checked_sub(pages)?)?;
            let a_page = |&&end: &&usize| PAGE.contains(&((at - numbers[end].0) / pages as usize));
            let best = ends.iter().filter(a_page).max_by_key(|&&end| runs[end].0)?;
            let weight = if pages == 1 { NEXT } else { LATER };
            Some((runs[*best].0 + weight, *best))
        });
        let before = before.max().filter(|&(weight, _)| weight > 0);
        runs.push(before.map_or((0, None), |(weight, end)| (weight, Some(end))));
        let ends = ending.entry(value).or_default();
        ends.push_back(n);
        if ends.len() > KEPT {
            ends.pop_front();
        }
    }
    let mut end = (0..runs.len()).rev().max_by_key(|&n| runs[n].0);
    let mut run = Vec::new();
    while let Some(n) = end {
        run.push(numbers[n]);
        end = runs[n].1;
    }
    run.reverse();
    run
}

/// The lines that continue the heading of a chapter; the table of contents has the whole heading in one
/// entry.
fn wrapped_headings(closed: &[String]) -> Vec<usize> {
    /// A heading is wrapped in its second half.
    const LONGEST: usize = 20;
    let entry = |line: &String| CONTENTS_TAIL.replace(line, "").into_owned();
    let top = &closed[..closed.len().min(TOP)];
    let listed: BTreeSet<String> = top
        .iter()
        .filter(|line| CONTENTS_TAIL.is_match(line) && ENTRY.is_match(line))
        .map(entry)
        .collect();
    let goes_on = |n: usize| -> Option<usize> {
        let heading = closed[n].as_str();
        if listed.is_empty() || !ENTRY.is_match(heading) || listed.contains(heading) {
            return None;
        }
        let below = (n + 1..closed.len()).find(|&n| !closed[n].is_empty())?;
        let short = closed[below].chars().count() <= LONGEST;
        (short && listed.contains(&format!("{heading}{}", closed[below]))).then_some(below)
    };
    (0..closed.len()).filter_map(goes_on).collect()
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
            kept("碳汇\n— 10 —\n工作体制机制\n- 3 -\n第 3 页 共 9 页\n共 28 页\n-21一\n— １ —"),
            ["碳汇", "工作体制机制"]
        );
        assert_eq!(kept("——坚持全面统筹\n2021年"), ["——坚持全面统筹", "2021年"]);
    }

    #[test]
    fn drops_the_ornaments_around_page_numbers() {
        let page = |n: u32| format!("{}-\n\n{n} 一\n", "做好森林保护工作。\n".repeat(20));
        let text: String = (1..5).map(page).collect();
        assert!(kept(&text).iter().all(|line| line == "做好森林保护工作。"));
        assert_eq!(
            kept("煤炭消费比重\n-\n12\n一\n预期性"),
            ["煤炭消费比重", "-", "12", "一", "预期性"]
        );
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
    fn a_heading_goes_on_as_the_contents_have_it() {
        let text = "目录\n第四章 统筹三水，全面改善水生态环境 .......... 22\n第五章 应对气候变化 .......... 30\n第四章 统筹三水，全面改善\n水生态环境\n以水生态为核心。\n第五章 应对气候变化\n控制排放\n做好工作。";
        let lines = drop_furniture(split(text));
        let wrapped: Vec<_> = lines.iter().filter(|line| line.goes_on).collect();
        assert_eq!(wrapped.len(), 1);
        assert_eq!(wrapped[0].number, 5);
    }

    #[test]
    fn pages_may_lack_their_number_or_be_short() {
        let page = "文字文字文字文字\n".repeat(26);
        let pages =
            |range: Range<u32>| -> String { range.map(|n| format!("{page}{n}\n")).collect() };
        let text = format!(
            "{}{page}{}表格\n14\n{page}{}",
            pages(1..7),
            pages(8..14),
            pages(15..21)
        );
        let kept = kept(&text);
        assert!(
            kept.iter()
                .all(|l| !l.starts_with(|c: char| c.is_ascii_digit())),
            "{kept:?}"
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
