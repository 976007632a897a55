//! Which records answer a query, and in what order. The browser's `rank.js` does the same steps with
//! the same numbers in the same order; `tests/browser` holds the two together.

use super::plan::{QueryPlan, Unit};
use super::posting::Posting;
use super::record::RecordKind;

/// An index that can be asked.
pub trait IndexReader {
    /// Why it may fail.
    type Error;

    /// How many records there are.
    fn len(&self) -> u32;

    /// The records that have a string of symbols as it stands, by number.
    ///
    /// # Errors
    /// Where the index cannot be read.
    fn find(&self, symbols: &str) -> Result<Vec<Posting>, Self::Error>;

    /// The records that have a value of a field, by number.
    ///
    /// # Errors
    /// Where the index cannot be read.
    fn with(&self, field: &str, value: &str) -> Result<Vec<u32>, Self::Error>;

    /// What a record is.
    fn kind(&self, record: u32) -> RecordKind;
}

/// BM25's k1·(1 − b + b·length/average) for each class of length.
const SATURATION: [f64; 4] = [0.8, 1.0, 1.4, 2.0];
/// How much a word in the title counts more.
const IN_TITLE: f64 = 2.0;
/// How much two characters count that are no word where they stand.
const NO_WORD: f64 = 0.5;
/// What it counts that a record is of the city or year that was named.
const OF_FACET: f64 = 1.5;
/// The share of a query's weight that a record needs where fewer than these have all of it.
const ENOUGH: f64 = 0.5;
const FEW: usize = 10;

/// How likely somebody wants a record of this kind.
fn prior(kind: RecordKind) -> f64 {
    match kind {
        RecordKind::Measure => 1.0,
        RecordKind::Figure => 1.0,
        RecordKind::Paragraph => 0.8,
        RecordKind::Document => 1.0,
        RecordKind::Agency => 1.1,
    }
}

/// The records that answer a query, the best first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ranked {
    /// Number and score.
    pub records: Vec<(u32, f64)>,
    /// Words of the query that stand nowhere.
    pub missing: Vec<String>,
    /// How many records have all words. Where they are few, the others have the weightier part.
    pub complete: usize,
}

/// How rare something is that `found` of `all` records have.
fn rarity(found: usize, all: u32) -> f64 {
    (1.0 + (f64::from(all) - found as f64 + 0.5) / (found as f64 + 0.5)).ln()
}

/// What one record's having a string counts.
fn weight(posting: &Posting, rarity: f64, two: bool) -> f64 {
    let times = f64::from(posting.times);
    let often = times * 2.0 / (times + SATURATION[usize::from(posting.class)]);
    let title = if posting.title { IN_TITLE } else { 1.0 };
    let word = if two && !posting.word { NO_WORD } else { 1.0 };
    rarity * often * title * word
}

/// Adds what each record's having `string` counts to `sums`, times `factor`.
fn add<S: IndexReader>(
    source: &S,
    string: &str,
    factor: f64,
    sums: &mut [f64],
) -> Result<(), S::Error> {
    let found = source.find(string)?;
    let rarity = rarity(found.len(), source.len());
    let two = string.chars().count() == 2;
    for posting in &found {
        sums[posting.record as usize] += weight(posting, rarity, two) * factor;
    }
    Ok(())
}

/// Answers a plan.
///
/// # Errors
/// Where the index cannot be read.
pub fn rank<S: IndexReader>(plan: &QueryPlan, source: &S) -> Result<Ranked, S::Error> {
    let all = source.len() as usize;
    let mut allowed = allowed(plan, source)?;
    let mut scores = vec![0.0_f64; all];
    for phrase in &plan.phrases {
        let mut sums = vec![0.0; all];
        add(source, phrase, 1.0, &mut sums)?;
        for n in 0..all {
            allowed[n] &= sums[n] > 0.0;
            scores[n] += sums[n];
        }
    }
    let mut words = WordMatches::new(allowed.clone());
    for unit in &plan.units {
        words.add(unit, source, &mut scores)?;
    }
    for string in &plan.whole {
        add(source, string, 1.0, &mut scores)?;
    }
    let complete = words.has_all.iter().filter(|&&has| has).count();
    if plan.units.len() > 1 && complete < FEW {
        words.admit_partial(&allowed, &mut scores);
    }
    let found = (0..all).filter(|&n| words.has_all[n]);
    let mut records: Vec<(u32, f64)> = found
        .map(|n| {
            let number = n as u32;
            // Both sides round, so that the last bit of a logarithm decides nothing.
            let score = (scores[n] * prior(source.kind(number)) * 1e6).round() / 1e6;
            (number, score)
        })
        .collect();
    records.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    Ok(Ranked {
        records,
        missing: words.missing,
        complete,
    })
}

