use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::Duration;

use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use crate::pipeline::Layout;

/// An editor writes a file in several steps, so a build waits until no event has come for this time.
const QUIET: Duration = Duration::from_millis(60);

/// Watches the inputs of a site, but for the files that the program itself has `written`, and calls
/// `changed` after every change, until the returned watcher is dropped.
pub fn watch(
    layout: &Layout,
    written: Vec<PathBuf>,
    mut changed: impl FnMut() + Send + 'static,
) -> notify::Result<RecommendedWatcher> {
    let (tell, told) = mpsc::channel();
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
        if event.is_ok_and(|event| matters(&event, &written)) {
            let _ = tell.send(());
        }
    })?;
    for folder in layout.kept() {
        if folder.is_dir() {
            watcher.watch(&folder, RecursiveMode::Recursive)?;
        }
    }
    std::thread::spawn(move || {
        while told.recv().is_ok() {
            while told.recv_timeout(QUIET).is_ok() {}
            changed();
        }
    });
    Ok(watcher)
}

/// Whether an event changes a file that people keep. Reads, files written by builds and hidden files of
/// editors do not count.
fn matters(event: &notify::Event, written: &[PathBuf]) -> bool {
    let hidden = |path: &Path| {
        path.file_name().is_some_and(|name| {
            name.to_string_lossy().starts_with('.') || name.to_string_lossy().ends_with('~')
        })
    };
    let own = |path: &PathBuf| !hidden(path) && !written.iter().any(|w| path.starts_with(w));
    !matches!(event.kind, EventKind::Access(_)) && event.paths.iter().any(own)
}
