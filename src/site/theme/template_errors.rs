//! All mistakes of templates at once, where the engine stops at the first.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;
use tera::{ErrorKind, Tera};

use crate::pattern::regex;

/// A mistake and where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// Name of the template.
    pub template: String,
    /// What is wrong.
    pub message: String,
    /// 1-based line; 0 where it is not known.
    pub line: usize,
    /// 1-based column, in characters.
    pub column: usize,
}

impl Mistake {
    /// As the engine reports it.
    pub fn of(report: &tera::ReportError) -> Self {
        Self {
            template: report.filename().to_owned(),
            message: report.message().to_owned(),
            line: report.span().start_line,
            column: report.span().start_col + 1,
        }
    }
}

/// Adds the templates; gives them as they were added, and all that is wrong with them. What is wrong
/// is left out; where that cannot be, the one of `under` with its name stands in the place of a
/// broken template, or an empty one.
pub fn compile(
    tera: &mut Tera,
    sources: &BTreeMap<String, String>,
    under: &BTreeMap<String, String>,
) -> (BTreeMap<String, String>, Vec<Mistake>) {
    let mut all: Vec<Mistake> = Vec::new();
    let mut standing = sources.clone();
    let mut broken: BTreeSet<String> = BTreeSet::new();
    while let Err(error) = tera.add_raw_templates(standing.iter()) {
        let found = mistakes(error.kind(), &standing);
        let before = standing.clone();
        let fresh = found.iter().filter(|m| !follows(m, sources, &broken));
        all.extend(fresh.cloned());
        for mistake in found {
            let name = mistake.template;
            let text = standing.get(&name).map_or("", String::as_str);
            if let Some(text) = without(text, mistake.line, mistake.column) {
                standing.insert(name, text);
                continue;
            }
            if broken.contains(&name) {
                // What stands in is broken, too.
                standing.insert(name, String::new());
                continue;
            }
            if sources.contains_key(&name) {
                let instead = under.get(&name).cloned().unwrap_or_default();
                standing.insert(name.clone(), instead);
                broken.insert(name);
            }
        }
        if standing == before {
            break;
        }
    }
    all.sort_by(|a, b| (&a.template, a.line, a.column).cmp(&(&b.template, b.line, b.column)));
    all.dedup();
    (standing, all)
}

/// What is wrong, as the engine tells it.
fn mistakes(kind: &ErrorKind, sources: &BTreeMap<String, String>) -> Vec<Mistake> {
    let naming = |template: &str, word: &str| {
        let source = sources.get(template).map_or("", String::as_str);
        let at = source.find(word).unwrap_or(0);
        let (line, column) = place(source, at);
        vec![Mistake {
            template: template.to_owned(),
            message: kind.to_string(),
            line,
            column,
        }]
    };
    match kind {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            vec![Mistake::of(report)]
        }
        ErrorKind::MissingParent { current, parent } => naming(current, parent),
        ErrorKind::CircularExtend { tpl, .. } => naming(tpl, "extends"),
        ErrorKind::CircularInclude { tpl, .. } => naming(tpl, "include"),
        ErrorKind::Msg(message) => match TWICE.captures(message) {
            Some(twice) => naming(&twice[2], &["component", &twice[1]].join(" ")),
            None => reported(message),
        },
        _ => Vec::new(),
    }
}

/// How the engine says that two templates define one component.
static TWICE: LazyLock<Regex> =
    LazyLock::new(|| regex(r"^Component `(\w+)` is defined in both `[^`]+` and `([^`]+)`"));

/// How it writes a mistake that it found in looking at all templates together.
static REPORT: LazyLock<Regex> =
    LazyLock::new(|| regex(r"(?m)^error: (.+)\n *--> (.+):(\d+):(\d+)$"));

fn reported(message: &str) -> Vec<Mistake> {
    let reports = REPORT.captures_iter(message).map(|report| Mistake {
        template: report[2].to_owned(),
        message: report[1].to_owned(),
        line: report[3].parse().unwrap_or(0),
        column: report[4].parse().unwrap_or(1),
    });
    reports.collect()
}

/// Whether a mistake is only there because a broken template was taken away.
fn follows(
    mistake: &Mistake,
    sources: &BTreeMap<String, String>,
    broken: &BTreeSet<String>,
) -> bool {
    let lost = |name: &str| {
        broken
            .iter()
            .filter_map(|file| sources.get(file))
            .any(|source| {
                components_of(source).any(|own| own == name)
                    || source.contains(&format!("block {name}"))
            })
    };
    let message = &mistake.message;
    let unknown = message.starts_with("Unknown component") || message.starts_with("Block");
    let name = message.split('`').nth(1).unwrap_or_default();
    broken.contains(&mistake.template) || (unknown && lost(name))
}

