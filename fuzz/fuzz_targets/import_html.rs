//! Any bytes that pass for a web page are imported or refused.
#![no_main]

use std::path::Path;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let page = [b"<!doctype html><meta charset=utf-8><body>", bytes].concat();
    if let Ok(imported) = cewen::import::read(Path::new("a.html"), &page) {
        assert!(!imported.text.contains('\0'));
    }
});
