//! Compares labels with a document.

use std::collections::BTreeMap;

use cewen::content::{FieldCounts, ScoredText};
use cewen::model::{Figure, Policy, Value};

use super::labels::{FigureLabel, Labels};
use super::names;

/// FieldCounts of what was right, found and looked for.
#[derive(Clone, Copy, Debug, Default)]
struct Count {
    right: usize,
    found: usize,
    wanted: usize,
}

impl Count {
    /// Harmonic mean of precision and recall, in per cent.
    fn f1(self) -> f64 {
        if self.found + self.wanted == 0 {
            100.0
        } else {
            200.0 * self.right as f64 / (self.found + self.wanted) as f64
        }
    }
}

#[derive(Debug, Default)]
pub struct Score {
    counts: BTreeMap<&'static str, Count>,
    pub misses: Vec<String>,
}

const COLUMNS: &[&str] = &[
    "record",
    "measures",
    "lines",
    "agencies",
    "figures",
    "unit",
    "year",
    "bound",
    "kind",
    "change",
    "base_year",
    "name",
    "name_close",
    "measure",
    "whole",
];

impl Score {
    pub fn head() -> String {
        let columns: Vec<String> = COLUMNS.iter().map(|c| format!("{c:>11}")).collect();
        format!("{:<32}{}", "", columns.join(""))
    }

    pub fn row(&self, name: &str) -> String {
        let columns: Vec<String> = COLUMNS
            .iter()
            .map(|c| format!("{:>11.1}", self.value(c)))
            .collect();
        format!("{name:<32}{}", columns.join(""))
    }

    pub fn value(&self, column: &str) -> f64 {
        self.counts.get(column).copied().unwrap_or_default().f1()
    }

    pub fn add(&mut self, other: &Self) {
        for (&column, count) in &other.counts {
            let sum = self.counts.entry(column).or_default();
            *sum = Count {
                right: sum.right + count.right,
                found: sum.found + count.found,
                wanted: sum.wanted + count.wanted,
            };
        }
        self.misses.extend(other.misses.iter().cloned());
    }

    /// The counts as they are published.
    pub fn text(&self, name: &str, kind: Option<String>, is_seen: bool) -> ScoredText {
        let counts = self.counts.iter().map(|(&field, count)| {
            let counts = FieldCounts {
                labelled: count.wanted,
                read: count.found,
                right: count.right,
            };
            (field.to_owned(), counts)
        });
        ScoredText {
            text: name.to_owned(),
            kind,
            is_seen,
            fields: counts.collect(),
        }
    }

    pub fn of(labels: &Labels, policy: &Policy) -> Self {
        let mut score = Self::default();
        score.record(labels, policy);
        score.measures(labels, policy);
        score.figures(labels, policy);
        score
    }

    fn count(&mut self, column: &'static str, right: bool) {
        let count = self.counts.entry(column).or_default();
        count.found += 1;
        count.wanted += 1;
        count.right += usize::from(right);
    }

    fn check(
        &mut self,
        column: &'static str,
        at: &str,
        wanted: &dyn std::fmt::Debug,
        got: &dyn std::fmt::Debug,
        right: bool,
    ) {
        self.count(column, right);
        if !right {
            self.misses
                .push(format!("{column}: {at}: wanted {wanted:?}, got {got:?}"));
        }
    }

    /// Compares the fields of the document's record. Kinds of brackets and spaces are no
    /// difference: `包林草发[2021]23号` is written with tortoise-shell brackets in the record.
    fn record(&mut self, labels: &Labels, policy: &Policy) {
        type Field = Option<String>;
        let plain = |text: &String| plain(text);
        // A text without a title goes by its file's name.
        let stem = labels.seed.trim_end_matches(".txt").to_owned();
        let period = policy.period.from.zip(policy.period.to);
        let fields: [(Field, Field); 7] = [
            (
                Some(plain(labels.title.as_ref().unwrap_or(&stem))),
                Some(plain(&policy.title)),
            ),
            (
                Some(labels.issuers.join("、")),
                Some(policy.issuing_bodies.join("、")),
            ),
            (
                labels.number.as_ref().map(plain),
                policy.document_number.as_ref().map(plain),
            ),
            (
                labels.issued.clone(),
                policy.issued_on.map(|d| d.to_string()),
            ),
            (
                labels.published.clone(),
                policy.published_on.map(|d| d.to_string()),
            ),
            (
                labels.effective.clone(),
                policy.effective_on.map(|d| d.to_string()),
            ),
            (
                labels.period.map(|[from, to]| format!("{from}-{to}")),
                period.map(|(from, to)| format!("{from}-{to}")),
            ),
        ];
        for (wanted, got) in &fields {
            self.check("record", &labels.seed, wanted, got, wanted == got);
        }
    }

