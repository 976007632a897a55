use std::path::Path;

use super::console::Console;
use super::{End, terminal};
use crate::cli;
use crate::model::{Diagnostic, Policy, below};
use crate::pipeline::{Failure, Layout, SeedFile, inputs};
use crate::yaml;

/// Prints the documents in the files; warnings go to stderr. A file that cannot be read does not stop the
/// others.
pub fn run(layout: &Layout, arguments: &cli::Extract, console: &Console) -> Result<End, Failure> {
    let reader = inputs::text_reader(layout)?;
    let mut policies = Vec::new();
    let mut wrong = Vec::new();
    for path in &arguments.files {
        let read = SeedFile::read(path).and_then(|text| reader.read(text, &name(layout, path)));
        match read {
            Ok((policy, warnings)) => {
                console.tell(&warnings);
                policies.push(policy);
            }
            Err(missing) if arguments.files.len() == 1 && missing.code == "unreadable" => {
                return Err(Failure::CannotRun(missing));
            }
            Err(diagnostic) => wrong.push(diagnostic),
        }
    }
    terminal::out(&write(&policies, arguments.format).map_err(Failure::CannotRun)?);
    console.tell(&wrong);
    Ok(if wrong.is_empty() {
        End::Fine
    } else {
        End::Problems
    })
}

/// The name of a seed below the root, whatever path the caller used.
fn name(layout: &Layout, path: &Path) -> String {
    match (layout.root().canonicalize(), path.canonicalize()) {
        (Ok(root), Ok(real)) if real.starts_with(&root) => below(&root, &real),
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
