//! 发文字号.

use std::sync::LazyLock;

use regex::Regex;

use super::kinds;
use super::pieces::RecordPiece;
use super::title::begins_a_sentence;
use crate::pattern::regex;
use crate::text::PageRecord;
use crate::vocabulary::Documents;

/// 〔2021〕56号 with the words before it; brackets of any shape.
static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"([\p{Han}]{1,12}) ?[〔\[［（(﹝【] ?(\d{4}) ?[〕\]］)）﹞】] ?第? ?(\d{1,5}) ?号")
});

/// 「丽水市人民政府令」 with 「第45号」 on the same line or on the next.
static ORDER: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^[（(]?(?P<who>[\p{Han}]{1,24})令(?P<number>第? ?[\d一二三四五六七八九十百零〇]{1,6} ?号)?[)）]?$",
    )
});

/// 「第45号」 alone on its line.
static ORDINAL: LazyLock<Regex> =
    LazyLock::new(|| regex(r"^[（(]?(第? ?[\d一二三四五六七八九十百零〇]{1,6} ?号)[)）]?$"));

/// An order (命令): its issuer and number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    /// As written before 令.
    pub issuer: String,
    /// 「丽水市人民政府令第45号」.
    pub number: String,
}

/// The order at the head of a text.
pub fn order(head: &[RecordPiece<'_>]) -> Option<Order> {
    head.iter().enumerate().find_map(|(n, piece)| {
        let found = ORDER.captures(piece.text)?;
        let here = found.name("number").map(|number| number.as_str());
        let below = || {
            let next = head.get(n + 1)?;
            Some(ORDINAL.captures(next.text)?.get(1)?.as_str())
        };
        let number = here.or_else(below)?.replace(' ', "");
        Some(Order {
            issuer: found["who"].to_owned(),
            number: format!("{}令{number}", &found["who"]),
        })
    })
}

/// The number of the document itself: on a line with little else. A number inside a sentence belongs to
/// another document.
pub fn find(
    head: &[RecordPiece<'_>],
    foot: &[RecordPiece<'_>],
    documents: &Documents,
) -> Option<String> {
    let lines = || head.iter().chain(foot).map(|p| p.text);
    let mut own = lines()
        .filter(|l| !l.contains(['《', '。']) && l.chars().count() <= 60 && !begins_a_sentence(l));
    own.find_map(|l| NUMBER.captures(l))
        .or_else(|| lines().find_map(|line| behind_a_title(line, documents)))
        .map(|found| {
            // 「2023年1月30日苏州市人民政府苏府规字〔2023〕1号文发布」: the issuer comes directly before the number.
            let words = &found[1];
            // The mark itself may have the character: 「苏府规字」.
            let cut = words
                .rmatch_indices(['日', '府'])
                .map(|(at, _)| at)
                .find(|&at| words[at..].chars().count() > 3);
            let words = cut.map_or(words, |at| {
                &words[at + words[at..].chars().next().map_or(0, char::len_utf8)..]
            });
            format!("{words}〔{}〕{}号", &found[2], &found[3])
        })
        .or_else(|| order(head).map(|order| order.number))
}

/// The number in brackets behind a title: 「…关于印发《…规划》的通知（沪府发〔2021〕19号）」.
fn behind_a_title<'a>(line: &'a str, documents: &Documents) -> Option<regex::Captures<'a>> {
    const LONGEST: usize = 160;
    let found = NUMBER.captures(line)?;
    let whole = found.get(0)?;
    let title = line[..whole.start()].strip_suffix(['（', '('])?.trim_end();
    let closes = matches!(&line[whole.end()..], "）" | ")");
    let is_title = kinds::kind(title, documents).is_some()
        && !title.contains('。')
        && !begins_a_sentence(title);
    (closes && is_title && line.chars().count() <= LONGEST).then_some(found)
}

/// The number that the page of a text gives.
pub fn of_page(page: &PageRecord) -> Option<String> {
    let (words, _) = page.document_number.as_ref()?;
    let found = NUMBER.captures(words)?;
    (found.get(0)?.len() == words.len())
        .then(|| format!("{}〔{}〕{}号", &found[1], &found[2], &found[3]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Line;
    use crate::vocabulary::tests::REAL;

    fn read(lines: &[&str]) -> Option<String> {
        let lines: Vec<Line> = lines.iter().map(|l| Line::new(l, 1)).collect();
        let pieces: Vec<RecordPiece<'_>> = lines.iter().map(RecordPiece::of).collect();
        find(&pieces, &[], &REAL.documents)
    }

    #[test]
    fn reads_the_documents_own_number() {
        for (line, number) in [
            ("某政办发[2021]56号", Some("某政办发〔2021〕56号")),
            (
                "(2023年1月30日苏州市人民政府苏府规字〔2023〕1号文发布)",
                Some("苏府规字〔2023〕1号"),
            ),
            (
                "上海市人民政府关于印发《上海市节水规划》的通知（沪府发〔2021〕19号）",
                Some("沪府发〔2021〕19号"),
            ),
            ("根据国务院关于节水的意见（国发〔2021〕4号）", None),
            ("根据《意见》（国发〔2021〕4号），制定本方案。", None),
        ] {
            assert_eq!(read(&[line]).as_deref(), number, "{line}");
        }
    }

    #[test]
    fn reads_the_number_of_an_order() {
        let number = Some("某市人民政府令第45号");
        assert_eq!(read(&["某市人民政府令", "第45号"]).as_deref(), number);
        assert_eq!(read(&["某市人民政府令第 45 号"]).as_deref(), number);
        assert_eq!(read(&["某市人民政府令"]), None);
    }
}
