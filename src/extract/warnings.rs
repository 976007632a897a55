//! What a reader of the YAML should look at.

use crate::model::{Lines, Policy, Warning};
use crate::outline::{Outline, Section};

/// Looks at a document that was read.
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
    numbers(&outline.root, &mut warn);
    warnings
}

/// Numbers of headings that skip or repeat.
fn numbers(section: &Section, warn: &mut impl FnMut(&str, String, Lines)) {
    let numbered = section
        .children
        .iter()
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
