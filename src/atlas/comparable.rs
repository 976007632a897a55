//! Comparable measures, first cut: what two measures say, weighed by how rare it is.

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap};

use rayon::prelude::*;

use super::Place;
use crate::model::{Measure, MeasureRole, Policy};

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
    /// Words that both use and few others do, the most telling first.
    pub terms: Vec<String>,
    /// Ids of the finer topics that both are about.
    pub topics: Vec<String>,
    /// Ids of the kinds of bodies that answer for both.
    pub agencies: Vec<String>,
}

/// Most matches kept of one measure.
const MOST: usize = 5;
/// The least score of a match.
const LEAST: f64 = 0.12;
/// How much more a title counts than the text.
const TITLE: f64 = 3.0;
/// Pairs of characters that stand in more than this share of the measures say nothing.
const COMMON: f64 = 0.25;
/// Of a measure's pairs the rarest few look for candidates, and none that so many measures have.
const SEEKERS: usize = 48;
const CROWD: usize = 400;
/// How many candidates are compared in full.
const CANDIDATES: usize = 32;

/// Pairs of characters by number, ascending, each with its weight; of length 1.
type Vector = Vec<(u32, f32)>;

/// The best matches of every measure in documents other than its own, by the id of the measure.
///
/// Candidates come from an inverted index: measures that share one of the rarest pairs of characters
/// of this one. What is done for a measure is bounded, so the whole grows with their number.
pub fn of(policies: &[Policy]) -> BTreeMap<String, Vec<Match>> {
    let places: Vec<Place> = policies
        .iter()
        .enumerate()
        .flat_map(|(policy, p)| (0..p.measures.len()).map(move |item| Place { policy, item }))
        .collect();
    let measure = |n: usize| &policies[places[n].policy].measures[places[n].item];
    let (vectors, numbers) = vectors(&places, policies);
    // For each pair the measures that have it, and how much it weighs there.
    let mut index: Vec<Vec<(u32, f32)>> = vec![Vec::new(); numbers.len()];
    for (n, vector) in vectors.iter().enumerate() {
        for &(pair, weight) in vector {
            index[pair as usize].push((n as u32, weight));
        }
    }
    (0..places.len())
        .into_par_iter()
        .map(|n| {
            let own = |other: usize| places[other].policy == places[n].policy;
            let mut matches: Vec<(usize, Match)> = candidates(&vectors[n], &index, &own)
                .into_iter()
                .map(|other| {
                    let dot = dot(&vectors[n], &vectors[other]);
                    (other, rate(places[other], dot, measure(n), measure(other)))
                })
                .filter(|(_, m)| m.score >= LEAST)
                .collect();
            matches.sort_by(|(_, a), (_, b)| {
                b.score.total_cmp(&a.score).then(a.measure.cmp(&b.measure))
            });
            matches.truncate(MOST);
            let matches = matches
                .into_iter()
                .map(|(other, mut found)| {
                    let weights = (&vectors[n], &vectors[other]);
                    found.reasons.terms = terms(measure(n), measure(other), weights, &numbers);
                    found
                })
                .collect();
            (measure(n).id.clone(), matches)
        })
        .collect()
}

/// The vectors of all measures, and the numbers of the pairs that say something.
fn vectors(places: &[Place], policies: &[Policy]) -> (Vec<Vector>, Numbers) {
    let counts: Vec<BTreeMap<Pair, f64>> = places
        .par_iter()
        .map(|place| pairs(&policies[place.policy].measures[place.item]))
        .collect();
    let mut holders: BTreeMap<Pair, usize> = BTreeMap::new();
    for pair in counts.iter().flat_map(BTreeMap::keys) {
        *holders.entry(*pair).or_default() += 1;
    }
    let all = places.len().max(1) as f64;
    // A pair in one measure only links nothing; one in many says nothing.
    holders.retain(|_, n| *n >= 2 && *n as f64 <= (all * COMMON).max(8.0));
    let numbers: Numbers = holders.keys().copied().zip(0..).collect();
    let rarity: Vec<f64> = holders.values().map(|n| (all / *n as f64).ln()).collect();
    let vectors = counts
        .par_iter()
        .map(|counts| {
            let weighed: Vec<(u32, f64)> = counts
                .iter()
                .filter_map(|(pair, count)| {
                    let number = *numbers.get(pair)?;
                    Some((number, (1.0 + count).ln() * rarity[number as usize]))
                })
                .collect();
            let square: f64 = weighed.iter().map(|(_, w)| w * w).sum();
            let length = square.sqrt().max(f64::MIN_POSITIVE);
            weighed
                .into_iter()
                .map(|(number, w)| (number, (w / length) as f32))
                .collect()
        })
        .collect();
    (vectors, numbers)
}

type Pair = (char, char);
type Numbers = BTreeMap<Pair, u32>;

