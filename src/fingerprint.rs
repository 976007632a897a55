//! Fingerprints of content.

use std::io::{BufWriter, Write};

use blake3::Hasher;
use serde::{Deserialize, Serialize};

/// 128 bits of BLAKE3: equal for equal content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Fingerprint([u8; 16]);

impl Fingerprint {
    /// Fingerprint of a value, by its JSON.
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

    /// Fingerprint of bytes.
    pub fn of_bytes(bytes: &[u8]) -> Self {
        Self::end(blake3::hash(bytes))
    }

    /// Fingerprint of the bytes of a reader.
    ///
    /// # Errors
    /// Where it cannot be read to its end.
    pub fn of_reader(reader: impl std::io::Read) -> std::io::Result<Self> {
        let mut hasher = Hasher::new();
        hasher.update_reader(reader)?;
        Ok(Self::end(hasher.finalize()))
    }

    fn end(hash: blake3::Hash) -> Self {
        let mut digits = [0; 16];
        digits.copy_from_slice(&hash.as_bytes()[..16]);
        Self(digits)
    }

    /// As 32 hexadecimal digits.
    pub fn hex(self) -> String {
        let digit = |half: u8| char::from(b"0123456789abcdef"[usize::from(half)]);
        let digits = |byte: &u8| [digit(byte >> 4), digit(byte & 0xf)];
        self.0.iter().flat_map(digits).collect()
    }
}

/// Puts a fingerprint together from parts.
#[derive(Default)]
pub struct FingerprintBuilder(Vec<u8>);

impl FingerprintBuilder {
    /// Adds a part by its fingerprint.
    pub fn fingerprint(&mut self, part: Fingerprint) -> &mut Self {
        self.0.extend(part.0);
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

    /// Fingerprint of all parts in their order.
    pub fn finish(&self) -> Fingerprint {
        Fingerprint::of_bytes(&self.0)
    }
}
