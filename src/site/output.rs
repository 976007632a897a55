//! The folder that a site is written to. What a former build wrote there, or to the folder that is
//! published now, is kept where it was made of the same: files that do not change are not written.

mod found;
mod look;
mod manifest;
mod mirror;
mod stood;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use rayon::prelude::*;

use super::unwritable;
use crate::key::Key;
use crate::model::Diagnostic;
use found::Found;
use look::look;
pub use manifest::Manifest;
use manifest::{Entry, Notes, Settled};
use stood::Stood;

/// A folder with what a build knows of its files.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// Where it lies.
    pub folder: PathBuf,
    /// Its files.
    pub files: Manifest,
}

impl Known {
    /// Whether the folder holds these files as they were written, and nothing else.
    pub fn is_whole(&self) -> bool {
        !self.files.is_empty()
            && look(&self.folder, &self.files).is_ok_and(|found| {
                let standing = found.folders.iter().map(|(_, known)| known.files.len());
                found.foreign.is_empty() && standing.sum::<usize>() == self.files.len()
            })
    }

    /// What is known of a file that was made of `key` and stands there as it was written.
    fn has(&self, path: &str, key: Key) -> Option<Entry> {
        let entry = self.files.get(path).filter(|entry| entry.key == key)?;
        let found = Found::at(&self.folder.join(path)).ok()?;
        entry.is(found).then_some(*entry)
    }
}

/// A file that this build has put in its place.
enum Put {
    /// All is known of it.
    Written(Entry),
    /// Somebody else writes it: only what it is made of is known.
    Placed(Key),
}

/// The folder that a build writes to.
pub struct Output {
    folder: PathBuf,
    /// What stood in it already: nothing, or a former state of the site.
    own: Stood,
    /// The site as it is published, whose files may be shared.
    published: Known,
    put: Mutex<BTreeMap<String, Put>>,
    notes: Mutex<Notes>,
    /// What was noted of what stood in it.
    own_notes: Notes,
    /// What should have stood in it and did not, as it was written.
    missing: Vec<String>,
}

/// A file of the published site that stands as it was written, and what was noted of it.
pub struct Former<'a> {
    /// Where it lies.
    pub file: PathBuf,
    /// See [`Output::remark`].
    pub note: &'a [u8],
}

impl Output {
    /// One that writes to the folder of `own`, which may hold a former state of the site, and takes
    /// what it can from `published`. What is in the folder and not known goes at once.
    ///
    /// # Errors
    /// Where the folder cannot be read or changed.
    pub fn new(own: Known, published: Known) -> io::Result<Self> {
        let stood = match own.files.is_empty() {
            true => Stood::default(),
            false => Stood::of(look(&own.folder, &own.files)?)?,
        };
        Ok(Self::with(own, stood, published))
    }

    /// One that writes to an empty folder, in which all files of `published` stand at first: each is one
    /// file with two names.
    ///
    /// # Errors
    /// Where a file cannot stand there as well: on another disk, say.
    pub fn beside(folder: &Path, published: Known) -> io::Result<Self> {
        let stood = Stood::of(mirror::mirror(&published.folder, &published.files, folder)?)?;
        let own = Known {
            folder: folder.to_owned(),
            files: published.files.clone(),
        };
        Ok(Self::with(own, stood, published))
    }

    fn with(own: Known, stood: Stood, published: Known) -> Self {
        let known = own.files.below("").map(|(path, _)| path);
        let missing = match stood.len() == own.files.len() {
            true => Vec::new(),
            false => known.filter(|path| stood.get(path).is_none()).collect(),
        };
        Self {
            folder: own.folder,
            own: stood,
            published,
            put: Mutex::default(),
            notes: Mutex::default(),
            own_notes: own.files.notes().clone(),
            missing,
        }
    }

    /// One that writes to an empty folder.
    pub fn into(folder: &Path) -> Self {
        Self {
            folder: folder.to_owned(),
            own: Stood::default(),
            published: Known::default(),
            put: Mutex::default(),
            notes: Mutex::default(),
            own_notes: Notes::new(),
            missing: Vec::new(),
        }
    }

    fn files(&self) -> MutexGuard<'_, BTreeMap<String, Put>> {
        self.put.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn note(&self, path: &str, put: Put) {
        self.files().insert(path.to_owned(), put);
    }

    /// Whether the file stands there after this without being written, since it is made of the same
    /// as before.
    pub fn keep(&self, path: &str, key: Key) -> bool {
        let own = self.own.get(path).filter(|file| file.entry.key == key);
        own.is_some_and(|file| file.keep()) || self.share(path, path, key).is_some()
    }

