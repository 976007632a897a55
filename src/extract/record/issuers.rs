//! 发文机关: before 关于 in the title, in the signature above the date, on the letterhead.

use std::sync::LazyLock;

use regex::Regex;

use super::Title;
use crate::pattern::regex;
use crate::text::Line;
use crate::vocabulary::Regions;

/// The name of a body that can sign: 「某市人民政府办公室」「省政府办公厅」.
static BODY: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^[\p{Han}]{2,30}(?:人民政府|政府|办公室|办公厅|委员会|管委会|领导小组|市委|省委|县委|区委|州委|党委|局|厅|委|部|院|中心|会)$",
    )
});

static DATE: LazyLock<Regex> = LazyLock::new(|| regex(r"^\d{4}年\d{1,2}月\d{1,2}日$"));

/// The issuing bodies, as written, in order.
pub fn find(head: &[&Line], title: Option<&Title>, regions: &Regions) -> Vec<String> {
    let signed = signature(head);
    if !signed.is_empty() {
        return signed;
    }
    // The title of the notice may not be that of the document: look at every line with 关于.
    let lines = head.iter().filter(|l| {
        !l.text.contains('。') && l.text.contains("关于") && !l.text.starts_with("关于")
    });
    let mut titles: Vec<String> = title.iter().map(|t| t.before.clone()).collect();
    titles.extend(lines.filter_map(|l| {
        let parted = l.blank_parted().join(" ");
        parted
            .split_once("关于")
            .map(|(before, _)| before.to_owned())
    }));
    for before in titles {
        let bodies = split(&before, regions);
        if !bodies.is_empty() && bodies.iter().all(|b| BODY.is_match(b)) {
            return bodies;
        }
    }
    let letterhead = head
        .iter()
        .filter_map(|l| l.text.strip_suffix("文件"))
        .find(|b| BODY.is_match(b));
    letterhead.map(|b| vec![b.to_owned()]).unwrap_or_default()
}

/// The bodies on the lines right above a date.
fn signature(head: &[&Line]) -> Vec<String> {
    let Some(date) = head.iter().position(|l| DATE.is_match(&l.text)) else {
        return Vec::new();
    };
    let mut bodies = Vec::new();
    for line in head[..date].iter().rev() {
        let parts = line.blank_parted();
        let bracketed = line.text.starts_with(['（', '(']);
        if bracketed {
            continue;
        }
        if parts.is_empty() || !parts.iter().all(|p| BODY.is_match(p)) {
            break;
        }
        bodies.extend(parts.iter().rev().map(|p| (*p).to_owned()));
    }
    bodies.reverse();
    bodies
}

/// Parts 「中共某市委 某市人民政府」 at blanks, and a run of names where a region begins anew.
fn split(before: &str, regions: &Regions) -> Vec<String> {
    let mut bodies = Vec::new();
    for part in before.split_whitespace() {
        let starts: Vec<usize> = regions
            .named_in(part)
            .iter()
            .map(|(_, at)| *at)
            .filter(|&at| at > 0)
            .collect();
        let mut from = 0;
        for at in starts {
            if BODY.is_match(&part[from..at]) && BODY.is_match(&part[at..]) {
                bodies.push(part[from..at].to_owned());
                from = at;
            }
        }
        bodies.push(part[from..].to_owned());
    }
    bodies
}
