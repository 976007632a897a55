//! The folder that a site is written to. What a former build wrote there, or to the folder that is
//! published now, is kept where it was made of the same: files that do not change are not written.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::UNIX_EPOCH;

use walkdir::WalkDir;

use super::unwritable;
use crate::key::Key;
use crate::model::Diagnostic;

/// A file as it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Entry {
    key: Key,
    bytes: u64,
    /// Nanoseconds since 1970.
    modified: u128,
}

impl Entry {
    fn of(key: Key, found: &Metadata) -> Self {
        let modified = found.modified().ok();
        let since = modified.and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        Self {
            key,
            bytes: found.len(),
            modified: since.map_or(0, |time| time.as_nanos()),
        }
    }
}

/// All files of a folder that a build has finished.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manifest(BTreeMap<String, Entry>);

impl Manifest {
    /// Whether it has no file.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// As text, one file a line.
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        for (path, entry) in &self.0 {
            let Entry {
                bytes, modified, ..
            } = entry;
            text.push_str(&format!("{} {bytes} {modified} {path}\n", entry.key.hex()));
        }
        text
    }

    /// What [`Manifest::to_text`] wrote; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let line = |line: &str| {
            let mut parts = line.splitn(4, ' ');
            let entry = Entry {
                key: Key::parse(parts.next()?)?,
                bytes: parts.next()?.parse().ok()?,
                modified: parts.next()?.parse().ok()?,
            };
            Some((parts.next()?.to_owned(), entry))
        };
        text.lines().map(line).collect::<Option<_>>().map(Self)
    }

    /// The files below a folder that were made of `key`.
    fn group(&self, folder: &str, key: Key) -> impl Iterator<Item = &String> {
        let below = self.0.range(folder.to_owned()..);
        let below = below.take_while(move |(path, _)| path.starts_with(folder));
        below
            .filter(move |(_, entry)| entry.key == key)
            .map(|(path, _)| path)
    }
}

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
        let mut found = 0;
        for entry in WalkDir::new(&self.folder) {
            let Ok(entry) = entry else { return false };
            if entry.file_type().is_dir() {
                continue;
            }
            let name = super::theme::name_below(&self.folder, entry.path());
            let known = self.files.0.get(&name);
            let same = known.is_some_and(|known| {
                entry
                    .metadata()
                    .is_ok_and(|now| now.is_file() && Entry::of(known.key, &now) == *known)
            });
            if !same {
                return false;
            }
            found += 1;
        }
        found == self.files.0.len() && found > 0
    }

    /// Whether a file made of `key` stands there as it was written.
    fn has(&self, path: &str, key: Key) -> bool {
        let Some(entry) = self.files.0.get(path).filter(|entry| entry.key == key) else {
            return false;
        };
        let found = fs::symlink_metadata(self.folder.join(path));
        found.is_ok_and(|found| found.is_file() && Entry::of(key, &found) == *entry)
    }
}

/// The folder that a build writes to.
pub struct Output {
    /// What stands in it already: nothing, or a former state of the site.
    own: Known,
    /// The site as it is published, whose files may be shared.
    published: Known,
    written: Mutex<BTreeMap<String, Key>>,
}

impl Output {
    /// One that writes to the folder of `own`, which may hold a former state of the site, and takes
    /// what it can from `published`.
    pub fn new(own: Known, published: Known) -> Self {
        Self {
            own,
            published,
            written: Mutex::default(),
        }
    }

    /// One that writes to an empty folder.
    pub fn into(folder: &Path) -> Self {
        let folder = folder.to_owned();
        let files = Manifest::default();
        Self::new(Known { folder, files }, Known::default())
    }

    fn note(&self, path: &str, key: Key) {
        let mut written = match self.written.lock() {
            Ok(written) => written,
            Err(poisoned) => poisoned.into_inner(),
        };
        written.insert(path.to_owned(), key);
    }

    /// Whether the file stands there after this without being written, since it is made of the same
    /// as before.
    pub fn keep(&self, path: &str, key: Key) -> bool {
        let kept = self.own.has(path, key) || self.share(path, key);
        if kept {
            self.note(path, key);
        }
        kept
    }

