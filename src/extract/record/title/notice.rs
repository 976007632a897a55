//! A notice that passes on another text: the text, the sender and the maker.

use std::sync::LazyLock;

use regex::Regex;

use super::super::kinds;
use super::Title;
use crate::pattern::regex;
use crate::text::Line;
use crate::text::brackets::{Brackets, NAMES};

/// The title of the text that a notice passes on: 「关于印发《…方案》的通知」, 「某委 某政府印发《…规划》」. `None` if it passes on
/// several texts or also does something else.
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
        // One of the two marks is missing.
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

/// The title in a sentence of a notice that has lost its head: 「现将《…若干支持措施》印发给你们」.
pub fn named_in_a_sentence(lines: &[&Line]) -> Option<Title> {
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

/// The part of a title before its verb, with the bodies: 「某委 某政府关于…」「某办公室转发某局关于…」
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
