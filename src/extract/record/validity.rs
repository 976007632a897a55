//! The period of validity of a document, and the documents that it replaces.

use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;

use super::banner::{self, Banner};
use super::dates;
use super::pieces::RecordPiece;
use crate::extract::references;
use crate::model::{Ended, Lines, Reference, Status, ValidFor, ValidUntil};
use crate::outline::chinese_number;
use crate::pattern::regex;
use crate::text::PageRecord;
use crate::vocabulary::ReferenceWords;

/// The statements of a text about its validity.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Validity {
    /// 有效期至.
    pub until: Option<ValidUntil>,
    /// 有效期五年.
    pub term: Option<ValidFor>,
    /// 同时废止《…》.
    pub repeals: Vec<Reference>,
    /// 已废止, 已失效.
    pub ended: Option<Ended>,
    /// The line on which the page states 现行有效.
    pub stated_in_force: Option<Lines>,
}

/// Words of which a paragraph on validity contains at least one.
const SPEAKS: [&str; 9] = [
    "有效",
    "暂定",
    "试行",
    "废止",
    "期限",
    "失效",
    "停止执行",
    "行至",
    "施至",
];

/// A sentence about the text itself: 「本办法自印发之日起实施，有效期5年」「自2022年8月1日起施行，有效期为2年」
static OWN: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?:^|[，,（(])(?:本|此|以上)[\p{Han}《》“”（）()]{0,24}(?:自|有效|的?试行|施行|实施|实行|执行)|^自.{2,20}起(?:正式)?(?:施行|实施|实行|执行)|^(?:有效期|试行期)",
    )
});

/// 「有效期至2027年4月28日」「执行至2025年12月31日」「截止2025年12月31日」
static UNTIL: LazyLock<Regex> = LazyLock::new(|| {
    regex(&format!(
        "(?:有效期|试行期|实施期限|执行期限|有效|施行|实施|实行|执行)[^。；]{{0,30}}?(?:至|到){}",
        dates::DATE
    ))
});

/// 「有效期5年」「有效期为五年」「试行期两年」「有效期限为24个月」「自印发之日起实施，暂定三年」「试行一年」
static TERM: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?:(?:有效期限?|试行期限?|实施期限|执行期限)(?:暂定|暂)?|(?:施行|实施|实行|执行|生效)[，,]?(?:有效|试行|暂定)|[，,]试行)(?:为|是)? ?(?P<n>\d{1,2}|[一二两三四五六七八九十]{1,2}) ?(?P<unit>年|个月)",
    )
});

