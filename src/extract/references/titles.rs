//! Titles between 《 and 》, with the number that may follow.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::pattern::regex;

/// Characters of a title at most; more are the text after a lost 》.
const LONGEST: usize = 150;
/// Characters of a title at least; shorter ones are short names (《纲要》) or books.
const SHORTEST: usize = 3;

/// The number behind a title: 《…意见》（国发〔2021〕4号）, 《…方案》的通知（发改环资〔2019〕1696号，以下简称…）.
static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^(?:的(?:通知|函|公告|决定|意见))? ?[（(](?:[^（）()]{0,30}[，,；、 ])?(?P<number>\p{Han}{1,12} ?[〔\[［﹝【（(] ?\d{4} ?[〕\]］﹞】）)] ?第? ?\d{1,5} ?号|\p{Han}{2,16}令 ?(?:第 ?)?\d{1,5} ?号)[^（）()]{0,60}[）)]",
    )
});

/// A title in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedTitle {
    /// The bytes from 《 to the end of the number.
    pub range: Range<usize>,
    /// The words between 《 and 》.
    pub title: String,
    /// Its 发文字号, with the usual brackets.
    pub number: Option<String>,
}

/// The titles in a text in reading order. A title in another one, as in 《关于印发《…方案》的通知》, is a part of it.
pub fn titles(text: &str) -> Vec<NamedTitle> {
    let mut all = Vec::new();
    let mut from = 0;
    while let Some(open) = text[from..].find('《').map(|at| from + at) {
        let start = open + '《'.len_utf8();
        from = start;
        let Some(end) = end_of(&text[start..]).map(|end| start + end) else {
            continue;
        };
        let title = text[start..end].trim();
        let close = end + '》'.len_utf8();
        let number = NUMBER.captures(&text[close..]);
        let behind = number.as_ref().and_then(|found| found.get(0));
        // A short name may stand beside the number: （以下简称《…》，国发〔2021〕4号）.
        from = close;
        if title.chars().count() >= SHORTEST {
            all.push(NamedTitle {
                range: open..close + behind.map_or(0, |behind| behind.end()),
                title: title.to_owned(),
                number: number.map(|found| usual(&found["number"])),
            });
        }
    }
    all
}

/// The end of a title whose 《 stands directly before these words: the byte of its 》.
fn end_of(words: &str) -> Option<usize> {
    let mut depth = 1;
    let mut before = '《';
    for (n, (at, c)) in words.char_indices().enumerate() {
        match c {
            '》' if depth == 1 => return Some(at),
            '》' => depth -= 1,
            // A title inside follows a word (关于印发《); otherwise the 》 of the first is lost.
            '《' if !before.is_alphanumeric() || words[..at].contains(['，', '：', '；']) => {
                return None;
            }
            '《' => depth += 1,
            '。' | '\n' => return None,
            _ if n > LONGEST => return None,
            _ => {}
        }
        before = c;
    }
    None
}

/// A number with the brackets of official documents.
fn usual(number: &str) -> String {
    number
        .replace(['[', '［', '﹝', '【', '（', '('], "〔")
        .replace([']', '］', '﹞', '】', '）', ')'], "〕")
        .replace(' ', "")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(String, Option<String>)> {
        let all = titles(text).into_iter();
        all.map(|named| (named.title, named.number)).collect()
    }

    fn one(title: &str, number: Option<&str>) -> (String, Option<String>) {
        (title.to_owned(), number.map(str::to_owned))
    }

    #[test]
    fn the_number_follows_its_title() {
        assert_eq!(
            read(
                "落实《国务院关于加快建立健全绿色低碳循环发展经济体系的指导意见》（国发〔2021〕4号），按照《碳排放权交易管理办法（试行）》（生态环境部令第19号）"
            ),
            [
                one(
                    "国务院关于加快建立健全绿色低碳循环发展经济体系的指导意见",
                    Some("国发〔2021〕4号")
                ),
                one("碳排放权交易管理办法（试行）", Some("生态环境部令第19号")),
            ]
        );
        assert_eq!(
            read("《城乡建设领域碳达峰实施方案》（以下简称《方案》，建标[2022] 53 号）"),
            [one("城乡建设领域碳达峰实施方案", Some("建标〔2022〕53号"))]
        );
        assert_eq!(
            read("《福州市若干措施的通知》(榕政综(2022)33号)"),
            [one("福州市若干措施的通知", Some("榕政综〔2022〕33号"))]
        );
    }

    #[test]
    fn a_title_may_hold_another() {
        assert_eq!(
            read(
                "住房和城乡建设部等7部门《关于印发《绿色建筑创建行动方案》的通知》（建标〔2020〕65号）也对"
            ),
            [one(
                "关于印发《绿色建筑创建行动方案》的通知",
                Some("建标〔2020〕65号")
            )]
        );
        assert_eq!(
            read(
                "国务院办公厅关于印发《完善能源消费强度和总量双控制度方案》的通知（国办发〔2021〕1号）"
            ),
            [one(
                "完善能源消费强度和总量双控制度方案",
                Some("国办发〔2021〕1号")
            )]
        );
        assert_eq!(
            read("《关于发布<能效标杆水平（2021年版）>的通知》"),
            [one("关于发布<能效标杆水平（2021年版）>的通知", None)]
        );
    }

    #[test]
    fn a_lost_mark_takes_no_text_along() {
        assert_eq!(
            read("关于印发《绿色发展资金支持政策）的通知各单位：现发布《绿色发展资金支持政策》"),
            [one("绿色发展资金支持政策", None)]
        );
        assert_eq!(
            read("《没有结束的方案，后面是正文。《另一方案》"),
            [one("另一方案", None)]
        );
    }
}
