//! How right the extraction is: hand labels in `tests/gold/` against what is read from `seeds/`.
//!
//! Prints the table of scores (`cargo test --test gold -- --nocapture`) and fails under the floors.
//! How a label is scored stands in `tests/gold/SCHEMA.md`.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test unwraps what it expects; this one prints its scores"
)]

#[path = "gold/comparable.rs"]
mod comparable;
#[path = "gold/labels.rs"]
mod labels;
#[path = "gold/score.rs"]
mod score;
#[path = "gold/topics.rs"]
mod topics;

use std::path::{Path, PathBuf};

use cewen::extract::{Seed, read_policy};
use cewen::model::Policy;
use cewen::vocabulary::Vocabulary;
use labels::Labels;
use score::Score;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn vocabulary() -> Vocabulary {
    Vocabulary::load(&root().join("content/vocabulary")).unwrap_or_else(|e| panic!("{e:#?}"))
}

fn read(file: &Path, vocabulary: &Vocabulary) -> Policy {
    let name = file.file_name().unwrap().to_string_lossy();
    let seed = Seed {
        file: format!("seeds/{name}"),
        ..Seed::default()
    };
    read_policy(&std::fs::read(file).unwrap(), &seed, vocabulary)
        .unwrap_or_else(|e| panic!("{e:#?}"))
}

/// All seeds, in the order of their names.
fn policies(vocabulary: &Vocabulary) -> Vec<Policy> {
    let mut seeds: Vec<PathBuf> = std::fs::read_dir(root().join("seeds"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    seeds.sort();
    seeds.iter().map(|file| read(file, vocabulary)).collect()
}

fn labels() -> Vec<Labels> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(root().join("tests/gold"))
        .unwrap()
        .map(|e| e.unwrap().path())
        .filter(|p| p.extension().is_some_and(|e| e == "yaml"))
        // 000.yaml and so on label a document; the others label what links documents.
        .filter(|p| {
            p.file_stem()
                .is_some_and(|s| s.to_string_lossy().parse::<u32>().is_ok())
        })
        .collect();
    files.sort();
    files.iter().map(|f| Labels::load(f)).collect()
}

/// The least that is accepted, in per cent: raised as the rules get better, never lowered.
const FLOORS: &[(&str, f64)] = &[
    ("record", 100.0),
    ("measures", 99.0),
    ("agencies", 99.0),
    ("figures", 97.0),
    ("unit", 95.0),
    ("year", 95.0),
    ("bound", 95.0),
    ("kind", 95.0),
    ("change", 95.0),
    ("base_year", 95.0),
    ("name", 95.0),
    ("measure", 95.0),
];

#[test]
fn extraction_agrees_with_hand_labels() {
    let vocabulary = vocabulary();
    let mut total = Score::default();
    println!("{}", Score::head());
    for labels in labels() {
        let policy = read(&root().join("seeds").join(&labels.seed), &vocabulary);
        let score = Score::of(&labels, &policy);
        println!("{}", score.row(&labels.seed));
        total.add(&score);
    }
    println!("{}", total.row("all"));
    for miss in &total.misses {
        println!("  {miss}");
    }
    let low: Vec<String> = FLOORS
        .iter()
        .filter(|(what, floor)| total.value(what) < *floor)
        .map(|(what, floor)| format!("{what} {:.1} < {floor}", total.value(what)))
        .collect();
    assert!(low.is_empty(), "under the floor: {low:?}");
}
