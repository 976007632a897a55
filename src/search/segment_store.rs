//! The parts of documents, kept in a folder from build to build: by the name of what each was made of.
//! What is damaged is as if it were not there.
//!
//! A file: length and checksum of each of its sections, and these. Of a document: the part, its lists,
//! the symbols of the records, and the records. Of a group of documents: its lists; in another file its
//! levels, which change with the strings that stand often in all documents.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::hash::Hasher;
use std::io::{self, Read};
use std::path::PathBuf;

use rustc_hash::FxHasher;

use super::byte_codec::{ByteReader, varint};
use super::ngrams::NgramLevel;
use super::posting_lists::PostingLists;
use super::record::SearchRecord;
use super::segment::{DocumentSegment, Made};

/// A folder of parts.
#[derive(Clone, Debug)]
pub struct SegmentStore(PathBuf);

/// Of a document.
const SECTIONS: usize = 4;

/// Length and checksum of a section.
const HEAD: usize = 16;

/// Tells whether bytes are as they were written; nobody has a reason to forge any.
fn checksum(bytes: &[u8]) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(bytes);
    hasher.finish()
}

/// The first sections of a file of `ALL`.
fn sections<const COUNT: usize, const ALL: usize>(mut file: File) -> Option<[Vec<u8>; COUNT]> {
    let mut heads = [[0; HEAD]; ALL];
    for head in &mut heads {
        file.read_exact(head).ok()?;
    }
    let there = file.metadata().ok()?.len();
    let mut all: [Vec<u8>; COUNT] = std::array::from_fn(|_| Vec::new());
    for (bytes, head) in all.iter_mut().zip(heads) {
        let mut length = [0; 8];
        length.copy_from_slice(&head[..8]);
        let length = u64::from_le_bytes(length);
        // No more room than the file takes, whatever it says.
        bytes.reserve_exact(usize::try_from(length.min(there)).ok()?);
        file.by_ref().take(length).read_to_end(bytes).ok()?;
        if head != head_of(bytes) {
            return None;
        }
    }
    Some(all)
}

fn head_of(section: &[u8]) -> [u8; HEAD] {
    let mut head = [0; HEAD];
    head[..8].copy_from_slice(&(section.len() as u64).to_le_bytes());
    head[8..].copy_from_slice(&checksum(section).to_le_bytes());
    head
}

impl SegmentStore {
    /// Those in this folder, which need not be there yet.
    pub fn of(folder: PathBuf) -> Self {
        Self(folder)
    }

    fn open(&self, name: &str) -> Option<File> {
        File::open(self.0.join(name)).ok()
    }

    /// The part of this name.
    pub(super) fn read(&self, name: &str) -> Option<DocumentSegment> {
        let [part] = sections::<_, SECTIONS>(self.open(name)?)?;
        DocumentSegment::read(&part)
    }

    /// Where pairs stand in the part of this name.
    pub(super) fn lists(&self, name: &str) -> Option<PostingLists> {
        let [_, lists] = sections::<_, SECTIONS>(self.open(name)?)?;
        PostingLists::from_bytes(lists)
    }

    /// The symbols of the records of the part of this name.
    pub(super) fn symbols(&self, name: &str) -> Option<String> {
        let [_, _, symbols] = sections::<_, SECTIONS>(self.open(name)?)?;
        String::from_utf8(symbols).ok()
    }

    /// The lists of a group, by their name.
    pub(super) fn group(&self, name: &str) -> Option<PostingLists> {
        let [lists] = sections::<_, 1>(self.open(name)?)?;
        PostingLists::from_bytes(lists)
    }

    /// The levels of a group, by their name.
    pub(super) fn levels(&self, name: &str) -> Option<Vec<NgramLevel>> {
        let [levels] = sections::<_, 1>(self.open(name)?)?;
        ByteReader::new(&levels).list(NgramLevel::read)
    }

    /// The records of the part of this name. A file that does not have them is taken away, so that
    /// the next build makes it anew.
    pub(super) fn records(&self, name: &str) -> io::Result<Vec<SearchRecord>> {
        let path = self.0.join(name);
        let file = File::open(&path)?;
        let records = sections::<_, SECTIONS>(file).and_then(|[_, _, _, records]| {
            let json = lz4_flex::decompress_size_prepended(&records).ok()?;
            serde_json::from_slice(&json).ok()
        });
        records.ok_or_else(|| {
            let _ = fs::remove_file(&path);
            io::Error::other(format!("{} is damaged", path.display()))
        })
    }

