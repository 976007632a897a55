use rayon::prelude::*;

use super::Item;
use super::candidates::Index;
use super::vectors::Vectors;
use crate::key::Key;

/// What the matches of a measure are made of: the measure itself, and all that are looked at for its
/// rarest pairs. As long as these are the same, so are the matches.
pub struct States<'a> {
    vectors: &'a Vectors,
    /// Of each measure what others see of it: its words, and what they weigh.
    own: Vec<Key>,
    /// For each pair that more than one measure has, those that are looked at for it.
    crowds: Vec<u128>,
}

impl<'a> States<'a> {
    /// The states of all measures.
    pub fn of(items: &[Item<'_>], vectors: &'a Vectors, index: &Index) -> Self {
        let numbered = items.par_iter().enumerate();
        let own: Vec<Key> = numbered.map(|(n, item)| own(item, n, vectors)).collect();
        let crowd = |pair: usize| {
            let holders = index.of_pair(pair as u32).iter();
            // A sum: who they are decides, not in which order they come.
            holders.fold(0_u128, |sum, (n, _)| {
                sum.wrapping_add(own[*n as usize].number())
            })
        };
        let crowds = (0..vectors.pairs.len()).into_par_iter().map(crowd);
        Self {
            crowds: crowds.collect(),
            own,
            vectors,
        }
    }

    /// What the matches of a measure are made of.
    pub fn matches_of(&self, measure: usize, seekers: &[(u32, f32)]) -> Key {
        let mut bytes = Vec::with_capacity(17 + 24 * seekers.len());
        bytes.push(RULES);
        bytes.extend(self.own[measure].number().to_le_bytes());
        for (pair, _) in seekers {
            bytes.extend(self.vectors.pairs[*pair as usize].bytes());
            bytes.extend(self.crowds[*pair as usize].to_le_bytes());
        }
        Key::of_bytes(&bytes)
    }
}

/// Which rules made a match: one more with each change of them, so that no former match stands.
const RULES: u8 = 1;

/// What is compared of a measure.
fn own(item: &Item<'_>, n: usize, vectors: &Vectors) -> Key {
    let measure = item.measure;
    let bodies: Vec<(&str, &str)> = measure
        .agencies
        .iter()
        .map(|body| (body.name.as_str(), body.agency.as_str()))
        .collect();
    let said = (
        &measure.id,
        &measure.title,
        &measure.text,
        measure.role,
        &measure.topics,
        &item.indicators,
        bodies,
    );
    let vector = &vectors.all[n];
    let mut bytes = Vec::with_capacity(16 + 16 * vector.len());
    bytes.extend(Key::of(&said).number().to_le_bytes());
    for (pair, weight) in vector {
        bytes.extend(vectors.pairs[*pair as usize].bytes());
        bytes.extend(weight.to_le_bytes());
        bytes.extend((vectors.rarity[*pair as usize] as f32).to_le_bytes());
    }
    Key::of_bytes(&bytes)
}
