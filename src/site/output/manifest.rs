//! What is known of the files of a folder that a build has finished, folder by folder.

use std::collections::BTreeMap;
use std::fs::Metadata;
use std::time::UNIX_EPOCH;

use serde::{Deserialize, Serialize};

use crate::key::Key;

/// A file as it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_noted_is_of_one_state_of_a_file() {
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
    }
}
