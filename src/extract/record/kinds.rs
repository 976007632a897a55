//! 文种: the word a title ends in.

use std::sync::LazyLock;

use regex::Regex;

use crate::pattern::regex;
use crate::text::brackets::{ASIDES, Brackets};
use crate::vocabulary::Documents;

/// 「（试行）」「（2022-2025年）」「（征求意见稿）」 behind a title.
static EDITION: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^[（(](?:[\d—–~～至－年 -]{4,20}|[^（）()日]{0,10}\d[^（）()日]{0,10}年[^（）()日]{0,8}|[^（）()]{0,10}(?:试行|暂行|修订|修正|征求意见稿|草案|送审稿|报批稿|公开稿|摘要|节选)[^（）()]{0,8})[）)]$",
    )
});

/// Whether a bracket contains an edition.
pub fn is_edition(bracket: &str) -> bool {
    EDITION.is_match(bracket)
}

/// A title without the brackets behind it.
fn bare(title: &str) -> &str {
    let mut bare = title.trim_end_matches('”');
    while bare.ends_with(['）', ')']) {
        let brackets = Brackets::of(bare, ASIDES);
        match brackets.pairs.iter().find(|p| p.outer.end == bare.len()) {
            Some(last) => bare = bare[..last.outer.start].trim_end(),
            None => break,
        }
    }
    bare
}

/// The kind of document that a title ends in, ignoring brackets at its end.
pub fn kind<'a>(title: &str, documents: &'a Documents) -> Option<&'a str> {
    documents.kind(bare(title))
}

/// Whether words are a complete title: at least five characters that end in a kind of document. A title
/// in 《》 counts if a verb takes it as its object (「…印发《…意见》」) or if nothing else stands there.
pub fn ends_in_kind(text: &str, documents: &Documents) -> bool {
    let bare_of_edition = match text.rfind(['（', '(']) {
        Some(at) if is_edition(&text[at..]) => &text[..at],
        _ => text,
    };
    if bare_of_edition.ends_with(['）', ')']) {
        return false;
    }
    let named = match bare_of_edition.strip_suffix('》') {
        Some(inner) => {
            let Some(open) = bare_of_edition.find('《') else {
                return false;
            };
            let before = &bare_of_edition[..open];
            if !before.is_empty() && !before.ends_with("印发") && !before.ends_with("发布") {
                return false;
            }
            &inner[open + '《'.len_utf8()..]
        }
        None => bare_of_edition,
    };
    named.chars().count() >= 5 && kind(named, documents).is_some()
}

/// Whether words can be the name of a text without ending in a kind of document: they begin with 关于, or
/// contain 关于 and end with 事项.
pub fn may_name_a_text(words: &str) -> bool {
    words.starts_with("关于") || words.contains("关于") && words.ends_with("事项")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::tests::REAL;

    #[test]
    fn reads_the_kind_of_a_title() {
        for (title, expected) in [
            ("森林碳汇某市行动方案（2022-2025年）", Some("方案")),
            ("关于做好工作的实施意见", Some("意见")),
            ("丽水市人民政府办公室关于节水工作情况的通报", Some("通报")),
            ("丽水市绿色电力交易规则（试行）", Some("规则")),
            ("中华人民共和国绿色建筑法", Some("法")),
            ("丽水市节水管理办法", Some("办法")),
            ("企业温室气体排放核算方法", None),
            ("市属国有企业", None),
        ] {
            assert_eq!(kind(title, &REAL.documents), expected, "{title}");
        }
    }

    #[test]
    fn tells_whole_titles() {
        assert!(ends_in_kind(
            "某办公厅印发《关于推动城乡建设绿色发展的意见》",
            &REAL.documents
        ));
        assert!(ends_in_kind("《促进绿色消费实施方案》", &REAL.documents));
        assert!(ends_in_kind("某省管理办法（试行）", &REAL.documents));
        assert!(!ends_in_kind(
            "本规划依据《某市能源发展“十四五”规划》",
            &REAL.documents
        ));
        assert!(!ends_in_kind("实施方案", &REAL.documents));
    }
}
