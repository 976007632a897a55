//! Points at which tests let a build fail or end.

use std::io;

/// Counts a step that changes files of the site. If `CEWEN_FAULT` names its number, the step fails
/// (`3:error`) or the program ends at once (`3:kill`); only for tests, in unoptimised programs.
#[cfg(debug_assertions)]
pub fn point() -> io::Result<()> {
    use std::sync::atomic::{AtomicUsize, Ordering};
    static STEPS: AtomicUsize = AtomicUsize::new(0);
    let step = STEPS.fetch_add(1, Ordering::SeqCst) + 1;
    let Ok(fault) = std::env::var("CEWEN_FAULT") else {
        return Ok(());
    };
    match fault.split_once(':') {
        Some((number, kind)) if number.parse() == Ok(step) => match kind {
            "kill" => std::process::abort(),
            _ => Err(io::Error::other("a fault of a test")),
        },
        _ => Ok(()),
    }
}

/// Does nothing in optimised programs.
#[cfg(not(debug_assertions))]
pub fn point() -> io::Result<()> {
    Ok(())
}
