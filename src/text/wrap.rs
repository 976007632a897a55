//! Undoes hard line breaks: joins the physical lines of each paragraph.

use std::sync::LazyLock;

use regex::Regex;

use crate::pattern::regex;

use super::brackets::{Brackets, NAMES};
use super::character::width;
use super::line::Line;
use super::physical::Physical;

/// Matches lines that always begin a paragraph: numbered headings, dashes, annexes, captions of tables
/// and figures.
static OPENS: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^(?:[一二三四五六七八九十]{1,3}[、.．]|[（(] ?[一二三四五六七八九十]{1,3} ?[)）]|[（(] ?\d{1,2} ?[)）]|\d{1,3}[.．、][^\d]|\d{1,3}[.．、] ?\d{4}年|0[1-9] ?\p{Han}{2}|[①-⑳]|第[一二三四五六七八九十百零\d]{1,5}[章节条篇编]|[—－-]{2}|附件|附表|附录 ?[A-Z\d]{1,2} ?\p{Han}{2,40}$|表 ?\d|图 ?\d|专栏 ?\d|抄送|（此件|注[:：]|(?:牵头|责任|配合|参与|参加|负责)(?:单位|部门)[:：])",
    )
});

/// Whether the form of a line begins a paragraph; blank lines are handled elsewhere.
pub fn opens_paragraph(words: &str) -> bool {
    OPENS.is_match(words)
}

/// The end of a sentence, with closing marks behind it.
static ENDS: LazyLock<Regex> =
    LazyLock::new(|| regex(r"[。！？；：:!?;][”’」』）)》]*$|[。；][（(][^（）()]*[)）]$"));

/// A line that is whole by its form: an addressee, a date, a document number.
static WHOLE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^\d{4} ?年 ?\d{1,2} ?月 ?\d{1,2} ?日(?:印发)?$|^[（(]此件.{2,8}[)）]$|^[（(]\d{4} ?年 ?\d{1,2} ?月 ?\d{1,2} ?日[^。]*[)）]$|^\S{1,16}〔 ?\d{4} ?〕 ?第? ?\d+ ?号$|文件$|^(?:发布|成文|印发)日期",
    )
});

/// A position inside a sentence where no line ends on purpose.
static RUNS_ON: LazyLock<Regex> = LazyLock::new(|| regex(r"[，、,（(《“‘—－\-·/]$"));

/// Text that no paragraph begins with: a mark, 「的若干政策措施」, 「（以下简称《条例》），推动」.
static CONTINUES: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^(?:[，。、；：！？）)》”’,;.%的]|[（(][^（(）)]{1,40}[）)][，、。；]|第[一二三四五六七八九十百零\d]{1,5}条(?: ?第[（(]?[一二三四五六七八九十\d]{1,3}[）)]?[款项至、]|的?规定|所[列述]))",
    )
});

/// The rest of a printed line: 「，在规划政策、标准」. Text closed by a bracket or a book title may be complete,
/// 「》的通知」, and so may a cell, 「%」.
static REST: LazyLock<Regex> =
    LazyLock::new(|| regex(r"^(?:[）)]?[，、；]|[（(][^（(）)]{1,40}[）)][，、])\p{Han}{2}"));

/// A bracket on a line of its own that continues the line above: the document number of a reference,
/// 「（国发〔2021〕4号）」, or responsible bodies.
static BRACKET: LazyLock<Regex> =
    LazyLock::new(|| regex(r"^[（(][^）)]*(?:〔|牵头|负责|责任|配合)"));

/// A line of running text is no shorter, in columns, unless it ends its paragraph.
const LONG: usize = 44;
/// The percentage of the lines of hard-wrapped text that are no wider than a page.
const SET: usize = 95;
/// The width of a page, in columns.
const PAGE: usize = 110;
/// Number of lines on either side that determine the width of the page.
const AROUND: usize = 16;

/// Joins the lines of each paragraph. Blank lines alone do not separate paragraphs, since many
/// extractions put one after every printed line.
pub fn unwrap_lines(lines: &[Physical]) -> Vec<Line> {
    let filled: Vec<&Physical> = lines.iter().filter(|l| !l.words().is_empty()).collect();
    let page = page_widths(&filled);
    let narrow = filled.iter().filter(|l| l.width <= PAGE).count();
    let wrapped = narrow * 100 >= filled.len() * SET;
    let mut paragraphs: Vec<Line> = Vec::new();
    for (n, line) in filled.iter().enumerate() {
        let joins = n > 0
            && paragraphs
                .last()
                .is_some_and(|so_far| goes_on(so_far, &filled, &page, n, wrapped));
        match paragraphs.last_mut() {
            Some(paragraph) if joins => paragraph.push(line.words(), line.number),
            _ => paragraphs.push(Line::new(line.words(), line.number)),
        }
    }
    paragraphs
}

