use std::collections::{BTreeMap, BTreeSet};

use super::vectors::{Pair, Vector, Vectors, pairs_of};
use super::{Item, Reasons, common};
use crate::model::Measure;

/// Shared words that are told.
const TERMS: usize = 6;
/// A sentence with fewer telling pairs is too short to be alike another.
const LEAST_PAIRS: usize = 3;

/// What two measures share, for readers; words and sentences where it is told in `full`.
pub fn of(
    (n, other): (usize, usize),
    items: &[Item<'_>],
    vectors: &Vectors,
    texts: &[Vec<Sentence<'_>>],
    full: bool,
) -> Reasons {
    let (a, b) = (&items[n], &items[other]);
    let bodies = |measure: &Measure| -> Vec<String> {
        let ids: BTreeSet<&str> = measure.agencies.iter().map(|x| x.agency.as_str()).collect();
        ids.into_iter().map(str::to_owned).collect()
    };
    Reasons {
        terms: match full {
            true => terms((n, other), items, vectors),
            false => Vec::new(),
        },
        topics: common(&a.measure.topics, &b.measure.topics)
            .cloned()
            .collect(),
        indicators: common(&a.indicators, &b.indicators)
            .map(|id| (*id).to_owned())
            .collect(),
        agencies: common(&bodies(a.measure), &bodies(b.measure))
            .cloned()
            .collect(),
        sentences: match full {
            true => sentences(&texts[n], &texts[other], vectors),
            false => None,
        },
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
            // What each pair of a run of shared ones counts.
            let shared: Vec<f64> = chars[start..]
                .windows(2)
                .map_while(|two| {
                    let pair = (two[0], two[1]);
                    Some(weight(&vectors.all[n], &pair)? * weight(&vectors.all[other], &pair)?)
                })
                .collect();
            let run = |pairs: usize| chars[start..=start + pairs].iter().collect::<String>();
            // The pairs may stand in two places there: the longest run that stands in one.
            let longest = (1..=shared.len())
                .rev()
                .find(|&pairs| theirs.contains(&run(pairs)));
            if let Some(pairs) = longest {
                let score = shared[..pairs].iter().sum();
                let best = found.entry(run(pairs)).or_default();
                *best = f64::max(*best, score);
            }
            start += longest.unwrap_or(0).max(1);
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

/// A sentence with the telling pairs in it, by number, ascending, and the length of their vector.
pub struct Sentence<'a> {
    text: &'a str,
    pairs: Vec<u32>,
    length: f64,
}

/// The two sentences that share most of what they say.
fn sentences(
    own: &[Sentence<'_>],
    theirs: &[Sentence<'_>],
    vectors: &Vectors,
) -> Option<(String, String)> {
    let mut best: Option<(f64, &str, &str)> = None;
    for x in own {
        for y in theirs {
            let alike = shared(&x.pairs, &y.pairs, vectors) / (x.length * y.length);
            if alike > 0.0 && best.is_none_or(|(most, ..)| alike > most) {
                best = Some((alike, x.text, y.text));
            }
        }
    }
    best.map(|(_, x, y)| (x.to_owned(), y.to_owned()))
}

/// The squares of the rarity of what both lists have.
fn shared(a: &[u32], b: &[u32], vectors: &Vectors) -> f64 {
    let (mut n, mut m, mut sum) = (0, 0, 0.0);
    while n < a.len() && m < b.len() {
        if a[n] == b[m] {
            sum += vectors.rarity[a[n] as usize].powi(2);
            n += 1;
            m += 1;
        } else if a[n] < b[m] {
            n += 1;
        } else {
            m += 1;
        }
    }
    sum
}

/// The sentences of a text that say enough to be like others.
pub fn split<'a>(text: &'a str, vectors: &Vectors) -> Vec<Sentence<'a>> {
    text.split_inclusive(['。', '；', '\n'])
        .map(str::trim)
        .filter_map(|text| {
            let mut pairs: Vec<u32> = pairs_of(text)
                .filter_map(|pair| vectors.numbers.get(&pair).copied())
                .collect();
            pairs.sort_unstable();
            pairs.dedup();
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