    /// Like [`Output::keep`]; in the published site the file may have another name.
    pub fn keep_from(&self, path: &str, key: Key, published: Option<&str>) -> bool {
        let own = self.own.get(path).filter(|file| file.entry.key == key);
        own.is_some_and(|file| file.keep())
            || published.is_some_and(|from| self.share(from, path, key).is_some())
    }

    /// The same of all files below a folder that were made of `key`; there has to be one.
    pub fn keep_all(&self, folder: &str, key: Key) -> bool {
        let made_of = |(path, entry): (String, &Entry)| (entry.key == key).then_some(path);
        let own = self.own.below(folder).filter_map(made_of);
        let published = self.published.files.below(folder).filter_map(made_of);
        let paths: BTreeSet<String> = own.chain(published).collect();
        !self.misses(folder) && !paths.is_empty() && paths.iter().all(|path| self.keep(path, key))
    }

    /// The same of the file `head` and of all files in folders below `folder`, each by what it was made
    /// of itself, where `head` was made of `key`, which is all that they are made of. What else stands in
    /// `folder` itself is somebody else's, who may have put it there already.
    pub fn keep_with(&self, folder: &str, head: &str, key: Key) -> bool {
        let own = self.own.get(head).is_some_and(|file| file.entry.key == key);
        let below = |path: &str| {
            path.strip_prefix(folder)
                .is_some_and(|own| own.contains('/'))
        };
        let keyed = |(path, entry): (String, &Entry)| {
            let ours = path == head || below(&path);
            ours.then_some((path, entry.key))
        };
        let files: Vec<(String, Key)> = match own && !self.misses(folder) {
            true => self.own.below(folder).filter_map(keyed).collect(),
            false if self.published.has(head, key).is_some() => {
                let published = self.published.files.below(folder);
                published.filter_map(keyed).collect()
            }
            false => return false,
        };
        files.iter().all(|(path, key)| self.keep(path, *key))
    }

    /// Whether a file below a folder is missing that stood there.
    fn misses(&self, folder: &str) -> bool {
        self.missing.iter().any(|path| path.starts_with(folder))
    }

    /// The files below a folder of the published site, by what they were made of.
    pub fn published(&self, folder: &str) -> BTreeMap<Key, String> {
        let files = self.published.files.below(folder);
        files.map(|(path, entry)| (entry.key, path)).collect()
    }

    /// Lets the folder that stood below `above` stand under the name `name` from now on, where it had
    /// another: a folder whose name changes with what is in it is not filled anew. Before any file of it
    /// is kept or put.
    pub fn rename(&self, above: &str, name: &str) {
        let below = self.own.below(above);
        let mut names = below.filter_map(|(path, _)| {
            let (name, _) = path.strip_prefix(above)?.split_once('/')?;
            Some(format!("{above}{name}/"))
        });
        if let Some(from) = names.next() {
            let to = format!("{above}{name}/");
            self.own.rename(&self.folder, from, to);
        }
    }

    /// Lets a file of the published site stand here as well, under the same name or another: one file
    /// with two names.
    fn share(&self, published: &str, path: &str, key: Key) -> Option<Entry> {
        let entry = self.published.has(published, key)?;
        let from = self.published.folder.join(published);
        let to = self.folder.join(path);
        self.clear(path, &to).ok()?;
        let link = || fs::hard_link(&from, &to);
        let linked = link().or_else(|error| match error.kind() {
            io::ErrorKind::NotFound => make_folder_of(&to).and_then(|()| link()),
            _ => Err(error),
        });
        linked.ok()?;
        self.note(path, Put::Written(entry));
        Some(entry)
    }

