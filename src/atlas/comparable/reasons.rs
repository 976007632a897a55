use std::collections::{BTreeMap, BTreeSet};

use super::vectors::{Pair, Vector, Vectors, pairs_of};
use super::{Item, Reasons, common};
use crate::model::Measure;

/// Shared words that are told.
const TERMS: usize = 6;
/// Characters that end or begin no word of their own.
const PARTICLES: [char; 10] = ['的', '和', '与', '及', '等', '并', '为', '在', '以', '对'];
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
    let shared = |one: char, two: char| {
        let pair = (one, two);
        Some(weight(&vectors.all[n], &pair)? * weight(&vectors.all[other], &pair)?)
    };
    let mut found: BTreeMap<String, f64> = BTreeMap::new();
    for text in [&a.title, &a.text] {
        let chars: Vec<char> = text.chars().collect();
        let stands = |from: usize, to: usize| {
            let run: String = chars[from..to].iter().collect();
            chars[from..to].iter().all(|c| c.is_alphanumeric()) && theirs.contains(&run)
        };
        let mut done = 0;
        for at in 0..chars.len().saturating_sub(1) {
            // A telling pair that both have; then all around it that both have as well, common
            // words too: 绿色建筑, not 色建筑.
            if at < done || shared(chars[at], chars[at + 1]).is_none() || !stands(at, at + 2) {
                continue;
            }
            let (mut from, mut to) = (at, at + 2);
            while from > done && stands(from - 1, to) {
                from -= 1;
            }
            while to < chars.len() && stands(from, to + 1) {
                to += 1;
            }
            done = to;
            while to - from > 2 && PARTICLES.contains(&chars[to - 1]) {
                to -= 1;
            }
            while to - from > 2 && PARTICLES.contains(&chars[from]) {
                from += 1;
            }
            let score: f64 = chars[from..to]
                .windows(2)
                .filter_map(|two| shared(two[0], two[1]))
                .sum();
            let best = found.entry(chars[from..to].iter().collect()).or_default();
            *best = f64::max(*best, score);
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
