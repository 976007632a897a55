//! Comparable measures, first cut: what two measures say, weighed by how rare it is.

use std::collections::BTreeMap;

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

type Vector = BTreeMap<(char, char), f64>;

/// The best matches of every measure in documents other than its own, by the id of the measure.
/// Candidates come from an inverted index over pairs of characters, so only measures that share
/// something rare are ever compared.
pub fn of(policies: &[Policy]) -> BTreeMap<String, Vec<Match>> {
    let places: Vec<Place> = policies
        .iter()
        .enumerate()
        .flat_map(|(policy, p)| (0..p.measures.len()).map(move |item| Place { policy, item }))
        .collect();
    let measure = |n: usize| &policies[places[n].policy].measures[places[n].item];
    let counts: Vec<Vector> = (0..places.len()).map(|n| pairs(measure(n))).collect();
    let mut index: BTreeMap<(char, char), Vec<usize>> = BTreeMap::new();
    for (n, vector) in counts.iter().enumerate() {
        for pair in vector.keys() {
            index.entry(*pair).or_default().push(n);
        }
    }
    let all = places.len().max(1) as f64;
    let weight = |pair: &(char, char)| {
        let holders = index.get(pair).map_or(0, Vec::len) as f64;
        // A pair in one measure only links nothing; one in many says nothing.
        if holders < 2.0 || holders > (all * COMMON).max(8.0) {
            0.0
        } else {
            (all / holders).ln()
        }
    };
    let vectors: Vec<Vector> = counts
        .iter()
        .map(|counts| {
            let weighed: Vector = counts
                .iter()
                .map(|(p, c)| (*p, (1.0 + c).ln() * weight(p)))
                .filter(|(_, w)| *w > 0.0)
                .collect();
            let norm = weighed
                .values()
                .map(|w| w * w)
                .sum::<f64>()
                .sqrt()
                .max(f64::MIN_POSITIVE);
            weighed.into_iter().map(|(p, w)| (p, w / norm)).collect()
        })
        .collect();
    (0..places.len())
        .map(|n| {
            let mut dots: BTreeMap<usize, f64> = BTreeMap::new();
            for (pair, w) in &vectors[n] {
                for &other in index.get(pair).into_iter().flatten() {
                    if places[other].policy != places[n].policy {
                        *dots.entry(other).or_default() +=
                            w * vectors[other].get(pair).copied().unwrap_or(0.0);
                    }
                }
            }
            let mut matches: Vec<Match> = dots
                .into_iter()
                .map(|(other, dot)| rate(places[other], dot, measure(n), measure(other)))
                .filter(|m| m.score >= LEAST)
                .collect();
            matches.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.measure.cmp(&b.measure)));
            matches.truncate(MOST);
            for found in &mut matches {
                let other = places.iter().position(|p| *p == found.measure).unwrap_or(n);
                found.reasons.terms =
                    terms(measure(n), measure(other), &vectors[n], &vectors[other]);
            }
            (measure(n).id.clone(), matches)
        })
        .collect()
}

/// The counts of pairs of adjacent ideographs, those of the title more than once.
fn pairs(measure: &Measure) -> Vector {
    let mut counts = Vector::new();
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
fn terms(a: &Measure, b: &Measure, va: &Vector, vb: &Vector) -> Vec<String> {
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
                let (Some(x), Some(y)) = (va.get(&pair), vb.get(&pair)) else {
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
