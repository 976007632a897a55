//! Isolation of parsers: a failure while reading one text does not affect the others.

use std::any::Any;
use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::sync::{Mutex, Once, PoisonError};
use std::thread;
use std::time::Duration;

use crate::disk;
use crate::model::Diagnostic;

/// Maximum time for one text; the slowest of real texts takes a hundredth of it.
const LONGEST: Duration = Duration::from_secs(120);
/// The largest text that is read, in bytes. All data about a text grows with it, so this limit bounds the
/// memory of a parser.
pub const LARGEST_TEXT: u64 = 16 << 20;
/// Maximum size of an imported file, including its pictures.
pub const LARGEST_FILE: u64 = 256 << 20;
/// Stack of a parser thread: nested text is parsed by recursion.
const STACK: usize = 64 << 20;

/// The work for a parser thread.
type Job = Box<dyn FnOnce() + Send>;

/// Parser threads that wait for a text. One that never finishes is not put back: it ends with the
/// program.
static IDLE: Mutex<Vec<Sender<Job>>> = Mutex::new(Vec::new());

/// The bytes of a file that is to be read.
///
/// # Errors
/// If it cannot be opened, or is larger than the largest that is read.
pub fn bytes(path: &Path, largest: u64) -> Result<Vec<u8>, Diagnostic> {
    let unreadable = |error: std::io::Error| {
        Diagnostic::error("unreadable", path, format!("cannot be read: {error}"))
            .help("see that it is there and that you may read it")
    };
    let size = std::fs::metadata(path).map_err(unreadable)?.len();
    self::size(path, size, largest)?;
    disk::bytes(path).map_err(unreadable)
}

/// Refuses a file larger than the limit.
pub fn size(name: impl Into<PathBuf>, size: u64, largest: u64) -> Result<(), Diagnostic> {
    if size > largest {
        let mb = |bytes: u64| bytes.div_ceil(1 << 20);
        let told = format!("has {} MB, more than {}", mb(size), mb(largest));
        return Err(Diagnostic::error("text-too-large", name, told)
            .help("split it, or take out what is no text of a policy"));
    }
    Ok(())
}

/// Runs a parser on a thread of its own and returns its result.
///
/// # Errors
/// If it panics or takes longer than two minutes; the diagnostic names the file.
pub fn run<T: Send + 'static>(
    file: &str,
    reader: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Diagnostic> {
    run_within(LONGEST, file, reader)
}

fn run_within<T: Send + 'static>(
    longest: Duration,
    file: &str,
    reader: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Diagnostic> {
    listen_to_panics();
    let (done, result) = mpsc::channel();
    let named = file.to_owned();
    let job: Job = Box::new(move || {
        let read = panic::catch_unwind(AssertUnwindSafe(|| {
            fail_on_request(&named);
            reader()
        }));
        // After a timeout nobody receives the result.
        let _ = done.send(read.map_err(|panic| (words(&*panic), PLACE.take())));
    });
    let idle = IDLE.lock().unwrap_or_else(PoisonError::into_inner).pop();
    let worker = match idle {
        Some(worker) => worker,
        None => start().map_err(|error| {
            Diagnostic::error(
                "text-failed",
                file,
                format!("no thread to read it: {error}"),
            )
            .help("close other programs and try again")
        })?,
    };
    // A worker ends only with the program.
    let _ = worker.send(job);
    let result = result.recv_timeout(longest);
    if !matches!(result, Err(RecvTimeoutError::Timeout)) {
        IDLE.lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(worker);
    }
    match result {
        Ok(Ok(read)) => Ok(read),
        Ok(Err((words, place))) => {
            let place = place.map(|place| format!(" ({place})")).unwrap_or_default();
            Err(failed(
                file,
                &format!("the program failed on it: {words}{place}"),
            ))
        }
        Err(RecvTimeoutError::Timeout) => {
            let told = format!("was not read within {} seconds", longest.as_secs_f32());
            Err(Diagnostic::error("text-too-slow", file, told)
                .help("split it; a fault of the program, if it is no longer than others: please report it"))
        }
        Err(RecvTimeoutError::Disconnected) => Err(failed(file, "its reader ended early")),
    }
}

fn failed(file: &str, told: &str) -> Diagnostic {
    Diagnostic::error("text-failed", file, told)
        .help("a fault of the program: please report it with the text; the other texts are read")
}

/// Starts a reader.
fn start() -> std::io::Result<Sender<Job>> {
    let (worker, jobs) = mpsc::channel::<Job>();
    thread::Builder::new()
        .name("reader".to_owned())
        .stack_size(STACK)
        .spawn(move || {
            IS_READER.set(true);
            jobs.into_iter().for_each(|job| job());
        })?;
    Ok(worker)
}

thread_local! {
    static IS_READER: Cell<bool> = const { Cell::new(false) };
    /// The location of the last panic of this thread.
    static PLACE: Cell<Option<String>> = const { Cell::new(None) };
}

/// Installs a panic hook that records the location of a parser's panic. The panic is reported with its
/// file; other panics go to the former hook.
fn listen_to_panics() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let others = panic::take_hook();
        panic::set_hook(Box::new(move |panic| match IS_READER.get() {
            true => PLACE.set(panic.location().map(ToString::to_string)),
            false => others(panic),
        }));
    });
}

/// The message of a panic, on one line.
fn words(panic: &(dyn Any + Send)) -> String {
    let words = panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied());
    let words = words.unwrap_or("no reason is known");
    words.lines().next().unwrap_or_default().to_owned()
}

/// Lets tests of the whole program make the parser fail on a file.
#[cfg(debug_assertions)]
fn fail_on_request(file: &str) {
    let told = std::env::var("CEWEN_TEST_FAIL_ON").ok();
    assert!(
        told.is_none_or(|name| !file.ends_with(&name)),
        "told to fail"
    );
}

#[cfg(not(debug_assertions))]
fn fail_on_request(_file: &str) {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reader_that_fails_or_hangs_is_told_and_the_next_reads() {
        let failed = run("seeds/a.txt", || {
            let none: [u8; 0] = [];
            none[std::hint::black_box(1)]
        });
        let failed = failed.unwrap_err();
        assert_eq!(failed.code, "text-failed");
        assert_eq!(failed.file, Path::new("seeds/a.txt"));
        assert!(failed.message.contains("isolate.rs"), "{failed:?}");
        let slow = run_within(Duration::from_millis(20), "seeds/b.txt", || {
            thread::sleep(Duration::from_secs(3600));
        });
        assert_eq!(slow.unwrap_err().code, "text-too-slow");
        assert_eq!(run("seeds/c.txt", || 1).unwrap(), 1);
    }

    #[test]
    fn a_file_that_is_too_large_is_not_even_opened() {
        let file = tempfile::NamedTempFile::new().unwrap();
        file.as_file().set_len(LARGEST_TEXT + 1).unwrap();
        let told = bytes(file.path(), LARGEST_TEXT).unwrap_err();
        assert_eq!(told.code, "text-too-large");
        assert!(told.message.contains("17 MB, more than 16"), "{told:?}");
        file.as_file().set_len(3).unwrap();
        assert_eq!(bytes(file.path(), LARGEST_TEXT).unwrap(), [0; 3]);
    }
}
