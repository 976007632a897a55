use std::collections::{BTreeMap, BTreeSet};

use super::vectors::{Pair, Vector, Vectors, pairs_of};
use super::{Item, Reasons, common};
use crate::model::Measure;

/// Shared words that are told.
const TERMS: usize = 6;
/// A sentence with fewer telling pairs is too short to be alike another.
const LEAST_PAIRS: usize = 3;

/// What two measures share, for readers.
pub fn of((n, other): (usize, usize), items: &[Item<'_>], vectors: &Vectors) -> Reasons {
    let (a, b) = (&items[n], &items[other]);
    let bodies = |measure: &Measure| -> Vec<String> {
        let ids: BTreeSet<&str> = measure.agencies.iter().map(|x| x.agency.as_str()).collect();
        ids.into_iter().map(str::to_owned).collect()
    };
    Reasons {
        terms: terms((n, other), items, vectors),
        topics: common(&a.measure.topics, &b.measure.topics)
            .cloned()
            .collect(),
        indicators: common(&a.indicators, &b.indicators)
            .map(|id| (*id).to_owned())
            .collect(),
        agencies: common(&bodies(a.measure), &bodies(b.measure))
            .cloned()
            .collect(),
        sentences: sentences(a.measure, b.measure, vectors),
    }
}

/// The runs of characters that both measures hold, the most telling first.
fn terms((n, other): (usize, usize), items: &[Item<'_>], vectors: &Vectors) -> Vec<String> {
    let (a, b) = (items[n].measure, items[other].measure);
    let weight = |vector: &Vector, pair: &Pair| {
        let number = vectors.numbers.get(pair)?;
        let at = vector.binary_search_by_key(number, |entry| entry.0).ok()?;
        Some(f64::from(vector[at].1))
    };
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
                let shared = weight(&vectors.all[n], &pair)
                    .and_then(|x| Some(x * weight(&vectors.all[other], &pair)?));
                let Some(shared) = shared else { break };
                let run: String = chars[start..=end + 1].iter().collect();
                if !theirs.contains(&run) {
                    break;
                }
                score += shared;
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
    // A piece of a longer word says nothing more.
    let mut told: Vec<String> = Vec::new();
    for (term, _) in terms {
        if told.len() < TERMS && !told.iter().any(|longer| longer.contains(&term)) {
            told.push(term);
        }
    }
    told
}

/// A sentence with the telling pairs in it, by number, and the length of their vector.
struct Sentence<'a> {
    text: &'a str,
    pairs: BTreeSet<u32>,
    length: f64,
}

/// The two sentences that share most of what they say.
fn sentences(a: &Measure, b: &Measure, vectors: &Vectors) -> Option<(String, String)> {
    let (own, theirs) = (split(&a.text, vectors), split(&b.text, vectors));
    let mut best: Option<(f64, &str, &str)> = None;
    for x in &own {
        for y in &theirs {
            let shared: f64 = x
                .pairs
                .intersection(&y.pairs)
                .map(|pair| vectors.rarity[*pair as usize].powi(2))
                .sum();
            let alike = shared / (x.length * y.length);
            if alike > 0.0 && best.is_none_or(|(most, ..)| alike > most) {
                best = Some((alike, x.text, y.text));
            }
        }
    }
    best.map(|(_, x, y)| (x.to_owned(), y.to_owned()))
}

fn split<'a>(text: &'a str, vectors: &Vectors) -> Vec<Sentence<'a>> {
    text.split_inclusive(['。', '；', '\n'])
        .map(str::trim)
        .filter_map(|text| {
            let pairs: BTreeSet<u32> = pairs_of(text)
                .filter_map(|pair| vectors.numbers.get(&pair).copied())
                .collect();
            let square: f64 = pairs
                .iter()
                .map(|pair| vectors.rarity[*pair as usize].powi(2))
                .sum();
            (pairs.len() >= LEAST_PAIRS).then_some(Sentence {
                text,
                pairs,
                length: square.sqrt(),
            })
        })
        .collect()
}
