//! 版头, titles and covers: the bodies that the head of a text shows.

use std::sync::LazyLock;

use regex::Regex;

use super::Evidence;
use crate::extract::record::pieces::RecordPiece;
use crate::extract::record::{dates, signer, title};
use crate::pattern::regex;

/// The bodies of a letterhead, which ends in the word 文件: 「某市生态环境局文件」.
pub fn letterhead(evidence: &Evidence<'_>) -> Vec<String> {
    let (bodies, named) = first_lines(evidence);
    if named { bodies } else { Vec::new() }
}

/// The bodies on the first lines of a text, above its number or title.
pub fn above_the_title(evidence: &Evidence<'_>) -> Vec<String> {
    first_lines(evidence).0
}

/// The bodies on the first lines, and whether the word 文件 follows them.
fn first_lines(evidence: &Evidence<'_>) -> (Vec<String>, bool) {
    let mut bodies = Vec::new();
    let mut is_named = false;
    for piece in evidence.head {
        let words = piece.text.strip_suffix("文件");
        is_named |= words.is_some();
        let words = words.unwrap_or(piece.text);
        if words.is_empty() {
            continue;
        }
        if !signer::is_body(words, evidence.vocabulary) {
            break;
        }
        bodies.push(words.to_owned());
    }
    (bodies, is_named)
}

/// The bodies that a title names before 关于, 印发 or 转发. The title of the notice may differ from that of the
/// document, so every line of the head with one of these words is checked.
pub fn in_titles(evidence: &Evidence<'_>) -> Vec<String> {
    let Evidence {
        head,
        title,
        vocabulary,
        ..
    } = *evidence;
    let lines = head.iter().filter_map(|piece| {
        let line = piece.line?;
        (!line.text.contains('。') && line.text.chars().count() <= 90)
            .then(|| line.blank_parted().join(" "))
    });
    let titles = title.iter().map(|title| title.shown.clone());
    titles
        .chain(lines)
        .map(|shown| signer::list(title::before(&shown), vocabulary))
        .find(|bodies| !bodies.is_empty())
        .unwrap_or_default()
}

/// The bodies directly below the title or above a month, on the cover of a plan.
pub fn cover(evidence: &Evidence<'_>) -> Vec<String> {
    let Evidence {
        head,
        title,
        vocabulary,
        ..
    } = *evidence;
    const COVER: usize = 8;
    let body = |piece: &RecordPiece<'_>| signer::is_body(piece.text, vocabulary);
    let below = title.and_then(|title| {
        head.iter()
            .position(|piece| piece.lines.first > title.lines.last)
    });
    let dated = head
        .iter()
        .take(COVER)
        .position(|piece| dates::whole(piece.text).is_some());
    let bodies = |from: usize| -> Vec<String> {
        let run = head[from..].iter().take_while(|piece| body(piece));
        run.map(|piece| piece.text.to_owned()).collect()
    };
    let first = dated.map(|date| {
        let run = head[..date].iter().rev().take_while(|piece| body(piece));
        date - run.count()
    });
    let found = below.into_iter().chain(first).map(bodies);
    found
        .into_iter()
        .find(|b| !b.is_empty())
        .unwrap_or_default()
}

/// The government that a report to a congress speaks for: 「现在，我代表市人民政府向大会报告工作」.
pub fn reporter(evidence: &Evidence<'_>) -> Vec<String> {
    static SPEAKS: LazyLock<Regex> =
        LazyLock::new(|| regex(r"代表(?P<who>[\p{Han}]{0,12}人民政府)[，,]?(?:向|作)"));
    if !evidence
        .title
        .is_some_and(|title| title.text.ends_with("工作报告"))
    {
        return Vec::new();
    }
    let found = evidence.head.iter().find_map(|p| SPEAKS.captures(p.text));
    found.map_or_else(Vec::new, |found| vec![found["who"].to_owned()])
}

/// The body whose plan the title announces: 「省生态环境厅2021年度推动碳达峰、碳中和工作计划」.
pub fn subject(evidence: &Evidence<'_>) -> Vec<String> {
    static WHOSE: LazyLock<Regex> = LazyLock::new(|| {
        regex(
            r"^(?P<who>[\p{Han}]{2,20}?(?:人民政府|厅|局|委员会|委|办公室))(?:关于)?(?:20\d\d年|“十)",
        )
    });
    let found = evidence.title.and_then(|title| WHOSE.captures(&title.text));
    let who = found.map(|found| found["who"].to_owned());
    who.filter(|who| signer::is_body(who, evidence.vocabulary))
        .into_iter()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::found_by;
    use super::*;

    #[test]
    fn a_letterhead_says_文件_or_stands_first() {
        let named = ["重庆市生态环境局文件", "渝环〔2022〕50号"];
        assert_eq!(found_by(letterhead, &named), ["重庆市生态环境局"]);
        let bare = ["江苏省科学技术厅", "江苏省财政厅", "苏科资发〔2022〕32号"];
        assert!(found_by(letterhead, &bare).is_empty());
        assert_eq!(
            found_by(above_the_title, &bare),
            ["江苏省科学技术厅", "江苏省财政厅"]
        );
    }

    #[test]
    fn a_title_names_bodies_before_what_it_does() {
        let lines = ["省发展改革委等五部门关于严格能效约束推动重点领域节能降碳工作的实施方案"];
        assert_eq!(found_by(in_titles, &lines), ["省发展改革委"]);
        let lines = ["中共中央办公厅 国务院办公厅印发《关于推动城乡建设绿色发展的意见》"];
        assert_eq!(
            found_by(in_titles, &lines),
            ["中共中央办公厅", "国务院办公厅"]
        );
        assert!(found_by(in_titles, &["关于印发某市方案的通知"]).is_empty());
    }

    #[test]
    fn a_cover_names_bodies_below_the_title_or_above_a_month() {
        let below = [
            "天津市电力发展“十四五”规划",
            "天津市发展和改革委员会",
            "2021年12月",
        ];
        assert_eq!(found_by(cover, &below), ["天津市发展和改革委员会"]);
        let above = [
            "某市能源规划",
            "（公开稿）",
            "内蒙古自治区能源局",
            "2022年3月",
        ];
        assert_eq!(found_by(cover, &above), ["内蒙古自治区能源局"]);
        assert!(found_by(cover, &["某市能源规划", "2022年3月"]).is_empty());
    }

    #[test]
    fn a_report_names_whose_it_is() {
        let lines = [
            "福建省政府工作报告",
            "各位代表：现在，我代表福建省人民政府向大会报告工作，请予审议。",
        ];
        assert_eq!(found_by(reporter, &lines), ["福建省人民政府"]);
        assert!(found_by(reporter, &["福建省工作方案", lines[1]]).is_empty());
    }

    #[test]
    fn a_title_may_begin_with_the_body_whose_plan_it_is() {
        let lines = ["省生态环境厅2021年度推动碳达峰、碳中和工作计划"];
        assert_eq!(found_by(subject, &lines), ["省生态环境厅"]);
        assert!(found_by(subject, &["江苏省2021年度推动碳达峰工作计划"]).is_empty());
    }
}