    /// Writes a file that is made of `key`, and the folders above it; one that stands with the same
    /// bytes, whatever it was made of, is left as it is.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn put(&self, path: &str, key: Key, bytes: &[u8]) -> Result<(), Diagnostic> {
        if let Some(entry) = self.leave(path, bytes) {
            self.note(path, Put::Written(Entry { key, ..entry }));
            return Ok(());
        }
        let file = self.folder.join(path);
        let write = || {
            let mut open = File::create(&file)?;
            open.write_all(bytes)?;
            open.metadata()
        };
        let written = self.clear(path, &file).and_then(|()| {
            write().or_else(|error| match error.kind() {
                // Of most folders there is one already when a file of theirs is written.
                io::ErrorKind::NotFound => make_folder_of(&file).and_then(|()| write()),
                _ => Err(error),
            })
        });
        let found = written.map_err(|error| unwritable(&file, &error))?;
        self.note(path, Put::Written(Entry::of(key, Found::from(&found))));
        Ok(())
    }

    /// What is known of a file that stands there after this and holds these bytes already.
    fn leave(&self, path: &str, bytes: &[u8]) -> Option<Entry> {
        let long = bytes.len() as u64;
        let holds = |folder: &Path| fs::read(folder.join(path)).is_ok_and(|found| found == bytes);
        let own = self.own.get(path).filter(|file| file.entry.bytes == long);
        if let Some(own) = own.filter(|file| file.keep() && holds(&self.folder)) {
            return Some(*own.entry);
        }
        let entry = self.published.files.get(path);
        let entry = entry.filter(|entry| entry.bytes == long && holds(&self.published.folder))?;
        self.share(path, path, entry.key)
    }

    /// Takes a file away that may be shared with the published site, which stays as it is. Where
    /// neither this build nor a former one wrote any there is none.
    fn clear(&self, path: &str, file: &Path) -> io::Result<()> {
        let stood = self.own.get(path).is_some_and(|own| own.give_up());
        if !stood && !self.files().contains_key(path) {
            return Ok(());
        }
        match fs::remove_file(file) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    /// Writes a file that is made of nothing but its bytes.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn put_bytes(&self, path: &str, bytes: &[u8]) -> Result<(), Diagnostic> {
        self.put(path, Key::of_bytes(bytes), bytes)
    }

    /// The place of a file that is made of `key` and that somebody else writes. There is no file yet:
    /// a former one may be shared with the published site, which stays as it is.
    ///
    /// # Errors
    /// Where the folders above it cannot be made.
    pub fn place(&self, path: &str, key: Key) -> Result<PathBuf, Diagnostic> {
        let file = self.folder.join(path);
        let placed = self.clear(path, &file).and_then(|()| make_folder_of(&file));
        placed.map_err(|error| unwritable(&file, &error))?;
        self.note(path, Put::Placed(key));
        Ok(file)
    }

    /// The file as it is published, if something was noted of it.
    pub fn former(&self, path: &str) -> Option<Former<'_>> {
        let note = self.published.files.note(path)?;
        let entry = self.published.files.get(path)?;
        self.published.has(path, entry.key)?;
        let file = self.published.folder.join(path);
        Some(Former { file, note })
    }

    /// Notes something of a file made of `key`, for the build after this one.
    pub fn remark(&self, path: &str, key: Key, note: Vec<u8>) {
        let mut notes = self.notes.lock().unwrap_or_else(PoisonError::into_inner);
        notes.insert(path.to_owned(), (key, note));
    }

    /// Where a file is.
    pub fn path(&self, path: &str) -> PathBuf {
        self.folder.join(path)
    }

    /// Takes away what this build did not write or keep; gives what stands there now.
    ///
    /// # Errors
    /// Where the folder cannot be read or changed.
    pub fn finish(self) -> Result<Known, Diagnostic> {
        let folder = self.folder;
        let put = self
            .put
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        let (mut files, folders) = self
            .own
            .kept(&folder, &|path| put.contains_key(path))
            .map_err(|error| unwritable(&folder, &error))?;
        for (path, put) in put {
            let entry = match put {
                Put::Written(entry) => entry,
                Put::Placed(key) => {
                    let file = folder.join(&path);
                    let found = Found::at(&file);
                    Entry::of(key, found.map_err(|error| unwritable(&file, &error))?)
                }
            };
            files.insert(&path, entry);
        }
        let notes = self.notes.into_inner();
        files.take_over(notes.unwrap_or_else(PoisonError::into_inner));
        // Of what is kept the former note holds.
        files.take_over(self.own_notes);
        files.take_over(self.published.files.notes().clone());
        stood::take_away_empty(&folder, &folders, &files);
        settle(&folder, &mut files);
        Ok(Known { folder, files })
    }
}

/// Notes of each folder that has come to rest since when; of those that were looked at it is known.
fn settle(root: &Path, files: &mut Manifest) {
    let now = SystemTime::now();
    let unknown = files
        .folders_mut()
        .filter(|(_, known)| known.settled.is_none());
    let unknown: Vec<(&String, &mut manifest::Folder)> = unknown.collect();
    unknown.into_par_iter().for_each(|(path, known)| {
        let found = Found::at(&root.join(path)).ok();
        known.settled = found.and_then(|found| Settled::of(found, now));
    });
}

fn make_folder_of(file: &Path) -> io::Result<()> {
    file.parent().map_or(Ok(()), fs::create_dir_all)
}
