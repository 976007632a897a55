//! 发文机关: in the signature above a date, in an order, on the letterhead, in the title, on the cover.

use std::sync::LazyLock;

use regex::Regex;

use super::pieces::Piece;
use super::title::{self, Title};
use super::{dates, number, signer};
use crate::model::PartialDate;
use crate::pattern::regex;
use crate::text::PageRecord;
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
    pieces: &[Piece<'_>],
    head: usize,
    title: Option<&Title>,
    page: &PageRecord,
    vocabulary: &Vocabulary,
) -> Issuers {
    let signature = signature(pieces, vocabulary);
    let shown = || in_titles(&pieces[..head], title, vocabulary);
    let order = || number::order(&pieces[..head]).map(|order| vec![order.issuer]);
    let ways: [&dyn Fn() -> Vec<String>; 10] = [
        &|| signature.bodies.clone(),
        &|| order().unwrap_or_default(),
        &|| letterhead(&pieces[..head], true, vocabulary),
        &shown,
        &|| letterhead(&pieces[..head], false, vocabulary),
        &|| cover(&pieces[..head], title, vocabulary),
        &|| reporter(&pieces[..head], title),
        &|| subject(title, vocabulary),
        &|| of_page(page, vocabulary),
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
fn signature(pieces: &[Piece<'_>], vocabulary: &Vocabulary) -> Issuers {
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

/// The bodies of a line of a signature.
fn signed(piece: &Piece<'_>, vocabulary: &Vocabulary) -> Option<Vec<String>> {
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
fn letterhead(head: &[Piece<'_>], named: bool, vocabulary: &Vocabulary) -> Vec<String> {
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
fn in_titles(head: &[Piece<'_>], title: Option<&Title>, vocabulary: &Vocabulary) -> Vec<String> {
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
fn cover(head: &[Piece<'_>], title: Option<&Title>, vocabulary: &Vocabulary) -> Vec<String> {
    const COVER: usize = 8;
    let body = |piece: &Piece<'_>| signer::is_body(piece.text, vocabulary);
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
fn reporter(head: &[Piece<'_>], title: Option<&Title>) -> Vec<String> {
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

/// The office that had a text of its own printed: the mark of the number is the office's, 「繁政办〔2022〕3号」.
fn imprint(pieces: &[Piece<'_>], vocabulary: &Vocabulary) -> Vec<String> {
    let own = pieces.iter().take(4).any(|piece| {
        let mark = piece.text.split_once(['〔', '[', '［', '﹝']);
        mark.is_some_and(|(mark, _)| mark.ends_with('办') || mark.ends_with("办发"))
    });
    if !own {
        return Vec::new();
    }
    let printed = pieces.iter().enumerate().rev().find_map(|(n, piece)| {
        dates::imprint(piece.text)?;
        let office = piece.text.split(|c: char| c.is_ascii_digit()).next()?;
        let office = match office.is_empty() {
            true => pieces.get(n.checked_sub(1)?)?.text,
            false => office,
        };
        signer::is_body(office, vocabulary).then(|| office.to_owned())
    });
    printed.into_iter().collect()
}
