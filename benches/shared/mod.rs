//! What the benchmarks have in common.

use std::path::Path;

use cewen::extract::{Seed, read_policy};
use cewen::model::Policy;
use cewen::vocabulary::Vocabulary;

/// The texts of a folder, read, and their bytes in all.
pub fn policies(folder: &Path, vocabulary: &Vocabulary) -> (Vec<Policy>, usize) {
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "txt"))
        .collect();
    files.sort();
    let mut bytes = 0;
    let policies = files
        .iter()
        .map(|file| {
            let text = std::fs::read(file).unwrap();
            bytes += text.len();
            let name = file.file_name().unwrap().to_string_lossy().into_owned();
            let seed = Seed {
                id: Some(name.trim_end_matches(".txt").to_owned()),
                file: name,
                ..Seed::default()
            };
            read_policy(&text, &seed, vocabulary).unwrap()
        })
        .collect();
    (policies, bytes)
}

/// The most memory the process has held, in MiB, where the system tells.
pub fn peak() -> String {
    std::fs::read_to_string("/proc/self/status")
        .ok()
        .and_then(|status| {
            let line = status.lines().find(|l| l.starts_with("VmHWM:"))?.to_owned();
            let kib: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
            Some((kib / 1024).to_string())
        })
        .unwrap_or_else(|| "?".to_owned())
}
