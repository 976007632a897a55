use std::sync::LazyLock;

use regex::Regex;

use super::chinese_number;
use crate::pattern::regex;

/// The styles of heading in the order in which official texts nest them (GB/T 9704-2012, 7.3.3:
/// 「文中结构层次序数依次可以用“一、”“（一）”“1.”“（1）”标注」; chapters and articles as in
/// regulations).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rank {
    /// The text itself.
    Root,
    /// 第一篇, 第一部分, an annex.
    Part,
    /// 第一章
    Chapter,
    /// 第一节
    Section,
    /// 一、
    Han,
    /// 第一条
    Article,
    /// 1, 1.1, 1.1.1, with the number of its parts
    Decimal(u8),
    /// （一）
    ParenHan,
    /// 01, the number of a project in a box
    Coded,
    /// 1.
    Arabic,
    /// 1.1, 1.1.1 below （一） or 1.
    DecimalItem(u8),
    /// （1）
    ParenArabic,
    /// ①
    Circled,
    /// A heading without a number at the head of a paragraph.
    RunIn,
    /// 一是
    Yi,
    /// 专栏1, a box inside a plan
    Box,
    /// Words to the audience of a report: 「各位代表！…」
    Address,
}

/// The number of a heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number {
    /// Its style.
    pub rank: Rank,
    /// As written, blanks dropped: `（一）`, `1.`, `第三条`.
    pub written: String,
    /// Its value.
    pub value: u32,
}

/// One style of number: its form at the start of a line, with the value in group 1.
static STYLES: LazyLock<Vec<(Rank, Regex)>> = LazyLock::new(|| {
    const HAN: &str = "[一二三四五六七八九十百零〇两]{1,5}";
    let style = |rank, pattern: &str| {
        let regex = regex(&pattern.replace("HAN", HAN));
        (rank, regex)
    };
    vec![
        style(Rank::Part, r"^第 ?(HAN|\d{1,3}) ?(?:篇|编|部分)[、：:. ]?"),
        style(Rank::Chapter, r"^第 ?(HAN|\d{1,3}) ?章[、：:. ]?"),
        style(Rank::Section, r"^第 ?(HAN|\d{1,3}) ?节[、：:. ]?"),
        style(Rank::Article, r"^第 ?(HAN|\d{1,3}) ?条[、：:. ]?"),
        style(Rank::Han, r"^(HAN) ?[、.．](?:[^是]|$)"),
        style(Rank::ParenHan, r"^[（(] ?(HAN) ?[)）][、.．]?"),
        // 「2.8万吨」 at the start of a line is no list number, nor is 「2021、2022年」.
        style(
            Rank::Arabic,
            r"^(\d{1,3}) ?[.．、] ?(?:[^\d\s]|20\d\d ?年|$)",
        ),
        // 「01 林木种苗项目」, on a line of its own.
        style(Rank::Coded, r"^(0[1-9]) ?\p{Han}[^。，；：\d]{3,30}$"),
        style(Rank::ParenArabic, r"^[（(] ?(\d{1,2}) ?[)）][、.．]?"),
        style(Rank::ParenArabic, r"^(\d{1,2}) ?[)）][、.．]?"),
        style(Rank::Circled, r"^([①-⑳])"),
    ]
});

/// Words behind numbers which show that they refer to items: 「（一）到（四）项目，企业可同时申报」「第四条和第五条的补贴」.
static REFERENCE: LazyLock<Regex> = LazyLock::new(|| {
    const HAN: &str = "[一二三四五六七八九十百零〇两]{1,5}";
    let bracketed = format!("[（(] ?{HAN} ?[)）]");
    let article = format!("第 ?(?:{HAN}|\\d{{1,3}}) ?[章节条]");
    regex(&format!(
        "^(?:{bracketed}[到至和及与、]+{bracketed}|{article}[到至和及与、]+{article})"
    ))
});

impl Number {
    /// The number a line begins with, and the bytes it takes.
    pub fn at_start(line: &str) -> Option<(Self, usize)> {
        STYLES.iter().find_map(|(rank, style)| {
            let found = style.captures(line)?;
            let digits = found.get(1)?;
            let value = value(digits.as_str())?;
            if REFERENCE.is_match(line) {
                return None;
            }
            let mut end = found.get(0)?.end();
            // These patterns look at the characters behind the number as well.
            if rank == &Rank::Coded {
                end = digits.end();
            }
            if matches!(rank, Rank::Han | Rank::Arabic) {
                end = digits.end();
                let rest = &line[end..];
                let mark = rest.find(['、', '.', '．'])?;
                end += mark + rest[mark..].chars().next().map_or(0, char::len_utf8);
            }
            let written = line[..end]
                .trim_end_matches([' ', '：', ':'])
                .replace(' ', "");
            Some((
                Self {
                    rank: *rank,
                    written,
                    value,
                },
                end,
            ))
        })
    }
}

fn value(digits: &str) -> Option<u32> {
    if let Ok(value) = digits.parse() {
        return Some(value);
    }
    let mut chars = digits.chars();
    match (chars.next(), chars.next()) {
        (Some(c @ '①'..='⑳'), None) => Some(c as u32 - '①' as u32 + 1),
        _ => chinese_number(digits),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Option<(Rank, String, u32, &str)> {
        Number::at_start(line).map(|(n, len)| (n.rank, n.written, n.value, &line[len..]))
    }

    #[test]
    fn reads_every_style() {
        let number =
            |rank, written: &str, value, rest| Some((rank, written.to_owned(), value, rest));
        assert_eq!(
            read("一、总体要求"),
            number(Rank::Han, "一、", 1, "总体要求")
        );
        assert_eq!(
            read("（十一）建设"),
            number(Rank::ParenHan, "（十一）", 11, "建设")
        );
        assert_eq!(
            read("01 林木种苗基础项目"),
            number(Rank::Coded, "01", 1, " 林木种苗基础项目")
        );
        assert_eq!(read("05 月完成治理任务，开展验收"), None);
        assert_eq!(
            read("(一)基本情况"),
            number(Rank::ParenHan, "(一)", 1, "基本情况")
        );
        assert_eq!(
            read("1.加强国土绿化"),
            number(Rank::Arabic, "1.", 1, "加强国土绿化")
        );
        assert_eq!(
            read("2．坚决遏制"),
            number(Rank::Arabic, "2．", 2, "坚决遏制")
        );
        assert_eq!(
            read("1.2023年底前完成"),
            number(Rank::Arabic, "1.", 1, "2023年底前完成")
        );
        assert_eq!(
            read("（1）能源领域。"),
            number(Rank::ParenArabic, "（1）", 1, "能源领域。")
        );
        assert_eq!(read("③推进"), number(Rank::Circled, "③", 3, "推进"));
        assert_eq!(
            read("第二十一章积极扩大就业"),
            number(Rank::Chapter, "第二十一章", 21, "积极扩大就业")
        );
        assert_eq!(
            read("第五条市发展改革部门"),
            number(Rank::Article, "第五条", 5, "市发展改革部门")
        );
    }

    #[test]
    fn amounts_and_dates_are_no_numbers_of_headings() {
        for line in [
            "2.8万吨标准煤",
            "2021年，计划",
            "一村万树",
            "5 个以上",
            "（试行）",
            "2021、2022年",
            "十四五时期",
            "（一）到（四）项目，企业可同时申报",
            "第四条和第五条的补贴",
        ] {
            assert_eq!(read(line), None, "{line}");
        }
    }
}
