use std::path::Path;
use std::sync::Arc;

use super::layout::Layout;
use super::report::Reporter;
use super::{End, Stop, inputs, isolated, seeds, terminal};
use crate::cli;
use crate::model::{Diagnostic, Policy};
use crate::vocabulary::Vocabulary;
use crate::yaml;

/// Shows the documents that the files hold; warnings go to stderr. One file that cannot be read keeps
/// no other from being shown.
pub fn run(layout: &Layout, arguments: &cli::Extract, reporter: &Reporter) -> Result<End, Stop> {
    let sources = Arc::new(inputs::sources(layout).map_err(Stop::Input)?);
    let vocabulary = Arc::new(Vocabulary::load(&layout.vocabulary()).map_err(Stop::Input)?);
    let mut policies = Vec::new();
    let mut wrong = Vec::new();
    for path in &arguments.files {
        let read = isolated::bytes(path, isolated::LARGEST_TEXT)
            .and_then(|bytes| seeds::apart(bytes, &name(layout, path), &sources, &vocabulary));
        match read {
            Ok((policy, warnings)) => {
                reporter.tell(&warnings);
                policies.push(policy);
            }
            Err(missing) if arguments.files.len() == 1 && missing.code == "unreadable" => {
                return Err(Stop::CannotRun(missing));
            }
            Err(diagnostic) => wrong.push(diagnostic),
        }
    }
    terminal::out(&write(&policies, arguments.format).map_err(Stop::CannotRun)?);
    reporter.tell(&wrong);
    Ok(if wrong.is_empty() {
        End::Fine
    } else {
        End::Problems
    })
}

/// A seed keeps its name below the root, however the caller got there.
fn name(layout: &Layout, path: &Path) -> String {
    match (layout.root().canonicalize(), path.canonicalize()) {
        (Ok(root), Ok(real)) if real.starts_with(&root) => super::layout::below(&root, &real),
        _ => path.display().to_string(),
    }
}

fn write(policies: &[Policy], format: cli::Format) -> Result<String, Diagnostic> {
    let refused = |error: &dyn std::fmt::Display| {
        Diagnostic::error("document", "stdout", format!("cannot be written: {error}"))
    };
    match (format, policies) {
        (_, []) => Ok(String::new()),
        (cli::Format::Yaml, _) => {
            let parts: Result<Vec<String>, _> = policies.iter().map(yaml::to_string).collect();
            Ok(parts.map_err(|e| refused(&e))?.join("---\n"))
        }
        (cli::Format::Json, [policy]) => serde_json::to_string_pretty(policy)
            .map(|json| json + "\n")
            .map_err(|e| refused(&e)),
        (cli::Format::Json, _) => serde_json::to_string_pretty(policies)
            .map(|json| json + "\n")
            .map_err(|e| refused(&e)),
    }
}