/// The measures that share most of the rarest pairs of a vector.
fn candidates(
    vector: &Vector,
    index: &[Vec<(u32, f32)>],
    own: &dyn Fn(usize) -> bool,
) -> Vec<usize> {
    let holders = |pair: u32| index[pair as usize].len();
    let mut seekers: Vec<&(u32, f32)> = vector
        .iter()
        .filter(|(pair, _)| holders(*pair) <= CROWD)
        .collect();
    if seekers.is_empty() {
        // All of its pairs are common: better the rarest of them than none.
        seekers.extend(vector.iter().min_by_key(|(pair, _)| holders(*pair)));
    }
    seekers.sort_by_key(|(pair, _)| (holders(*pair), *pair));
    seekers.truncate(SEEKERS);
    let mut sums: HashMap<u32, f32> = HashMap::new();
    for (pair, weight) in seekers {
        for (other, theirs) in index[*pair as usize].iter().take(CROWD) {
            if !own(*other as usize) {
                *sums.entry(*other).or_default() += weight * theirs;
            }
        }
    }
    let mut best: Vec<(u32, f32)> = sums.into_iter().collect();
    best.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    best.truncate(CANDIDATES);
    best.into_iter().map(|(other, _)| other as usize).collect()
}

/// What two vectors have in common, from 0 to 1.
fn dot(a: &Vector, b: &Vector) -> f64 {
    let (mut n, mut m, mut sum) = (0, 0, 0.0);
    while n < a.len() && m < b.len() {
        match a[n].0.cmp(&b[m].0) {
            Ordering::Less => n += 1,
            Ordering::Greater => m += 1,
            Ordering::Equal => {
                sum += f64::from(a[n].1) * f64::from(b[m].1);
                n += 1;
                m += 1;
            }
        }
    }
    sum
}

/// The counts of pairs of adjacent ideographs, those of the title more than once.
fn pairs(measure: &Measure) -> BTreeMap<Pair, f64> {
    let mut counts = BTreeMap::new();
    for (text, times) in [(&measure.title, TITLE), (&measure.text, 1.0)] {
        let chars: Vec<char> = text.chars().collect();
        for w in chars
            .windows(2)
            .filter(|w| w.iter().all(|c| c.is_alphanumeric() && !c.is_ascii_digit()))
        {
            *counts.entry((w[0], w[1])).or_default() += times;
        }
    }
    counts
}

/// The score of a pair: what they share in words, more if they are about the same finer topic,
/// less if one acts and the other only safeguards.
fn rate(place: Place, dot: f64, a: &Measure, b: &Measure) -> Match {
    let topics: Vec<String> = a
        .topics
        .iter()
        .filter(|t| b.topics.contains(t))
        .cloned()
        .collect();
    let first = |m: &Measure| m.topics.first().cloned();
    let mut agencies: Vec<String> = a
        .agencies
        .iter()
        .map(|x| x.agency.clone())
        .filter(|id| b.agencies.iter().any(|y| &y.agency == id))
        .collect();
    agencies.sort();
    agencies.dedup();
    let topic_boost = 0.08 * topics.len() as f64
        + if first(a).is_some() && first(a) == first(b) {
            0.12
        } else {
            0.0
        };
    let same_role = (a.role == MeasureRole::Safeguard) == (b.role == MeasureRole::Safeguard);
    let score = (dot.sqrt() * 0.8 + topic_boost) * if same_role { 1.0 } else { 0.6 };
    Match {
        measure: place,
        score: score.clamp(0.0, 1.0),
        reasons: Reasons {
            terms: Vec::new(),
            topics,
            agencies,
        },
    }
}

/// The runs of characters that both measures hold, the most telling first: what a reader sees as
/// shared words.
fn terms(a: &Measure, b: &Measure, weights: (&Vector, &Vector), numbers: &Numbers) -> Vec<String> {
    let weight = |vector: &Vector, pair: &Pair| {
        let number = numbers.get(pair)?;
        let at = vector.binary_search_by_key(number, |entry| entry.0).ok()?;
        Some(f64::from(vector[at].1))
    };
    const MOST_TERMS: usize = 6;
    let theirs = format!("{}\n{}", b.title, b.text);
    let mut found: BTreeMap<String, f64> = BTreeMap::new();
    for text in [&a.title, &a.text] {
        let chars: Vec<char> = text.chars().collect();
        let mut start = 0;
        while start + 1 < chars.len() {
            let mut end = start;
            let mut score = 0.0;
            while end + 1 < chars.len() {
                let pair = (chars[end], chars[end + 1]);
                let (Some(x), Some(y)) = (weight(weights.0, &pair), weight(weights.1, &pair))
                else {
                    break;
                };
                let run: String = chars[start..=end + 1].iter().collect();
                if !theirs.contains(&run) {
                    break;
                }
                score += x * y;
                end += 1;
            }
            if end > start {
                let run: String = chars[start..=end].iter().collect();
                let best = found.entry(run).or_default();
                *best = best.max(score);
            }
            start = end.max(start + 1);
        }
    }
    let mut terms: Vec<(String, f64)> = found.into_iter().collect();
    terms.sort_by(|x, y| y.1.total_cmp(&x.1).then_with(|| x.0.cmp(&y.0)));
    terms
        .into_iter()
        .take(MOST_TERMS)
        .map(|(run, _)| run)
        .collect()
}
