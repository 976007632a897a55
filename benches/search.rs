//! Building the index and asking it: `cargo bench --bench search`. Prints the speed of indexing and
//! of the export for browsers, the time of a query, and the most memory held.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark prints what it measured"
)]

use std::path::Path;
use std::time::{Duration, Instant};

use cewen::atlas::Atlas;
use cewen::extract::{Seed, read_policy};
use cewen::search::{Asked, build, export, records};
use cewen::vocabulary::Vocabulary;

const QUERIES: [&str; 8] = [
    "光伏装机",
    "森林覆盖率 80%",
    "新能源汽车充电桩",
    "\"绿色建筑\" -装配式",
    "部门:发改委 储能",
    "我市2025年森林覆盖率目标是多少？",
    "碳普",
    "丽政办发[2021]56号",
];

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let vocabulary = Vocabulary::load(&root.join("content/vocabulary")).unwrap();
    // A folder of texts may be named, such as one of `cargo xtask generate`.
    let seeds = std::env::args().nth(1).filter(|a| !a.starts_with('-'));
    let seeds = seeds.map_or_else(|| root.join("seeds"), Into::into);
    let mut files: Vec<_> = std::fs::read_dir(seeds)
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
            read_policy(&text, &seed, &vocabulary).unwrap()
        })
        .collect();
    let atlas = Atlas::link(policies, &vocabulary);
    let records = records(&atlas, &vocabulary);
    println!(
        "{} texts, {:.1} MB, {} records; {} MiB held before indexing",
        files.len(),
        bytes as f64 / 1e6,
        records.len(),
        peak()
    );

    let folder = tempfile::tempdir().unwrap();
    let started = Instant::now();
    let index = build(folder.path(), &records, &vocabulary, "bench").unwrap();
    told("index", started.elapsed(), bytes);
    let site = tempfile::tempdir().unwrap();
    let started = Instant::now();
    let sizes = export(&index, &records, &vocabulary, site.path()).unwrap();
    told("export", started.elapsed(), bytes);
    println!(
        "{} files, {:.1} MB; {} MiB held at most",
        sizes.files,
        sizes.bytes as f64 / 1e6,
        peak()
    );

    let asked = Asked {
        limit: 10,
        ..Asked::default()
    };
    for query in QUERIES {
        let mut times: Vec<Duration> = (0..20)
            .map(|_| {
                let started = Instant::now();
                let answer = index.search(query, &asked).unwrap();
                assert!(answer.query == query);
                started.elapsed()
            })
            .collect();
        times.sort();
        println!("{:>9.2} ms  {query}", times[10].as_secs_f64() * 1e3);
    }
}

fn told(what: &str, time: Duration, bytes: usize) {
    let seconds = time.as_secs_f64();
    let speed = bytes as f64 / 1e6 / seconds;
    println!("{what}: {seconds:.2} s, {speed:.2} MB/s");
}

/// The most memory the process has held, in MiB, where the system tells.
fn peak() -> String {
    std::fs::read_to_string("/proc/self/status")
        .ok()
        .and_then(|status| {
            let line = status.lines().find(|l| l.starts_with("VmHWM:"))?.to_owned();
            let kib: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
            Some((kib / 1024).to_string())
        })
        .unwrap_or_else(|| "?".to_owned())
}