/// Whether line `n` continues the paragraph read so far.
fn goes_on(
    so_far: &Line,
    filled: &[&Physical],
    page: &[Option<usize>],
    n: usize,
    wrapped: bool,
) -> bool {
    let (above, line) = (filled[n - 1], filled[n]);
    let words = line.words();
    if line.goes_on || CONTINUES.is_match(words) {
        return true;
    }
    if cuts_number(so_far, above, words) {
        return true;
    }
    if line.heads
        || OPENS.is_match(&words.replace(' ', ""))
        || WHOLE.is_match(above.words())
        || WHOLE.is_match(words)
    {
        return false;
    }
    let open = unclosed(&so_far.text);
    let ended = ENDS.is_match(above.words());
    let full = page[n - 1].map(|page| above.width + 4 >= page);
    let nearly = page[n - 1].is_some_and(|page| above.width + 10 >= page);
    if ended && !open {
        // A full line that ends a sentence: the paragraph continues unless the next line is indented by
        // two characters, which an extraction shows as a first line two characters short.
        return full == Some(true)
            && !above.words().ends_with(['：', ':'])
            && !is_set_in(filled, page, n);
    }
    let bracket = BRACKET.is_match(words) && above.width > 20;
    if open || bracket || RUNS_ON.is_match(above.words()) {
        return true;
    }
    if REST.is_match(above.words()) {
        // The rest of a printed line, however short: a mark over the text before it broke it off.
        return true;
    }
    if breaks_off(so_far) {
        return true;
    }
    match page[n - 1] {
        // Boxes with wider lines nearby raise the measured width, so that lines of the text are no longer
        // nearly full.
        Some(page) => nearly || above.width * 5 >= page * 3 && is_prose(&so_far.text),
        // Unwrapped text: only a page break cuts a long sentence.
        None => {
            let long = above.width > 60 && width(words) > 16 && so_far.text.contains(['，', '。']);
            long || wrapped && above.width >= LONG && is_prose(&so_far.text)
        }
    }
}

/// Whether running text of several lines ends in mid-sentence. Its last line, even a short one, is then
/// the rest of a line that was set wider: 「…合理保⏎持公⏎用电厂用煤稳定」. A last line after a full stop may be a
/// signature, unless it is a single word: 「…长效机制。⏎鼓励⏎水产养殖企业…」.
fn breaks_off(so_far: &Line) -> bool {
    const WORD: usize = 3;
    let (text, row) = (so_far.text.as_str(), so_far.last_row());
    let above = text.strip_suffix(row).unwrap_or_default();
    let begun = !ENDS.is_match(above) || row.chars().count() <= WORD;
    !above.is_empty() && begun && is_prose(text) && !ENDS.is_match(text)
}

/// Whether a line of running text ends inside a number that the next line continues: 「到202⏎7年」. Table
/// cells are not running text, and a year is complete.
fn cuts_number(so_far: &Line, above: &Physical, words: &str) -> bool {
    static CUT: LazyLock<Regex> = LazyLock::new(|| regex(r"(?:^|[^\d.])\d{1,3}$"));
    static REST: LazyLock<Regex> = LazyLock::new(|| regex(r"^\d+(?:\.\d+)? ?[%\p{Han}]"));
    above.width > 12
        && is_prose(&so_far.text)
        && CUT.is_match(above.words())
        && REST.is_match(words)
}

/// Whether a text is running text rather than a heading with a comma.
fn is_prose(text: &str) -> bool {
    text.contains('。') || text.contains('，') && !OPENS.is_match(text)
}

/// Whether line `n` looks like the first of a paragraph: a few columns shorter than the page although the
/// paragraph continues.
fn is_set_in(filled: &[&Physical], page: &[Option<usize>], n: usize) -> bool {
    let Some(page) = page[n] else { return true };
    let line = filled[n];
    let short = page.saturating_sub(line.width);
    let mid_sentence = !ENDS.is_match(line.words());
    if !mid_sentence {
        return false;
    }
    (3..=6).contains(&short)
}

/// Whether a bracket or book title is open at the end of a text, which is then no end of a paragraph.
/// Only the last sentence or so is searched, so that one missing bracket does not swallow the rest.
pub fn unclosed(text: &str) -> bool {
    const REACH: usize = 120;
    let tail = text.char_indices().rev().nth(REACH - 1);
    let tail = &text[tail.map_or(0, |(at, _)| at)..];
    let brackets = Brackets::of(tail, NAMES);
    let Some(&open) = brackets.unclosed.last() else {
        return false;
    };
    let ends = brackets.outside(tail).filter(|(_, c)| *c == '。');
    ends.last().is_none_or(|(stop, _)| stop < open)
}

