//! How fast texts are read: MB/s and files/s over the seeds.
//!
//! `cargo bench --bench extract`
#![allow(
    missing_docs,
    clippy::unwrap_used,
    reason = "criterion's macros; a bench that cannot read fails"
)]

use std::hint::black_box;
use std::path::Path;

use cewen::extract::{Seed, read_policy};
use cewen::vocabulary::Vocabulary;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

fn extract(c: &mut Criterion) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let vocabulary = Vocabulary::load(&root.join("content/vocabulary")).unwrap();
    let mut texts: Vec<(String, Vec<u8>)> = std::fs::read_dir(root.join("seeds"))
        .unwrap()
        .map(|e| e.unwrap().path())
        .map(|p| {
            (
                p.file_name().unwrap().to_string_lossy().into_owned(),
                std::fs::read(p).unwrap(),
            )
        })
        .collect();
    texts.sort();
    let bytes: usize = texts.iter().map(|(_, b)| b.len()).sum();
    let read = |(name, bytes): &(String, Vec<u8>)| {
        let seed = Seed {
            file: name.clone(),
            ..Seed::default()
        };
        read_policy(black_box(bytes), &seed, &vocabulary).unwrap()
    };

    let mut group = c.benchmark_group("seeds");
    group.sample_size(20);
    group.throughput(Throughput::Bytes(bytes as u64));
    group.bench_function("text", |b| {
        b.iter(|| {
            texts
                .iter()
                .map(|(name, bytes)| {
                    cewen::text::read(black_box(bytes), name)
                        .unwrap()
                        .pieces
                        .len()
                })
                .sum::<usize>()
        });
    });
    group.bench_function("extract, MB/s", |b| {
        b.iter(|| texts.iter().map(|t| read(t).measures.len()).sum::<usize>())
    });
    group.throughput(Throughput::Elements(texts.len() as u64));
    group.bench_function("extract, files/s", |b| {
        b.iter(|| texts.iter().map(|t| read(t).measures.len()).sum::<usize>())
    });
    group.finish();

    let mut group = c.benchmark_group("vocabulary");
    group.sample_size(20);
    group.bench_function("load", |b| {
        b.iter(|| Vocabulary::load(&root.join("content/vocabulary")).unwrap())
    });
    group.finish();
}

criterion_group!(benches, extract);
criterion_main!(benches);
