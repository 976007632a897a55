use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::model::Measure;

/// Two neighbouring ideographs or letters.
pub type Pair = (char, char);
/// Numbers of pairs, ascending, each with its weight; of length 1.
pub type Vector = Vec<(u32, f32)>;

/// How much more a title counts than the text.
const TITLE: f64 = 2.0;
/// Pairs of characters that stand in more than this share of the measures say nothing.
const COMMON: f64 = 0.25;
/// So few measures are too few to say what is common among them.
const FEW: f64 = 8.0;

/// What all measures are compared by.
pub struct Vectors {
    /// One for each measure.
    pub all: Vec<Vector>,
    /// The number of each pair that is not common.
    numbers: FxHashMap<Pair, u32>,
    /// How rare each is, by number.
    pub rarity: Vec<f64>,
}

impl Vectors {
    /// The vectors of measures, in their order.
    pub fn of(measures: &[&Measure]) -> Self {
        let counts: Vec<Vec<(Pair, f64)>> = measures.par_iter().map(|m| counts(m)).collect();
        let mut all_pairs: Vec<Pair> = Vec::with_capacity(counts.iter().map(Vec::len).sum());
        all_pairs.extend(counts.iter().flatten().map(|(pair, _)| *pair));
        all_pairs.par_sort_unstable();
        let all = measures.len().max(1) as f64;
        let most = (all * COMMON).max(FEW);
        let mut numbers = FxHashMap::default();
        let mut rarity = Vec::new();
        for holders in all_pairs.chunk_by(|a, b| a == b) {
            let n = holders.len() as f64;
            if n <= most {
                numbers.insert(holders[0], rarity.len() as u32);
                rarity.push((all / n).ln());
            }
        }
        drop(all_pairs);
        let all = counts
            .into_par_iter()
            .map(|counts| {
                let weighed: Vec<(u32, f64)> = counts
                    .iter()
                    .filter_map(|(pair, count)| {
                        let number = *numbers.get(pair)?;
                        Some((number, count.ln_1p() * rarity[number as usize]))
                    })
                    .collect();
                let square: f64 = weighed.iter().map(|(_, w)| w * w).sum();
                let length = square.sqrt().max(f64::MIN_POSITIVE);
                let unit = |(number, w): (u32, f64)| (number, (w / length) as f32);
                weighed.into_iter().map(unit).collect()
            })
            .collect();
        Self {
            all,
            numbers,
            rarity,
        }
    }

    /// The number of a pair that is not common.
    pub fn number(&self, pair: Pair) -> Option<u32> {
        self.numbers.get(&pair).copied()
    }
}

/// The counts of pairs, ascending, those of the title more than once; without the names of bodies,
/// which say who acts and not what is done.
fn counts(measure: &Measure) -> Vec<(Pair, f64)> {
    let text = without_bodies(text_of(measure), measure);
    let of_title = pairs_of(&measure.title).map(|pair| (pair, TITLE));
    let of_text = pairs_of(&text).map(|pair| (pair, 1.0));
    let mut counts: Vec<(Pair, f64)> = of_title.chain(of_text).collect();
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
pub fn pairs_of(text: &str) -> impl Iterator<Item = Pair> + '_ {
    text.chars()
        .map(|c| (c, says(c)))
        .zip(text.chars().skip(1).map(|c| (c, says(c))))
        .filter(|((_, a), (_, b))| *a && *b)
        .map(|((a, _), (b, _))| (a, b))
}

/// Whether a character says something of what is done.
pub fn says(c: char) -> bool {
    c.is_alphanumeric() && !c.is_ascii_digit()
}
