//! The part below a text: coming into force, annex list, copies, imprint.

use std::sync::LazyLock;

use regex::Regex;

use crate::pattern::regex;
use crate::text::{Line, Piece};

/// Lines that certainly begin the foot of a text: 「抄送：」「附件：1.…」「（此件公开发布）」.
static OPENS: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"^(?:抄送|主送|附件 ?\d* ?[:：]|[（(]此件|附注[:：]|[（(]?联系人[:：])")
});

/// A line that belongs to the foot if it is near the end: date, imprint, signature, coming into force.
/// 「本《方案》自2023年2月4日起施行。」
static FOOT: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^(?:[（(]?\d{4}年\d{1,2}月\d{1,2}日(?:印发)?[)）]?|[^：:]{2,30}(?:人民政府|委员会|办公室|办公厅|局|厅|委)|.{0,20}\d{4}年\d{1,2}月\d{1,2}日印发|(?:本|此)[^。，]{0,30}自.{2,30}(?:起|之日起)?(?:施行|实施|执行).{0,60})[。]?$",
    )
});

/// Separates the foot from the text. Only the end of a text is searched: anything with tables or numbered
/// items below it (an annex) is text.
pub fn split_tail(mut pieces: Vec<Piece>) -> (Vec<Piece>, Vec<Line>) {
    const FOOT_MAX: usize = 14;
    let from = pieces.len().saturating_sub(FOOT_MAX);
    let line = |piece: &Piece| match piece {
        Piece::Line(line) => Some(line.text.clone()),
        Piece::Table(_) | Piece::LostTable(_) => None,
    };
    let opens =
        (from..pieces.len()).find(|&n| line(&pieces[n]).is_some_and(|l| OPENS.is_match(&l)));
    let clear = |start: usize| {
        pieces[start..]
            .iter()
            .all(|p| line(p).is_some_and(|l| l.chars().count() < 200))
    };
    let mut start = opens.filter(|&n| clear(n)).unwrap_or(pieces.len());
    while start > from.max(1)
        && line(&pieces[start - 1]).is_some_and(|l| FOOT.is_match(&l) || OPENS.is_match(&l))
    {
        start -= 1;
    }
    let tail = pieces.split_off(start);
    let tail = tail.into_iter().filter_map(|p| match p {
        Piece::Line(line) => Some(line),
        Piece::Table(_) | Piece::LostTable(_) => None,
    });
    (pieces, tail.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_the_foot() {
        let text = "（五）建立体系。\n形成全市共享的强大推力。\n本《方案》自 2023年 2月 4日起施行。\n抄送：\n2023年 1月 4日印发\n市委各部门，市监委。\n某市人民政府办公室";
        let pieces = text
            .lines()
            .enumerate()
            .map(|(n, l)| Piece::Line(Line::new(l, n + 1)))
            .collect();
        let (kept, tail) = split_tail(pieces);
        assert_eq!((kept.len(), tail.len()), (2, 5));
        assert_eq!(tail[0].text, "本《方案》自2023年2月4日起施行。");
    }
}
