use super::vectors::{
    Bigram, Vector, Vectors, bigrams_of, is_content_character, text_of, without_bodies,
};
use super::{Cut, SentenceSpans};
use crate::model::Measure;
use crate::text::is_of_a_word;

/// Maximum number of common words of a match.
const TERMS: usize = 6;
/// Characters that never begin or end a word.
const PARTICLES: [char; 10] = ['的', '和', '与', '及', '等', '并', '为', '在', '以', '对'];
/// Minimum number of significant bigrams of a sentence for comparison.
const LEAST_PAIRS: usize = 3;
/// Stands for a pair of characters that is no significant bigram.
const NONE: u32 = u32::MAX;

/// A measure prepared for finding common words and sentences.
pub struct MeasureReading {
    /// The sentences with enough content for comparison.
    sentences: Vec<Sentence>,
    /// For each character of title and text the number of the bigram that begins there.
    pairs: Vec<u32>,
}

/// A sentence: its byte range, its significant bigrams by number, ascending, and the length of their
/// vector.
struct Sentence {
    bytes: (u32, u32),
    pairs: Vec<u32>,
    length: f64,
}

impl MeasureReading {
    /// Reads a measure.
    pub fn of(measure: &Measure, vectors: &Vectors) -> Self {
        let number = |pair| vectors.number(pair).unwrap_or(NONE);
        let chars: Vec<char> = whole(measure).collect();
        let begins = |at: usize| match (chars[at], chars.get(at + 1)) {
            (a, Some(&b)) if is_content_character(a) && is_content_character(b) => {
                number(Bigram::of(a, b))
            }
            _ => NONE,
        };
        Self {
            sentences: split(measure, vectors),
            pairs: (0..chars.len()).map(begins).collect(),
        }
    }
}

/// Title and text.
fn whole(measure: &Measure) -> impl Iterator<Item = char> + '_ {
    let title = measure.title.chars();
    title.chain(['\n']).chain(text_of(measure).chars())
}

/// A measure prepared for fast comparison with many others; the buffers are reused for the next one.
pub struct Comparer {
    /// For each bigram its weight in the measure; 0 if it does not occur.
    weights: Vec<f32>,
    /// The weights of the measure that it is compared with.
    theirs: Vec<f32>,
    /// For each bigram the index of its first entry in `places`, plus 1.
    heads: Vec<u32>,
    /// Bigrams with the index of a sentence that contains them, ascending.
    places: Vec<(u32, u32)>,
    chars: Vec<char>,
    /// For each of them, and for the end, whether it is a word boundary.
    bounds: Vec<bool>,
    /// The characters of the measure that it is compared with.
    others: Vec<char>,
    /// For each bigram its first position, plus 1, in the other text. In `next`, for each position there,
    /// the next position of the same bigram, plus 1.
    begins: Vec<u32>,
    next: Vec<u32>,
}

impl Comparer {
    /// Buffers for this number of bigrams.
    pub fn new(pairs: usize) -> Self {
        Self {
            weights: vec![0.0; pairs],
            theirs: vec![0.0; pairs],
            heads: vec![0; pairs],
            places: Vec::new(),
            chars: Vec::new(),
            bounds: Vec::new(),
            others: Vec::new(),
            begins: vec![0; pairs],
            next: Vec::new(),
        }
    }

    /// Loads the measure that others are compared with.
    pub fn load(
        &mut self,
        vector: &Vector,
        measure: &Measure,
        reading: &MeasureReading,
        cut: Cut<'_>,
    ) {
        scatter(vector, &mut self.weights);
        for (n, sentence) in reading.sentences.iter().enumerate() {
            let own = sentence.pairs.iter().map(|&pair| (pair, n as u32));
            self.places.extend(own);
        }
        self.places.sort_unstable();
        for (at, &(pair, _)) in self.places.iter().enumerate().rev() {
            self.heads[pair as usize] = at as u32 + 1;
        }
        self.chars.clear();
        self.chars.extend(whole(measure));
        self.bounds.clear();
        self.bounds.resize(self.chars.len() + 1, false);
        for at in cut(&self.chars.iter().collect::<String>()) {
            self.bounds[at] = true;
        }
    }

