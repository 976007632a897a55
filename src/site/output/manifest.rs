//! What is known of the files of a folder that a build has finished, folder by folder.

use std::collections::BTreeMap;
use std::ops::Bound::{Excluded, Unbounded};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use super::found::Found;
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
    pub fn of(key: Key, found: Found) -> Self {
        Self {
            key,
            bytes: found.bytes,
            modified: found.modified.unwrap_or(0),
        }
    }

    /// Whether the file that is found now is as it was written.
    pub fn is(&self, found: Found) -> bool {
        found.is_file && Self::of(self.key, found) == *self
    }
}

/// The name of a file in its folder, and what is known of it.
pub type Named = (String, Entry);

/// What is known of one folder, without those in it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Folder {
    /// Its files, in the order of their names.
    pub files: Vec<Named>,
    /// When a name in it was last made or taken away, if that is long enough ago: while it holds, the
    /// folder has the names that it had.
    pub settled: Option<Settled>,
}

/// When a folder was last changed that has come to rest since; nanoseconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settled(u64);

/// The clocks of file systems go in steps, of two seconds at most (FAT): what is younger may change once
/// more and look the same.
const STEP: Duration = Duration::from_secs(2);

impl Settled {
    /// Of a folder as it is found `now`.
    pub fn of(found: Found, now: SystemTime) -> Option<Self> {
        let modified = found.modified?;
        let rested = now
            .duration_since(UNIX_EPOCH + Duration::from_nanos(modified))
            .ok()?;
        (rested > STEP).then_some(Self(modified))
    }

    /// Whether the folder that is found now was not changed since.
    pub fn is(self, found: Found) -> bool {
        found.is_folder && found.modified == Some(self.0)
    }
}

/// All files of a folder that a build has finished: of each folder below it, by its path with `/` at
/// its end.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    folders: BTreeMap<String, Folder>,
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
        self.folders.is_empty()
    }

    /// How many files it has.
    pub fn len(&self) -> usize {
        self.folders.values().map(|folder| folder.files.len()).sum()
    }

    /// The folders that have files, in the order of their paths.
    pub fn folders(&self) -> impl Iterator<Item = (&String, &Folder)> {
        self.folders.iter()
    }

    /// The same, to say more of them.
    pub fn folders_mut(&mut self) -> impl Iterator<Item = (&String, &mut Folder)> {
        self.folders.iter_mut()
    }

    /// The files of one folder.
    pub fn files(&self, folder: &str) -> &[Named] {
        self.folders.get(folder).map_or(&[], |known| &known.files)
    }

    /// Since when a folder that holds files only has had the names that it has.
    pub fn settled(&self, folder: &str) -> Option<Settled> {
        let settled = self.folders.get(folder)?.settled?;
        let mut after = self.folders.range::<str, _>((Excluded(folder), Unbounded));
        let holds_folder = after
            .next()
            .is_some_and(|(path, _)| path.starts_with(folder));
        (!holds_folder).then_some(settled)
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

    /// Adds a file that was put there now, or says anew what is known of it.
    pub fn insert(&mut self, path: &str, entry: Entry) {
        let (folder, name) = parts(path);
        let named = (name.to_owned(), entry);
        match self.folders.get_mut(folder) {
            Some(Folder { files, settled }) => {
                *settled = None;
                match find(files, name) {
                    Ok(at) => files[at] = named,
                    Err(at) => files.insert(at, named),
                }
            }
            None => {
                let files = vec![named];
                let settled = None;
                let folder = folder.to_owned();
                self.folders.insert(folder, Folder { files, settled });
            }
        }
    }

    /// The files below a folder by their paths.
    pub fn below(&self, folder: &str) -> impl Iterator<Item = (String, &Entry)> {
        let below = self.folders.range(folder.to_owned()..);
        below
            .take_while(move |(path, _)| path.starts_with(folder))
            .flat_map(|(path, folder)| folder.files.iter().map(move |file| (path, file)))
            .map(|(path, (name, entry))| (format!("{path}{name}"), entry))
    }
}

impl FromIterator<(String, Folder)> for Manifest {
    fn from_iter<I: IntoIterator<Item = (String, Folder)>>(folders: I) -> Self {
        let folders = folders.into_iter();
        let notes = BTreeMap::new();
        Self {
            folders: folders
                .filter(|(_, folder)| !folder.files.is_empty())
                .collect(),
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
