use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::model::Measure;
use crate::text::is_of_a_word;

/// Two neighbouring ideographs or letters, as one number: in the order of the first, then the second.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Bigram(u64);

impl Bigram {
    /// The bigram of two characters.
    pub fn of(a: char, b: char) -> Self {
        Self(u64::from(u32::from(a)) << 32 | u64::from(u32::from(b)))
    }
}

/// A sparse vector: bigram numbers, ascending, each with its weight; of Euclidean length 1.
pub type Vector = Vec<(u32, f32)>;

/// Weight of a title relative to the text.
const TITLE: u32 = 2;
/// Bigrams in more than this share of the measures carry no weight.
const COMMON: f64 = 0.25;
/// Number of measures below which no bigram counts as common.
const FEW: f64 = 8.0;

/// The count of each bigram in a measure, ascending.
type Counts = Vec<(Bigram, u32)>;

/// The measures as vectors: a bigram weighs by the logarithm of its count and by its rarity.
pub struct Vectors {
    /// The vector of each measure.
    pub all: Vec<Vector>,
    /// The number of each bigram that is not common.
    numbers: FxHashMap<Bigram, u32>,
    /// The number of measures with each bigram, by number.
    pub document_frequency: Vec<u32>,
    /// The logarithm of the inverse frequency of each bigram, by number.
    pub rarity: Vec<f64>,
}

impl Vectors {
    /// The vectors of measures, in their order.
    pub fn of(measures: &[&Measure]) -> Self {
        let counts: Vec<Counts> = measures.par_iter().map(|measure| counts(measure)).collect();
        let all = in_steps(measures.len().max(1));
        let most = (all * COMMON).max(FEW);
        let mut known: Vec<(Bigram, u32)> = document_frequency(&counts)
            .into_iter()
            .filter(|(_, n)| f64::from(*n) <= most)
            .collect();
        known.par_sort_unstable();
        let numbers = known.iter().zip(0..);
        let numbers: FxHashMap<Bigram, u32> = numbers.map(|((pair, _), n)| (*pair, n)).collect();
        let rarity = known
            .iter()
            .map(|(_, n)| (all / in_steps(*n as usize)).ln());
        let rarity: Vec<f64> = rarity.collect();
        let all = counts.into_par_iter();
        Self {
            all: all
                .map(|counts| vector(counts, &numbers, &rarity))
                .collect(),
            document_frequency: known.into_iter().map(|(_, n)| n).collect(),
            numbers,
            rarity,
        }
    }

    /// The number of a bigram that is not common.
    pub fn number(&self, bigram: Bigram) -> Option<u32> {
        self.numbers.get(&bigram).copied()
    }
}

fn vector(counts: Counts, numbers: &FxHashMap<Bigram, u32>, rarity: &[f64]) -> Vector {
    let weighed = counts.into_iter().filter_map(|(bigram, count)| {
        let number = *numbers.get(&bigram)?;
        Some((number, f64::from(count).ln_1p() * rarity[number as usize]))
    });
    let weighed: Vec<(u32, f64)> = weighed.collect();
    let square: f64 = weighed.iter().map(|(_, w)| w * w).sum();
    let length = square.sqrt().max(f64::MIN_POSITIVE);
    let unit = |(number, w): (u32, f64)| (number, (w / length) as f32);
    weighed.into_iter().map(unit).collect()
}

/// A count rounded down to its leading binary digits. Adding or removing one measure among many then
/// changes no other scores.
fn in_steps(count: usize) -> f64 {
    const DIGITS: u32 = 4;
    let more = (usize::BITS - count.leading_zeros()).saturating_sub(DIGITS);
    ((count >> more) << more) as f64
}

/// The number of measures with each bigram.
fn document_frequency(counts: &[Counts]) -> FxHashMap<Bigram, u32> {
    let mut frequency: FxHashMap<Bigram, u32> = FxHashMap::default();
    for (bigram, _) in counts.iter().flatten() {
        *frequency.entry(*bigram).or_default() += 1;
    }
    frequency
}

/// Counts of bigrams; those of the title have more weight. Names of bodies are left out, since they state
/// who acts, not what is done.
fn counts(measure: &Measure) -> Counts {
    let text = without_bodies(text_of(measure), measure);
    let of_title = bigrams_of(&measure.title).map(|pair| (pair, TITLE));
    let of_text = bigrams_of(&text).map(|pair| (pair, 1));
    let mut counts: Counts = of_title.chain(of_text).collect();
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

/// Maximum number of bytes of a measure that are compared. Real measures are far shorter; the limit
/// bounds the time for a file of one endless line.
const COMPARED: usize = 300_000;

/// The text of a measure, up to the limit for comparison.
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

/// All bigrams of a text, in their order.
pub fn bigrams_of(text: &str) -> impl Iterator<Item = Bigram> + '_ {
    let mut before = None;
    text.chars().filter_map(move |c| {
        let own = is_content_character(c).then_some(c);
        let pair = before.zip(own);
        before = own;
        pair.map(|(a, b)| Bigram::of(a, b))
    })
}

/// Whether a character can be part of a significant bigram: a letter or ideograph, no digit.
pub fn is_content_character(c: char) -> bool {
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