    /// Empties the buffers again.
    pub fn unload(&mut self, vector: &Vector) {
        clear(vector, &mut self.weights);
        for (pair, _) in self.places.drain(..) {
            self.heads[pair as usize] = 0;
        }
    }

    /// The cosine similarity to another measure, from 0 to 1.
    pub fn dot(&self, other: &Vector) -> f64 {
        other
            .iter()
            .map(|&(pair, weight)| f64::from(self.weights[pair as usize]) * f64::from(weight))
            .sum()
    }

    /// The common words of two measures, joined by line ends, and their most similar sentences.
    pub fn reasons(
        &mut self,
        other: &Measure,
        (own, theirs): (&MeasureReading, &MeasureReading),
        vector: &Vector,
        vectors: &Vectors,
    ) -> (String, Option<SentenceSpans>) {
        scatter(vector, &mut self.theirs);
        self.begin(&theirs.pairs);
        self.others.clear();
        self.others.extend(whole(other));
        let terms = self.terms(&own.pairs);
        for &pair in theirs.pairs.iter().filter(|pair| **pair != NONE) {
            self.begins[pair as usize] = 0;
        }
        clear(vector, &mut self.theirs);
        let sentences = self.sentences(&own.sentences, &theirs.sentences, vectors);
        (terms.join("\n"), sentences)
    }

    /// Indexes the positions of the other text's bigrams.
    fn begin(&mut self, theirs: &[u32]) {
        self.next.clear();
        self.next.resize(theirs.len(), 0);
        for (at, &pair) in theirs.iter().enumerate().rev() {
            if pair != NONE {
                self.next[at] = self.begins[pair as usize];
                self.begins[pair as usize] = at as u32 + 1;
            }
        }
    }

