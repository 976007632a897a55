use std::cmp::Ordering;
use std::collections::BTreeMap;

use rayon::prelude::*;

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
    pub numbers: BTreeMap<Pair, u32>,
    /// How rare each is, by number.
    pub rarity: Vec<f64>,
}

impl Vectors {
    /// The vectors of measures, in their order.
    pub fn of(measures: &[&Measure]) -> Self {
        let counts: Vec<BTreeMap<Pair, f64>> = measures.par_iter().map(|m| pairs(m)).collect();
        let mut holders: BTreeMap<Pair, usize> = BTreeMap::new();
        for pair in counts.iter().flat_map(BTreeMap::keys) {
            *holders.entry(*pair).or_default() += 1;
        }
        let all = measures.len().max(1) as f64;
        holders.retain(|_, n| *n as f64 <= (all * COMMON).max(FEW));
        let numbers: BTreeMap<Pair, u32> = holders.keys().copied().zip(0..).collect();
        let rarity: Vec<f64> = holders.values().map(|n| (all / *n as f64).ln()).collect();
        let all = counts
            .par_iter()
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
}

/// The counts of pairs, those of the title more than once; without the names of bodies, which say
/// who acts and not what is done.
fn pairs(measure: &Measure) -> BTreeMap<Pair, f64> {
    let mut text = measure.text.clone();
    for agency in &measure.agencies {
        if agency.name.chars().count() > 2 {
            text = text.replace(&agency.name, "，");
        }
    }
    let mut counts = BTreeMap::new();
    for (text, times) in [(&measure.title, TITLE), (&text, 1.0)] {
        for pair in pairs_of(text) {
            *counts.entry(pair).or_default() += times;
        }
    }
    counts
}

/// All pairs of a text, in their order.
pub fn pairs_of(text: &str) -> impl Iterator<Item = Pair> + '_ {
    let says = |c: char| c.is_alphanumeric() && !c.is_ascii_digit();
    text.chars()
        .zip(text.chars().skip(1))
        .filter(move |&(a, b)| says(a) && says(b))
}

/// What two vectors have in common, from 0 to 1.
pub fn dot(a: &Vector, b: &Vector) -> f64 {
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
