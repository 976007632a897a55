//! The role of a chapter, by its heading.

use std::sync::LazyLock;

use regex::Regex;

use crate::outline::Section;
use crate::pattern::regex;
use crate::vocabulary::Sections;

/// The role of a section's content.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SectionKind {
    /// Measures.
    #[default]
    Action,
    /// Measures that safeguard the carrying out of the others.
    Safeguard,
    /// Aims, principles, definitions, terms: sections that require no action.
    Frame,
    /// A report of the present state.
    Past,
}

impl SectionKind {
    /// Whether sections of this kind hold measures.
    pub fn holds_measures(self) -> bool {
        matches!(self, Self::Action | Self::Safeguard)
    }
}

/// The time at the start of a heading: 「2024年」「到2025年」「“十四五”时期」.
static TIME: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r#"^(?:[到至]?(?:(?:19|20)\d\d年?(?:[—\-－~至](?:19|20)\d\d)?年?|[“‘"]?十[一二三四五六七]五[”’"“]?)(?:时期|期间|以来|全年|初|底)?(?:和)?(?:过去(?:的)?五年)?(?:的)?|过去(?:的)?[一五]年|本届政府)+"#,
    )
});

/// 「专栏3：」
static BOX: LazyLock<Regex> =
    LazyLock::new(|| regex(r"^专栏(?:\d{1,2}|[一二三四五六七八九十]{1,3})?[：:.、]?"));

/// Titles of reports on a year or a period: 「2023年工作回顾」「“十三五”时期发展成就」.
static REPORT: LazyLock<Regex> =
    LazyLock::new(|| regex(r"(?:回顾|总结|成效|成就|成绩|成果|进展|完成|情况)"));

/// 「开启全面建设社会主义现代化新征程」
static OPENED: LazyLock<Regex> = LazyLock::new(|| regex(r"^(?:全面)?开启.{2,24}新征程$"));

/// Returns the kind of a section; `above` is the kind of the section around it.
pub fn kind_of(section: &Section, above: SectionKind, words: &Sections) -> SectionKind {
    // Lists and forms behind a document, even with long titles.
    let title = bare(&section.title);
    // An appendix (附录) of a guide shows methods, tables and forms.
    let appendix = |written: &str| written.starts_with("附录");
    if section.is_annex()
        && section
            .number
            .as_ref()
            .is_some_and(|number| appendix(&number.written))
    {
        return SectionKind::Frame;
    }
    // 「…创建方案（编制大纲）」 is an outline, whatever it is an outline of.
    let aside = section.title.trim_end_matches(['）', ')']);
    let mut ends = words.annex.iter().map(String::as_str);
    if section.is_annex() && ends.any(|end| title.ends_with(end) || aside.ends_with(end)) {
        return SectionKind::Frame;
    }
    section_kind(&section.title, above, words)
}

/// The kind of a section with this heading.
fn section_kind(title: &str, above: SectionKind, words: &Sections) -> SectionKind {
    let plain = bare(title);
    // A box has a title like any other section behind its number.
    let plain = BOX.replace(&plain, "");
    let time = TIME.find(&plain).map_or(0, |time| time.end());
    let named = &plain[time..];
    if is_past(named, time > 0, words) {
        return SectionKind::Past;
    }
    if is_frame(named, words) || words.guide.iter().any(|guide| ends(named, guide, 6)) {
        return SectionKind::Frame;
    }
    match above {
        SectionKind::Action if is_safeguard(named, words) => SectionKind::Safeguard,
        above => above,
    }
}

/// A heading without brackets, quotation marks and its closing mark.
fn bare(title: &str) -> String {
    let mut plain = String::with_capacity(title.len());
    let mut depth = 0usize;
    for c in title.chars() {
        match c {
            '（' | '(' => depth += 1,
            '）' | ')' => depth = depth.saturating_sub(1),
            '【' | '】' | '。' | ' ' => {}
            c if depth == 0 => plain.push(c),
            _ => {}
        }
    }
    if plain.is_empty() {
        title.trim_matches(['（', '）', '(', ')', ' ']).to_owned()
    } else {
        plain
    }
}

/// Whether a heading ends with a word that has at most `most` characters before it.
fn ends(title: &str, word: &str, most: usize) -> bool {
    let before = title.strip_suffix(word);
    before.is_some_and(|before| before.chars().count() <= most)
}

fn requires_action(title: &str, words: &Sections) -> bool {
    words
        .telling
        .iter()
        .any(|verb| title.starts_with(verb.as_str()))
}

fn is_past(named: &str, timed: bool, words: &Sections) -> bool {
    const LONGEST: usize = 24;
    if named.chars().count() > LONGEST {
        return false;
    }
    if words.past.whole.iter().any(|whole| whole == named) || OPENED.is_match(named) {
        return true;
    }
    let told = |word: &String| named.ends_with(word.as_str());
    if words.past.sure.iter().any(told) {
        return true;
    }
    if requires_action(named, words) && !named.starts_with("发展") {
        return false;
    }
    words.past.ends.iter().any(told)
        || timed && REPORT.is_match(named) && !named.contains("任务")
        || named.starts_with("面临")
        || named.starts_with("存在")
}

