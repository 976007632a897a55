//! The boundary between a heading and its text.

use std::sync::LazyLock;

use regex::Regex;

use crate::pattern::regex;
use crate::text::brackets::{self, Brackets};

/// Maximum length of a heading, in characters; the longest in the texts read so far has 41.
const HEADING_MAX: usize = 48;

/// Distance in bytes after which a full stop ends a sentence even inside open brackets.
const FAR: usize = 400;

/// Maximum length of a title made for an item without a heading, in characters.
const CLAUSE_MAX: usize = 40;

/// The parts of a numbered line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Division {
    /// Bytes of the title.
    pub title: usize,
    /// Byte offset of the text; the length of the line if it holds only the heading.
    pub body: usize,
    /// Whether the title is a real heading.
    pub headed: bool,
}

/// Splits the text behind a number into heading and text. 「光伏沐光惠民行动。围绕…」 is split after its first
/// sentence, if that is short enough; a short line without a full stop is a heading; any other is an item
/// without a heading, which is titled by its first clause.
pub fn divide(rest: &str) -> Division {
    // 「第三条 【资金配套扶持】对…」: an article that names its subject.
    if let Some(subject) = rest.strip_prefix('【').and_then(|rest| rest.find('】')) {
        let title = '【'.len_utf8() + subject + '】'.len_utf8();
        if rest[..title].chars().count() <= HEADING_MAX {
            return Division {
                title,
                body: title,
                headed: true,
            };
        }
    }
    let sentence = sentence_end(rest);
    let chars = |end: usize| rest[..end].chars().count();
    let commas = |end: usize| rest[..end].matches(['，', ',', '；']).count();
    // 「切实解决业主子女入学问题（责任单位：县教育局、县税务局）」: the assignment is not part of the heading, but the first text below
    // it.
    if let Some(bracket) = assignment_at(&rest[..sentence.unwrap_or(rest.len())])
        && chars(bracket) <= HEADING_MAX
        && commas(bracket) <= 3
    {
        let title = rest[..bracket].trim_end().len();
        return Division {
            title,
            body: bracket,
            headed: true,
        };
    }
    match sentence {
        Some(end) if chars(end) <= HEADING_MAX && commas(end) <= 3 => {
            let body = end + rest[end..].chars().next().map_or(0, char::len_utf8);
            Division {
                title: end,
                body,
                headed: true,
            }
        }
        None if chars(rest.len()) <= HEADING_MAX && !rest.ends_with(['；', ';', '，']) => {
            let title = rest.trim_end_matches(['：', ':']).len();
            Division {
                title,
                body: rest.len(),
                headed: true,
            }
        }
        _ => Division {
            title: first_clause(rest),
            body: 0,
            headed: false,
        },
    }
}

/// A bracket with responsible bodies.
static ASSIGNMENT: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"[（(](?:[\p{Han}]{0,6}(?:单位|部门|科室|分工)[:：]|[^（）()。]{2,80}(?:牵头|负责|配合|分工落实)(?:落实)?[）)，,；;])",
    )
});

/// Byte offset of the bracket with responsible bodies that ends a heading.
fn assignment_at(sentence: &str) -> Option<usize> {
    if !sentence.trim_end().ends_with(['）', ')']) {
        return None;
    }
    // Brackets before the assignment belong to the heading: 「开展试点（第一批）（责任单位：…）」.
    let found = ASSIGNMENT.find(sentence)?;
    (found.start() > 0).then_some(found.start())
}

/// Byte offset of the mark that ends the first sentence, outside brackets and quotations.
pub fn sentence_end(text: &str) -> Option<usize> {
    const STOPS: [char; 3] = ['。', '！', '？'];
    let first = text.find(STOPS)?;
    if !text[..first].contains(|c| brackets::opens(c).is_some()) {
        return Some(first);
    }
    let stop = Brackets::of(text, brackets::ALL)
        .outside(text)
        .find(|(_, c)| STOPS.contains(c))
        .map(|(at, _)| at);
    // A bracket that closes only after a long distance must not hide the end of the sentence.
    let far = text
        .match_indices('。')
        .map(|(at, _)| at)
        .find(|&at| at > FAR);
    stop.into_iter().chain(far).min()
}

/// Byte length of the first clause: up to the first comma behind at least six characters, or to a
/// character limit.
pub fn first_clause(text: &str) -> usize {
    let mut end = text.len();
    for (n, (at, c)) in text.char_indices().enumerate() {
        if n >= CLAUSE_MAX || (n >= 6 && matches!(c, '，' | ',' | '。' | '；' | '：' | ':' | ';'))
        {
            end = at;
            break;
        }
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    fn divided(rest: &str) -> (&str, &str, bool) {
        let d = divide(rest);
        (&rest[..d.title], &rest[d.body..], d.headed)
    }

    #[test]
    fn divides_heading_and_text() {
        assert_eq!(
            divided("加强国土绿化，巩固森林碳汇能力。实施百万亩国土绿化。"),
            (
                "加强国土绿化，巩固森林碳汇能力",
                "实施百万亩国土绿化。",
                true
            )
        );
        assert_eq!(
            divided("建立组织领导体系。"),
            ("建立组织领导体系", "", true)
        );
        assert_eq!(
            divided("有效控制温室气体排放"),
            ("有效控制温室气体排放", "", true)
        );
    }

    #[test]
    fn an_item_without_a_heading_is_named_by_its_first_clause() {
        let item = "市级科技创新专项资金安排14亿元，重点支持创新型企业培育、产业核心技术攻关、创新载体平台建设、高层次人才引育和科技创新生态建设。";
        assert_eq!(
            divided(item),
            ("市级科技创新专项资金安排14亿元", item, false)
        );
    }

    #[test]
    fn who_answers_for_it_is_no_part_of_a_heading() {
        assert_eq!(
            divided("切实解决业主子女入学问题(责任单位:县教育局、县税务局、县住房和城乡建设局)"),
            (
                "切实解决业主子女入学问题",
                "(责任单位:县教育局、县税务局、县住房和城乡建设局)",
                true
            )
        );
        assert_eq!(
            divided("推进工业节能（市经信局牵头，市发改委配合）。实施能效提升行动。"),
            (
                "推进工业节能",
                "（市经信局牵头，市发改委配合）。实施能效提升行动。",
                true
            )
        );
        assert_eq!(
            divided("开展联合竣工验收（交房前验收阶段）"),
            ("开展联合竣工验收（交房前验收阶段）", "", true)
        );
    }

    #[test]
    fn a_full_stop_inside_quotations_ends_nothing() {
        assert_eq!(
            sentence_end("开展“好。坏”行动。"),
            Some("开展“好。坏”行动".len())
        );
    }
}
