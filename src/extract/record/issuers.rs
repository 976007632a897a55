//! 发文机关: in the signature above a date, in an order, on the letterhead, in the title, on the cover.

use std::sync::LazyLock;

use regex::Regex;

use super::pieces::RecordPiece;
use super::title::{self, Title};
use super::{dates, number, signer};
use crate::model::PartialDate;
use crate::pattern::regex;
use crate::text::{Line, PageRecord};
use crate::vocabulary::Vocabulary;

/// Who issued a text, and the date under the signature.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Issuers {
    /// As written, in order.
    pub bodies: Vec<String>,
    /// The date under the signature.
    pub signed: Option<PartialDate>,
    /// Whose text the issuers pass on.
    pub forwarded_from: Vec<String>,
}

/// The issuing bodies; `head` is the number of pieces before the first heading.
pub fn find(
    pieces: &[RecordPiece<'_>],
    head: usize,
    title: Option<&Title>,
    page: &PageRecord,
    vocabulary: &Vocabulary,
) -> Issuers {
    let signature = signature(pieces, vocabulary);
    let shown = || in_titles(&pieces[..head], title, vocabulary);
    let order = || number::order(&pieces[..head]).map(|order| vec![order.issuer]);
    let ways: [&dyn Fn() -> Vec<String>; 13] = [
        &|| with_their_regions(&signature.bodies, &shown()),
        &|| order().unwrap_or_default(),
        &|| letterhead(&pieces[..head], true, vocabulary),
        &shown,
        &|| letterhead(&pieces[..head], false, vocabulary),
        &|| cover(&pieces[..head], title, vocabulary),
        &|| reporter(&pieces[..head], title),
        &|| subject(title, vocabulary),
        &|| of_page(page, vocabulary),
        &|| attached(pieces, title, vocabulary),
        &|| maker(&pieces[..head], vocabulary),
        &|| office_of_department(pieces, vocabulary),
        &|| imprint(pieces, vocabulary),
    ];
    let bodies = ways.iter().map(|way| way()).find(|b| !b.is_empty());
    Issuers {
        bodies: bodies.unwrap_or_default(),
        signed: signature.signed,
        forwarded_from: title.map_or_else(Vec::new, |t| {
            signer::list(title::origin(&t.shown), vocabulary)
        }),
    }
}

/// The bodies on the lines right above a day, with that day: in the head of a text, at its foot, or
/// between a notice and its annex. 「丽水市 财政局」 may have gaps, a long name two lines.
fn signature(pieces: &[RecordPiece<'_>], vocabulary: &Vocabulary) -> Issuers {
    let days = pieces.iter().enumerate().filter_map(|(n, piece)| {
        let date = dates::whole(piece.text)?;
        date.date().map(|_| (n, date))
    });
    for (day, date) in days {
        let mut bodies: Vec<String> = Vec::new();
        let mut above = &pieces[..day];
        while let Some((last, rest)) = above.split_last() {
            if last.text.starts_with(['（', '(']) {
                above = rest;
                continue;
            }
            if is_file(last.text) && !bodies.is_empty() {
                above = without_file(rest, vocabulary);
                continue;
            }
            let two = rest
                .last()
                .filter(|first| !signer::is_body(first.text, vocabulary))
                .map(|first| format!("{}{}", first.text, last.text));
            if let Some(names) = signed(last, vocabulary) {
                bodies.splice(0..0, names);
                above = rest;
            } else if let Some(name) = two.filter(|name| signer::is_body(name, vocabulary)) {
                bodies.insert(0, name);
                above = &rest[..rest.len() - 1];
            } else if signer::is_body_by_its_end(last.text, vocabulary) {
                bodies.insert(0, last.text.to_owned());
                above = rest;
            } else {
                // The last line of a paragraph may be the first of the signature.
                let row = last.line.map_or("", |line| line.last_row());
                if row.len() < last.text.len() && signer::is_body(row, vocabulary) {
                    bodies.insert(0, row.to_owned());
                }
                break;
            }
        }
        if !bodies.is_empty() {
            return Issuers {
                bodies,
                signed: Some(date),
                ..Issuers::default()
            };
        }
    }
    Issuers::default()
}

/// Whether a line is the name of a file to be fetched: 「佛山市…实施方案.rar」.
fn is_file(words: &str) -> bool {
    const KINDS: [&str; 9] = [
        ".rar", ".zip", ".pdf", ".doc", ".docx", ".xls", ".xlsx", ".wps", ".ofd",
    ];
    let words = words.trim_end_matches(['）', ')']).to_ascii_lowercase();
    KINDS.iter().any(|kind| words.ends_with(kind))
}

/// The lines above the name of a file without the first line of it, where a body stands above that.
fn without_file<'a, 'b>(
    above: &'a [RecordPiece<'b>],
    vocabulary: &Vocabulary,
) -> &'a [RecordPiece<'b>] {
    match above {
        [rest @ .., body, line]
            if !signer::is_body(line.text, vocabulary)
                && signer::is_body(body.text, vocabulary) =>
        {
            &above[..=rest.len()]
        }
        _ => above,
    }
}

