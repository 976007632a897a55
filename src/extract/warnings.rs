//! Warnings for the reader of the YAML.

use std::collections::BTreeMap;

use crate::model::{Figure, FigureKind, Lines, Policy, Warning};
use crate::outline::{Outline, Section};
use crate::text::RunningLine;

/// Checks a document after parsing.
pub fn of(policy: &Policy, outline: &Outline, titled: bool) -> Vec<Warning> {
    let mut warnings = Vec::new();
    let mut warn = |code: &str, message: String, lines: Lines| {
        warnings.push(Warning {
            code: code.to_owned(),
            message,
            lines,
        });
    };
    if !titled {
        warn(
            "title-missing",
            "no title was found above the text; the name of the file stands in".to_owned(),
            Lines::at(1),
        );
    }
    if policy.region.is_none() {
        warn(
            "region-missing",
            "neither title nor issuer names a region; give one in content/sources.yaml".to_owned(),
            Lines::at(1),
        );
    }
    if policy.measures.is_empty() {
        warn(
            "measures-missing",
            "no headed item that tells someone to do something was found".to_owned(),
            Lines::at(1),
        );
    }
    for figure in policy.figures.iter().filter(|f| f.name.is_empty()) {
        warn(
            "figure-unnamed",
            format!(
                "what this number counts could not be read: {}",
                figure.quote
            ),
            figure.lines,
        );
    }
    for measure in &policy.measures {
        for agency in measure
            .agencies
            .iter()
            .filter(|a| a.name.chars().count() > BODY_MAX)
        {
            let message = format!("this may be more than one body: {}", agency.name);
            warn("agency-unsplit", message, agency.lines);
        }
    }
    contradictions(policy, &mut warn);
    numbers(&outline.root, &mut warn);
    empty_headings(&outline.root, &mut warn);
    warnings
}

/// Reports page headers and footers that were left out, each once.
pub fn of_running_lines(running: &[RunningLine]) -> impl Iterator<Item = Warning> {
    running.iter().filter_map(|line| {
        let (first, times) = (*line.lines.first()?, line.lines.len());
        let words = &line.words;
        Some(Warning {
            code: "running-line".to_owned(),
            message: format!("head or foot of {times} pages, left out of the text: {words}"),
            lines: Lines::at(first),
        })
    })
}

/// Maximum length, in characters, of a name that is accepted as one body without a warning.
const BODY_MAX: usize = 22;

/// Warns of two different values of one indicator and year, both targets or both states. Either the text
/// contradicts itself, or the vocabulary takes two indicators for one. Each figure is compared with the
/// next [`NEAREST`] ones, and only the first that differs is reported, since all pairs of a long list
/// would be too many.
fn contradictions(policy: &Policy, warn: &mut impl FnMut(&str, String, Lines)) {
    let state = |f: &Figure| matches!(f.kind, FigureKind::Actual | FigureKind::Baseline);
    let mut alike: BTreeMap<_, Vec<(&Figure, f64)>> = BTreeMap::new();
    for figure in &policy.figures {
        let told = state(figure) || figure.kind == FigureKind::Target;
        if let (Some(indicator), Some(year), Some(value), true) =
            (&figure.indicator, figure.year, comparable(figure), told)
        {
            let key = (indicator, year, figure.change, state(figure));
            alike.entry(key).or_default().push((figure, value));
        }
    }
    let mut found: Vec<(usize, usize, &Figure, &Figure)> = Vec::new();
    for figures in alike.values() {
        for (n, (figure, value)) in figures.iter().enumerate() {
            let differs =
                |second: &f64| (value - second).abs() > 1e-9 * value.abs().max(second.abs());
            let mut after = figures[n + 1..].iter().take(NEAREST);
            if let Some((other, _)) = after.find(|(_, second)| differs(second)) {
                found.push((place(policy, figure), place(policy, other), figure, other));
            }
        }
    }
    found.sort_by_key(|(first, second, _, _)| (*first, *second));
    for (_, _, figure, other) in found {
        let message = format!(
            "「{}」 and 「{}」 (line {}) give {} two values for {}",
            figure.quote,
            other.quote,
            other.lines.first,
            figure.name,
            figure.year.map_or(String::new(), |y| y.to_string()),
        );
        warn("figures-contradict", message, figure.lines);
    }
}

/// Maximum number of figures of its indicator and year that a figure is compared with. No real text
/// repeats a figure more often.
const NEAREST: usize = 50;

/// The place of a figure among all.
fn place(policy: &Policy, figure: &Figure) -> usize {
    let number = figure.id.strip_prefix('f').and_then(|n| n.parse().ok());
    number.unwrap_or(policy.figures.len())
}

/// The number in the unit of comparison.
fn comparable(figure: &Figure) -> Option<f64> {
    let value = figure
        .normalized
        .as_ref()
        .map(|n| n.value)
        .or(figure.value)?;
    Some(value.upper())
}

/// Warns of headings without any content.
fn empty_headings(section: &Section, warn: &mut impl FnMut(&str, String, Lines)) {
    let empty = section.headed && section.body.is_empty() && section.children.is_empty();
    if let (true, Some(lines)) = (empty, section.heading_lines) {
        warn(
            "heading-empty",
            format!("nothing stands under 「{}」", section.label()),
            lines,
        );
    }
    for child in &section.children {
        empty_headings(child, warn);
    }
}

/// Numbers of headings that skip or repeat.
fn numbers(section: &Section, warn: &mut impl FnMut(&str, String, Lines)) {
    let numbered = section
        .children
        .iter()
        .filter(|child| !child.is_annex())
        .filter_map(|c| Some((c.number.as_ref()?, c.heading_lines?)));
    let numbered: Vec<_> = numbered.collect();
    for pair in numbered.windows(2) {
        let ((before, _), (number, lines)) = (pair[0], pair[1]);
        if number.rank != before.rank {
            continue;
        }
        if number.value == before.value {
            warn(
                "number-repeated",
                format!("{} stands twice", number.written),
                lines,
            );
        } else if number.value != before.value + 1 {
            warn(
                "number-skipped",
                format!("{} follows {}", number.written, before.written),
                lines,
            );
        }
    }
    for child in &section.children {
        numbers(child, warn);
    }
}