    /// The positions of a bigram in the other text, ascending.
    fn places_of(&self, pair: u32) -> impl Iterator<Item = usize> + '_ {
        let place = |link: u32| link.checked_sub(1).map(|at| at as usize);
        let first = place(self.begins[pair as usize]);
        std::iter::successors(first, move |&at| place(self.next[at]))
    }

    /// The common runs of characters, the most significant first.
    fn terms(&self, own: &[u32]) -> Vec<String> {
        let (chars, others) = (&self.chars, &self.others);
        let shared = |at: usize| match own[at] {
            NONE => 0.0,
            pair => f64::from(self.weights[pair as usize]) * f64::from(self.theirs[pair as usize]),
        };
        let mut found: Vec<(f64, &[char])> = Vec::new();
        let mut places: Vec<usize> = Vec::new();
        let mut done = 0;
        for (at, &pair) in own.iter().enumerate() {
            // A common significant bigram is extended by all characters around it that match, common
            // words too: 绿色建筑, not 色建筑.
            if at < done || shared(at) == 0.0 {
                continue;
            }
            // Its positions in the other text; each character added leaves fewer of them.
            places.clear();
            places.extend(self.places_of(pair));
            if places.is_empty() {
                continue;
            }
            let (mut from, mut to) = (at, at + 2);
            while from > done && is_of_a_word(chars[from - 1]) {
                let (c, back) = (chars[from - 1], at - from + 1);
                let goes_on = |n: &usize| n.checked_sub(back).is_some_and(|n| others[n] == c);
                if !places.iter().any(goes_on) {
                    break;
                }
                places.retain(goes_on);
                from -= 1;
            }
            while to < chars.len() && is_of_a_word(chars[to]) {
                let goes_on = |n: &usize| others.get(n + to - at) == Some(&chars[to]);
                if !places.iter().any(goes_on) {
                    break;
                }
                places.retain(goes_on);
                to += 1;
            }
            done = to;
            // Whole words only: 碳中 is not a word of 碳中和.
            while from < to && !self.bounds[from] {
                from += 1;
            }
            while to > from && !self.bounds[to] {
                to -= 1;
            }
            if to < from + 2 {
                continue;
            }
            while to - from > 2 && PARTICLES.contains(&chars[to - 1]) && self.bounds[to - 1] {
                to -= 1;
            }
            while to - from > 2 && PARTICLES.contains(&chars[from]) && self.bounds[from + 1] {
                from += 1;
            }
            let weight: f64 = (from..to - 1).map(shared).sum();
            if weight > 0.0 {
                found.push((weight, &chars[from..to]));
            }
        }
        found.sort_unstable_by(|x, y| y.0.total_cmp(&x.0).then_with(|| x.1.cmp(y.1)));
        // A part of a longer common word adds nothing.
        let mut terms: Vec<&[char]> = Vec::new();
        for (_, term) in found {
            let longer = |longer: &&[char]| longer.windows(term.len()).any(|part| part == term);
            if !terms.iter().any(longer) {
                terms.push(term);
            }
            if terms.len() == TERMS {
                break;
            }
        }
        terms
            .into_iter()
            .map(|term| term.iter().collect())
            .collect()
    }

    /// The pair of sentences with the most content in common.
    fn sentences(
        &self,
        own: &[Sentence],
        theirs: &[Sentence],
        vectors: &Vectors,
    ) -> Option<SentenceSpans> {
        let mut best: Option<(f64, usize, usize)> = None;
        let mut sums = vec![0.0; own.len()];
        for (m, sentence) in theirs.iter().enumerate() {
            for &pair in &sentence.pairs {
                let Some(head) = self.heads[pair as usize].checked_sub(1) else {
                    continue;
                };
                let square = vectors.rarity[pair as usize].powi(2);
                let having = self.places[head as usize..].iter();
                for (_, n) in having.take_while(|(other, _)| *other == pair) {
                    sums[*n as usize] += square;
                }
            }
            for (n, sum) in sums.iter_mut().enumerate() {
                let alike = std::mem::take(sum) / (own[n].length * sentence.length);
                // Of two equally similar pairs the first is kept.
                let better = |(most, x, y): (f64, usize, usize)| {
                    alike > most || (alike == most && (n, m) < (x, y))
                };
                if alike > 0.0 && best.is_none_or(better) {
                    best = Some((alike, n, m));
                }
            }
        }
        best.map(|(_, n, m)| [own[n].bytes, theirs[m].bytes])
    }
}

fn scatter(vector: &Vector, weights: &mut [f32]) {
    for &(pair, weight) in vector {
        weights[pair as usize] = weight;
    }
}

fn clear(vector: &Vector, weights: &mut [f32]) {
    for &(pair, _) in vector {
        weights[pair as usize] = 0.0;
    }
}

/// The sentences of a measure with enough content to compare; 「（责任单位：市生态环境局）」 has not.
fn split(measure: &Measure, vectors: &Vectors) -> Vec<Sentence> {
    let whole = text_of(measure);
    let mut from = 0;
    let sentences = whole.split_inclusive(['。', '；', '\n']).map(|sentence| {
        let begin = from + sentence.len() - sentence.trim_start().len();
        from += sentence.len();
        (begin, sentence.trim())
    });
    sentences
        .filter_map(|(begin, text)| {
            let mut pairs: Vec<u32> = bigrams_of(&without_bodies(text, measure))
                .filter_map(|pair| vectors.number(pair))
                .collect();
            pairs.sort_unstable();
            pairs.dedup();
            let square: f64 = pairs
                .iter()
                .map(|pair| vectors.rarity[*pair as usize].powi(2))
                .sum();
            (pairs.len() >= LEAST_PAIRS).then_some(Sentence {
                bytes: (begin as u32, (begin + text.len()) as u32),
                pairs,
                length: square.sqrt(),
            })
        })
        .collect()
}
