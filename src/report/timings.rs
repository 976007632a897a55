use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use crate::messages::Language;
use crate::observe::Work;

/// The durations of stages, texts and templates, for `--timings`.
#[derive(Default)]
pub struct Timings {
    stages: Mutex<Vec<Stage>>,
    texts: Mutex<BTreeMap<String, Duration>>,
    templates: Mutex<BTreeMap<String, (Duration, usize)>>,
}

/// A stage that is over.
struct Stage {
    name: String,
    from: Instant,
    to: Instant,
    /// Peak memory of the process by its end, in MiB.
    held: u64,
}

impl Stage {
    /// Whether the two overlapped for most of the shorter one's time.
    fn beside(&self, other: &Self) -> bool {
        let time = |stage: &Self| stage.to - stage.from;
        let both = self.to.min(other.to);
        let both = both.saturating_duration_since(self.from.max(other.from));
        both > time(self).min(time(other)) / 2
    }
}

/// Maximum number of slowest items listed.
const SLOWEST: usize = 10;

impl Timings {
    /// The table: stages in the order of their start with the peak memory by their end, then the slowest
    /// texts and templates. Parallel stages share the cores; times of texts and templates are sums over
    /// all cores.
    pub fn table(&self, language: Language) -> String {
        let translate = |text: &str| language.translate(text).into_owned();
        let mut text = translate("  seconds   MiB held  stage\n");
        let mut stages = lock(&self.stages);
        stages.sort_by_key(|stage| stage.from);
        for (n, Stage { name, held, .. }) in stages.iter().enumerate() {
            let seconds = (stages[n].to - stages[n].from).as_secs_f64();
            let others = stages.iter().enumerate().filter(|(m, _)| *m != n);
            let beside: Vec<_> = others
                .filter(|(_, other)| stages[n].beside(other))
                .map(|(_, other)| language.translate(&other.name))
                .collect();
            let beside = match beside.is_empty() {
                true => String::new(),
                false => translate(&format!(" (beside {})", beside.join(", "))),
            };
            let name = language.translate(name);
            let _ = writeln!(text, "{seconds:9.2}  {held:9}  {name}{beside}");
        }
        let mut texts: Vec<_> = lock(&self.texts).clone().into_iter().collect();
        texts.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        text += &translate("\n  seconds  slowest texts\n");
        for (name, time) in texts.iter().take(SLOWEST) {
            let _ = writeln!(text, "{:9.3}  {name}", time.as_secs_f64());
        }
        let mut templates: Vec<_> = lock(&self.templates).clone().into_iter().collect();
        templates.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        text += &translate("\n  seconds      pages  templates, the slowest first\n");
        // All of them are listed: a theme has only a few dozen.
        for (name, (time, pages)) in &templates {
            let _ = writeln!(text, "{:9.2}  {pages:9}  {name}", time.as_secs_f64());
        }
        text
    }
}

impl Timings {
    /// Adds a finished piece of work, with the peak memory by then, in MiB.
    pub fn record(&self, work: Work<'_>, (from, to): (Instant, Instant), held: u64) {
        match work {
            Work::Stage(name) => lock(&self.stages).push(Stage {
                name: name.to_owned(),
                from,
                to,
                held,
            }),
            Work::Texts(_) => {}
            Work::Text(name) => {
                *lock(&self.texts).entry(name.to_owned()).or_default() += to - from;
            }
            Work::Template(name) => {
                let mut templates = lock(&self.templates);
                let (sum, pages) = templates.entry(name.to_owned()).or_default();
                *sum += to - from;
                *pages += 1;
            }
        }
    }
}

/// A thread that panicked while it held the lock has left whole numbers behind.
fn lock<T>(of: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    of.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stages_stand_in_order_and_pages_are_counted() {
        let timings = Timings::default();
        let begin = Instant::now();
        let later = begin + Duration::from_secs(1);
        timings.record(Work::Stage("linking"), (later, later), 1);
        for _ in 0..2 {
            timings.record(Work::Template("measure.html"), (begin, later), 1);
        }
        timings.record(Work::Stage("reading"), (begin, later), 1);
        let table = timings.table(Language::En);
        let (first, second) = (table.find("reading"), table.find("linking"));
        assert!(first < second && first.is_some(), "{table}");
        assert!(table.contains("2  measure.html"), "{table}");
        assert!(!table.contains("beside"), "{table}");
    }

    #[test]
    fn stages_that_share_the_cores_are_told_to() {
        let timings = Timings::default();
        let (early, late) = (Instant::now(), Instant::now() + Duration::from_secs(2));
        let middle = early + Duration::from_secs(1);
        timings.record(Work::Stage("indexing"), (early, late), 1);
        timings.record(Work::Stage("rendering"), (early, middle), 1);
        timings.record(Work::Stage("publishing"), (late, late), 1);
        let table = timings.table(Language::En);
        assert!(table.contains("2.00") && table.contains("indexing (beside rendering)"));
        assert!(table.contains("rendering (beside indexing)"), "{table}");
        assert!(table.contains("publishing\n"), "{table}");
    }
}
