use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::terminal;
use crate::observe::{Observer, Span, Work};
use crate::report::Timings;

/// Measures the work and shows its progress: a line on a terminal, nothing in a pipe.
#[derive(Default)]
pub struct Progress {
    /// Whether the start and end of each stage are printed.
    is_verbose: bool,
    timings: Timings,
    bar: Mutex<Option<ProgressBar>>,
}

impl Progress {
    /// Creates a progress display that prints each stage if `is_verbose`.
    pub fn new(is_verbose: bool) -> Self {
        Self {
            is_verbose,
            ..Self::default()
        }
    }

    /// The durations of all work, as a table.
    pub fn table(&self) -> String {
        self.timings.table(terminal::language())
    }

    fn begin(&self, work: Work<'_>) {
        match work {
            Work::Texts(count) => self.show("reading", count),
            Work::Stage("rendering") => self.show("rendering", 1),
            _ => {}
        }
        if let (Work::Stage(name), true) = (work, self.is_verbose) {
            terminal::err(&format!("{} …\n", terminal::translated(name)));
        }
    }

    fn end(&self, work: Work<'_>, from: Instant, to: Instant) {
        let held = match work {
            Work::Stage(_) => peak_memory(),
            _ => 0,
        };
        self.timings.record(work, (from, to), held);
        let mut bar = self.bar.lock().unwrap_or_else(PoisonError::into_inner);
        match work {
            Work::Text(_) => bar.iter().for_each(|bar| bar.inc(1)),
            Work::Texts(_) | Work::Stage("rendering") => {
                bar.take().iter().for_each(ProgressBar::finish_and_clear);
            }
            _ => {}
        }
        if let (Work::Stage(name), true) = (work, self.is_verbose) {
            let time = format!("{:.2} s", (to - from).as_secs_f64());
            let (name, time) = (terminal::translated(name), terminal::translated(&time));
            terminal::err(&format!("{name}: {time}\n"));
        }
    }

    /// Shows a progress line that counts to `steps`.
    fn show(&self, doing: &'static str, steps: usize) {
        let bar = ProgressBar::with_draw_target(Some(steps as u64), ProgressDrawTarget::stderr());
        let template = match steps {
            0 | 1 => "{msg} …",
            _ => "{msg} {pos}/{len}",
        };
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        bar.set_message(terminal::translated(doing).into_owned());
        bar.tick();
        *self.bar.lock().unwrap_or_else(PoisonError::into_inner) = Some(bar);
    }
}

/// Shows on a terminal which of several files is being worked at.
pub struct FileProgress(ProgressBar);

impl FileProgress {
    /// Creates the progress of `files` files, before the first one.
    pub fn new(doing: &'static str, files: usize) -> Self {
        let target = match files {
            0 | 1 => ProgressDrawTarget::hidden(),
            _ => ProgressDrawTarget::stderr(),
        };
        let bar = ProgressBar::with_draw_target(Some(files as u64), target);
        if let Ok(style) = ProgressStyle::with_template("{prefix} {pos}/{len} {msg}") {
            bar.set_style(style);
        }
        bar.set_prefix(terminal::translated(doing).into_owned());
        Self(bar)
    }

    /// Shows the file that is worked at now.
    pub fn begin(&self, file: &Path) {
        let name = file.file_name().unwrap_or_default();
        self.0.set_message(name.to_string_lossy().into_owned());
        self.0.inc(1);
    }

    /// Hides the progress line while `print` runs.
    pub fn while_hidden(&self, print: impl FnOnce()) {
        self.0.suspend(print);
    }

    /// Takes the line away.
    pub fn end(&self) {
        self.0.finish_and_clear();
    }
}

impl Observer for Progress {
    fn start<'a>(&'a self, work: Work<'a>) -> Span<'a> {
        self.begin(work);
        let from = Instant::now();
        Span::new(move || self.end(work, from, Instant::now()))
    }
}

/// The peak memory of the process, in MiB; 0 if the system does not tell.
fn peak_memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"));
    let kib = line.and_then(|l| l.split_whitespace().next()?.parse::<u64>().ok());
    kib.unwrap_or(0) / 1024
}
