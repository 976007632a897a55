//! The document's own title, among the lines before the first heading.

use std::sync::LazyLock;

use regex::Regex;

use super::kinds;
use super::pieces::Piece;
use super::{dates, signer};
use crate::model::Lines;
use crate::pattern::regex;
use crate::text::Line;
use crate::text::brackets::{Brackets, NAMES};
use crate::vocabulary::Vocabulary;

/// The title of a document and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Title {
    /// Its words, without 关于印发…的通知 around them; a blank parts two issuers.
    pub text: String,
    /// The words of the line that a notice shows, blanks kept.
    pub shown: String,
    /// Where it stands.
    pub lines: Lines,
}

/// Longest title, in characters.
const TITLE_MAX: usize = 120;

/// Most lines that a title is cut into.
const LINES_MAX: usize = 5;

/// What stands in the head of a text and is no part of a title: 「（此件公开发布）」「(本文有删减)」
/// 「签发人：袁某」「附件1」「主题词：…」
static NOTE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^(?:[（(](?:此件|本文|公开|主动公开|依申请公开|不予公开|发布稿|来源)[^）)]{0,20}[)）]|签发人.*|附件 ?[\d一二三四五六七八九十]{0,3} ?[:：]?|主题词.*|分享.{0,6}|[A-Z]{2,6}[-—\d]+)$",
    )
});

/// The beginning of a sentence: 「为深入贯彻落实…」「根据…」「本规划依据…」「现将…」「近日，…」
static SENTENCE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^(?:为(?:了|进一步|贯彻|深入|全面|加快|推动|推进|加强|切实|落实|规范|认真|做好|支持|促进|确保|统筹)|根据|按照|依据|遵照|经[^济]|现将|近日|日前|按[^键]|本(?:规划|方案|办法|意见|计划|细则|通知|标准|指南)(?:依据|根据|是|以|由))",
    )
});

/// The number of a heading: 「5.6.2监测计划」「一、」「第一章」
static NUMBERED: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^(?:\d{1,2}(?:[.．]\d{1,2})+|\d{1,2}[.．、]|[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十]{1,3}[章节条]|[（(][一二三四五六七八九十\d]{1,3}[)）])",
    )
});

/// What a report to a congress shows above or below its title: 「市长张某作政府工作报告」
static SPOKEN: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"^[\p{Han}]{0,14}(?:市长|省长|县长|区长|主席|州长)[\p{Han}·]{2,6}(?:作|所作|做)")
});