/// A signature 「市政府办公厅」 as the title writes it: 「深圳市人民政府办公厅」.
fn with_their_regions(signed: &[String], in_title: &[String]) -> Vec<String> {
    let same = |short: &str, long: &str| {
        let rest = |name: &str| name.replace("人民政府", "政府");
        let (short, long) = (rest(short), rest(long));
        short.len() < long.len() && long.ends_with(&short)
    };
    let whole = |body: &String| {
        let long = in_title.iter().find(|long| same(body, long));
        long.unwrap_or(body).clone()
    };
    let relative = |body: &String| body.starts_with(['省', '市', '县', '区', '州', '旗']);
    signed
        .iter()
        .map(|body| match relative(body) {
            true => whole(body),
            false => body.clone(),
        })
        .collect()
}

/// The bodies of a line of a signature.
fn signed(piece: &RecordPiece<'_>, vocabulary: &Vocabulary) -> Option<Vec<String>> {
    let words = without_seal(piece.text);
    let parts = piece
        .line
        .map(|line| line.blank_parted())
        .unwrap_or_default();
    let parts: Vec<&str> = parts.into_iter().map(without_seal).collect();
    if parts.len() > 1 && parts.iter().all(|part| signer::is_body(part, vocabulary)) {
        return Some(parts.into_iter().map(str::to_owned).collect());
    }
    let names = signer::list(words, vocabulary);
    (!names.is_empty()).then_some(names)
}

/// 「某市财政局（代章）」 → 某市财政局.
fn without_seal(words: &str) -> &str {
    [
        "（代章）",
        "(代章)",
        "（盖章）",
        "（印章）",
        "(盖章)",
        "(印章)",
    ]
    .iter()
    .find_map(|seal| words.strip_suffix(seal))
    .unwrap_or(words)
}

