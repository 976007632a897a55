//! Running headers and footers: the same short line on every page of a printed text, often in the middle
//! of a sentence.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;

use super::character::is_han;
use super::page::is_page_number;
use super::physical::Physical;
use super::wrap;
use crate::pattern::regex;

/// A running header or footer that was left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunningLine {
    /// Its words, without the number of the page.
    pub words: String,
    /// Its line numbers in the file.
    pub lines: Vec<usize>,
}

/// Minimum number of pages of a running line.
const FEWEST: usize = 3;

/// Widest running line, in columns.
const WIDEST: usize = 90;

/// Shortest, in Chinese characters.
const SHORTEST: usize = 4;

/// Maximum length, in Chinese characters, of the label at the side of a box (「集中攻关」). A running line that
/// cuts a sentence is longer.
const LABEL: usize = 6;

/// A line of a sentence is no narrower, in columns: cells of tables are.
const SENTENCE: usize = 30;

/// Minimum number of lines of a page, for running lines known only by their distance.
const PAGE: usize = 12;

/// The number of a page at either end of a line: 「某市人民政府公报 - 12 -」「3 某规划」「第 3 页 共 9 页」.
static NUMBER_OF_PAGE: LazyLock<Regex> = LazyLock::new(|| {
    const NUMBER: &str = r"(?:[—－–\-·•|]+ ?\d{1,4} ?[—－–\-·•|]+|第? ?\d{1,4} ?页(?:[,，/ ]*共 ?\d{1,4} ?页)?|[—－–\-·•|/]? ?\d{1,4}(?: ?/ ?\d{1,4})?)";
    regex(&format!("^(?:{NUMBER} +)|(?: *{NUMBER})$"))
});

/// Blanks out running heads and feet; line numbers stay as they are.
pub fn drop_running_lines(mut lines: Vec<Physical>) -> (Vec<Physical>, Vec<RunningLine>) {
    let mut repeated: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, line) in lines.iter().enumerate() {
        if let Some(words) = could_run(line) {
            repeated.entry(words).or_default().push(at);
        }
    }
    let mut dropped = Vec::new();
    for (words, places) in repeated {
        let places = beside_the_text(&lines, &places);
        if places.is_empty() {
            continue;
        }
        dropped.push(RunningLine {
            words,
            lines: places.iter().map(|&at| lines[at].number).collect(),
        });
        for at in places {
            lines[at].text.clear();
            lines[at].width = 0;
        }
    }
    dropped.sort_by_key(|line| line.lines.first().copied());
    (lines, dropped)
}

/// The words of a line, without spaces and page number, if it could be a running header or footer: no
/// numbered heading, no sentence and no part of one.
fn could_run(line: &Physical) -> Option<String> {
    if line.width > WIDEST || line.text.contains('\t') || line.is_blank() {
        return None;
    }
    let words = NUMBER_OF_PAGE.replace_all(line.words(), "");
    let words: String = words.split_whitespace().collect();
    let part = words.contains(['，', '。', '；', '！', '？', '、'])
        || words.ends_with(['：', ':'])
        || words.starts_with(['（', '(', '《', '“'])
        || wrap::unclosed(&words)
        || words.ends_with(['）', ')', '》', '”']) && !closes_what_it_opens(&words);
    let han = words.chars().filter(|&c| is_han(c)).count();
    (han >= SHORTEST && !part && !wrap::opens_paragraph(&words)).then_some(words)
}

fn closes_what_it_opens(words: &str) -> bool {
    let count = |marks: [char; 2]| words.matches(marks).count();
    let quotes = words.matches('“').count() == words.matches('”').count();
    let titles = words.matches('《').count() == words.matches('》').count();
    count(['（', '(']) == count(['）', ')']) && quotes && titles
}

/// The positions at which a repeated line is a running header or footer. None if it is a heading or a
/// cell used again.
fn beside_the_text(lines: &[Physical], places: &[usize]) -> Vec<usize> {
    if places.len() < FEWEST {
        return Vec::new();
    }
    let numbered = numbers_count_up(lines, places);
    let told: Vec<bool> = places
        .iter()
        .map(|&at| numbered || cuts_a_sentence(lines, at) || is_beside_page_number(lines, at))
        .collect();
    let sure = told.iter().filter(|&&told| told).count();
    let known = sure >= FEWEST - 1 && sure * 2 >= places.len() || is_regular(places);
    if !known {
        return Vec::new();
    }
    // The title of a document is also above its text, and is a running line only from there on.
    let first_sentence = lines.iter().position(|line| line.words().contains('。'));
    let heads =
        |at: usize| first_sentence.is_none_or(|sentence| at < sentence) || below_annex(lines, at);
    let beside = places.iter().zip(told);
    beside
        .filter(|&(&at, told)| told || !heads(at))
        .map(|(&at, _)| at)
        .collect()
}

