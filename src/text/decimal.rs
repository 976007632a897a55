//! Decimal headings: 「5.6.2 监测计划」. A line that begins with such a number may as well be the rest of a
//! sentence (「到⏎14.8 万千瓦」), so that only numbers are taken that follow each other through the text.

use std::sync::LazyLock;

use regex::Regex;

use super::physical::Physical;
use crate::pattern::regex;

/// Maximum number of parts of a number: 「4.2.1.4.1」 has five. A longer one is no heading.
const MOST_PARTS: usize = 6;

/// Maximum number of numberings that can be continued at a time, such as a list inside a chapter.
const OPEN_CHAINS: usize = 16;

/// Maximum length of a line that can be a chapter above decimal headings, in characters.
const CHAPTER_MAX: usize = 24;

/// A number with its parts, and the start of the words behind it.
static NUMBERED: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"^([1-9]\d?(?:[.．][1-9]\d?)*)(?:[.．、] ?| |　)?([\p{Han}A-Z《“【（(])")
});

/// Units that make the number before them an amount: 「2.6 万吨」「14.8 亿元」.
static AMOUNT: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^(?:[万亿倍元吨]|个百分点|个[，。、；]|千瓦|千米|公里|公顷|公斤|平方|立方|标准煤|毫[米克升]|微[米克]|MW|GW|[A-Z]*[Ww]h|年|月|日|[）(]?[，。；])",
    )
});

/// The number of a heading at the start of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecimalNumber {
    /// 5, 6, 2
    pub parts: Vec<u32>,
    /// Bytes of the number, marks and blanks behind it included.
    pub len: usize,
}

impl DecimalNumber {
    /// The number a line begins with, if its words can be a heading.
    fn at_start(text: &str) -> Option<Self> {
        if !text.starts_with(|c: char| c.is_ascii_digit()) || text.contains('\t') {
            return None;
        }
        let found = NUMBERED.captures(text)?;
        let (number, words) = (found.get(1)?, found.get(2)?);
        let parts = number.as_str().split(['.', '．']);
        let parts: Vec<u32> = parts.map_while(|part| part.parse().ok()).collect();
        let words = words.start();
        if parts.len() > MOST_PARTS || AMOUNT.is_match(&text[words..]) {
            return None;
        }
        // 「3 核查原则」 may be a chapter; 「3 个工作日内完成，…」 is not.
        let chapter = text.chars().count() <= CHAPTER_MAX
            && !text.contains(['。', '，', '；', '：'])
            && !text[words..]
                .starts_with(['个', '家', '名', '次', '日', '月', '年', '号', '（', '(']);
        if parts.len() == 1 && !chapter {
            return None;
        }
        Some(Self { parts, len: words })
    }

    /// Whether this number directly follows `before`: 4.1.2 after 4.1.1, 4.1.1 after 4.1, 4.2 or 5 after
    /// 4.1.3.
    fn follows(&self, before: &Self) -> bool {
        let Some((last, head)) = self.parts.split_last() else {
            return false;
        };
        if *last == 1 && head == before.parts {
            return true;
        }
        before.parts.len() > head.len()
            && before.parts[..head.len()] == *head
            && before.parts[head.len()] + 1 == *last
    }
}

/// Marks the lines of a text that are decimal headings.
pub fn mark_headings(lines: &mut [Physical]) {
    let found = decimal_headings(lines.iter().map(Physical::words));
    for (line, number) in lines.iter_mut().zip(found) {
        line.heads = number.is_some();
    }
}

/// For each line of a text its decimal number, if it is a heading with one.
pub fn decimal_headings<'a>(lines: impl Iterator<Item = &'a str>) -> Vec<Option<DecimalNumber>> {
    let mut numbers: Vec<Option<DecimalNumber>> = lines.map(DecimalNumber::at_start).collect();
    let candidates: Vec<usize> = (0..numbers.len())
        .filter(|&n| numbers[n].is_some())
        .collect();
    let mut chains: Vec<Vec<usize>> = Vec::new();
    for at in candidates {
        let Some(number) = &numbers[at] else { continue };
        let last = |chain: &Vec<usize>| chain.last().and_then(|&n| numbers[n].as_ref());
        // Of several chains that the number continues, the one whose last number is nearest is meant.
        let near = chains.len().saturating_sub(OPEN_CHAINS);
        let open = (near..chains.len())
            .filter(|&n| last(&chains[n]).is_some_and(|before| number.follows(before)))
            .max_by_key(|&n| chains[n].last());
        match open {
            Some(open) => chains[open].push(at),
            None => chains.push(vec![at]),
        }
    }
    let mut kept = vec![false; numbers.len()];
    for chain in chains {
        let decimals = chain.iter().filter_map(|&n| numbers[n].as_ref());
        if decimals.filter(|number| number.parts.len() > 1).count() >= 2 {
            chain.iter().for_each(|&n| kept[n] = true);
        }
    }
    for (number, kept) in numbers.iter_mut().zip(kept) {
        if !kept {
            *number = None;
        }
    }
    numbers
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headings(text: &str) -> Vec<&str> {
        let found = decimal_headings(text.lines());
        let lines = text.lines().zip(found);
        lines
            .filter_map(|(line, number)| number.map(|_| line))
            .collect()
    }

    #[test]
    fn decimal_numbers_follow_each_other() {
        let text = "1 适用范围\n本指南适用于核查。\n2 术语和定义\n2.1 重点排放单位\n2.6 万吨二氧化碳当量及以上的企业。\n2.2 核查\n3.核查原则和依据\n4.核查程序和要点\n4.1 核查程序\n4.1.1 核查安排\n14.8 万千瓦增长到 22.9 万千瓦。\n4.2核查要点";
        assert_eq!(
            headings(text),
            [
                "1 适用范围",
                "2 术语和定义",
                "2.1 重点排放单位",
                "2.2 核查",
                "3.核查原则和依据",
                "4.核查程序和要点",
                "4.1 核查程序",
                "4.1.1 核查安排",
                "4.2核查要点"
            ]
        );
    }

    #[test]
    fn amounts_and_lists_have_no_decimal_headings() {
        for text in [
            "一、主要任务\n1.加强领导\n2.加强宣传\n3.加强考核",
            "比重由\n1.1 提高到\n1.3 示范项目",
            "3.1 亿元\n3.2 万吨",
        ] {
            assert!(headings(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn a_number_of_many_parts_is_no_heading() {
        let text = "1.1 题\n1.1.1 题\n1.1.1.1.1.1.1 题\n1.2 题";
        assert_eq!(headings(text), ["1.1 题", "1.1.1 题", "1.2 题"]);
    }
}
