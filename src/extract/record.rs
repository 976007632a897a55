//! The record of a document: title, kind, number, issuing bodies, dates, period, region.

mod banner;
mod dates;
mod issuers;
mod kinds;
mod number;
mod pieces;
mod region;
mod signer;
mod title;
mod validity;

pub use dates::Dates;
pub use title::Title;
pub use validity::Validity;

use std::sync::LazyLock;

use regex::Regex;

use crate::model::{Lines, Period, Policy, Region};
use crate::outline::{Outline, chinese_number};
use crate::pattern::regex;
use crate::text::PageRecord;
use crate::vocabulary::{Documents, Vocabulary};
use pieces::{RecordPiece, pieces};

/// The description of a document in its head and foot.
#[derive(Clone, Debug, Default)]
pub struct Record {
    /// Its title, if it has one.
    pub title: Option<Title>,
    /// 文种.
    pub kind: Option<String>,
    /// 发文机关.
    pub issuing_bodies: Vec<String>,
    /// The bodies whose text the issuers pass on.
    pub forwarded_from: Vec<String>,
    /// The period of validity.
    pub validity: Validity,
    /// 发文字号.
    pub document_number: Option<String>,
    /// 成文, 发布, 施行日期.
    pub dates: Dates,
    /// Years in the title.
    pub period: Period,
    /// The region of the document.
    pub region: Option<Region>,
}

/// 「（2022-2025年）」「2021—2030年」 in a title.
static PERIOD: LazyLock<Regex> =
    LazyLock::new(|| regex(r"((?:19|20)\d\d) ?年? ?(?:-|—|–|－|~|～|至) ?((?:19|20)\d\d) ?年?"));

/// 「2021年度」 in a title.
static YEAR: LazyLock<Regex> = LazyLock::new(|| regex(r"(20\d\d) ?年"));

/// 「“十四五”」「第十个五年计划」 in a title.
static PLAN: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?P<short>十[一二三四五六七八九])五|“(?P<long>[六七八九十])五”|第(?P<ordinal>[六七八九十]|十[一二三四五六七八九])个五年",
    )
});

/// Reads the record from the lines before the first heading, the foot, and the metadata of the page.
pub fn read(outline: &Outline, page: &PageRecord, vocabulary: &Vocabulary) -> Record {
    let documents = &vocabulary.documents;
    let (pieces, head) = pieces(outline);
    let title = title::find(&pieces[..head], vocabulary)
        .or_else(|| title::above_a_table(&outline.root.body));
    let foot: Vec<RecordPiece<'_>> = outline.tail.iter().map(RecordPiece::of).collect();
    let document_number =
        number::find(&pieces[..head], &foot, documents).or_else(|| number::of_page(page));
    let issuers = issuers::find(&pieces, head, title.as_ref(), page, vocabulary);
    let dates = dates::find(&pieces, head, issuers.signed, page);
    let words = title.as_ref().map_or("", |t| t.text.as_str());
    let region = region::find(
        words,
        &issuers.bodies,
        document_number.as_deref(),
        &pieces,
        vocabulary,
    );
    Record {
        kind: kinds::kind(words, documents).map(str::to_owned),
        period: period(words, documents),
        region,
        validity: validity::find(&pieces, head, page, &vocabulary.references),
        title,
        issuing_bodies: issuers.bodies,
        forwarded_from: issuers.forwarded_from,
        document_number,
        dates,
    }
}

/// The years that a document is made for: those of its title, else those of its validity.
pub fn period_of(policy: &Policy) -> Period {
    let named = policy.period != Period::default();
    match (named, policy.effective_on, policy.last_day()) {
        (false, Some(first), Some(last)) => Period {
            from: Some(first.year()),
            to: Some(last.year()),
        },
        _ => policy.period,
    }
}

fn period(title: &str, documents: &Documents) -> Period {
    if let Some(found) = PERIOD.captures(title) {
        return Period {
            from: found[1].parse().ok(),
            to: found[2].parse().ok(),
        };
    }
    // 「省生态环境厅2021年度…工作计划」: the plan of one year.
    let plan = ["计划", "要点", "安排", "方案"];
    if let Some(year) = YEAR.captures(title)
        && plan
            .iter()
            .any(|kind| kinds::kind(title, documents).is_some_and(|k| k.ends_with(kind)))
    {
        let year = year[1].parse().ok();
        return Period {
            from: year,
            to: year,
        };
    }
    // The first five-year plan began in 1953; from the third on, each directly follows the one before.
    let from = PLAN.captures(title).and_then(|found| {
        let number = ["short", "long", "ordinal"]
            .iter()
            .find_map(|name| found.name(name))?
            .as_str();
        let number = i16::try_from(chinese_number(number)?).ok()?;
        (6..=30).contains(&number).then_some(1951 + 5 * number)
    });
    Period {
        from,
        to: from.map(|y: i16| y + 4),
    }
}

/// Whether these lines belong to the title, for the blocks of the document.
pub fn is_title_line(record: &Record, lines: Lines) -> bool {
    record
        .title
        .as_ref()
        .is_some_and(|t| t.lines.first <= lines.first && lines.last <= t.lines.last)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::tests::REAL;

    #[test]
    fn reads_the_period_of_a_five_year_plan() {
        for (title, from) in [
            ("某省国民经济和社会发展第十个五年计划纲要", Some(2001)),
            (
                "某市国民经济和社会发展第十四个五年规划和二〇三五年远景目标纲要",
                Some(2021),
            ),
            ("某市“十五五”能源发展规划", Some(2026)),
            ("某市“十五”能源发展规划", Some(2001)),
            ("某市十五条措施", None),
        ] {
            assert_eq!(period(title, &REAL.documents).from, from, "{title}");
        }
    }

    #[test]
    fn reads_the_period_from_a_title() {
        assert_eq!(
            period("某方案（2022-2025年）", &REAL.documents),
            Period {
                from: Some(2022),
                to: Some(2025)
            }
        );
        assert_eq!(
            period("某市应对气候变化“十四五”规划", &REAL.documents),
            Period {
                from: Some(2021),
                to: Some(2025)
            }
        );
    }
}
