//! Reads the seeds and every text of the given folders with the last commit and with the working
//! tree, and prints what measures, assignments and figures came (+) and went (-).

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use super::{root, run, texts};

pub fn run_task(folders: &[String]) -> Result<(), String> {
    let root = root()?;
    let scratch = root.join("target/corpus-diff");
    let tree = scratch.join("tree");
    run(Command::new("git")
        .current_dir(&root)
        .args(["worktree", "prune"]))?;
    if tree.exists() {
        run(Command::new("git")
            .current_dir(&root)
            .args(["worktree", "remove", "--force"])
            .arg(&tree))?;
    }
    run(Command::new("git")
        .current_dir(&root)
        .args(["worktree", "add", "--detach", "--quiet"])
        .arg(&tree)
        .arg("HEAD"))?;
    let compared = build(&tree, &scratch.join("build"))
        .and_then(|old| Ok((old, build(&root, &root.join("target"))?)))
        .and_then(|(old, new)| compare(&texts(&root, folders)?, (&old, &tree), (&new, &root)));
    run(Command::new("git")
        .current_dir(&root)
        .args(["worktree", "remove", "--force"])
        .arg(&tree))?;
    compared
}

/// Builds the program of a source tree and gives its path.
fn build(source: &Path, target: &Path) -> Result<PathBuf, String> {
    run(Command::new("cargo")
        .current_dir(source)
        .args(["build", "--quiet", "--bin", "cewen"])
        .env("CARGO_TARGET_DIR", target))?;
    Ok(target.join("debug/cewen"))
}

fn compare(texts: &[PathBuf], old: (&Path, &Path), new: (&Path, &Path)) -> Result<(), String> {
    let mut totals: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for text in texts {
        let (before, after) = (facts(old, text)?, facts(new, text)?);
        let mut head = Some(format!("{}", text.display()));
        let all: std::collections::BTreeSet<&(&str, String)> =
            before.keys().chain(after.keys()).collect();
        for fact in all {
            let count = |facts: &Facts| facts.get(fact).copied().unwrap_or(0);
            let (was, is) = (count(&before), count(&after));
            if was == is {
                continue;
            }
            if let Some(head) = head.take() {
                println!("{head}");
            }
            let total = totals.entry(fact.0).or_default();
            total.0 += is.saturating_sub(was);
            total.1 += was.saturating_sub(is);
            println!(
                "  {} {} {}",
                if is > was { '+' } else { '-' },
                fact.0,
                fact.1
            );
        }
    }
    let sums: Vec<String> = totals
        .iter()
        .map(|(kind, (came, went))| format!("{kind} +{came} -{went}"))
        .collect();
    println!(
        "{} texts: {}",
        texts.len(),
        if sums.is_empty() {
            "no change".to_owned()
        } else {
            sums.join(", ")
        }
    );
    Ok(())
}

/// What was read of a text, each fact with how often.
type Facts = BTreeMap<(&'static str, String), usize>;

fn facts((program, root): (&Path, &Path), text: &Path) -> Result<Facts, String> {
    let output = Command::new(program)
        .arg("--root")
        .arg(root)
        .args(["extract", "--format", "json"])
        .arg(text)
        .output()
        .map_err(|e| format!("{}: {e}", program.display()))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(format!("extract failed on {}:\n{said}", text.display()));
    }
    let policy: Value = serde_json::from_slice(&output.stdout)
        .map_err(|e| format!("extract of {}: {e}", text.display()))?;
    let mut facts = Facts::new();
    let mut add = |kind, fact: String| *facts.entry((kind, fact)).or_default() += 1;
    let word = |v: &Value| v.as_str().map_or_else(|| v.to_string(), str::to_owned);
    let list = |v: &Value, key: &str| v[key].as_array().cloned().unwrap_or_default();
    for key in [
        "title",
        "document_number",
        "issuing_bodies",
        "issued_on",
        "effective_on",
        "region",
        "period",
    ] {
        add("record", format!("{key}: {}", word(&policy[key])));
    }
    for measure in list(&policy, "measures") {
        let title = word(&measure["title"]);
        add("measure", format!("{} {}", word(&measure["lines"]), title));
        for agency in list(&measure, "agencies") {
            add(
                "agency",
                format!(
                    "{title}: {} {}",
                    word(&agency["name"]),
                    word(&agency["role"])
                ),
            );
        }
    }
    for figure in list(&policy, "figures") {
        let fields = [
            "lines",
            "name",
            "value",
            "text",
            "unit",
            "bound",
            "year",
            "base_year",
            "change",
            "kind",
            "horizon",
            "binding",
        ];
        let shown: Vec<String> = fields
            .iter()
            .map(|f| word(&figure[f]))
            .filter(|w| w != "null")
            .collect();
        add("figure", shown.join(" "));
    }
    Ok(facts)
}
