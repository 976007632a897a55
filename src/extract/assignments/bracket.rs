//! Assignments in brackets and on lines of their own.

use std::sync::LazyLock;

use regex::Regex;

use super::Found;
use super::body_list::{bodies, trim};
use crate::model::Role;
use crate::pattern::regex;
use crate::text::brackets::{ASIDES, Brackets, NAMES, cut};
use crate::vocabulary::Agencies;

/// 「牵头单位：」「责任部门:」「配合单位：」; a deadline ends a list as well.
static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?P<lead>牵头(?:责任|负责)?(?:单位|部门|科室|领导)|主办单位|第一责任单位)[:：]|(?P<responsible>(?:主要|主体|市级|共同)?(?:责任|负责|落实|实施|承办|主责)(?:单位|部门|主体|科室|处室)|分工单位|分工)[:：]|(?P<participant>(?:配合|参与|参加|协办|协同|协作|支持|协助)(?:单位|部门|科室)?)[:：]|(?P<none>(?:完成|办结|时间|推进)?(?:时限|期限|时间|进度)|责任人|责任领导|联系人)[:：]",
    )
});

/// The phrase that states the role of the bodies in a clause; longer alternatives come before those they
/// contain.
static PREDICATE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?P<lead>牵头(?:负责|组织|落实|实施|推进)?|为牵头单位)|(?P<responsible>(?:按照?|根据|依)?(?:各自)?(?:职责|职能|职责任务)?(?:分工)?(?:分别|共同|具体|组织)?(?:负责|抓好)(?:组织)?(?:落实|实施)?|(?:按照?|根据|依)(?:各自)?(?:职责|职能)(?:任务)?(?:分工)?|(?:分别|共同|具体)?落实|组织实施|分工负责)|(?P<participant>(?:等)?(?:积极|予以|协同|参与)?(?:配合|参与|协助|协同|参加)(?:落实|实施)?)",
    )
});

/// The assignments in the brackets of a paragraph.
pub fn in_brackets(text: &str, agencies: &Agencies) -> Vec<Found> {
    let brackets = Brackets::of(text, ASIDES);
    let closed = brackets.outermost().map(|pair| pair.inner.clone());
    // 「（责任单位：市林业局，各县（市、区）政府」 lacks its closing mark: it reaches to the end of its sentence.
    let open = brackets.unclosed.iter().filter_map(|&at| {
        let start = at + text[at..].chars().next().map_or(0, char::len_utf8);
        let labelled = LABEL
            .find(&text[start..])
            .is_some_and(|label| label.start() == 0);
        let end = text[start..]
            .find(['。', ';'])
            .map_or(text.len(), |stop| start + stop);
        labelled.then_some(start..end)
    });
    let mut found: Vec<Found> = closed
        .chain(open)
        .flat_map(|inner| assignment(&text[inner.clone()], inner.start, agencies))
        .collect();
    found.sort_by_key(|f| f.at);
    found.dedup();
    found
}

/// A line made of labelled lists only: 「牵头单位：市发改委；配合单位：市财政局。」, or a paragraph that ends in one.
pub fn labelled_line(text: &str, agencies: &Agencies) -> Vec<Found> {
    let Some(first) = LABEL.find(text) else {
        return Vec::new();
    };
    let opens = text[..first.start()].is_empty()
        || text[..first.start()].ends_with(['。', '；', ' ', '】']);
    let inside = Brackets::of(text, ASIDES).enclose(first.start());
    if !opens || inside {
        return Vec::new();
    }
    labelled(&text[first.start()..], first.start(), agencies)
}

/// The assignments in a bracket at byte `at` of its paragraph; empty if it is about something else.
fn assignment(inner: &str, at: usize, agencies: &Agencies) -> Vec<Found> {
    if LABEL.is_match(inner) {
        return labelled(inner, at, agencies);
    }
    // 「（市发改委牵头。以下政策均需各县落实，不再单独列出）」: only the first sentence assigns.
    let sentence = inner.split('。').next().unwrap_or(inner);
    predicated(sentence, at, None, agencies)
}

/// Lists behind labels.
fn labelled(text: &str, at: usize, agencies: &Agencies) -> Vec<Found> {
    let labels: Vec<_> = LABEL.captures_iter(text).collect();
    let mut found = Vec::new();
    // 「（市商务局牵头，各区政府负责落实，完成时限：2021年6月）」
    if let Some(first) = labels
        .first()
        .and_then(|l| l.get(0))
        .filter(|m| m.start() > 0)
    {
        found.extend(predicated(&text[..first.start()], at, None, agencies));
    }
    for (n, label) in labels.iter().enumerate() {
        let Some(all) = label.get(0) else { continue };
        let role = if label.name("lead").is_some() {
            Role::Lead
        } else if label.name("responsible").is_some() {
            Role::Responsible
        } else if label.name("participant").is_some() {
            Role::Participant
        } else {
            continue;
        };
        let end = labels
            .get(n + 1)
            .and_then(|l| l.get(0))
            .map_or(text.len(), |next| next.start());
        let list = &text[all.end()..end];
        let list = list.split('。').next().unwrap_or(list);
        found.extend(predicated(list, at + all.end(), Some(role), agencies));
    }
    found
}

/// Assignments in clauses like 「A牵头，B、C配合」: the bodies of a clause have the role of its predicate, else
/// `default`. Without a default, bodies without a predicate belong to the next clause.
pub fn predicated(text: &str, at: usize, default: Option<Role>, agencies: &Agencies) -> Vec<Found> {
    let mut found = Vec::new();
    let mut waiting: Vec<(usize, String)> = Vec::new();
    for (start, clause) in cut(text, NAMES, |c| matches!(c, '，' | ',' | '；' | ';')) {
        let predicate = PREDICATE.captures_iter(clause).find(|p| {
            p.get(0)
                .is_some_and(|m| m.start() > 0 || !waiting.is_empty())
        });
        let Some(predicate) = predicate else {
            let list = bodies(clause, agencies)
                .into_iter()
                .map(|(n, name)| (at + start + n, name));
            match default {
                Some(role) => found.extend(list.map(|(at, name)| Found { name, role, at })),
                None => waiting.extend(list),
            }
            continue;
        };
        let Some(all) = predicate.get(0) else {
            continue;
        };
        let role = if predicate.name("lead").is_some() {
            Role::Lead
        } else if predicate.name("responsible").is_some() {
            Role::Responsible
        } else {
            Role::Participant
        };
        let lead = if clause.starts_with('由') {
            '由'.len_utf8()
        } else {
            0
        };
        let list = trim(&clause[lead..all.start().max(lead)]);
        let mut names: Vec<(usize, String)> = std::mem::take(&mut waiting);
        names.extend(
            bodies(list, agencies)
                .into_iter()
                .map(|(n, name)| (at + start + lead + n, name)),
        );
        // Running text in brackets contains verbs, too: most of the names must be bodies. One name of a
        // list may be a body that no list has (「有关市」).
        let known = names
            .iter()
            .filter(|(_, name)| agencies.is_body(name))
            .count();
        if known * 2 >= names.len() && known > 0 {
            found.extend(names.into_iter().map(|(at, name)| Found { name, role, at }));
        }
    }
    found
}