/// Whether the sentence of the line above continues on the line below: 「…加快推进⏎某市“十四五”规划⏎煤炭减量替代。」.
fn cuts_a_sentence(lines: &[Physical], at: usize) -> bool {
    if lines[at].words().chars().filter(|&c| is_han(c)).count() < LABEL {
        return false;
    }
    let text = |line: &&Physical| !line.is_blank() && !is_page_number(line.words());
    let Some(above) = lines[..at].iter().rev().find(text) else {
        return false;
    };
    let Some(below) = lines[at + 1..].iter().find(text) else {
        return false;
    };
    let ended = above
        .words()
        .ends_with(['。', '！', '？', '；', '：', ':', '”', '》', ')', '）']);
    let words = below.words();
    let begins = wrap::opens_paragraph(words);
    above.width >= SENTENCE
        && !ended
        && !begins
        && words.starts_with(|c: char| is_han(c) || "，。、；：）》”".contains(c))
        && words.contains(['。', '，', '；', '、'])
}

/// Whether each of the lines has a number, and the numbers increase like page numbers.
fn numbers_count_up(lines: &[Physical], places: &[usize]) -> bool {
    static DIGITS: LazyLock<Regex> = LazyLock::new(|| regex(r"\d{1,4}"));
    /// Pages on end may lack the line.
    const MOST_STEP: u32 = 4;
    let number = |&at: &usize| -> Option<u32> {
        let found = NUMBER_OF_PAGE.find(lines[at].words())?;
        DIGITS.find(found.as_str())?.as_str().parse().ok()
    };
    let numbers: Option<Vec<u32>> = places.iter().map(number).collect();
    numbers.is_some_and(|numbers| {
        let steps = numbers.windows(2);
        let mut steps = steps.map(|pair| pair[1].checked_sub(pair[0]));
        steps.all(|step| step.is_some_and(|step| (1..=MOST_STEP).contains(&step)))
    })
}

/// Whether a page number, perhaps with ornaments, is directly beside the line.
fn is_beside_page_number(lines: &[Physical], at: usize) -> bool {
    let near = |line: Option<&Physical>| {
        line.is_some_and(|line| {
            let words = line.words();
            is_page_number(words) && words.contains(|c: char| !c.is_ascii_digit())
        })
    };
    let above = lines[..at].iter().rev().take(3);
    let below = lines[at + 1..].iter().take(3);
    near(above.into_iter().find(|line| !line.is_blank()))
        || near(below.into_iter().find(|line| !line.is_blank()))
}

/// Whether a line recurs at regular distances of at least a page.
fn is_regular(places: &[usize]) -> bool {
    const MANY: usize = 5;
    let gaps = places.windows(2).map(|pair| pair[1] - pair[0]);
    let (Some(least), Some(most)) = (gaps.clone().min(), gaps.max()) else {
        return false;
    };
    places.len() >= MANY && least >= PAGE && most * 2 <= least * 3
}

/// Whether 「附件…」 is on the line above.
fn below_annex(lines: &[Physical], at: usize) -> bool {
    let above = lines[..at].iter().rev().find(|line| !line.is_blank());
    above.is_some_and(|line| line.words().starts_with("附件"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::physical::split;

    fn read(text: &str) -> (Vec<String>, Vec<RunningLine>) {
        let (lines, dropped) = drop_running_lines(split(text));
        let kept = lines.into_iter().filter(|line| !line.is_blank());
        (kept.map(|line| line.text).collect(), dropped)
    }

    #[test]
    fn a_line_that_cuts_sentences_page_after_page_is_no_text() {
        let page = "全面提升能源资源利用效率和产出效益，加快形成减污降碳的激励约束\n某市“十四五”节能规划\n机制，为建设美丽城市提供有力支撑。\n";
        let (kept, dropped) = read(&format!("某市“十四五”节能规划\n{}", page.repeat(3)));
        assert_eq!(kept.len(), 7);
        assert_eq!(kept[0], "某市“十四五”节能规划");
        assert_eq!(dropped.len(), 1);
        assert_eq!(dropped[0].lines, [3, 6, 9]);
    }

    #[test]
    fn the_number_of_the_page_may_stand_in_the_line() {
        let page =
            |n: usize| format!("做好节能工作。\n某省人民政府公报 {n}\n二、保障\n加强领导。\n");
        let text: String = (11..15).map(page).collect();
        let (kept, dropped) = read(&text);
        assert!(!kept.iter().any(|line| line.contains("公报")), "{kept:?}");
        assert_eq!(dropped[0].words, "某省人民政府公报");
        assert_eq!(dropped[0].lines, [2, 6, 10, 14]);
    }

    #[test]
    fn headings_and_cells_that_are_used_again_stay() {
        let text = "一、能源行业\n示范试验\n做好工作。\n二、交通行业\n示范试验\n做好工作。\n三、建筑行业\n示范试验\n做好工作。\n指标\n完成省分解任务\n5\n完成省分解任务\n6\n完成省分解任务\n";
        let (kept, dropped) = read(text);
        assert_eq!(dropped, []);
        assert_eq!(kept.len(), text.lines().count());
    }
}
