//! Any bytes become a policy whose lines lie in the text, or a diagnostic; the ledger always closes.
#![no_main]

use std::path::Path;
use std::sync::LazyLock;

use cewen::extract::{Seed, account, read_policy};
use cewen::vocabulary::Vocabulary;
use libfuzzer_sys::fuzz_target;

static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(|| {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../content/vocabulary");
    Vocabulary::load(&dir).expect("the project's vocabulary loads")
});

fuzz_target!(|bytes: &[u8]| {
    if let Ok(policy) = read_policy(bytes, &Seed::default(), &VOCABULARY) {
        let lines = bytes.iter().filter(|b| **b == b'\n').count() + 1;
        assert!(policy.measures.iter().all(|m| m.lines.first >= 1));
        assert!(policy.source.encoding.starts_with("utf-16") || policy.figures.iter().all(|f| f.lines.last <= lines));
        assert!(account::account(bytes, "fuzz", &policy, &VOCABULARY).is_ok());
    }
});
