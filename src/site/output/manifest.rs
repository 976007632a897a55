//! What is known of the files of a folder that a build has finished, folder by folder, and the bytes
//! it is kept in between builds.

use std::collections::BTreeMap;
use std::fs::Metadata;
use std::time::UNIX_EPOCH;

use crate::key::Key;

/// A file as it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What it was made of.
    pub key: Key,
    /// Its bytes.
    pub bytes: u64,
    /// Nanoseconds since 1970.
    pub modified: u64,
}

impl Entry {
    /// What is to be known of a file made of `key`.
    pub fn of(key: Key, found: &Metadata) -> Self {
        let modified = found.modified().ok();
        let since = modified.and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        let nanos = since.and_then(|time| u64::try_from(time.as_nanos()).ok());
        Self {
            key,
            bytes: found.len(),
            modified: nanos.unwrap_or(0),
        }
    }

    /// Whether the file that is found now is as it was written.
    pub fn is(&self, found: &Metadata) -> bool {
        found.is_file() && Self::of(self.key, found) == *self
    }
}

/// The name of a file in its folder, and what is known of it.
pub type Named = (String, Entry);

/// All files of a folder that a build has finished: of each folder below it, by its path with `/` at
/// its end, the files in the order of their names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manifest {
    files: BTreeMap<String, Vec<Named>>,
    notes: Notes,
}

/// What whoever made a file wants to know of it later, with what that file was made of.
pub type Notes = BTreeMap<String, (Key, Vec<u8>)>;

/// The folder of a path, with `/` at its end, and the name in it.
pub fn parts(path: &str) -> (&str, &str) {
    path.split_at(path.rfind('/').map_or(0, |slash| slash + 1))
}

impl Manifest {
    /// Whether it has no file.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// How many files it has.
    pub fn len(&self) -> usize {
        self.files.values().map(Vec::len).sum()
    }

    /// The folders that have files, in the order of their paths.
    pub fn folders(&self) -> impl Iterator<Item = (&String, &Vec<Named>)> {
        self.files.iter()
    }

    /// The files of one folder.
    pub fn files(&self, folder: &str) -> &[Named] {
        self.files.get(folder).map_or(&[], Vec::as_slice)
    }

    /// What is known of a file.
    pub fn get(&self, path: &str) -> Option<&Entry> {
        let (folder, name) = parts(path);
        let files = self.files(folder);
        let at = find(files, name).ok()?;
        files.get(at).map(|(_, entry)| entry)
    }

    /// What is noted of a file, if it is of the file that is known.
    pub fn note(&self, path: &str) -> Option<&[u8]> {
        let (key, note) = self.notes.get(path)?;
        (self.get(path)?.key == *key).then_some(note)
    }

    /// All that is noted, of whatever state of the files.
    pub fn notes(&self) -> &Notes {
        &self.notes
    }

    /// Takes over what is noted of these files; what is noted first holds.
    pub fn take_over(&mut self, notes: Notes) {
        for (path, (key, note)) in notes {
            if self.get(&path).is_some_and(|file| file.key == key) {
                self.notes.entry(path).or_insert((key, note));
            }
        }
    }

    /// Adds a file, or says anew what is known of it.
    pub fn insert(&mut self, path: &str, entry: Entry) {
        let (folder, name) = parts(path);
        let named = (name.to_owned(), entry);
        match self.files.get_mut(folder) {
            Some(files) => match find(files, name) {
                Ok(at) => files[at] = named,
                Err(at) => files.insert(at, named),
            },
            None => drop(self.files.insert(folder.to_owned(), vec![named])),
        }
    }

    /// The files below a folder by their paths.
    pub fn below(&self, folder: &str) -> impl Iterator<Item = (String, &Entry)> {
        let below = self.files.range(folder.to_owned()..);
        below
            .take_while(move |(path, _)| path.starts_with(folder))
            .flat_map(|(path, files)| files.iter().map(move |file| (path, file)))
            .map(|(path, (name, entry))| (format!("{path}{name}"), entry))
    }

