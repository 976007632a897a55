//! The parts of documents, kept in a folder from build to build: a file each, by the name of what it
//! was made of. What is damaged is as if it were not there.
//!
//! A file: length and checksum of each of its sections, and these: the part, its levels, the symbols
//! of the records, and the records.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::hash::Hasher;
use std::io::{self, Read};
use std::path::PathBuf;

use rustc_hash::FxHasher;

use super::bytes::{Reader, varint};
use super::longer::Level;
use super::part::Part;
use super::record::Record;

/// A folder of parts.
#[derive(Clone, Debug)]
pub struct Parts(PathBuf);

const SECTIONS: usize = 4;
const HEAD: usize = 16 * SECTIONS;

/// Lengths and checksums of the sections.
#[derive(Clone, Copy)]
struct Head([(u64, u64); SECTIONS]);

impl Head {
    fn read(head: &[u8; HEAD]) -> Self {
        let number = |at: usize| {
            let mut number = [0; 8];
            number.copy_from_slice(&head[at..at + 8]);
            u64::from_le_bytes(number)
        };
        Self(std::array::from_fn(|n| {
            (number(16 * n), number(16 * n + 8))
        }))
    }

    fn of(sections: [&[u8]; SECTIONS]) -> Self {
        Self(sections.map(|section| (section.len() as u64, checksum(section))))
    }

    /// Whether a section is as it was written.
    fn is(&self, section: usize, bytes: &[u8]) -> bool {
        self.0[section] == (bytes.len() as u64, checksum(bytes))
    }
}

/// Tells whether bytes are as they were written; nobody has a reason to forge any.
fn checksum(bytes: &[u8]) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(bytes);
    hasher.finish()
}

/// The first sections of a file.
fn sections<const COUNT: usize>(file: &mut File) -> Option<[Vec<u8>; COUNT]> {
    let mut head = [0; HEAD];
    file.read_exact(&mut head).ok()?;
    let head = Head::read(&head);
    let there = file.metadata().ok()?.len();
    let mut all: [Vec<u8>; COUNT] = std::array::from_fn(|_| Vec::new());
    for (n, bytes) in all.iter_mut().enumerate() {
        let length = head.0[n].0;
        // No more room than the file takes, whatever it says.
        bytes.reserve_exact(usize::try_from(length.min(there)).ok()?);
        file.by_ref().take(length).read_to_end(bytes).ok()?;
        if !head.is(n, bytes) {
            return None;
        }
    }
    Some(all)
}

impl Parts {
    /// Those in this folder, which need not be there yet.
    pub fn of(folder: PathBuf) -> Self {
        Self(folder)
    }

    /// The part of this name and its levels.
    pub(super) fn read(&self, name: &str) -> Option<(Part, Vec<Level>)> {
        let mut file = File::open(self.0.join(name)).ok()?;
        let [part, levels] = sections(&mut file)?;
        let levels = Reader::new(&levels).list(Level::read)?;
        Some((Part::read(&part)?, levels))
    }

    /// The symbols of the records of the part of this name.
    pub(super) fn symbols(&self, name: &str) -> Option<String> {
        let mut file = File::open(self.0.join(name)).ok()?;
        let [_, _, symbols] = sections(&mut file)?;
        String::from_utf8(symbols).ok()
    }

    /// The records of the part of this name. A file that does not have them is taken away, so that
    /// the next build makes it anew.
    pub(super) fn records(&self, name: &str) -> io::Result<Vec<Record>> {
        let path = self.0.join(name);
        let mut file = File::open(&path)?;
        let records = sections(&mut file).and_then(|[_, _, _, records]| {
            let json = lz4_flex::decompress_size_prepended(&records).ok()?;
            serde_json::from_slice(&json).ok()
        });
        records.ok_or_else(|| {
            let _ = fs::remove_file(&path);
            io::Error::other(format!("{} is damaged", path.display()))
        })
    }

    /// Keeps a part with what belongs to it, whole or not at all.
    pub(super) fn write(
        &self,
        name: &str,
        part: &Part,
        levels: &[Level],
        symbols: &str,
        records: &[Record],
    ) -> io::Result<()> {
        let records = lz4_flex::compress_prepend_size(&serde_json::to_vec(records)?);
        let levels = written(levels);
        self.replace(
            name,
            [&part.to_bytes(), &levels, symbols.as_bytes(), &records],
        )
    }

    /// Keeps other levels of a part. One that is not whole is left for the next build to make anew.
    pub(super) fn write_levels(&self, name: &str, levels: &[Level]) -> io::Result<()> {
        let file = File::open(self.0.join(name)).ok();
        let mut sections = match file.and_then(|mut file| sections::<SECTIONS>(&mut file)) {
            Some(sections) => sections,
            None => return Ok(()),
        };
        sections[1] = written(levels);
        self.replace(name, sections.each_ref().map(Vec::as_slice))
    }

    fn replace(&self, name: &str, sections: [&[u8]; SECTIONS]) -> io::Result<()> {
        let mut file = Vec::with_capacity(HEAD + sections.iter().map(|s| s.len()).sum::<usize>());
        for (length, sum) in Head::of(sections).0 {
            file.extend(length.to_le_bytes());
            file.extend(sum.to_le_bytes());
        }
        sections.iter().for_each(|section| file.extend(*section));
        let fresh = self.0.join(format!("{name}.new"));
        fs::create_dir_all(&self.0)?;
        fs::write(&fresh, file)?;
        fs::rename(fresh, self.0.join(name))
    }

    /// Takes away all but those of these names. What cannot be taken away is in nobody's way.
    pub fn keep(&self, names: &BTreeSet<&str>) {
        for entry in fs::read_dir(&self.0).into_iter().flatten().flatten() {
            let name = entry.file_name();
            if !name.to_str().is_some_and(|name| names.contains(name)) {
                let _ = fs::remove_file(entry.path());
            }
        }
    }
}

fn written(levels: &[Level]) -> Vec<u8> {
    let mut out = Vec::new();
    varint(&mut out, levels.len() as u64);
    levels.iter().for_each(|level| level.write(&mut out));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_damaged_is_not_there() {
        let folder = tempfile::tempdir().unwrap_or_else(|e| panic!("{e}"));
        let parts = Parts::of(folder.path().join("parts"));
        let part = Part::default();
        let keep = || {
            let kept = parts.write("one", &part, &[], "光\0\0", &[]);
            kept.unwrap_or_else(|e| panic!("{e}"));
        };
        keep();
        assert_eq!(parts.read("one"), Some((Part::default(), Vec::new())));
        assert_eq!(parts.symbols("one").as_deref(), Some("光\0\0"));
        assert!(parts.records("one").is_ok_and(|records| records.is_empty()));
        assert_eq!(parts.read("other"), None);
        let path = folder.path().join("parts/one");
        let whole = fs::read(&path).unwrap_or_default();
        for at in 0..whole.len() {
            let mut broken = whole.clone();
            broken[at] ^= 0x55;
            for bytes in [&broken[..], &whole[..at]] {
                fs::write(&path, bytes).unwrap_or_else(|e| panic!("{e}"));
                // Whatever is broken, nothing else is read than what was written.
                assert!(parts.read("one").is_none_or(|(own, _)| own == part), "{at}");
                let symbols = parts.symbols("one");
                assert!(symbols.is_none_or(|symbols| symbols == "光\0\0"), "{at}");
                assert!(parts.records("one").is_ok() || !path.exists(), "{at}");
            }
        }
        keep();
        parts.keep(&BTreeSet::from(["other"]));
        assert_eq!(parts.read("one"), None);
    }
}
