use std::collections::BTreeMap;
use std::fmt::Write;

use super::console::Console;
use super::progress::Progress;
use super::{End, build};
use crate::atlas::WantedPolicy;
use crate::cli;
use crate::pipeline::{self, Failure, Layout, UnstatedFields};
use crate::report::{count, count_by_severity, printable};

/// Maximum number of unmatched names listed of each kind.
const LISTED: usize = 20;

/// Prints all problems of a site; writes nothing.
pub fn run(layout: &Layout, arguments: &cli::Check, console: &Console) -> Result<End, Failure> {
    let report = pipeline::check(layout, &Progress::default());
    console.tell(&report.diagnostics);
    let mut text = String::new();
    list(
        &mut text,
        "Figures under no indicator of content/vocabulary/indicators.yaml",
        &report.unmatched.indicators,
    );
    list(
        &mut text,
        "Bodies of no kind in content/vocabulary/agencies.yaml",
        &report.unmatched.agencies,
    );
    wanted(&mut text, &report.wanted);
    unstated(&mut text, &report.unstated);
    let (errors, warnings) = count_by_severity(&report.diagnostics);
    console.sum_up(&format!(
        "{text}{}\n{}, {}\n",
        build::contents(&report.contents),
        count(errors, "error", "errors"),
        count(warnings, "warning", "warnings"),
    ));
    Ok(match errors > 0 || arguments.strict && warnings > 0 {
        true => End::Problems,
        false => End::Fine,
    })
}

/// Lists names, the most frequent first, as candidates for the vocabulary.
fn list(text: &mut String, head: &str, names: &BTreeMap<String, usize>) {
    if names.is_empty() {
        return;
    }
    let n = names.len();
    let mut counts: Vec<_> = names.iter().collect();
    counts.sort_by(|a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));
    let _ = writeln!(text, "{head} ({n}):");
    for (name, count) in counts.iter().take(LISTED) {
        let _ = writeln!(text, "{count:6}  {name}");
    }
    if n > LISTED {
        let _ = writeln!(text, "        … and {} more", n - LISTED);
    }
    text.push('\n');
}

/// Lists policies that texts refer to, the most frequent first, as candidates for the next import.
fn wanted(text: &mut String, policies: &[WantedPolicy]) {
    if policies.is_empty() {
        return;
    }
    let head = "Policies that texts refer to and that are not here";
    let n = policies.len();
    let _ = writeln!(text, "{head} ({n}):");
    for policy in policies.iter().take(LISTED) {
        let number = policy.document_number.as_deref();
        let number = number.map_or(String::new(), |number| format!("（{number}）"));
        let (file, line) = &policy.first;
        let _ = writeln!(
            text,
            "{:6}  《{}》{number}  {}:{line}",
            policy.documents,
            printable(&policy.title, &[]),
            printable(file, &[]),
        );
    }
    if n > LISTED {
        let _ = writeln!(text, "        … and {} more", n - LISTED);
    }
    text.push('\n');
}

/// Lists facts about the texts that readers need and nobody has stated.
fn unstated(text: &mut String, unstated: &UnstatedFields) {
    let files = [
        (
            "Texts whose official address is not known (url in content/sources.yaml)",
            &unstated.addresses,
        ),
        ("Texts whose date is not known", &unstated.dates),
    ];
    for (head, files) in files.into_iter().filter(|(_, files)| !files.is_empty()) {
        let n = files.len();
        let _ = writeln!(text, "{head} ({n}):");
        for file in files.iter().take(LISTED) {
            let _ = writeln!(text, "        {}", printable(file, &[]));
        }
        if files.len() > LISTED {
            let _ = writeln!(text, "        … and {} more", files.len() - LISTED);
        }
        text.push('\n');
    }
    if unstated.report_address {
        text.push_str("No report_url in content/site.yaml: readers cannot report a mistake\n\n");
    }
}
