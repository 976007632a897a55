//! The pieces that files are compressed in, and where each stands in an archive.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::key::Key;

/// No piece but the last of a file is shorter: a new one begins without knowing the words of those
/// before it.
const SHORTEST: usize = 64 << 10;
/// No piece is longer.
const LONGEST: usize = 256 << 10;
/// One line of so many ends a piece.
const ONE_OF: u32 = 16;

/// Cuts bytes at the ends of lines that their own bytes tell: where a row comes, goes or changes, the
/// pieces before it and soon those after it are the same. Gives how many bytes at the end wait for
/// more; none where these bytes are the last.
pub fn cut(bytes: &[u8], last: bool) -> (Vec<&[u8]>, usize) {
    let mut pieces = Vec::new();
    let mut rest = bytes;
    while !rest.is_empty() && (last || rest.len() >= LONGEST) {
        let (piece, after) = rest.split_at(length(rest));
        pieces.push(piece);
        rest = after;
    }
    (pieces, rest.len())
}

/// The length of the first piece.
fn length(bytes: &[u8]) -> usize {
    let bytes = &bytes[..bytes.len().min(LONGEST)];
    // FNV-1a.
    const BEGIN: u32 = 0x811c_9dc5;
    let mut hash = BEGIN;
    for (at, &byte) in bytes.iter().enumerate().skip(SHORTEST) {
        hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
        if byte == b'\n' {
            if (hash >> 16).is_multiple_of(ONE_OF) {
                return at + 1;
            }
            hash = BEGIN;
        }
    }
    bytes.len()
}

/// Where something stands in an archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Known {
    /// The first of its compressed bytes.
    pub start: u64,
    /// How many there are.
    pub long: u64,
    /// Its bytes; nothing is said here of a piece.
    pub raw: u64,
    /// The check sum of its bytes; of a piece there is none.
    pub crc: u32,
}

impl Known {
    /// A piece of a file.
    pub fn piece(start: u64, long: u64) -> Self {
        let (raw, crc) = (0, 0);
        Self {
            start,
            long,
            raw,
            crc,
        }
    }
}

/// What stands in an archive, by what it is made of.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pieces(BTreeMap<Key, Known>);

impl Pieces {
    /// Adds one.
    pub fn insert(&mut self, key: Key, known: Known) {
        self.0.insert(key, known);
    }

    /// One of them.
    pub fn get(&self, key: Key) -> Option<Known> {
        self.0.get(&key).copied()
    }
}