/// The template without the expression at a place that is wrong: nothing is shown, a condition is
/// false, a list is empty. All else stays where it is.
pub fn without(source: &str, line: usize, column: usize) -> Option<String> {
    let at = offset(source, line.checked_sub(1)?, column.checked_sub(1)?)?;
    let opens = |text: &str| text.starts_with("{{") || text.starts_with("{%");
    let above = &source[..at];
    let start = match opens(&source[at..]) {
        true => at,
        false => above.rfind("{{").max(above.rfind("{%"))?,
    };
    let shows = source[start..].starts_with("{{");
    let end = start + source[start..].find(if shows { "}}" } else { "%}" })?;
    if end < at {
        return None;
    }
    if shows {
        return Some(blanked(source, start..end + 2, ""));
    }
    let tag = &source[start + 2..end];
    let word = tag
        .trim_start_matches(['-', ' '])
        .split_whitespace()
        .next()?;
    let (after, stand_in) = match word {
        "include" => return Some(blanked(source, start..end + 2, "")),
        "if" | "elif" => (word, "false"),
        "for" => (" in ", "[]"),
        _ => return None,
    };
    let from = start + 2 + tag.find(after)? + after.len();
    let to = end - usize::from(tag.ends_with('-'));
    // A condition may be shorter than the word that takes its place.
    (to.checked_sub(from)? > stand_in.len()).then(|| blanked(source, from..to, stand_in))
}

/// Spaces in place of what stands there, after what is to stand there; line ends stay.
fn blanked(source: &str, range: Range<usize>, stand_in: &str) -> String {
    let mut text = source[..range.start].to_owned();
    let mut left = format!(" {stand_in}")
        .chars()
        .collect::<Vec<_>>()
        .into_iter();
    if stand_in.is_empty() {
        left = Vec::new().into_iter();
    }
    for c in source[range.clone()].chars() {
        text.push(if c == '\n' {
            c
        } else {
            left.next().unwrap_or(' ')
        });
    }
    text + &source[range.end..]
}

/// The byte at a line and column, both from 0.
fn offset(source: &str, line: usize, column: usize) -> Option<usize> {
    let start: usize = source.split_inclusive('\n').take(line).map(str::len).sum();
    let rest = source.get(start..)?;
    let column = rest.char_indices().nth(column);
    Some(start + column.map_or(rest.len(), |(at, _)| at))
}

/// The 1-based line and column of a byte.
pub fn place(source: &str, at: usize) -> (usize, usize) {
    let before = &source[..at];
    let start = before.rfind('\n').map_or(0, |end| end + 1);
    (
        before.matches('\n').count() + 1,
        before[start..].chars().count() + 1,
    )
}

/// The names of the components that a template defines.
fn components_of(source: &str) -> impl Iterator<Item = &str> {
    source.match_indices("component ").filter_map(|(at, word)| {
        let rest = &source[at + word.len()..];
        let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '_'))?;
        (end > 0 && rest[end..].starts_with('(')).then(|| &rest[..end])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(templates: &[(&str, &str)]) -> Vec<String> {
        let sources = templates
            .iter()
            .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()));
        let (_, found) = compile(&mut Tera::default(), &sources.collect(), &BTreeMap::new());
        let told = found.iter();
        told.map(|m| format!("{}:{}:{} {}", m.template, m.line, m.column, m.message))
            .collect()
    }

    #[test]
    fn every_broken_template_is_told_and_nothing_that_only_follows() {
        let base = ("base.html", "{% block main %}{% endblock main %}");
        let told = told(&[
            base,
            ("a.html", "{% extends \"base.html\" %}\n{% if %}"),
            ("b.html", "好 {{ x | nothing }} {{ y | nowhere }}"),
            ("c.html", "{% extends \"gone.html\" %}"),
            (
                "d.html",
                "{% extends \"base.html\" %}{% block mian %}{% endblock mian %}",
            ),
            (
                "e.html",
                "{% include \"gone.html\" %}{{ <chart line={1} /> }}",
            ),
            (
                "f.html",
                "{% extends \"base.html\" %}{% block main %}{{ <none /> }}{{ 1 | nothing }}{% endblock main %}",
            ),
            (
                "parts.html",
                "{% component chart(line) %}{{ }}{% endcomponent chart %}",
            ),
        ]);
        let places: Vec<&str> = told.iter().map(|t| t.split(' ').next().unwrap()).collect();
        assert_eq!(
            places,
            [
                "a.html:2:7",
                "b.html:1:10",
                "b.html:1:28",
                "c.html:1:13",
                "d.html:1:35",
                "e.html:1:12",
                "f.html:1:45",
                "f.html:1:63",
                "parts.html:1:31"
            ],
            "{told:#?}"
        );
    }

    #[test]
    fn what_is_wrong_is_stepped_over() {
        let cases = [
            ("a {{ x.y }} b", 6, "a           b"),
            (
                "{% if x.yyyy %}z{% endif %}",
                7,
                "{% if false  %}z{% endif %}",
            ),
            (
                "甲{% for a in b.cde %}z{% endfor %}",
                14,
                "甲{% for a in  []   %}z{% endfor %}",
            ),
        ];
        for (source, column, wanted) in cases {
            assert_eq!(
                without(source, 1, column).as_deref(),
                Some(wanted),
                "{source}"
            );
        }
        assert_eq!(without("{% set a = b.c %}", 1, 12), None);
    }
}
