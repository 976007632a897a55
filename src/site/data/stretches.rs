//! Where the rows of each document stand in the file of a table: what was made of the same is taken from
//! the former file.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use crate::key::Key;
use crate::site::output::Former;

/// Room that is made for bytes before any is read, at most.
const MOST_AT_ONCE: u64 = 1 << 24;

/// The rows of one document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Stretch {
    /// What they are made of.
    made_of: Key,
    /// Where they begin in the file, and how many bytes they take.
    start: u64,
    long: u64,
    /// How many there are.
    rows: usize,
}

/// Those of all documents, in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stretches(Vec<Stretch>);

impl Stretches {
    /// Notes the rows of the next document.
    pub fn note(&mut self, made_of: Key, start: u64, long: usize, rows: usize) {
        let long = long as u64;
        self.0.push(Stretch {
            made_of,
            start,
            long,
            rows,
        });
    }

    /// As what is remembered of the file.
    pub fn to_bytes(&self) -> Vec<u8> {
        // Plain data: there is nothing to refuse.
        postcard::to_allocvec(self).unwrap_or_default()
    }
}

/// A former file, and where the rows of which document stand in it.
pub struct Old {
    file: PathBuf,
    stretches: FxHashMap<[u8; 16], Stretch>,
}

impl Old {
    /// Nothing where what is remembered of the file cannot be read.
    pub fn open(former: &Former<'_>) -> Option<Self> {
        let Stretches(all) = postcard::from_bytes(former.note).ok()?;
        Some(Self {
            file: former.file.clone(),
            stretches: all.into_iter().map(|s| (s.made_of.bytes(), s)).collect(),
        })
    }

    /// The rows that were made of the same, and how many they are.
    pub fn rows(&self, made_of: Key) -> Option<(Vec<u8>, usize)> {
        let stretch = self.stretches.get(&made_of.bytes())?;
        let bytes = bytes_at(&self.file, stretch.start, stretch.long)?;
        Some((bytes, stretch.rows))
    }
}

/// Bytes of a file; `None` where it has not so many there. It is opened each time: many ask at once,
/// each for another place.
pub fn bytes_at(file: &Path, start: u64, long: u64) -> Option<Vec<u8>> {
    let mut file = File::open(file).ok()?;
    file.seek(SeekFrom::Start(start)).ok()?;
    // All at once, but for what is too long to be believed.
    let mut bytes = Vec::with_capacity(long.min(MOST_AT_ONCE) as usize);
    let read = file.take(long).read_to_end(&mut bytes).ok()?;
    (read as u64 == long).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_come_from_the_former_file_as_long_as_it_is_whole() {
        let home = tempfile::tempdir().unwrap();
        let file = home.path().join("table.csv");
        std::fs::write(&file, "head\na,1\na,2\nb,1\n").unwrap();
        let key = |name: &str| Key::of_bytes(name.as_bytes());
        let mut stretches = Stretches::default();
        stretches.note(key("a"), 5, 8, 2);
        stretches.note(key("b"), 13, 4, 1);
        let note = stretches.to_bytes();
        let former = |note| Former {
            file: file.clone(),
            note,
        };
        let old = Old::open(&former(&note)).unwrap();
        assert_eq!(old.rows(key("a")), Some((b"a,1\na,2\n".to_vec(), 2)));
        assert_eq!(old.rows(key("b")), Some((b"b,1\n".to_vec(), 1)));
        assert_eq!(old.rows(key("c")), None);
        std::fs::write(&file, "head\na,1\na,2\nb").unwrap();
        assert_eq!(old.rows(key("b")), None, "it ends before them");
        assert!(Old::open(&former(&note[..10])).is_none());
    }
}