    fn measures(&mut self, labels: &Labels, policy: &Policy) {
        let pairs = pair_measures(labels, policy);
        let count = self.counts.entry("measures").or_default();
        count.found += policy.measures.len();
        count.wanted += labels.measures.len();
        count.right += pairs.iter().flatten().count();
        for (measure, pair) in policy.measures.iter().zip(&pairs) {
            if let Some(n) = pair {
                let label = &labels.measures[*n];
                let lines: [usize; 2] = measure.lines.into();
                let right = lines == label.lines;
                self.check("lines", &label.title, &label.lines, &lines, right);
            } else {
                let (title, lines) = (&measure.title, &measure.lines);
                self.misses.push(format!(
                    "measures: {}: extra {title:?} {lines}",
                    labels.seed
                ));
            }
        }
        for (n, label) in labels.measures.iter().enumerate() {
            if !pairs.contains(&Some(n)) {
                self.misses.push(format!(
                    "measures: {}: missed {:?}",
                    labels.seed, label.title
                ));
            }
        }
        self.agencies(labels, policy, &pairs);
    }

    /// FieldCounts bodies as triples of measure, name and role. A measure that is paired with a label
    /// goes by the label's title, since both titles may hold more or fewer clauses.
    fn agencies(&mut self, labels: &Labels, policy: &Policy, pairs: &[Option<usize>]) {
        let triple =
            |measure: &str, name: &str, role: &str| format!("{} · {name} · {role}", plain(measure));
        let wanted: Vec<String> = labels
            .measures
            .iter()
            .flat_map(|m| {
                m.agencies
                    .iter()
                    .map(move |a| triple(&m.title, &a.name, &a.role))
            })
            .collect();
        let found: Vec<String> = policy
            .measures
            .iter()
            .zip(pairs)
            .flat_map(|(m, pair)| {
                let title = pair.map_or(&m.title, |n| &labels.measures[n].title);
                m.agencies
                    .iter()
                    .map(move |a| triple(title, &a.name, a.role.id()))
            })
            .collect();
        let count = self.counts.entry("agencies").or_default();
        count.wanted += wanted.len();
        count.found += found.len();
        count.right += found.iter().filter(|f| wanted.contains(f)).count();
        self.misses.extend(
            wanted
                .iter()
                .filter(|w| !found.contains(w))
                .map(|w| format!("agencies: missed {w}")),
        );
        self.misses.extend(
            found
                .iter()
                .filter(|f| !wanted.contains(f))
                .map(|f| format!("agencies: extra {f}")),
        );
    }

    fn figures(&mut self, labels: &Labels, policy: &Policy) {
        let mut free: Vec<&Figure> = policy.figures.iter().collect();
        // Labels that must be found go first, so that an optional one takes none from them.
        let mut order: Vec<&FigureLabel> = labels.figures.iter().collect();
        order.sort_by_key(|l| l.optional);
        for label in order {
            let fits = |f: &&Figure| {
                numbers(f) == label.numbers() && f.lines.first.abs_diff(label.line) <= 1
            };
            // Of several with the same number on the line, the one with the likeliest name.
            let best = free
                .iter()
                .enumerate()
                .filter(|(_, f)| fits(f))
                .max_by_key(|(n, f)| {
                    (
                        names::shared(&f.name, &label.indicator),
                        std::cmp::Reverse(*n),
                    )
                });
            let at = format!(
                "{}:{} {} {:?}",
                labels.seed.get(..3).unwrap_or(""),
                label.line,
                label.indicator,
                label.numbers()
            );
            let required = !label.optional && !label.numbers().is_empty();
            let Some((n, _)) = best else {
                if required {
                    self.counts.entry("figures").or_default().wanted += 1;
                    self.count("whole", false);
                    self.misses.push(format!("figures: missed {at}"));
                }
                continue;
            };
            let figure = free.remove(n);
            if required {
                let count = self.counts.entry("figures").or_default();
                *count = Count {
                    right: count.right + 1,
                    found: count.found + 1,
                    wanted: count.wanted + 1,
                };
            }
            if !required {
                continue;
            }
            self.attributes(&at, label, figure, policy);
        }
        for figure in free {
            self.counts.entry("figures").or_default().found += 1;
            self.misses.push(format!(
                "figures: extra {}:{} {} {:?} {:?} {:?}",
                labels.seed.get(..3).unwrap_or(""),
                figure.lines,
                figure.name,
                figure.value,
                figure.unit,
                figure.quote
            ));
        }
    }

