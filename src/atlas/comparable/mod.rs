//! Comparable measures: those of other documents that are about the same.
//!
//! Two measures are compared by the pairs of characters that both have, each weighed by how few
//! measures have it, and by the topics and indicators that both are about. Measures that act and
//! those that only safeguard (加强组织领导) are hardly ever comparable. The score is the same from
//! both sides.

mod candidates;
mod reasons;
mod vectors;

use std::collections::BTreeMap;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::Place;
use crate::model::{Measure, MeasureRole, Policy};
use candidates::{Index, Sums};
use reasons::{Bench, Reading};
use vectors::Vectors;

/// Another measure that is about the same.
#[derive(Clone, Debug, PartialEq)]
pub struct Match {
    /// The measure.
    pub measure: Place,
    /// From 0 to 1.
    pub score: f64,
    /// Why.
    pub reasons: Reasons,
}

/// What two measures share.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reasons {
    /// Words that both use and few others do, the most telling first; of the first few matches.
    pub terms: Vec<String>,
    /// Ids of the topics that both are about.
    pub topics: Vec<String>,
    /// Ids of the indicators that both have figures of.
    pub indicators: Vec<String>,
    /// Ids of the kinds of bodies that answer for both.
    pub agencies: Vec<String>,
    /// The sentences, own and other, that are most alike; of the first few matches.
    pub sentences: Option<(String, String)>,
}

/// Most matches kept of one measure: more than a page shows, for those who download them.
const MOST: usize = 12;
/// Of these so many are shown, with words and sentences.
pub const SHOWN: usize = 5;
/// The least score of a match.
const LEAST: f64 = 0.2;
/// What it counts to be about the same topics, and to have figures of the same indicator.
const SAME_TOPICS: f64 = 0.05;
const SAME_INDICATOR: f64 = 0.03;
/// What is left where one measure acts and the other safeguards.
const OTHER_ROLE: f64 = 0.6;
/// How steeply the score rises: what has 0.14 of its weight in common has half of the score.
const STEEP: f64 = 5.0;

/// A measure with what it is compared by.
struct Item<'a> {
    place: Place,
    measure: &'a Measure,
    /// Its topics by number, in its own order.
    topics: Vec<usize>,
    indicators: Vec<&'a str>,
}

/// The best matches of every measure in documents other than its own, by the id of the measure.
///
/// Only measures that share one of its rarest pairs of characters are compared with it, and of these
/// no more than a few dozen: the work grows with the number of measures, not with its square.
pub fn of(policies: &[Policy]) -> BTreeMap<String, Vec<Match>> {
    let items = items(policies);
    let measures: Vec<&Measure> = items.iter().map(|item| item.measure).collect();
    let vectors = Vectors::of(&measures);
    let index = Index::of(&vectors);
    let readings: Vec<Reading<'_>> = measures
        .par_iter()
        .map(|measure| Reading::of(measure, &vectors))
        .collect();
    (0..items.len())
        .into_par_iter()
        .map_init(
            || (Sums::new(items.len()), Bench::new(vectors.rarity.len())),
            |(sums, bench), n| {
                let vector = &vectors.all[n];
                bench.lay(vector, items[n].measure, &readings[n]);
                let own = |other: usize| items[other].place.policy == items[n].place.policy;
                let mut scored: Vec<(f64, usize)> = index
                    .candidates(vector, &own, sums)
                    .into_iter()
                    .map(|other| {
                        let shared = bench.dot(&vectors.all[other]);
                        (score(shared, &items[n], &items[other]), other)
                    })
                    .filter(|(score, _)| *score >= LEAST)
                    .collect();
                scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
                scored.truncate(MOST);
                let found = scored
                    .into_iter()
                    .enumerate()
                    .map(|(rank, (score, other))| Match {
                        measure: items[other].place,
                        score,
                        reasons: bench.reasons(
                            (&items[n], &items[other]),
                            (&readings[n], &readings[other]),
                            &vectors.all[other],
                            &vectors,
                            rank < SHOWN,
                        ),
                    })
                    .collect();
                bench.clear(vector);
                (items[n].measure.id.clone(), found)
            },
        )
        .collect()
}

fn items(policies: &[Policy]) -> Vec<Item<'_>> {
    let mut items = Vec::new();
    let mut numbers: FxHashMap<&str, usize> = FxHashMap::default();
    for (policy, p) in policies.iter().enumerate() {
        let indicators: BTreeMap<&str, &str> = p
            .figures
            .iter()
            .filter_map(|f| Some((f.id.as_str(), f.indicator.as_deref()?)))
            .collect();
        for (item, measure) in p.measures.iter().enumerate() {
            let own = measure.figures.iter();
            let mut own: Vec<&str> = own
                .filter_map(|id| indicators.get(id.as_str()).copied())
                .collect();
            own.sort_unstable();
            own.dedup();
            let topics = measure.topics.iter().map(|id| {
                let next = numbers.len();
                *numbers.entry(id).or_insert(next)
            });
            items.push(Item {
                place: Place { policy, item },
                measure,
                topics: topics.collect(),
                indicators: own,
            });
        }
    }
    items
}

/// From 0 to 1: what two measures have in common of their words, more for the same topics and
/// indicators, less where one acts and the other safeguards.
fn score(shared: f64, a: &Item<'_>, b: &Item<'_>) -> f64 {
    let topics = |item: &Item<'_>| item.topics.len() as f64;
    let both = common(&a.topics, &b.topics).count() as f64;
    let same_topics = both / (topics(a) * topics(b)).sqrt().max(1.0);
    let same_indicator = a.indicators.iter().any(|id| b.indicators.contains(id));
    let safeguards = |item: &Item<'_>| item.measure.role == MeasureRole::Safeguard;
    let role = if safeguards(a) == safeguards(b) {
        1.0
    } else {
        OTHER_ROLE
    };
    let indicator = if same_indicator { SAME_INDICATOR } else { 0.0 };
    let sum = (shared + SAME_TOPICS * same_topics + indicator) * role;
    // Rounded, so that the order in which a sum is made decides nothing.
    ((1.0 - (-STEEP * sum).exp()) * 1e4).round() / 1e4
}

/// What stands in both lists, in the order of the first.
fn common<'a, T: PartialEq>(a: &'a [T], b: &'a [T]) -> impl Iterator<Item = &'a T> {
    a.iter().filter(|x| b.contains(x))
}
