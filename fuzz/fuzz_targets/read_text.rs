//! Any bytes become logical lines or a diagnostic.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = cewen::text::read(bytes, "fuzz");
});