/// For each record whether it passes the filters and has none of the strings that are left out.
fn allowed<S: IndexReader>(plan: &QueryPlan, source: &S) -> Result<Vec<bool>, S::Error> {
    let all = source.len() as usize;
    let mut allowed = vec![true; all];
    for (field, values) in &plan.filters {
        let mut has = vec![false; all];
        for value in values {
            for record in source.with(field, value)? {
                has[record as usize] = true;
            }
        }
        for (allowed, has) in allowed.iter_mut().zip(has) {
            *allowed &= has;
        }
    }
    for (field, values) in &plan.not {
        for value in values {
            for record in source.with(field, value)? {
                allowed[record as usize] = false;
            }
        }
    }
    for string in &plan.without {
        for posting in source.find(string)? {
            allowed[posting.record as usize] = false;
        }
    }
    Ok(allowed)
}

/// Which of a query's words each record has.
struct WordMatches {
    has_all: Vec<bool>,
    /// Somebody who names a city wants what is of it or speaks of it, whatever else is missing.
    of_city: Vec<bool>,
    /// The weight of the words that a record has.
    mass: Vec<f64>,
    /// The weight of all words.
    total: f64,
    /// Words that stand nowhere.
    missing: Vec<String>,
}

impl WordMatches {
    fn new(allowed: Vec<bool>) -> Self {
        Self {
            of_city: vec![true; allowed.len()],
            mass: vec![0.0; allowed.len()],
            has_all: allowed,
            total: 0.0,
            missing: Vec::new(),
        }
    }

    /// Adds a word, and what it counts to the scores.
    fn add<S: IndexReader>(
        &mut self,
        unit: &Unit,
        source: &S,
        scores: &mut [f64],
    ) -> Result<(), S::Error> {
        let best = of_unit(unit, source)?;
        let found = best.iter().filter(|&&b| b > 0.0).count();
        let share = match found {
            0 => {
                self.missing.push(unit.text.clone());
                0.0
            }
            _ => rarity(found, source.len()),
        };
        self.total += share;
        for (n, &best) in best.iter().enumerate() {
            if best > 0.0 {
                self.mass[n] += share;
                scores[n] += best;
            } else {
                self.has_all[n] = false;
                self.of_city[n] &= unit.facet.as_ref().is_none_or(|f| f.0 != "city");
            }
        }
        Ok(())
    }

    /// Admits records that have the weightier part of the words, at a lower score.
    fn admit_partial(&mut self, allowed: &[bool], scores: &mut [f64]) {
        for n in 0..allowed.len() {
            let enough = self.total > 0.0 && self.mass[n] >= self.total * ENOUGH;
            if !self.has_all[n] && allowed[n] && self.of_city[n] && enough {
                self.has_all[n] = true;
                scores[n] *= self.mass[n] / self.total;
            }
        }
    }
}

/// What each record's having a word counts: the best of the ways to have it.
fn of_unit<S: IndexReader>(unit: &Unit, source: &S) -> Result<Vec<f64>, S::Error> {
    let all = source.len() as usize;
    let mut best = vec![0.0_f64; all];
    for way in &unit.ways {
        let mut sums = vec![0.0; all];
        let mut has = vec![0_usize; all];
        let length: usize = way.strings.iter().map(|s| s.chars().count()).sum();
        for string in &way.strings {
            let mut own = vec![0.0; all];
            let share = string.chars().count() as f64 / length as f64;
            add(source, string, way.weight * share, &mut own)?;
            for n in 0..all {
                if own[n] > 0.0 {
                    sums[n] += own[n];
                    has[n] += 1;
                }
            }
        }
        for n in 0..all {
            if has[n] == way.strings.len() && sums[n] > best[n] {
                best[n] = sums[n];
            }
        }
    }
    if let Some((field, value)) = &unit.facet {
        for record in source.with(field, value)? {
            let best = &mut best[record as usize];
            if *best < OF_FACET {
                *best = OF_FACET;
            }
        }
    }
    Ok(best)
}
