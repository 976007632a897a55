//! Annexes: documents behind a document in one file, 「附件2」 with the title on the next line.

use std::sync::LazyLock;

use regex::Regex;

use super::{Number, Rank};
use crate::model::Lines;
use crate::pattern::regex;
use crate::text::{Line, Piece};

/// 「附件」「附件 2：」「附 1」 alone on a line.
static MARK: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"^附(?:件|录|表)? ?(?:\d{1,2}|[一二三四五六七八九十]{1,2})?(?:[-—]\d{1,2})? ?[：:]?$")
});

/// 「附录2 二氧化碳排放核算方法」: mark and title on one line.
static TITLED: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^(附(?:件|录|表) ?(?:\d{1,2}|[一二三四五六七八九十]{1,2}|[A-Z])) ?[：:]?(\p{Han}[^，。；：、]{2,40})$",
    )
});

/// The mark below its title that an annex begins: 「（资料性附录）」.
static ANNEXED: LazyLock<Regex> =
    LazyLock::new(|| regex(r"^[（(](?:资料性|规范性)(?:附录|附件)?[)）]$"));

/// Titles of annexes that are documents of their own.
static CALLED: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?:方案|计划|规划|办法|细则|意见|措施|清单|表|名单|指南|要求|说明|规定|制度|标准|程序|流程|目录|指标|大纲|指引|要点|导则|规则|样式|格式|书|函|单位|内容|情况)(?:[（(][^（）()]{1,20}[)）])?$",
    )
});

/// The bracket on the line below a title: 「（编制大纲）」「（试行）」.
static ASIDE: LazyLock<Regex> = LazyLock::new(|| regex(r"^[（(]\p{Han}{2,12}[)）]$"));

/// Maximum length of an annex's title, in characters, on one line.
const LONGEST: usize = 50;

/// An annex that opens.
pub struct Annex {
    /// 「附件2」
    pub number: Number,
    /// Its title.
    pub title: Line,
    /// The lines of its mark.
    pub mark: Lines,
    /// The number of pieces that mark and title take.
    pub pieces: usize,
}

/// The annex that piece `n` opens.
pub fn at(pieces: &[Piece], n: usize) -> Option<Annex> {
    let Piece::Line(mark) = &pieces[n] else {
        return None;
    };
    if !mark.text.starts_with('附') {
        return None;
    }
    if !MARK.is_match(&mark.text) {
        return titled(mark, pieces.get(n + 1)?);
    }
    let digits: String = mark.text.chars().filter(char::is_ascii_digit).collect();
    let number = Number {
        rank: Rank::Part,
        written: mark.text.trim_end_matches(['：', ':', ' ']).to_owned(),
        value: digits.parse().unwrap_or(1),
    };
    let annex = |title: Line, pieces: usize| Annex {
        number,
        title,
        mark: mark.lines(),
        pieces,
    };
    let mut title = title_line(pieces.get(n + 1)?)?.clone();
    if let Some(second) = pieces.get(n + 2).and_then(title_line)
        && match CALLED.is_match(&title.text) {
            true => ASIDE.is_match(&second.text),
            false => CALLED.is_match(&second.text),
        }
    {
        title.append(second);
        return Some(annex(title, 3));
    }
    Some(annex(title, 2))
}

/// The annex whose mark and title share one line, if the line below confirms that it begins here. The
/// list of annexes in a notice has such lines, too.
fn titled(line: &Line, below: &Piece) -> Option<Annex> {
    let found = TITLED.captures(&line.text)?;
    let Piece::Line(below) = below else {
        return None;
    };
    if !ANNEXED.is_match(&below.text) {
        return None;
    }
    let (mark, title) = (found.get(1)?, found.get(2)?);
    let digits: String = mark.as_str().chars().filter(char::is_ascii_digit).collect();
    Some(Annex {
        number: Number {
            rank: Rank::Part,
            written: mark.as_str().to_owned(),
            value: digits.parse().unwrap_or(1),
        },
        title: line.slice(title.range()),
        mark: line.lines(),
        pieces: 1,
    })
}

/// A line that can be a title or part of one.
fn title_line(piece: &Piece) -> Option<&Line> {
    let Piece::Line(line) = piece else {
        return None;
    };
    let text = line.text.as_str();
    let fits = text.chars().count() <= LONGEST
        && !text.contains(['。', '；', '：', ':'])
        && !text.ends_with('，')
        && !MARK.is_match(text)
        && Number::at_start(text).is_none();
    fits.then_some(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn annex(text: &str) -> Option<(String, usize)> {
        let pieces = text.lines().enumerate();
        let pieces: Vec<Piece> = pieces
            .map(|(n, l)| Piece::Line(Line::new(l, n + 1)))
            .collect();
        at(&pieces, 0).map(|annex| (annex.title.text, annex.pieces))
    }

    #[test]
    fn an_annex_has_a_mark_and_a_title() {
        assert_eq!(
            annex("附件 2\n试点项目创建方案\n（编制大纲）\n一、申报主体概况"),
            Some(("试点项目创建方案（编制大纲）".to_owned(), 3))
        );
        assert_eq!(
            annex("附件2\n成都市能源结构调整行动方案（2021—2025年）\n一、总体思路"),
            Some(("成都市能源结构调整行动方案（2021—2025年）".to_owned(), 2))
        );
        assert_eq!(
            annex("附件：\n碳达峰碳中和科技创新专项资金\n项目指南及申报要求\n一、前沿基础项目"),
            Some((
                "碳达峰碳中和科技创新专项资金项目指南及申报要求".to_owned(),
                3
            ))
        );
        assert_eq!(
            annex("附录 2 二氧化碳排放核算方法\n（资料性附录）"),
            Some(("二氧化碳排放核算方法".to_owned(), 1))
        );
        assert_eq!(annex("附件 2 发电行业报告要求\n附件 3 企业名单"), None);
        assert_eq!(annex("附件1\n1.某方案\n2.某办法"), None);
        assert_eq!(annex("附件1所列企业应当报告。\n某方案"), None);
    }
}