    /// The same of all files below a folder that were made of `key`; there has to be one.
    pub fn keep_all(&self, folder: &str, key: Key) -> bool {
        let paths: BTreeSet<&String> = [&self.own, &self.published]
            .into_iter()
            .flat_map(|known| known.files.group(folder, key))
            .collect();
        !paths.is_empty() && paths.into_iter().all(|path| self.keep(path, key))
    }

    /// Lets a file of the published site stand here as well: one file with two names.
    fn share(&self, path: &str, key: Key) -> bool {
        let to = self.own.folder.join(path);
        let link = || fs::hard_link(self.published.folder.join(path), &to);
        self.published.has(path, key)
            && match link() {
                Err(error) if error.kind() == io::ErrorKind::NotFound => {
                    to.parent().is_some_and(|f| fs::create_dir_all(f).is_ok()) && link().is_ok()
                }
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                    fs::remove_file(&to).is_ok() && link().is_ok()
                }
                linked => linked.is_ok(),
            }
    }

    /// Writes a file that is made of `key`, and the folders above it; one that stands with the same
    /// bytes, whatever it was made of, is left as it is.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn put(&self, path: &str, key: Key, bytes: &[u8]) -> Result<(), Diagnostic> {
        if self.leave(path, bytes) {
            self.note(path, key);
            return Ok(());
        }
        let file = self.own.folder.join(path);
        let written = self.clear(&file).and_then(|()| {
            fs::write(&file, bytes).or_else(|error| match error.kind() {
                // Of most folders there is one already when a file of theirs is written.
                io::ErrorKind::NotFound => {
                    make_folder_of(&file).and_then(|()| fs::write(&file, bytes))
                }
                _ => Err(error),
            })
        });
        written.map_err(|error| unwritable(&file, &error))?;
        self.note(path, key);
        Ok(())
    }

    /// Whether a file stands there after this that holds these bytes already.
    fn leave(&self, path: &str, bytes: &[u8]) -> bool {
        let holds = |known: &Known| {
            let entry = known.files.0.get(path);
            let entry = entry.filter(|entry| entry.bytes == bytes.len() as u64)?;
            let same = known.has(path, entry.key)
                && fs::read(known.folder.join(path)).is_ok_and(|found| found == bytes);
            same.then_some(entry.key)
        };
        holds(&self.own).is_some()
            || holds(&self.published).is_some_and(|key| self.share(path, key))
    }

    /// Takes a file away that may be shared with the published site, which stays as it is.
    fn clear(&self, file: &Path) -> io::Result<()> {
        match self.own.files.is_empty() && self.published.files.is_empty() {
            // Nothing stands here that this build did not write.
            true => Ok(()),
            false => match fs::remove_file(file) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
                _ => Ok(()),
            },
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
        let file = self.own.folder.join(path);
        let placed = self.clear(&file).and_then(|()| make_folder_of(&file));
        placed.map_err(|error| unwritable(&file, &error))?;
        self.note(path, key);
        Ok(file)
    }

    /// Where a file is.
    pub fn path(&self, path: &str) -> PathBuf {
        self.own.folder.join(path)
    }

    /// Takes away what this build did not write or keep; gives what stands there now.
    ///
    /// # Errors
    /// Where the folder cannot be read or changed.
    pub fn finish(self) -> Result<Known, Diagnostic> {
        let written = match self.written.into_inner() {
            Ok(written) => written,
            Err(poisoned) => poisoned.into_inner(),
        };
        let folder = self.own.folder;
        let mut files = BTreeMap::new();
        for entry in WalkDir::new(&folder).min_depth(1).contents_first(true) {
            let entry = entry.map_err(|error| unwritable(&folder, &error.into()))?;
            let failed = |error: io::Error| unwritable(entry.path(), &error);
            if entry.file_type().is_dir() {
                // Refused where something stands in it.
                let _ = fs::remove_dir(entry.path());
                continue;
            }
            let name = super::theme::name_below(&folder, entry.path());
            match written.get(&name) {
                Some(&key) => {
                    let found = entry.metadata().map_err(|error| failed(error.into()))?;
                    files.insert(name, Entry::of(key, &found));
                }
                None => fs::remove_file(entry.path()).map_err(failed)?,
            }
        }
        let files = Manifest(files);
        Ok(Known { folder, files })
    }
}