/// Finds the title. A notice that passes on a plan shows two: the plan's own is the document's.
pub fn find(head: &[Piece<'_>], vocabulary: &Vocabulary) -> Option<Title> {
    let mut subject = false;
    let lines: Vec<&Line> = head
        .iter()
        .filter_map(|piece| piece.line)
        .filter(|line| {
            // 「主题词：」 stands above its words as often as before them.
            let below = std::mem::replace(
                &mut subject,
                matches!(line.text.as_str(), "主题词：" | "主题词:"),
            );
            !below && !NOTE.is_match(&line.text)
        })
        .collect();
    let mut found: Vec<Title> = Vec::new();
    let mut n = 0;
    while n < lines.len() {
        match title_at(&lines[n..], vocabulary) {
            Some((title, taken)) => {
                found.push(title);
                n += taken;
            }
            None => n += 1,
        }
    }
    own(&found)
        .or_else(|| named_in_a_sentence(&lines))
        .or_else(|| first_line(&lines, vocabulary))
}

/// The title that is the document's own among those that the head shows.
fn own(found: &[Title]) -> Option<Title> {
    let first = found.first()?;
    let passed_on = found
        .iter()
        .find_map(|title| Some((title, passed_on(&title.text)?)));
    if let Some((notice, name)) = passed_on {
        // The plan's own title may have an edition that the notice leaves out.
        let same = found.iter().rfind(|title| {
            title.text != notice.text && alike(&title.text, &name) && !is_notice(&title.text)
        });
        let (text, lines) = match same {
            Some(title) => (title.text.replace(['《', '》'], ""), title.lines),
            None => (name, notice.lines),
        };
        let shown = notice.shown.clone();
        return Some(Title { text, shown, lines });
    }
    // 「关于《…方案》的公示」 stands above the plan.
    let shown_below = found[1..].iter().find(|title| {
        is_notice(&first.text) && !is_notice(&title.text) && first.text.contains(&title.text)
    });
    Some(shown_below.map_or_else(
        || first.clone(),
        |title| Title {
            shown: first.shown.clone(),
            ..title.clone()
        },
    ))
}

/// Whether a title is of a letter about something rather than of the thing itself.
fn is_notice(title: &str) -> bool {
    ["通知", "函", "公告", "公示", "通报", "批复"]
        .iter()
        .any(|kind| title.ends_with(kind))
}

/// Whether one title is the other, an edition or a region more or less.
fn alike(one: &str, other: &str) -> bool {
    let plain = |text: &str| -> String { text.chars().filter(|c| c.is_alphanumeric()).collect() };
    let (one, other) = (plain(one), plain(other));
    let (short, long) = match one.len() <= other.len() {
        true => (&one, &other),
        false => (&other, &one),
    };
    long.contains(short.as_str()) && short.len() * 2 >= long.len()
}

/// A title that begins with the first of these lines, and the lines it takes: short lines without a
/// full stop, up to the one that ends in a kind of document.
fn title_at(lines: &[&Line], vocabulary: &Vocabulary) -> Option<(Title, usize)> {
    let mut text = String::new();
    for (n, line) in lines.iter().take(LINES_MAX).enumerate() {
        let words = without_addressee(line.text.trim());
        if !may_be_of_a_title(words) || n == 0 && !may_begin(words) {
            return None;
        }
        // A letterhead is no part of the title below it, but for 「某省人民政府办公厅」 / 「关于…的意见」.
        let next = lines.get(n + 1).map_or("", |line| line.text.as_str());
        let signs = signer::is_body(words, vocabulary) || words.ends_with("文件");
        if signs && !(n == 0 && next.starts_with("关于")) {
            return None;
        }
        text.push_str(without_addressee(without_number(&spaced(line))));
        if !is_whole(&text, next) {
            continue;
        }
        let lines_of = Lines::new(lines[0].lines().first, line.lines().last);
        // A trailing 「（2022-2025年）」 or 「（试行）」 may stand on a line of its own.
        let tail = kinds::is_edition(next).then_some(next);
        text.push_str(tail.unwrap_or_default());
        let title = Title {
            text: joined(&text),
            shown: text,
            lines: lines_of,
        };
        return Some((title, n + 1 + usize::from(tail.is_some())));
    }
    None
}

/// Whether a line may be a part of a title.
fn may_be_of_a_title(words: &str) -> bool {
    let about = words.contains("关于") || words.contains("印发");
    let comma = words.contains('，') && !about;
    let number = words.ends_with(['号', '）', ')']) && without_number(words).is_empty()
        || words.ends_with('号') && words.contains(['〔', '[', '［', '（', '(', '【']);
    let address = words.starts_with("目录")
        || words.starts_with(|c: char| c.is_ascii_digit()) && words.contains('日');
    !(comma
        || number
        || address
        || words.contains(['。', '；'])
        || words.ends_with(['：', ':', '，'])
        || words.chars().count() > TITLE_MAX
        || dates::whole(words).is_some()
        || dates::imprint(words).is_some())
}

/// Whether a line may be the first of a title.
fn may_begin(words: &str) -> bool {
    !(words.contains([':', '：', '/'])
        || words.starts_with("附件")
        || SENTENCE.is_match(words)
        || NUMBERED.is_match(words)
        || SPOKEN.is_match(words))
}

/// Whether a title is at its end; `next` is the line below.
fn is_whole(text: &str, next: &str) -> bool {
    let goes_on = [
        "的通知",
        "》的",
        "的函",
        "的公告",
        "的公示",
        "的通报",
        "的意见",
        "》通知",
        "的批复",
    ]
    .iter()
    .any(|rest| next.starts_with(rest));
    !goes_on && kinds::ends_in_kind(text) && Brackets::of(text, NAMES).unclosed.is_empty()
}

/// The words, a blank kept where it parts two bodies.
fn spaced(line: &Line) -> String {
    const ENDS: [char; 12] = [
        '委', '府', '局', '厅', '会', '办', '部', '行', '署', '社', '院', '区',
    ];
    let mut text = String::new();
    for (n, part) in line.blank_parted().iter().enumerate() {
        let bodies = part.chars().count() > 1 && text.ends_with(ENDS);
        if n > 0 && bodies && !text.contains("关于") {
            text.push(' ');
        }
        text.push_str(part);
    }
    text
}

/// A title with its blanks only where they part the bodies before 关于.
fn joined(text: &str) -> String {
    match text.find("关于").or_else(|| text.find("印发")) {
        Some(at) => format!("{}{}", &text[..at], text[at..].replace(' ', "")),
        None => text.to_owned(),
    }
}

/// The words without the addressees that stand right behind a title: 「关于…的通知各市科技局，各有关单位：」
fn without_addressee(words: &str) -> &str {
    static ADDRESSED: LazyLock<Regex> = LazyLock::new(|| {
        regex(
            r"^(?P<title>.{4,100}?的(?:通知|意见|通报|公告|函))(?:各|省|市|县|区|有关)[^。]{1,120}[:：]$",
        )
    });
    let found = ADDRESSED
        .captures(words)
        .and_then(|found| found.name("title"));
    found.map_or(words, |title| title.as_str())
}

/// The words without the document's own number in brackets behind them.
fn without_number(words: &str) -> &str {
    match words.rfind(['（', '(']) {
        Some(at)
            if words[at..].contains(['〔', '[', '［', '【']) && words.ends_with(['）', ')']) =>
        {
            &words[..at]
        }
        _ => words,
    }
}

/// What a notice passes on: 「关于印发《…方案》的通知」, 「某委 某政府印发《…规划》」. Nothing where it passes
/// on several things or does something else as well.
pub fn passed_on(title: &str) -> Option<String> {
    const VERBS: [&str; 4] = ["印发", "转发", "公布", "发布"];
    let (verb, at) = VERBS
        .iter()
        .filter_map(|verb| Some((*verb, title.find(verb)?)))
        .min_by_key(|(_, at)| *at)?;
    let rest = &title[at + verb.len()..];
    let notice = ["的通知", "的函", "的公告", "通知"];
    let bare = notice.iter().find_map(|t| rest.strip_suffix(t));
    let quoted = rest.starts_with(['《', '〈', '<']);
    // 「发布…申报指南的通知」 is the notice itself.
    if !quoted && (verb == "发布" || bare.is_none()) {
        return None;
    }
    let rest = bare.unwrap_or(rest);
    let first = Brackets::of(rest, NAMES).pairs.into_iter().next();
    let name = match first.filter(|pair| quoted && pair.outer.start == 0) {
        Some(pair) => {
            let behind = &rest[pair.outer.end..];
            if !behind.is_empty() && !kinds::is_edition(behind) {
                return None;
            }
            format!("{}{behind}", &rest[pair.inner])
        }
        // One mark of the two was lost.
        None => rest
            .trim_start_matches(['<', '〈', '《'])
            .trim_end_matches(['>', '〉', '》'])
            .to_owned(),
    };
    let name = match quoted && name.ends_with('）') && !name.contains('（') {
        true => name.trim_end_matches('）').to_owned(),
        false => name,
    };
    let name = name.replace(['《', '》'], "").replace(' ', "");
    Some(name).filter(|name| name.chars().count() >= 4)
}

/// 「现将《…若干支持措施》印发给你们」 of a notice that has lost its head.
fn named_in_a_sentence(lines: &[&Line]) -> Option<Title> {
    static NAMED: LazyLock<Regex> = LazyLock::new(|| {
        regex(r"(?:^|现将|[。，])《(?P<name>[^《》]{4,60})》(?:印发|已经|经|公布|发布)")
    });
    lines.iter().find_map(|line| {
        let name = NAMED.captures(&line.text)?.name("name")?;
        Some(Title {
            text: name.as_str().to_owned(),
            shown: String::new(),
            lines: line.lines_of(name.range()),
        })
    })
}

/// The first words of a text, where they can be nothing but its title.
fn first_line(lines: &[&Line], vocabulary: &Vocabulary) -> Option<Title> {
    const LENGTH: std::ops::RangeInclusive<usize> = 6..=50;
    const AMONG: usize = 3;
    let may = |line: &&&Line| {
        let words = line.text.as_str();
        LENGTH.contains(&words.chars().count())
            && may_be_of_a_title(words)
            && may_begin(words)
            && !words.contains(['，', ',', '、', '|'])
            && !signer::is_body(words, vocabulary)
            && kinds::may_name_a_text(words)
    };
    let line = lines.iter().take(AMONG).find(may)?;
    Some(Title {
        text: line.text.clone(),
        shown: String::new(),
        lines: line.lines(),
    })
}

/// The bodies that a title names before what it does: 「某委 某政府关于…」「某办公室转发某局关于…」
pub fn before(shown: &str) -> &str {
    let verbs = ["关于", "印发", "转发", "批转"];
    let at = verbs.iter().filter_map(|verb| shown.find(verb)).min();
    at.map_or("", |at| &shown[..at])
}

/// The bodies whose text is passed on: 「某办公室转发某局关于…的通知」.
pub fn origin(shown: &str) -> &str {
    let passed = shown
        .split_once("转发")
        .or_else(|| shown.split_once("批转"));
    match passed {
        Some((_, rest)) => rest.split_once("关于").map_or("", |(origin, _)| origin),
        None => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::tests::REAL;

    fn read(lines: &[&str]) -> String {
        let lines: Vec<Line> = lines
            .iter()
            .enumerate()
            .map(|(n, l)| Line::new(l, n + 1))
            .collect();
        let pieces: Vec<Piece<'_>> = lines.iter().map(Piece::of).collect();
        find(&pieces, &REAL).map_or(String::new(), |t| t.text)
    }

    #[test]
    fn prefers_the_plan_to_the_notice() {
        let lines = [
            "某市人民政府办公室关于",
            "印发某市绿色低碳示范行动方案的通知",
            "各县人民政府：",
            "《方案》已经同意，现印发给你们。",
            "某市人民政府办公室",
            "2021年9月30日",
            "某市人民政府办公室文件",
            "某政办发〔2021〕56号",
            "某市绿色低碳示范行动方案",
            "为统筹推进，特制订本方案。",
        ];
        assert_eq!(read(&lines), "某市绿色低碳示范行动方案");
    }

    #[test]
    fn reads_a_title_cut_into_lines_and_one_inside_a_notice() {
        assert_eq!(
            read(&[
                "天津市加快建立健全绿色低碳循环",
                "发展经济体系实施方案",
                "为加快，制定。"
            ]),
            "天津市加快建立健全绿色低碳循环发展经济体系实施方案"
        );
        assert_eq!(
            read(&[
                "关于印发《某市绿色建筑创建行动实施方案（2022-2025）》的通知",
                "各区："
            ]),
            "某市绿色建筑创建行动实施方案（2022-2025）"
        );
        assert_eq!(
            read(&[
                "关于印发《湖北省环境信息依法披露制度",
                "改革实施方案》的通知"
            ]),
            "湖北省环境信息依法披露制度改革实施方案"
        );
    }

    #[test]
    fn keeps_the_issuers_of_an_opinion() {
        assert_eq!(
            read(&[
                "中共某市委 某市人民政府关于做好工作的 实施意见",
                "(2022年3月24日)"
            ]),
            "中共某市委 某市人民政府关于做好工作的实施意见"
        );
        assert_eq!(
            read(&[
                "四川省人民政府办公厅",
                "关于科学绿化的实施意见",
                "川办发〔2022〕30号"
            ]),
            "四川省人民政府办公厅关于科学绿化的实施意见"
        );
    }

    #[test]
    fn leaves_notes_dates_and_sentences_out() {
        for (lines, title) in [
            (
                &[
                    "(此件公开发布)",
                    "贵州省“十四五”林业草原保护发展规划",
                    "为统筹，制定。",
                ][..],
                "贵州省“十四五”林业草原保护发展规划",
            ),
            (
                &[
                    "生态环境部",
                    "2020年11月",
                    "经济、技术政策生态环境影响分析",
                    "技术指南",
                    "（试行）",
                ],
                "经济、技术政策生态环境影响分析技术指南（试行）",
            ),
            (
                &[
                    "天津市电力发展“十四五”规划",
                    "本规划依据《天津市能源发展“十四五”规划》",
                ],
                "天津市电力发展“十四五”规划",
            ),
            (
                &["丽水市2026年政府工作报告", "市长张某作政府工作报告"],
                "丽水市2026年政府工作报告",
            ),
            (
                &[
                    "繁政办〔2022〕3号",
                    "各镇人民政府：",
                    "现将《繁昌区节能降碳若干支持措施》印发给你们，请认真执行。",
                ],
                "繁昌区节能降碳若干支持措施",
            ),
            (&["5.6.2监测计划"], ""),
        ] {
            assert_eq!(read(lines), title);
        }
    }

    #[test]
    fn a_notice_that_does_more_than_pass_on_is_the_document() {
        for title in [
            "关于印发《2022年度省碳达峰碳中和科技创新专项资金项目指南》及组织申报项目的通知",
            "关于发布上海市2022年度“科技创新行动计划”科技支撑碳达峰碳中和专项项目申报指南的通知",
        ] {
            assert_eq!(read(&[title, "各有关单位："]), title);
        }
        assert_eq!(
            read(&[
                "中共中央办公厅、国务院办公厅印发《关于推动城乡建设绿色发展的意见》",
                "近日，印发。"
            ]),
            "关于推动城乡建设绿色发展的意见"
        );
    }
}