    /// As bytes that say themselves whether they are whole.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.len() * 64);
        put_number(&mut bytes, self.files.len() as u64);
        for (path, files) in &self.files {
            put_text(&mut bytes, path);
            put_number(&mut bytes, files.len() as u64);
            for (name, entry) in files {
                put_text(&mut bytes, name);
                bytes.extend_from_slice(&entry.key.bytes());
                put_number(&mut bytes, entry.bytes);
                put_number(&mut bytes, entry.modified);
            }
        }
        put_number(&mut bytes, self.notes.len() as u64);
        for (path, (key, note)) in &self.notes {
            put_text(&mut bytes, path);
            bytes.extend_from_slice(&key.bytes());
            put_number(&mut bytes, note.len() as u64);
            bytes.extend_from_slice(note);
        }
        let sum = Key::of_bytes(&bytes);
        bytes.extend_from_slice(&sum.bytes());
        bytes
    }

    /// What [`Manifest::to_bytes`] wrote; `None` for anything else.
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        let (mut rest, sum) = bytes.split_at_checked(bytes.len().checked_sub(16)?)?;
        (Key::of_bytes(rest).bytes() == sum).then_some(())?;
        let rest = &mut rest;
        let folders = (0..number(rest)?).map(|_| {
            let path = text(rest)?;
            let files = (0..number(rest)?).map(|_| {
                let name = text(rest)?;
                let key = key(rest)?;
                let (bytes, modified) = (number(rest)?, number(rest)?);
                let entry = Entry {
                    key,
                    bytes,
                    modified,
                };
                Some((name, entry))
            });
            Some((path, files.collect::<Option<_>>()?))
        });
        let files = folders.collect::<Option<_>>()?;
        let notes = (0..number(rest)?).map(|_| {
            let (path, key, long) = (text(rest)?, key(rest)?, number(rest)?);
            Some((path, (key, taken(rest, long)?.to_owned())))
        });
        let notes = notes.collect::<Option<_>>()?;
        rest.is_empty().then_some(Self { files, notes })
    }
}

impl FromIterator<(String, Vec<Named>)> for Manifest {
    /// The files of each folder have to be in the order of their names.
    fn from_iter<I: IntoIterator<Item = (String, Vec<Named>)>>(folders: I) -> Self {
        let folders = folders.into_iter();
        let notes = BTreeMap::new();
        Self {
            files: folders.filter(|(_, files)| !files.is_empty()).collect(),
            notes,
        }
    }
}

/// Where a file stands among those of its folder, or would.
pub fn find(files: &[Named], name: &str) -> Result<usize, usize> {
    files.binary_search_by(|(other, _)| other.as_str().cmp(name))
}

fn put_number(bytes: &mut Vec<u8>, number: u64) {
    bytes.extend_from_slice(&number.to_le_bytes());
}

fn put_text(bytes: &mut Vec<u8>, text: &str) {
    put_number(bytes, text.len() as u64);
    bytes.extend_from_slice(text.as_bytes());
}

fn taken<'a>(rest: &mut &'a [u8], length: u64) -> Option<&'a [u8]> {
    let (taken, after) = rest.split_at_checked(usize::try_from(length).ok()?)?;
    *rest = after;
    Some(taken)
}

fn number(rest: &mut &[u8]) -> Option<u64> {
    Some(u64::from_le_bytes(taken(rest, 8)?.try_into().ok()?))
}

fn key(rest: &mut &[u8]) -> Option<Key> {
    Some(Key::from_bytes(taken(rest, 16)?.try_into().ok()?))
}

fn text(rest: &mut &[u8]) -> Option<String> {
    let length = number(rest)?;
    let bytes = taken(rest, length)?;
    Some(std::str::from_utf8(bytes).ok()?.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_reads_back_and_half_a_one_does_not() {
        let mut files = Manifest::default();
        for path in ["index.html", "a b/c.html", "a b/a.html", "a/策.html"] {
            let key = Key::of_bytes(path.as_bytes());
            let bytes = path.len() as u64;
            let modified = 7;
            files.insert(
                path,
                Entry {
                    key,
                    bytes,
                    modified,
                },
            );
        }
        assert_eq!(files.len(), 4);
        let key = Key::of_bytes(b"index.html");
        for (path, note) in [("index.html", 1), ("index.html", 2), ("a b/a.html", 3)] {
            files.take_over(Notes::from([(path.to_owned(), (key, vec![note]))]));
        }
        assert_eq!(files.note("index.html"), Some(&[1][..]));
        assert_eq!(files.note("a b/a.html"), None, "of another state of it");
        let bytes = files.to_bytes();
        for end in 0..bytes.len() {
            assert_eq!(Manifest::parse(&bytes[..end]), None);
        }
        let mut other = bytes.clone();
        other[30] ^= 1;
        assert_eq!(Manifest::parse(&other), None);
        assert_eq!(Manifest::parse(&bytes), Some(files));
    }
}
