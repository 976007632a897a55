use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::model::Measure;
use crate::text::is_of_a_word;

/// Two neighbouring ideographs or letters, as one number: in the order of the first, then the second.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TermPair(u64);

impl TermPair {
    /// The pair of these two.
    pub fn of(a: char, b: char) -> Self {
        Self(u64::from(u32::from(a)) << 32 | u64::from(u32::from(b)))
    }
}

/// Numbers of pairs, ascending, each with its weight; of length 1.
pub type Vector = Vec<(u32, f32)>;

/// How much more a title counts than the text.
const TITLE: u32 = 2;
/// So many times hardly any pair stands in a measure.
const OFTEN: usize = 64;
/// Pairs of characters that stand in more than this share of the measures say nothing.
const COMMON: f64 = 0.25;
/// So few measures are too few to say what is common among them.
const FEW: f64 = 8.0;

/// What all measures are compared by.
pub struct Vectors {
    /// One for each measure.
    pub all: Vec<Vector>,
    /// The number of each pair that is not common.
    numbers: FxHashMap<TermPair, u32>,
    /// How many measures have each, by number.
    pub holders: Vec<u32>,
    /// How rare each is, by number.
    pub rarity: Vec<f64>,
}

impl Vectors {
    /// The vectors of measures, in their order.
    pub fn of(measures: &[&Measure]) -> Self {
        // A few for each core: one of them may be busy elsewhere for a while.
        let part = measures.len().div_ceil(4 * rayon::current_num_threads());
        let part = part.max(1);
        let parts: Vec<Counted> = measures.par_chunks(part).map(Counted::of).collect();
        let all = in_steps(measures.len().max(1));
        let most = (all * COMMON).max(FEW);
        let mut known: Vec<(TermPair, u32)> = holders(&parts)
            .into_iter()
            .filter(|(_, n)| f64::from(*n) <= most)
            .collect();
        known.par_sort_unstable();
        let mut numbers = FxHashMap::default();
        numbers.reserve(known.len());
        numbers.extend(known.iter().zip(0..).map(|((pair, _), n)| (*pair, n)));
        let rarity = |n: u32| (all / in_steps(n as usize)).ln();
        let rarity: Vec<f64> = known.iter().map(|(_, n)| rarity(*n)).collect();
        let damped = |count: usize| (count as f64).ln_1p();
        let few: Vec<f64> = (0..OFTEN).map(damped).collect();
        let vector = |counts: &[(u32, u32)], numbers: &[Option<u32>]| {
            let weighed: Vec<(u32, f64)> = counts
                .iter()
                .filter_map(|&(own, count)| {
                    let (number, count) = (numbers[own as usize]?, count as usize);
                    let damped = few.get(count).copied().unwrap_or_else(|| damped(count));
                    Some((number, damped * rarity[number as usize]))
                })
                .collect();
            let square: f64 = weighed.iter().map(|(_, w)| w * w).sum();
            let length = square.sqrt().max(f64::MIN_POSITIVE);
            let unit = |(number, w): (u32, f64)| (number, (w / length) as f32);
            weighed.into_iter().map(unit).collect::<Vector>()
        };
        let all = parts
            .into_par_iter()
            .flat_map(|part| {
                let own = part
                    .pairs
                    .iter()
                    .map(|(pair, _)| numbers.get(pair).copied());
                let own: Vec<Option<u32>> = own.collect();
                let vectors = part.measures.into_par_iter();
                vectors.map(move |counts| vector(&counts, &own))
            })
            .collect();
        let holders = known.into_iter().map(|(_, n)| n).collect();
        Self {
            all,
            numbers,
            holders,
            rarity,
        }
    }

    /// The number of a pair that is not common.
    pub fn number(&self, pair: TermPair) -> Option<u32> {
        self.numbers.get(&pair).copied()
    }
}