/// The bodies on the first lines of a text, above its number or title: 「某市生态环境局文件」. With `named`
/// only where the word 文件 says that they are a letterhead.
fn letterhead(head: &[RecordPiece<'_>], named: bool, vocabulary: &Vocabulary) -> Vec<String> {
    let mut bodies = Vec::new();
    let mut is_named = false;
    for piece in head {
        let words = piece.text.strip_suffix("文件");
        is_named |= words.is_some();
        let words = words.unwrap_or(piece.text);
        if words.is_empty() {
            continue;
        }
        if !signer::is_body(words, vocabulary) {
            break;
        }
        bodies.push(words.to_owned());
    }
    if is_named || !named {
        bodies
    } else {
        Vec::new()
    }
}

/// The bodies that a title names before 关于, 印发 or 转发. The title of the notice may not be that of the
/// document: every line of the head with one of these is looked at.
fn in_titles(
    head: &[RecordPiece<'_>],
    title: Option<&Title>,
    vocabulary: &Vocabulary,
) -> Vec<String> {
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

/// The bodies right below the title or right above a month, on the cover of a plan.
fn cover(head: &[RecordPiece<'_>], title: Option<&Title>, vocabulary: &Vocabulary) -> Vec<String> {
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

/// 「现在，我代表市人民政府向大会报告工作」 of a report to a congress.
fn reporter(head: &[RecordPiece<'_>], title: Option<&Title>) -> Vec<String> {
    static SPEAKS: LazyLock<Regex> =
        LazyLock::new(|| regex(r"代表(?P<who>[\p{Han}]{0,12}人民政府)[，,]?(?:向|作)"));
    if !title.is_some_and(|title| title.text.ends_with("工作报告")) {
        return Vec::new();
    }
    let found = head.iter().find_map(|p| SPEAKS.captures(p.text));
    found.map_or_else(Vec::new, |found| vec![found["who"].to_owned()])
}

/// The body whose plan a title says it is: 「省生态环境厅2021年度推动碳达峰、碳中和工作计划」.
fn subject(title: Option<&Title>, vocabulary: &Vocabulary) -> Vec<String> {
    static WHOSE: LazyLock<Regex> = LazyLock::new(|| {
        regex(
            r"^(?P<who>[\p{Han}]{2,20}?(?:人民政府|厅|局|委员会|委|办公室))(?:关于)?(?:20\d\d年|“十)",
        )
    });
    let found = title.and_then(|title| WHOSE.captures(&title.text));
    let who = found.map(|found| found["who"].to_owned());
    who.filter(|who| signer::is_body(who, vocabulary))
        .into_iter()
        .collect()
}

/// The bodies that the page of a text names.
fn of_page(page: &PageRecord, vocabulary: &Vocabulary) -> Vec<String> {
    let mut bodies: Vec<String> = Vec::new();
    for (words, _) in &page.issuing_bodies {
        for body in signer::list(&words.replace([';', '；'], " "), vocabulary) {
            if !bodies.contains(&body) {
                bodies.push(body);
            }
        }
    }
    bodies
}

/// The bodies that the name of an attached file says passed the text on: 「PDF:某市人民政府办公室关于印发《…措施》的
/// 通知.pdf」.
fn attached(
    pieces: &[RecordPiece<'_>],
    title: Option<&Title>,
    vocabulary: &Vocabulary,
) -> Vec<String> {
    let Some(title) = title else {
        return Vec::new();
    };
    let files = pieces.iter().filter(|piece| {
        let named = piece.text.contains(&title.text) && piece.text.contains("印发");
        named && is_file(piece.text) && !piece.text.contains('。')
    });
    files
        .map(|piece| {
            let name = piece.text.rsplit(['：', ':']).next().unwrap_or(piece.text);
            signer::list(title::before(name), vocabulary)
        })
        .find(|bodies| !bodies.is_empty())
        .unwrap_or_default()
}

/// The bodies that a notice without a signature says made what it passes on, and that order something in a
/// text that does not say whose it is: 「省财政厅、省科技厅研究制定了《…办法》，现印发给你们」「科技部决定开展…，特制订实施方案如下」.
fn maker(head: &[RecordPiece<'_>], vocabulary: &Vocabulary) -> Vec<String> {
    static MADE: LazyLock<Regex> = LazyLock::new(|| {
        regex(
            r"(?:^|[，。；])(?P<who>[\p{Han}、 ]{2,60}?)(?:会同有关(?:部门|单位))?(?:联合|共同|组织)?(?:研究)?(?:制定|制订|编制|起草)了《.*现(?:予)?(?:以)?(?:印发|公布|发布)",
        )
    });
    static DECIDED: LazyLock<Regex> = LazyLock::new(|| {
        regex(
            r"(?:^|[，。；])(?P<who>[\p{Han}、 ]{2,60}?)决定.*(?:特制[定订]|通知如下|公告如下|通告如下)",
        )
    });
    let above = [
        "政府",
        "省委",
        "市委",
        "县委",
        "区委",
        "国务院",
        "党中央",
        "中央",
    ];
    let found = head.iter().find_map(|piece| {
        let made = MADE.captures(piece.text);
        let decided = DECIDED.captures(piece.text).filter(|found| {
            let mut who = found["who"].split(['、', ' ']);
            !who.any(|body| above.iter().any(|end| body.ends_with(end)))
        });
        made.or(decided)
    });
    found.map_or_else(Vec::new, |found| {
        signer::list(&found["who"].replace("会同", "、"), vocabulary)
    })
}

/// The department whose office had a text printed: 「江西省生态环境厅办公室 2022年1月7日印发」. The office of a
/// government prints its own texts and the government's: it tells neither.
fn office_of_department(pieces: &[RecordPiece<'_>], vocabulary: &Vocabulary) -> Vec<String> {
    const DEPARTMENTS: [&str; 4] = ["厅", "局", "委员会", "委"];
    let Some(office) = printer(pieces, vocabulary) else {
        return Vec::new();
    };
    let department = office.strip_suffix("办公室").unwrap_or_default();
    let ends = DEPARTMENTS.iter().any(|end| department.ends_with(end));
    let named = ends && signer::is_body(department, vocabulary);
    named.then(|| department.to_owned()).into_iter().collect()
}

/// The office that had a text of its own printed: the mark of the number is the office's, 「繁政办〔2022〕3号」.
fn imprint(pieces: &[RecordPiece<'_>], vocabulary: &Vocabulary) -> Vec<String> {
    let own = pieces.iter().take(4).any(|piece| {
        let mark = piece.text.split_once(['〔', '[', '［', '﹝']);
        mark.is_some_and(|(mark, _)| mark.ends_with('办') || mark.ends_with("办发"))
    });
    if !own {
        return Vec::new();
    }
    printer(pieces, vocabulary).into_iter().collect()
}

/// The office in the line with which a text was sent to the printers, or right above it.
fn printer<'a>(pieces: &'a [RecordPiece<'_>], vocabulary: &Vocabulary) -> Option<String> {
    const ABOVE: usize = 3;
    pieces.iter().enumerate().rev().find_map(|(n, piece)| {
        dates::imprint(piece.text)?;
        let here = piece.text.split(|c: char| c.is_ascii_digit()).next()?;
        // The number of the page may stand between: 「— 50 —」; the list of those who get a copy may run on.
        let above = pieces[n.saturating_sub(ABOVE)..n].iter().rev();
        let rows = |piece: &'a RecordPiece<'_>| [piece.text, piece.line.map_or("", Line::last_row)];
        let above = above.flat_map(rows);
        let mut offices = std::iter::once(here).chain(above);
        let office = offices.find(|words| signer::is_body(words, vocabulary))?;
        Some(office.to_owned())
    })
}
