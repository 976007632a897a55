//! What is to be known of a file that was written: found while it is, since it may be large.

use std::io::{self, Write};

use sha2::{Digest, Sha256};

/// A file that was written.
pub struct WrittenFile {
    /// Its name.
    pub name: String,
    /// Its bytes.
    pub bytes: u64,
    /// SHA-256 in hex.
    pub sha256: String,
    /// Rows of the table in it.
    pub rows: usize,
}

/// A writer that counts what goes through it and takes its fingerprint.
pub struct Watched<W> {
    inner: W,
    bytes: u64,
    digest: Sha256,
}

impl<W: Write> Watched<W> {
    /// Watches what is written to `inner`.
    pub fn new(inner: W) -> Self {
        Self {
            inner,
            bytes: 0,
            digest: Sha256::new(),
        }
    }

    /// What went through it.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// What was written to the file of this name, of a table with so many rows.
    pub fn end(self, name: String, rows: usize) -> WrittenFile {
        let digest = self.digest.finalize();
        WrittenFile {
            name,
            bytes: self.bytes,
            sha256: digest.iter().map(|b| format!("{b:02x}")).collect(),
            rows,
        }
    }
}

impl<W: Write> Write for Watched<W> {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(buffer)?;
        self.digest.update(&buffer[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}
