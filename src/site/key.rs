//! Fingerprints of what the files of a site are made of.

use std::io::{self, BufWriter, Write};

use serde::Serialize;
use sha2::{Digest, Sha256};

/// What a file was made of, as a fingerprint: the same key, the same bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key([u8; 16]);

impl Key {
    /// The key of what is made of these things.
    pub fn of<T: Serialize + ?Sized>(parts: &T) -> Self {
        let mut digest = Digested(Sha256::new());
        // A few words at a time take longer than many.
        let mut buffer = BufWriter::with_capacity(1 << 12, &mut digest);
        // Plain data: neither the writer nor the digest refuses any.
        let _ = serde_json::to_writer(&mut buffer, parts);
        let _ = buffer.flush();
        drop(buffer);
        Self::end(digest.0)
    }

    /// The key of a file that is written as it is.
    pub fn of_bytes(bytes: &[u8]) -> Self {
        Self::end(Sha256::new_with_prefix(bytes))
    }

    fn end(digest: Sha256) -> Self {
        let mut key = [0; 16];
        key.copy_from_slice(&digest.finalize()[..16]);
        Self(key)
    }

    /// As 32 hexadecimal digits.
    pub fn hex(self) -> String {
        self.0.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// As it is.
    pub fn bytes(self) -> [u8; 16] {
        self.0
    }

    /// What [`Key::bytes`] gave.
    pub fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }
}

struct Digested(Sha256);

impl Write for Digested {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