/// For every line the width, in columns, of the text around it; `None` if lines are whole paragraphs.
/// Text counts as hard-wrapped if several neighbouring lines are about equally long, hardly any is
/// longer, and they are long enough for running text.
fn page_widths(filled: &[&Physical]) -> Vec<Option<usize>> {
    (0..filled.len())
        .map(|n| {
            let around = &filled[n.saturating_sub(AROUND)..(n + AROUND + 1).min(filled.len())];
            let mut widths: Vec<usize> = around
                .iter()
                .map(|l| l.width)
                .filter(|&w| w >= 30)
                .collect();
            widths.sort_unstable_by(|a, b| b.cmp(a));
            // A few wider lines are not part of the text: a note under a table, a title.
            let outside = widths.len() / 6;
            widths
                .iter()
                .take(outside + 1)
                .enumerate()
                .find_map(|(wider, &widest)| {
                    let alike = widths[wider..].iter().filter(|&&w| w + 6 >= widest).count();
                    (widest <= PAGE && alike >= 3 && alike * 4 >= widths.len()).then_some(widest)
                })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::physical::split;

    fn paragraphs(text: &str) -> Vec<String> {
        unwrap_lines(&split(text))
            .into_iter()
            .map(|l| l.text)
            .collect()
    }

    #[test]
    fn joins_printed_lines_with_blank_lines_between() {
        let text = "（十六）金融支持林业碳汇价值实现行动。制定全省首个林\n\n业碳汇金融业务操作指引（试行），指导银行保险机构创新推出林\n\n业碳汇金融产品，推广林业碳汇“未来收益权+保险单”质押贷款\n\n融网点有突破。（某市银保监分局牵头）\n\n（十七）绿色建筑修规提标行动。修编《某市绿色建筑专\n\n项规划》，在土地出让、项目审批、规划审批、建筑设计方案审查、";
        let read = paragraphs(text);
        assert_eq!(read.len(), 2, "{read:#?}");
        assert!(read[0].ends_with("融网点有突破。（某市银保监分局牵头）"));
    }

    #[test]
    fn a_paragraph_goes_on_until_its_sentence_ends() {
        let text = "严格控制煤炭消费总量。控制工业用煤，确保重点企业煤炭消费总量持续下降。在保障电力供应安全情况下，合理保\n持公\n用电厂用煤稳定，积极推动公用亚临界煤电机组等容量替代，有序推进市内燃机调峰电源建设。结合高桥石化调整，关停\n高化\n自备电厂。\n加快实施清洁能源替代。";
        let read = paragraphs(text);
        assert_eq!(read.len(), 2, "{read:#?}");
        assert!(read[0].ends_with("关停高化自备电厂。"), "{read:#?}");
    }

    #[test]
    fn a_number_at_the_start_of_a_line_is_no_list_number() {
        let text = "推广种植高效长寿命固碳林分，确保全市公益林面积稳定在\n1275万亩以上。建设以国家公园为主体的自然保护地体系，强\n化森林生态系统和生物多样性保护，自然保护地面积达到 180\n万亩。";
        assert_eq!(paragraphs(text).len(), 1);
    }

    #[test]
    fn joins_a_sentence_cut_by_a_page_break_of_unwrapped_text() {
        let text = "低碳农业稳步发展，碳汇能力不断增强。以全国“无废城市”试点为契机，全面启动“无废农业”建设，2016-2020 年全市森林覆\n\n盖率保持稳定，2020 年完成造林 2.65 万亩，超额完成省下达任务。\n\n（三）重大机遇\n\n气候治理新体系带来新机遇。";
        let read = paragraphs(text);
        assert_eq!(read.len(), 3, "{read:#?}");
        assert!(read[0].contains("森林覆盖率"));
    }

    #[test]
    fn a_line_end_may_stand_inside_a_number() {
        let text = "（一）推广绿色建材。培育绿色建材企业1\n0家，建立绿色建材采信应用数据库，到202\n7年新建公共充电桩12\n00个，扩大绿色建材在政府投资工程中的应\n用规模。";
        assert_eq!(
            paragraphs(text),
            [
                "（一）推广绿色建材。培育绿色建材企业10家，建立绿色建材采信应用数据库，到2027年新建公共充电桩1200个，扩大绿色建材在政府投资工程中的应用规模。"
            ]
        );
    }

    #[test]
    fn short_lines_stand_alone() {
        let text = "加强源头防控\n\n（一）强化规划引领。增强区域环境质量改善目标对能源和产业布局的引导作用。\n推进协同控制\n（二）推进发展。聚焦重点行业。";
        assert_eq!(paragraphs(text).len(), 4);
    }

    #[test]
    fn goes_on_behind_the_rest_of_a_line() {
        let text = "要求写入《构建现代环境治理体系实施方案》\n，在规划政策、标准\n体系中融入应对气候变化元素。\n按照标准\n（DB/T 29—204—2021），形成体系。";
        assert_eq!(paragraphs(text).len(), 2, "{:#?}", paragraphs(text));
    }

    #[test]
    fn goes_on_where_a_bracket_is_open() {
        let text = "色低碳循环发展经济体系的指导意见》\n（国发〔2021〕4 号），\n结合本市实际，制定本实施方案。";
        assert_eq!(paragraphs(text).len(), 1);
    }
}
