//! Fingerprints of what the files of a site are made of.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use blake3::Hasher;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::model::{Agency, Anchors, Figure, Lines, Measure, Policy, Spans};

/// What a file was made of, as a fingerprint: the same key, the same bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Key([u8; 16]);

impl Key {
    /// The key of what is made of these things.
    pub fn of<T: Serialize + ?Sized>(parts: &T) -> Self {
        let mut hasher = Hasher::new();
        // A few words at a time take longer than many.
        let mut buffer = BufWriter::with_capacity(1 << 14, &mut hasher);
        // Plain data: neither the writer nor the hash refuses any.
        let _ = serde_json::to_writer(&mut buffer, parts);
        let _ = buffer.flush();
        drop(buffer);
        Self::end(hasher.finalize())
    }

    /// The key of a file that is written as it is.
    pub fn of_bytes(bytes: &[u8]) -> Self {
        Self::end(blake3::hash(bytes))
    }

    /// The key of a file's bytes, a part of which is held at a time.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn of_file(file: &Path) -> io::Result<Self> {
        let mut hasher = Hasher::new();
        hasher.update_reader(File::open(file)?)?;
        Ok(Self::end(hasher.finalize()))
    }

    fn end(hash: blake3::Hash) -> Self {
        let mut key = [0; 16];
        key.copy_from_slice(&hash.as_bytes()[..16]);
        Self(key)
    }

    /// As it is.
    pub fn bytes(self) -> [u8; 16] {
        self.0
    }

    /// What [`Key::bytes`] gave.
    pub fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// As a number.
    pub fn number(self) -> u128 {
        u128::from_le_bytes(self.0)
    }

    /// As 32 hexadecimal digits.
    pub fn hex(self) -> String {
        let digit = |half: u8| char::from(b"0123456789abcdef"[usize::from(half)]);
        let digits = |byte: &u8| [digit(byte >> 4), digit(byte & 0xf)];
        self.0.iter().flat_map(digits).collect()
    }

    /// What [`Key::hex`] wrote.
    pub fn parse(hex: &str) -> Option<Self> {
        let mut key = [0; 16];
        for (n, byte) in key.iter_mut().enumerate() {
            *byte = u8::from_str_radix(hex.get(2 * n..2 * n + 2)?, 16).ok()?;
        }
        Some(Self(key))
    }
}

/// The keys of a document and of what is in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Keys {
    /// Of all of it.
    pub whole: Key,
    /// Of each measure with its figures.
    pub measures: Vec<Key>,
    /// Of the same with where the document's page has their lines: what pages of others show of them.
    pub linked_measures: Vec<Key>,
    /// Of each figure as pages of others show it: with its line there, and with its measure, or the
    /// bodies of the row of a list that it stands in.
    pub linked_figures: Vec<Key>,
}

impl Keys {
    /// The keys of a document.
    pub fn of(policy: &Policy) -> Self {
        Self::with(Key::of(policy), policy)
    }

    /// Those of documents in their order; what is in `known`, by id, is not found out anew.
    pub fn of_all(policies: &[Policy], mut known: BTreeMap<String, Self>) -> Vec<Self> {
        let known: Vec<Option<Self>> = policies.iter().map(|p| known.remove(&p.id)).collect();
        let all = policies.par_iter().zip(known);
        all.map(|(policy, keys)| keys.unwrap_or_else(|| Self::of(policy)))
            .collect()
    }

    /// The same, where that of the whole is known.
    pub fn with(whole: Key, policy: &Policy) -> Self {
        let figures = policy.figures_of_measures();
        let anchors = Anchors::of(policy);
        let quoted = |f: &Figure| anchors.of_quote(policy, f.lines, &f.quote);
        let measures = policy.measures.iter().zip(&figures);
        let measures: Vec<Key> = measures
            .map(|(measure, own)| {
                let own: Vec<&Figure> = own.iter().map(|&item| &policy.figures[item]).collect();
                Key::of(&(measure, own))
            })
            .collect();
        let linked = policy.measures.iter().zip(&figures).zip(&measures);
        let linked_measures: Vec<Key> = linked
            .map(|((measure, own), key)| {
                let own = own.iter().map(|&item| quoted(&policy.figures[item]));
                let mut parts = Parts::default();
                parts.key(*key);
                for anchor in lines_of(measure)
                    .map(|line| anchors.of_line(line))
                    .chain(own)
                {
                    parts.number(anchor.line as u64).number(anchor.nth as u64);
                }
                parts.end()
            })
            .collect();
        let mut measure_of = vec![None; policy.figures.len()];
        for (measure, own) in figures.iter().enumerate() {
            for &item in own {
                measure_of[item] = Some(measure);
            }
        }
        let tasks = Spans::of(policy.tasks.iter().map(|task| task.lines));
        let all = policy.figures.iter().zip(measure_of);
        let linked_figures = all.map(|(figure, measure)| match measure {
            Some(measure) => linked_measures[measure],
            None => {
                let line = figure.lines.first;
                let row = tasks.touching(Lines::at(line)).first().copied();
                let bodies: Option<&[Agency]> = row.map(|row| &policy.tasks[row].agencies[..]);
                Key::of(&(figure, bodies, quoted(figure)))
            }
        });
        let linked_figures = linked_figures.collect();
        Self {
            whole,
            measures,
            linked_measures,
            linked_figures,
        }
    }
}

/// The lines by which a page links to what a measure says.
fn lines_of(measure: &Measure) -> impl Iterator<Item = usize> {
    let tasks = measure.tasks.iter();
    let assigned = tasks.clone().flat_map(|task| &task.agencies);
    let assigned = measure.agencies.iter().chain(assigned);
    let lines = assigned.map(|agency| agency.lines);
    let lines = lines.chain(tasks.map(|task| task.lines));
    let lines = [measure.lines].into_iter().chain(lines);
    lines.map(|lines| lines.first)
}

/// The key of many parts, put together without writing each of them as text.
#[derive(Default)]
pub struct Parts(Vec<u8>);

impl Parts {
    /// Adds a part by its key.
    pub fn key(&mut self, key: Key) -> &mut Self {
        self.0.extend(key.0);
        self
    }

    /// Adds words.
    pub fn text(&mut self, text: &str) -> &mut Self {
        self.number(text.len() as u64);
        self.0.extend(text.as_bytes());
        self
    }

    /// Adds a number, such as how many parts follow.
    pub fn number(&mut self, number: u64) -> &mut Self {
        self.0.extend(number.to_le_bytes());
        self
    }

    /// The key of all of them, in their order.
    pub fn end(&self) -> Key {
        Key::of_bytes(&self.0)
    }
}
