//! A list of bodies: 「市林业局，各县﹝市、区﹞人民政府」.

use crate::text::brackets::{Brackets, NAMES, cut};
use crate::vocabulary::Agencies;

/// Maximum length of a body's name, in characters.
const NAME_MAX: usize = 36;

/// Endings of lists that name no body: 「市商务局等部门」.
const TAILS: &[&str] = &[
    "等有关部门和单位",
    "等相关部门和单位",
    "等部门和单位",
    "等有关部门",
    "等相关部门",
    "等有关单位",
    "等相关单位",
    "等部门单位",
    "等部门",
    "等单位",
    "等",
    "等按",
    "共同",
    "分别",
    "分工",
    "具体",
    "按",
    "根据",
    "依",
    "统一",
    "各",
];

/// Splits a list into its bodies, as written, with their byte offsets. Groups (有关部门, 各牵头单位) are left out.
pub fn bodies(list: &str, agencies: &Agencies) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (at, part) in cut(list, NAMES, |c| {
        matches!(c, '、' | '，' | ',' | '；' | ';' | '/')
    }) {
        for (inner, name) in at_conjunctions(part, agencies) {
            let lead = name.len() - name.trim_start().len();
            let name = first_of(trim(name.trim()), agencies);
            let name = without_stray_marks(name);
            let count = name.chars().count();
            if (2..=NAME_MAX).contains(&count)
                && !agencies.is_generic(name)
                && !name.contains(['。', '：', '《'])
            {
                found.push((at + inner + lead, name.to_owned()));
            }
        }
    }
    found
}

/// 「各区（市）县政府）」 → 「各区（市）县政府」.
fn without_stray_marks(name: &str) -> &str {
    let brackets = Brackets::of(name, NAMES);
    let end = brackets.unopened.first().copied().unwrap_or(name.len());
    match name[end..].chars().count() {
        1 => &name[..end],
        _ => name,
    }
}

/// The body that represents a group: 「市发展改革委等市级有关部门」.
fn first_of<'a>(name: &'a str, agencies: &Agencies) -> &'a str {
    match name.split_once('等') {
        Some((first, _)) if agencies.is_body(first) => first,
        _ => name,
    }
}

/// Strips the ending of a list and surrounding marks.
pub fn trim(mut name: &str) -> &str {
    loop {
        let shorter = name.trim_matches([' ', '、', '，', '。', '；', '：', ':', ',']);
        let shorter = TAILS
            .iter()
            .find_map(|t| shorter.strip_suffix(t))
            .unwrap_or(shorter);
        if shorter == name {
            return name;
        }
        name = shorter;
    }
}

/// Splits 「市交通运输委和各区人民政府」 at 和, but keeps 「市发展和改革委员会」 and 「市自然资源和规划局」 whole. Both sides have to be
/// bodies, and the whole must not be a known kind.
fn at_conjunctions<'a>(part: &'a str, agencies: &Agencies) -> Vec<(usize, &'a str)> {
    for word in ["会同", "以及", "和", "及", "与"] {
        for (at, _) in part.match_indices(word) {
            let (left, right) = (&part[..at], &part[at + word.len()..]);
            let whole = agencies.kind_of(part).is_some()
                && word != "会同"
                && !trim(left).ends_with(['局', '委', '办', '府', '厅']);
            if !whole
                && agencies.is_body(trim(left))
                && (agencies.is_body(trim(right)) || agencies.is_generic(trim(right)))
            {
                let mut parts = vec![(0, left)];
                let rest = at_conjunctions(right, agencies);
                parts.extend(
                    rest.into_iter()
                        .map(|(inner, p)| (at + word.len() + inner, p)),
                );
                return parts;
            }
        }
    }
    vec![(0, part)]
}