fn make_folder_of(file: &Path) -> io::Result<()> {
    file.parent().map_or(Ok(()), fs::create_dir_all)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(text: &str) -> Key {
        Key::of_bytes(text.as_bytes())
    }

    fn read(known: &Known, path: &str) -> String {
        fs::read_to_string(known.folder.join(path)).unwrap()
    }

    #[test]
    fn what_is_made_of_the_same_is_kept_and_all_else_goes() {
        let home = tempfile::tempdir().unwrap();
        let [one, two] = ["one", "two"].map(|name| home.path().join(name));
        fs::create_dir_all(&one).unwrap();
        let output = Output::into(&one);
        for path in ["a/index.html", "b/c/index.html", "data/x.csv"] {
            assert!(!output.keep(path, key(path)));
            output.put(path, key(path), path.as_bytes()).unwrap();
        }
        let published = output.finish().unwrap();
        // Into an empty folder: shared with what is published.
        fs::create_dir_all(&two).unwrap();
        let output = Output::new(
            Known {
                folder: two.clone(),
                files: Manifest::default(),
            },
            published.clone(),
        );
        assert!(output.keep("a/index.html", key("a/index.html")));
        assert!(!output.keep("b/c/index.html", key("other")));
        output
            .put("b/c/index.html", key("other"), b"other")
            .unwrap();
        assert!(output.keep_all("data/", key("data/x.csv")));
        let next = output.finish().unwrap();
        assert_eq!(read(&next, "b/c/index.html"), "other");
        assert_eq!(read(&published, "b/c/index.html"), "b/c/index.html");
        // One file of a group is not as it was: those that were taken before it are written anew, and
        // not where they are published.
        let three = home.path().join("three");
        fs::create_dir_all(&three).unwrap();
        let group = |output: &Output, text: &[u8]| {
            for path in ["g/a", "g/b"] {
                output.put(path, key("g"), text).unwrap();
            }
        };
        let output = Output::into(&three);
        group(&output, b"old");
        let shown = output.finish().unwrap();
        fs::remove_file(three.join("g/b")).unwrap();
        let four = home.path().join("four");
        fs::create_dir_all(&four).unwrap();
        let empty = Known {
            folder: four,
            files: Manifest::default(),
        };
        let output = Output::new(empty, shown.clone());
        assert!(!output.keep_all("g/", key("g")));
        group(&output, b"new");
        assert_eq!(read(&shown, "g/a"), "old");
        // The same bytes made of something else: nothing is written.
        let before = fs::metadata(two.join("b/c/index.html")).unwrap();
        let output = Output::new(next, published.clone());
        let other = output.put("b/c/index.html", key("third"), b"other");
        assert!(other.is_ok() && output.keep("a/index.html", key("a/index.html")));
        let next = output.finish().unwrap();
        let after = fs::metadata(two.join("b/c/index.html")).unwrap();
        assert_eq!(before.modified().unwrap(), after.modified().unwrap());
        assert!(next.has("b/c/index.html", key("third")));
        // Over what stands there: a file that is written anew is no longer shared.
        let output = Output::new(next, published.clone());
        output.put("a/index.html", key("third"), b"third").unwrap();
        let last = output.finish().unwrap();
        assert_eq!(read(&published, "a/index.html"), "a/index.html");
        assert_eq!(last.files.0.len(), 1);
        assert!(!two.join("b").exists() && !two.join("data").exists());
    }

    #[test]
    fn a_file_that_somebody_changed_is_not_kept() {
        let home = tempfile::tempdir().unwrap();
        let output = Output::into(home.path());
        output.put("a.html", key("a"), b"a").unwrap();
        let known = output.finish().unwrap();
        fs::write(home.path().join("a.html"), "by hand").unwrap();
        fs::write(home.path().join("mine.txt"), "by hand").unwrap();
        let output = Output::new(known, Known::default());
        assert!(!output.keep("a.html", key("a")));
        output.finish().unwrap();
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), 0);
    }

    #[test]
    fn a_manifest_reads_back() {
        let home = tempfile::tempdir().unwrap();
        let output = Output::into(home.path());
        output.put("a b/c.html", key("a"), b"a").unwrap();
        let known = output.finish().unwrap();
        let text = known.files.to_text();
        assert_eq!(Manifest::parse(&text), Some(known.files));
        assert_eq!(Manifest::parse("half a li"), None);
    }
}