fn is_frame(named: &str, words: &Sections) -> bool {
    let tasks = ["任务", "举措", "措施", "行动"]
        .iter()
        .any(|word| named.ends_with(word));
    if tasks {
        return false;
    }
    let parts: Vec<&str> = named
        .split(['和', '与', '及', '、', '，', '/', '暨'])
        .filter(|part| !part.is_empty())
        .collect();
    let names = !parts.is_empty()
        && parts
            .iter()
            .enumerate()
            .all(|(n, part)| is_named(part, n + 1 == parts.len(), words));
    let listed = !requires_action(named, words);
    names || listed && words.frame.ends.iter().any(|end| ends(named, end, 8))
}

/// Whether a part of a heading consists of describing words and a framing noun. Parts before the last may
/// consist of describing words only: 「国民经济和社会发展主要目标」.
fn is_named(part: &str, last: bool, words: &Sections) -> bool {
    let mut rest = part;
    loop {
        if words.frame.nouns.iter().any(|noun| noun == rest) {
            return true;
        }
        let before = rest;
        for word in &words.describing {
            if let Some(after) = rest.strip_prefix(word.as_str()) {
                rest = after;
                break;
            }
        }
        if rest.is_empty() {
            return !last;
        }
        if rest == before {
            // 「基本原则要求」 combines two of these nouns.
            let mut nouns = words.frame.nouns.iter();
            let Some(after) = nouns.find_map(|noun| rest.strip_prefix(noun.as_str())) else {
                return false;
            };
            rest = after;
        }
    }
}

fn is_safeguard(named: &str, words: &Sections) -> bool {
    const LONGEST: usize = 20;
    let safeguard = &words.safeguard;
    safeguard.whole.iter().any(|whole| whole == named)
        || safeguard.ends.iter().any(|end| ends(named, end, LONGEST))
}

#[cfg(test)]
mod tests {
    use super::SectionKind::*;
    use super::*;
    use crate::outline::Rank;
    use crate::vocabulary::tests::REAL;

    fn of_kind(expected: SectionKind, titles: &[&str]) {
        let wrong: Vec<String> = titles
            .iter()
            .map(|title| (title, section_kind(title, Action, &REAL.sections)))
            .filter(|(_, kind)| *kind != expected)
            .map(|(title, kind)| format!("{title}: {kind:?}"))
            .collect();
        assert!(wrong.is_empty(), "not {expected:?}: {wrong:?}");
    }

    #[test]
    fn aims_and_terms_frame() {
        of_kind(
            Frame,
            &[
                "指导思想",
                "基本原则",
                "总体要求",
                "主要目标",
                "行动目标",
                "目标指标",
                "具体指标",
                "指导思想与总体目标",
                "目标清单",
                "2024年主要目标",
                "2024年经济社会发展总体要求和主要目标",
                "“十四五”时期主要目标",
                "总则",
                "附则",
                "【适用范围】",
                "提交材料（所有资料均需加盖企业公章）",
                "指标释义",
                "试点申报要求",
            ],
        );
    }

    #[test]
    fn an_outline_of_a_plan_frames() {
        let annex = |title: &str| Section {
            rank: Some(Rank::Part),
            title: title.to_owned(),
            ..Section::default()
        };
        let kind = |title: &str| kind_of(&annex(title), Action, &REAL.sections);
        assert_eq!(kind("试点项目创建方案（编制大纲）"), Frame);
        assert_eq!(kind("近零碳排放区试点建设实施方案（试行）"), Action);
    }

    #[test]
    fn reports_tell_what_is() {
        of_kind(
            Past,
            &[
                "2023年工作回顾",
                "2023年和过去五年工作回顾",
                "2024年国民经济和社会发展计划执行情况",
                "过去一年工作总结",
                "“十四五”时期发展成就",
                "现状与形势",
                "基本情况",
                "工作基础",
                "重大机遇",
                "当前挑战",
                "应对气候变化基础与形势",
                "“十四五”林业草原发展形势",
                "生态环境保护成效显著",
                "推动绿色高质量发展取得明显成效",
                "“十三五”生态环境保护成果丰硕",
                "\"十二五\"工作成效",
            ],
        );
    }

    #[test]
    fn chapters_that_see_to_it_are_safeguards() {
        of_kind(
            Safeguard,
            &[
                "组织实施",
                "保障措施",
                "保障举措",
                "加强组织实施",
                "组织保障",
                "强化规划系统衔接和组织实施",
                "健全各项措施，保障规划实施",
            ],
        );
    }

    #[test]
    fn what_is_to_be_done_is_told_by_its_first_word() {
        of_kind(
            Action,
            &[
                "重点行动",
                "主要目标和重点任务",
                "夯实适应气候变化工作基础",
                "开展二氧化碳达峰目标及路径研究",
                "提高气候变化治理能力",
                "定期通报任务落实情况的制度",
                "2024年工作安排",
                "环境基础设施水平提升工程",
                "发展环境友好产品",
                "确认名单",
                "构建电力安全保障体系",
                "水安全保障",
                "加快解决历史遗留问题",
                "加强用地、用林等要素保障",
                "完善政策支持和法制保障体系",
            ],
        );
    }
}