/// Reads the validity from the sentences of the text and from marks in its head.
pub fn find(
    pieces: &[RecordPiece<'_>],
    head: usize,
    page: &PageRecord,
    words: &ReferenceWords,
) -> Validity {
    let mut validity = Validity {
        ended: ended(&pieces[..head], page),
        stated_in_force: in_force_by_page(page),
        ..Validity::default()
    };
    for piece in pieces {
        if !SPEAKS.iter().any(|word| piece.text.contains(word)) {
            continue;
        }
        for (at, sentence) in sentences(piece.text) {
            let range = at..at + sentence.len();
            if validity.until.is_none() && validity.term.is_none() && OWN.is_match(sentence) {
                let lines = piece.lines_of(range.clone());
                let until = UNTIL.captures(sentence);
                let until = until.and_then(|found| dates::date_of(&found)?.date());
                validity.until = until.map(|date| ValidUntil { date, lines });
                if until.is_none() {
                    validity.term = months(sentence).map(|months| ValidFor { months, lines });
                }
            }
            if repeals(sentence, words) {
                repealed(&mut validity.repeals, piece, range, (sentence, words));
            }
        }
    }
    validity
}

/// The end of validity, as a banner in the head states it, else as the page does.
fn ended(head: &[RecordPiece<'_>], page: &PageRecord) -> Option<Ended> {
    let shown = head.iter().find_map(|piece| {
        let Banner { status, since } = banner::of(piece.text)?;
        Some(Ended {
            status,
            since,
            lines: piece.lines,
        })
    });
    shown.or_else(|| ended_by_page(page))
}

/// 「失效日期：2025-06-27」「文件状态：已失效」 of the table above a text.
fn ended_by_page(page: &PageRecord) -> Option<Ended> {
    let says = page.validity.as_ref().and_then(|(words, line)| {
        let status = match words.trim() {
            "失效" | "已失效" | "已经失效" | "无效" | "已过期" => Status::Expired,
            "废止" | "已废止" | "已经废止" => Status::Repealed,
            _ => return None,
        };
        Some((status, *line))
    });
    let dated = |day: Option<(Date, usize)>, status| day.map(|(day, line)| (status, day, line));
    let dated = dated(page.repealed_on, Status::Repealed)
        .or_else(|| dated(page.expires_on, Status::Expired));
    let alone = |line: usize| Lines::new(line, line);
    match (says, dated) {
        (Some((status, line)), since) => Some(Ended {
            status,
            since: since.map(|(_, day, _)| day),
            lines: alone(line),
        }),
        (None, Some((status, day, line))) => Some(Ended {
            status,
            since: Some(day),
            lines: alone(line),
        }),
        (None, None) => None,
    }
}

/// 「有效性：现行有效」 of the table above a text.
fn in_force_by_page(page: &PageRecord) -> Option<Lines> {
    let (words, line) = page.validity.as_ref()?;
    let says = matches!(
        words.trim(),
        "有效" | "现行有效" | "现行" | "是" | "继续有效"
    );
    says.then(|| Lines::new(*line, *line))
}

/// The sentences of a paragraph, each with its byte offset.
fn sentences(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split_inclusive(['。', '；', ';']).scan(0, |at, part| {
        let start = *at;
        *at += part.len();
        Some((start, part.trim_end_matches(['。', '；', ';'])))
    })
}

fn months(sentence: &str) -> Option<i32> {
    let found = TERM.captures(sentence)?;
    let written = &found["n"];
    let number = match written.parse() {
        Ok(number) => number,
        Err(_) => i32::try_from(chinese_number(written)?).ok()?,
    };
    Some(match &found["unit"] {
        "年" => 12 * number,
        _ => number,
    })
}

/// Whether a sentence repeals what it names: 「《…》同时废止」, 「《…》自行失效」, 「《…》废止」 at its end, 「同时废止《…》」.
fn repeals(sentence: &str, words: &ReferenceWords) -> bool {
    const BETWEEN: usize = 60;
    let is_behind_a_title = |at: usize| {
        let before = &sentence[..at];
        let title = before.rfind('》').map(|title| title + '》'.len_utf8());
        title.is_some_and(|title| {
            !before[title..].contains('《') && before[title..].chars().count() <= BETWEEN
        })
    };
    let mut at_once = words.at_once.iter().flat_map(|at_once| {
        let found = sentence.match_indices(at_once.as_str());
        found.map(|(at, word)| (at, &sentence[at + word.len()..]))
    });
    let stands = at_once.any(|(at, behind)| {
        let mut repealed = words.repealed.iter();
        let behind = repealed.find_map(|word| behind.strip_prefix(word.as_str()));
        behind.is_some_and(|behind| is_behind_a_title(at) || behind.starts_with('《'))
    });
    // Without such a word only the strongest counts, at the end: 「《…》到期失效」 repeals nothing.
    let strongest = words.repealed.first();
    let end = strongest.and_then(|word| sentence.strip_suffix(word.as_str()));
    stands || end.is_some_and(|before| is_behind_a_title(before.len()))
}

/// Adds the documents that a sentence repeals.
fn repealed(
    into: &mut Vec<Reference>,
    piece: &RecordPiece<'_>,
    range: std::ops::Range<usize>,
    (sentence, words): (&str, &ReferenceWords),
) {
    // A policy named in an earlier clause is the legal basis: 「根据《…》，…」.
    let from = sentence
        .rfind("起施行")
        .or_else(|| sentence.rfind("起实施"));
    let from = from.or_else(|| sentence.rfind("起执行")).unwrap_or(0);
    let from_here = range.start + from;
    for (named, reference) in references::named(&sentence[from..], words) {
        if into.iter().all(|known| known.title != reference.title) {
            into.push(Reference {
                quote: sentence.to_owned(),
                lines: piece.lines_of(from_here + named.start..from_here + named.end),
                ..reference
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Line;
    use crate::vocabulary::tests::REAL;

    fn read(lines: &[&str]) -> Validity {
        let lines: Vec<Line> = lines
            .iter()
            .zip(1..)
            .map(|(l, n)| Line::new(l, n))
            .collect();
        let pieces: Vec<RecordPiece<'_>> = lines.iter().map(RecordPiece::of).collect();
        let words = &REAL.references;
        find(&pieces, lines.len(), &PageRecord::default(), words)
    }

    #[test]
    fn reads_the_last_day_and_the_term() {
        let until = |text| read(&[text]).until.map(|u| u.date.to_string());
        let day = Some("2027-04-28".to_owned());
        assert_eq!(
            until(
                "本办法自2022年4月29日起施行，有效期至2027年4月28日。国家法律法规另有规定的从其规定。"
            ),
            day
        );
        assert_eq!(until("采矿许可证有效期至2027年4月28日。"), None);
        let term = |text| read(&[text]).term.map(|t| t.months);
        assert_eq!(term("本办法自印发之日起实施，有效期 5 年。"), Some(60));
        assert_eq!(term("本意见有效期五年，自印发之日起执行。"), Some(60));
        assert_eq!(term("本办法自2022年8月1日起施行，有效期为2年。"), Some(24));
        assert_eq!(term("本办法自印发之日起实施，暂定三年。"), Some(36));
        assert_eq!(term("本办法自2022年8月1日起施行，试行两年。"), Some(24));
        assert_eq!(
            until("以上政策措施自印发之日起实施，未特别注明时限的，有效期至2027年4月28日。"),
            day
        );
        assert_eq!(term("证书有效期3年，期满换发。"), None);
    }

    #[test]
    fn reads_what_is_repealed() {
        let read = read(&[
            "本通知自2022年1月1日起施行，《省政府关于印发办法的通知》（苏政发〔2016〕158号）、《省政府关于调整政策的通知》同时废止。",
        ]);
        let titles: Vec<&str> = read.repeals.iter().map(|r| r.title.as_str()).collect();
        assert_eq!(
            titles,
            ["省政府关于印发办法的通知", "省政府关于调整政策的通知"]
        );
        assert_eq!(
            read.repeals[0].document_number.as_deref(),
            Some("苏政发〔2016〕158号")
        );
    }

    #[test]
    fn reads_what_the_page_says() {
        let page = |words: &str, day| PageRecord {
            validity: Some((words.to_owned(), 3)),
            expires_on: day,
            ..PageRecord::default()
        };
        let day = jiff::civil::date(2025, 6, 27);
        let read = |page| find(&[], 0, &page, &REAL.references);
        let ended = read(page("已失效", Some((day, 2)))).ended.unwrap();
        assert_eq!((ended.status, ended.since), (Status::Expired, Some(day)));
        let valid = read(page("现行有效", None));
        assert_eq!(
            (valid.ended, valid.stated_in_force),
            (None, Some(Lines::new(3, 3)))
        );
        assert_eq!(read(page("已修改", None)), Validity::default());
    }

    #[test]
    fn reads_the_mark_of_what_has_ended() {
        let status = |text| read(&[text]).ended.map(|e| e.status);
        assert_eq!(status("【已失效】"), Some(Status::Expired));
        assert_eq!(status("（此件已废止）"), Some(Status::Repealed));
        assert_eq!(status("时效性：现行有效"), None);
        assert_eq!(status("同时废止"), None);
    }
}