    /// Keeps a part that was made of these records, whole or not at all.
    pub(super) fn write(
        &self,
        name: &str,
        made: &Made,
        records: &[SearchRecord],
    ) -> io::Result<()> {
        let records = lz4_flex::compress_prepend_size(&serde_json::to_vec(records)?);
        let (part, lists) = (made.part.to_bytes(), written(&made.lists));
        self.replace(name, [&part, &lists, made.symbols.as_bytes(), &records])
    }

    /// Keeps the lists of a group.
    pub(super) fn write_group(&self, name: &str, lists: &PostingLists) -> io::Result<()> {
        self.replace(name, [&written(lists)])
    }

    /// Keeps the levels of a group.
    pub(super) fn write_levels(&self, name: &str, levels: &[NgramLevel]) -> io::Result<()> {
        self.replace(name, [&all(levels)])
    }

    fn replace<const ALL: usize>(&self, name: &str, sections: [&[u8]; ALL]) -> io::Result<()> {
        let long: usize = sections.iter().map(|section| HEAD + section.len()).sum();
        let mut file = Vec::with_capacity(long);
        sections
            .iter()
            .for_each(|section| file.extend(head_of(section)));
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

fn written(lists: &PostingLists) -> Vec<u8> {
    let mut out = Vec::new();
    lists.write(&mut out);
    out
}

fn all(levels: &[NgramLevel]) -> Vec<u8> {
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
        let parts = SegmentStore::of(folder.path().join("parts"));
        let made = Made {
            part: DocumentSegment::default(),
            lists: PostingLists::default(),
            symbols: "光\0\0".to_owned(),
            rows: Vec::new(),
        };
        let keep = || {
            let kept = [
                parts.write("one", &made, &[]),
                parts.write_group("all", &made.lists),
                parts.write_levels("more", &[]),
            ];
            for kept in kept {
                kept.unwrap_or_else(|e| panic!("{e}"));
            }
        };
        keep();
        assert_eq!(parts.read("one"), Some(DocumentSegment::default()));
        assert_eq!(parts.lists("one"), Some(PostingLists::default()));
        assert_eq!(parts.symbols("one").as_deref(), Some("光\0\0"));
        assert!(parts.records("one").is_ok_and(|records| records.is_empty()));
        assert_eq!(parts.read("other"), None);
        assert_eq!(parts.group("all"), Some(PostingLists::default()));
        assert_eq!(parts.levels("more"), Some(Vec::new()));
        for name in ["one", "all", "more"] {
            let path = folder.path().join("parts").join(name);
            let whole = fs::read(&path).unwrap_or_default();
            for at in 0..whole.len() {
                let mut broken = whole.clone();
                broken[at] ^= 0x55;
                for bytes in [&broken[..], &whole[..at]] {
                    fs::write(&path, bytes).unwrap_or_else(|e| panic!("{e}"));
                    // Whatever is broken, nothing else is read than what was written.
                    let part = parts.read("one");
                    assert!(part.is_none_or(|own| own == made.part), "{at}");
                    let lists = parts.lists("one");
                    assert!(lists.is_none_or(|own| own == made.lists), "{at}");
                    let symbols = parts.symbols("one");
                    assert!(symbols.is_none_or(|own| own == made.symbols), "{at}");
                    let lists = parts.group("all");
                    assert!(lists.is_none_or(|own| own == made.lists), "{at}");
                    let levels = parts.levels("more");
                    assert!(levels.is_none_or(|own| own.is_empty()), "{at}");
                    let path = folder.path().join("parts/one");
                    assert!(parts.records("one").is_ok() || !path.exists(), "{at}");
                }
            }
            keep();
        }
        parts.keep(&BTreeSet::from(["one"]));
        assert!(parts.read("one").is_some() && parts.group("all").is_none());
        assert_eq!(parts.levels("more"), None);
        let left = || fs::read_dir(folder.path().join("parts")).map_or(0, Iterator::count);
        assert_eq!(left(), 1);
        parts.keep(&BTreeSet::from(["other"]));
        assert_eq!(left(), 0);
    }
}