    fn attributes(&mut self, at: &str, label: &FigureLabel, figure: &Figure, policy: &Policy) {
        let word = |v: &dyn erased::Word| v.word();
        let (bound, kind) = (word(&figure.bound), word(&figure.kind));
        let change = figure.change.map(|c| word(&c));
        let measure = figure
            .measure
            .as_ref()
            .and_then(|id| policy.measures.iter().find(|m| &m.id == id))
            .map(|m| plain(&m.title));
        let label_measure = label.measure.as_deref().map(plain);
        let same_measure = match (&measure, &label_measure) {
            (Some(got), Some(wanted)) => same_title(wanted, got),
            (got, wanted) => got == wanted,
        };
        let name = (&label.indicator, &figure.name);
        let close = names::likeness(name.1, name.0);
        let (wanted_unit, got_unit) = (&label.unit, &figure.unit);
        let base = (&label.base_year, &figure.base_year);
        type Shown<'a> = &'a dyn std::fmt::Debug;
        let checks: [(&'static str, Shown<'_>, Shown<'_>, bool); 8] = [
            ("unit", wanted_unit, got_unit, wanted_unit == got_unit),
            ("year", &label.year, &figure.year, label.year == figure.year),
            ("bound", &label.bound, &bound, label.bound == bound),
            ("kind", &label.kind, &kind, label.kind == kind),
            ("change", &label.change, &change, label.change == change),
            ("base_year", base.0, base.1, base.0 == base.1),
            ("measure", &label_measure, &measure, same_measure),
            ("name", name.0, name.1, names::same(name.1, name.0)),
        ];
        for (column, wanted, got, right) in checks {
            self.check(column, at, wanted, got, right);
        }
        self.check("name_close", at, name.0, name.1, close >= 0.8);
        // A name is told twice where it is far from right; `whole` asks for half of it.
        let named = close >= 0.5 || names::contains(name.1, name.0);
        let others = checks.iter().filter(|c| c.0 != "name").all(|c| c.3);
        self.count("whole", named && others);
    }
}

mod erased {
    //! The word that an enum is written as.
    pub trait Word {
        fn word(&self) -> String;
    }
    impl<T: serde::Serialize> Word for T {
        fn word(&self) -> String {
            serde_json::to_value(self)
                .unwrap()
                .as_str()
                .unwrap()
                .to_owned()
        }
    }
}

fn numbers(figure: &Figure) -> Vec<f64> {
    match figure.value {
        Some(Value::Number(n)) => vec![n],
        Some(Value::Range { from, to }) => vec![from, to],
        None => Vec::new(),
    }
}

/// Letters, digits and ideographs only.
pub fn plain(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The label of each measure of a document; each label is taken once, in the order of the text.
fn pair_measures(labels: &Labels, policy: &Policy) -> Vec<Option<usize>> {
    let wanted: Vec<String> = labels.measures.iter().map(|m| plain(&m.title)).collect();
    let mut taken = vec![false; wanted.len()];
    let pair = |title: &str| {
        let title = plain(title);
        let n = (0..wanted.len()).find(|&n| !taken[n] && same_title(&wanted[n], &title))?;
        taken[n] = true;
        Some(n)
    };
    policy
        .measures
        .iter()
        .map(|m| m.title.as_str())
        .map(pair)
        .collect()
}

/// An item without a heading is titled by its first clause: more or fewer clauses are the same title.
fn same_title(wanted: &str, got: &str) -> bool {
    const SHORTEST: usize = 4;
    let begins =
        |long: &str, short: &str| short.chars().count() >= SHORTEST && long.starts_with(short);
    wanted == got || begins(wanted, got) || begins(got, wanted)
}
