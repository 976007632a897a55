use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use super::terminal;
use crate::observe::{Observer, Span, Work};

/// How long everything took, for `--timings`, and what is being done, for `-v`.
#[derive(Default)]
pub struct Timings {
    verbose: bool,
    stages: Mutex<Vec<(String, Duration, u64)>>,
    texts: Mutex<BTreeMap<String, Duration>>,
    templates: Mutex<BTreeMap<String, (Duration, usize)>>,
}

/// So many of the slowest are told.
const SLOWEST: usize = 10;

impl Timings {
    /// One that says each stage as it begins, if asked.
    pub fn new(verbose: bool) -> Self {
        Self {
            verbose,
            ..Self::default()
        }
    }

    /// The table: stages in their order with the most memory held by their end, then the slowest texts
    /// and templates. Times of texts and templates are sums over all cores.
    pub fn table(&self) -> String {
        let mut text = String::new();
        let _ = writeln!(text, "{:>9}  {:>9}  stage", "seconds", "MiB held");
        for (name, time, peak) in lock(&self.stages).iter() {
            let _ = writeln!(text, "{:9.2}  {peak:9}  {name}", time.as_secs_f64());
        }
        let mut texts: Vec<_> = lock(&self.texts).clone().into_iter().collect();
        texts.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        let _ = writeln!(text, "\n{:>9}  slowest texts", "seconds");
        for (name, time) in texts.iter().take(SLOWEST) {
            let _ = writeln!(text, "{:9.3}  {name}", time.as_secs_f64());
        }
        let mut templates: Vec<_> = lock(&self.templates).clone().into_iter().collect();
        templates.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        let _ = writeln!(
            text,
            "\n{:>9}  {:>9}  slowest templates",
            "seconds", "pages"
        );
        for (name, (time, pages)) in templates.iter().take(SLOWEST) {
            let _ = writeln!(text, "{:9.2}  {pages:9}  {name}", time.as_secs_f64());
        }
        text
    }
}

impl Observer for Timings {
    fn start<'a>(&'a self, work: Work<'a>) -> Span<'a> {
        if let (Work::Stage(name), true) = (work, self.verbose) {
            terminal::err(&format!("{name} …\n"));
        }
        let started = Instant::now();
        Span::new(move || self.end(work, started.elapsed()))
    }
}

impl Timings {
    fn end(&self, work: Work<'_>, time: Duration) {
        match work {
            Work::Stage(name) => {
                lock(&self.stages).push((name.to_owned(), time, held()));
                if self.verbose {
                    terminal::err(&format!("{name}: {:.2} s\n", time.as_secs_f64()));
                }
            }
            Work::Text(name) => {
                *lock(&self.texts).entry(name.to_owned()).or_default() += time;
            }
            Work::Template(name) => {
                let mut templates = lock(&self.templates);
                let (sum, pages) = templates.entry(name.to_owned()).or_default();
                *sum += time;
                *pages += 1;
            }
        }
    }
}

/// A thread that panicked while it held the lock has left whole numbers behind.
fn lock<T>(of: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    of.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

/// The most memory the process has held so far, in MiB; 0 where the system does not tell.
fn held() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"));
    let kib = line.and_then(|l| l.split_whitespace().next()?.parse::<u64>().ok());
    kib.unwrap_or(0) / 1024
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stages_stand_in_order_and_pages_are_counted() {
        let timings = Timings::default();
        drop(timings.start(Work::Stage("reading")));
        for _ in 0..2 {
            drop(timings.start(Work::Template("measure.html")));
        }
        drop(timings.start(Work::Stage("linking")));
        let table = timings.table();
        let (first, second) = (table.find("reading"), table.find("linking"));
        assert!(first < second && first.is_some(), "{table}");
        assert!(table.contains("2  measure.html"), "{table}");
    }
}
