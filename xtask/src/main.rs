//! Tasks of the people who work on cewen.
//!
//! `corpus-diff DIR…` shows what a changed rule changes: it is judged by this list, over texts that
//! it was not written for. `sweep [--build] DIR…` reads every file in a process of its own and lists
//! what the program fails on. `generate N OUT DIR…` makes a site of N documents out of the texts of the
//! given folders, for measuring.

mod corpus_diff;
mod generate;
mod sweep;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use walkdir::WalkDir;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let fine = |()| ExitCode::SUCCESS;
    let result = match arguments.split_first() {
        Some((task, folders)) if task == "corpus-diff" => corpus_diff::run_task(folders).map(fine),
        Some((task, rest)) if task == "generate" => generate::run_task(rest).map(fine),
        Some((task, rest)) if task == "sweep" => sweep::run_task(rest),
        _ => Err(
            "usage: cargo xtask corpus-diff DIR… | sweep [--build] DIR… | generate N OUT DIR…"
                .to_owned(),
        ),
    };
    match result {
        Ok(code) => code,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::from(2)
        }
    }
}

/// The folder of the repository.
fn root() -> Result<PathBuf, String> {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    Ok(own.parent().ok_or("no root")?.to_owned())
}

/// Runs a command that has to go well.
fn run(command: &mut Command) -> Result<(), String> {
    let status = command.status().map_err(|e| format!("{command:?}: {e}"))?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("{command:?} failed"))
    }
}

/// The seeds and every `.txt` below the folders, sorted.
fn texts(root: &Path, folders: &[String]) -> Result<Vec<PathBuf>, String> {
    let mut texts = Vec::new();
    for folder in std::iter::once(root.join("seeds")).chain(folders.iter().map(PathBuf::from)) {
        for entry in WalkDir::new(&folder) {
            let entry = entry.map_err(|e| format!("{}: {e}", folder.display()))?;
            if entry.path().extension().is_some_and(|e| e == "txt") {
                texts.push(entry.into_path());
            }
        }
    }
    texts.sort();
    Ok(texts)
}
