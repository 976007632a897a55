//! Building the index and asking it: `cargo bench --bench search`. Prints the speed of indexing and
//! of the export for browsers, the time of a query, and the most memory held.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark prints what it measured"
)]

#[path = "shared/mod.rs"]
mod shared;

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use cewen::atlas::Atlas;
use cewen::search::{Asked, Index, IndexSource, Words, dictionary, records};
use cewen::vocabulary::Vocabulary;
use shared::{peak, policies};

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
    let (policies, bytes) = policies(&seeds, &vocabulary);
    let texts = policies.len();
    let atlas = Atlas::link(policies, &vocabulary);
    let phrases = cewen::site::phrases(&root.join("themes/default"), "zh-CN").unwrap();
    let records = records(&atlas, &vocabulary, &phrases);
    println!(
        "{} texts, {:.1} MB, {} records; {} MiB held before indexing",
        texts,
        bytes as f64 / 1e6,
        records.len(),
        peak()
    );

    let folder = tempfile::tempdir().unwrap();
    drop(records);
    let source = IndexSource {
        atlas: &atlas,
        vocabulary: &vocabulary,
        phrases: &phrases,
        today: jiff::civil::date(2026, 1, 1),
    };
    let words = Words::new(&dictionary(&vocabulary));
    let started = Instant::now();
    let index = Index::make(folder.path(), source, &words).unwrap();
    told("index", started.elapsed(), bytes);
    let started = Instant::now();
    let (files, written) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let put = |_: &str, bytes: &[u8]| {
        files.fetch_add(1, Ordering::Relaxed);
        written.fetch_add(bytes.len(), Ordering::Relaxed);
        Ok(())
    };
    index.export(&put).unwrap();
    told("export", started.elapsed(), bytes);
    println!(
        "{} files, {:.1} MB; {} MiB held at most",
        files.into_inner(),
        written.into_inner() as f64 / 1e6,
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
