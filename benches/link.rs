//! Time and memory of linking measures: `cargo bench --bench link`. The measures are those of the
//! seeds, repeated under other ids with some of their words replaced, so that they stay alike.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark prints what it measured"
)]

#[path = "shared/mod.rs"]
mod shared;

use std::path::Path;
use std::time::Instant;

use cewen::atlas::Atlas;
use cewen::model::Policy;
use cewen::vocabulary::Vocabulary;
use shared::{peak, policies};

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let vocabulary = Vocabulary::load(&root.join("content/vocabulary")).unwrap();
    let (policies, _) = policies(&root.join("seeds"), &vocabulary);
    let own: usize = policies.iter().map(|p| p.measures.len()).sum();
    println!("measures      seconds   of n log n     peak MiB");
    let mut first = None;
    for wanted in [1_000_usize, 10_000, 100_000] {
        let many = repeated(&policies, wanted.div_ceil(own));
        let measures: usize = many.iter().map(|p| p.measures.len()).sum();
        let started = Instant::now();
        let atlas = Atlas::link(many, &vocabulary);
        let seconds = started.elapsed().as_secs_f64();
        let n = measures as f64;
        let unit = seconds / (n * n.ln());
        let ratio = unit / *first.get_or_insert(unit);
        println!("{measures:>8} {seconds:>12.2} {ratio:>12.2} {:>12}", peak());
        drop(atlas);
    }
}

/// Copies of the policies under other ids, every copy with another third of its words replaced.
fn repeated(policies: &[Policy], times: usize) -> Vec<Policy> {
    let mut all = Vec::new();
    for n in 0..times {
        for policy in policies {
            let mut copy = policy.clone();
            copy.id = format!("{}-{n:05}", copy.id);
            for measure in &mut copy.measures {
                measure.id = format!("{}-{n:05}", measure.id);
                measure.text = varied(&measure.text, n);
            }
            all.push(copy);
        }
    }
    all
}

/// Every third run between commas is moved on by `n` in the block of common ideographs.
fn varied(text: &str, n: usize) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, run) in text.split_inclusive(['，', '。', '、']).enumerate() {
        if n == 0 || !(at + n).is_multiple_of(3) {
            out.push_str(run);
            continue;
        }
        out.extend(run.chars().map(|c| match c {
            '\u{4e00}'..='\u{9fa5}' => {
                let moved = (c as u32 - 0x4e00 + 37 * n as u32) % 20_902 + 0x4e00;
                char::from_u32(moved).unwrap_or(c)
            }
            c => c,
        }));
    }
    out
}