/// A count without its last digits: one measure more or less of many does not make a pair rarer, and
/// so does not change what all others have in common.
fn in_steps(count: usize) -> f64 {
    const DIGITS: u32 = 4;
    let more = (usize::BITS - count.leading_zeros()).saturating_sub(DIGITS);
    ((count >> more) << more) as f64
}

/// Some of the measures, counted. Their pairs have numbers of their own, so that what all measures have
/// of a pair is looked up once for all of these.
#[derive(Default)]
struct Counted {
    /// The pairs by these numbers, each with how many of the measures have it.
    pairs: Vec<(TermPair, u32)>,
    /// For each measure its pairs, ascending, by these numbers, with how often it has each.
    measures: Vec<Vec<(u32, u32)>>,
}

impl Counted {
    fn of(measures: &[&Measure]) -> Self {
        let mut counted = Self::default();
        let mut numbers: FxHashMap<TermPair, u32> = FxHashMap::default();
        for measure in measures {
            let counts = counts(measure).into_iter().map(|(pair, count)| {
                let next = counted.pairs.len() as u32;
                let number = *numbers.entry(pair).or_insert(next);
                if number == next {
                    counted.pairs.push((pair, 0));
                }
                counted.pairs[number as usize].1 += 1;
                (number, count)
            });
            let counts = counts.collect();
            counted.measures.push(counts);
        }
        counted
    }
}

/// How many measures have each pair.
fn holders(parts: &[Counted]) -> FxHashMap<TermPair, u32> {
    let mut all: FxHashMap<TermPair, u32> = FxHashMap::default();
    for &(pair, n) in parts.iter().flat_map(|part| &part.pairs) {
        *all.entry(pair).or_default() += n;
    }
    all
}

/// The counts of pairs, ascending, those of the title more than once; without the names of bodies,
/// which say who acts and not what is done.
fn counts(measure: &Measure) -> Vec<(TermPair, u32)> {
    let text = without_bodies(text_of(measure), measure);
    let of_title = pairs_of(&measure.title).map(|pair| (pair, TITLE));
    let of_text = pairs_of(&text).map(|pair| (pair, 1));
    let mut counts: Vec<(TermPair, u32)> = of_title.chain(of_text).collect();
    counts.sort_unstable_by_key(|(pair, _)| *pair);
    counts.dedup_by(|next, first| {
        let same = next.0 == first.0;
        if same {
            first.1 += next.1;
        }
        same
    });
    counts
}

/// Bytes of a measure that are compared: a hundred thousand characters. No measure of a policy comes near
/// it; a file of one line without an end would take many times its size.
const COMPARED: usize = 300_000;

/// The text of a measure, as far as it is compared.
pub fn text_of(measure: &Measure) -> &str {
    &measure.text[..measure.text.floor_char_boundary(COMPARED)]
}

/// A text of a measure without the names of its bodies.
pub fn without_bodies(text: &str, measure: &Measure) -> String {
    let mut text = text.to_owned();
    for agency in &measure.agencies {
        if agency.name.chars().count() > 2 && text.contains(&agency.name) {
            text = text.replace(&agency.name, "，");
        }
    }
    text
}

/// All pairs of a text, in their order.
pub fn pairs_of(text: &str) -> impl Iterator<Item = TermPair> + '_ {
    let mut before = None;
    text.chars().filter_map(move |c| {
        let own = says(c).then_some(c);
        let pair = before.zip(own);
        before = own;
        pair.map(|(a, b)| TermPair::of(a, b))
    })
}

/// Whether a character says something of what is done.
pub fn says(c: char) -> bool {
    is_of_a_word(c) && !c.is_ascii_digit()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_counts_are_exact_and_large_ones_go_by_steps() {
        for (count, step) in [
            (1, 1.0),
            (15, 15.0),
            (17, 16.0),
            (100, 96.0),
            (1_001, 960.0),
        ] {
            assert_eq!(in_steps(count), step);
        }
    }
}
