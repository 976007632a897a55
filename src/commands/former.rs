//! What former builds left: the site that is published and the one before it, with what is known of
//! their files. A build brings the one before up to date and lets the two change places, so that only
//! what changed is written and nothing has to be taken away.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use serde::{Deserialize, Serialize};

use super::build::Made;
use super::layout::Layout;
use super::publish::Staging;
use super::{Stop, noted, unwritable};
use crate::content::replace_file;
use crate::site::{Known, Manifest, Output};

/// The folders of former builds, in the order in which they came.
pub struct Former<'a> {
    layout: &'a Layout,
    target: &'a Path,
    /// The names of the two states: those of a preview are its own.
    names: [&'static str; 2],
    published: Known,
}

impl<'a> Former<'a> {
    /// Looks up what is known of the site at `target`.
    pub fn of(layout: &'a Layout, target: &'a Path, preview: bool) -> Self {
        let names = match preview {
            true => ["served", "served-before"],
            false => ["public", "former"],
        };
        let files = read(&layout.manifest(names[0]), &target.display().to_string());
        let folder = target.to_owned();
        let published = Known {
            folder,
            files: files.unwrap_or_default(),
        };
        Self {
            layout,
            target,
            names,
            published,
        }
    }

    /// What the last build made, if it was of the same and still stands as it was.
    pub fn last(&self, key: &str) -> Option<Last> {
        let text = fs::read_to_string(self.layout.last(self.names[0])).ok()?;
        let last: Last = serde_json::from_str(&text).ok()?;
        (last.key == key && self.published.is_whole()).then_some(last)
    }

    /// When the last build ended, as far as is known.
    pub fn since(&self) -> Option<SystemTime> {
        let last = fs::metadata(self.layout.last(self.names[0]));
        last.and_then(|last| last.modified()).ok()
    }

    /// Remembers it. What cannot be remembered is made anew.
    pub fn remember(&self, last: &Last) {
        let file = self.layout.last(self.names[0]);
        if let Ok(text) = serde_json::to_string(last) {
            let _ = replace_file(&file, &text);
        }
    }

    /// The place to build in: the site before the published one; where there is none the published
    /// one as it is, each file with a second name; else an empty folder.
    pub fn output(&self, fresh: &Staging) -> io::Result<Output> {
        let folder = fresh.folder();
        let files = read(&self.layout.manifest(self.names[1]), "");
        forget(&self.layout.manifest(self.names[1]))?;
        let former = self.place();
        let taken = files
            .filter(|_| fs::remove_dir(&folder).is_ok() && fs::rename(&former, &folder).is_ok());
        if let Some(files) = taken {
            return Output::new(Known { folder, files }, self.published.clone());
        }
        fs::create_dir_all(&folder)?;
        if former.is_dir() {
            fs::remove_dir_all(&former)?;
        }
        if let Ok(output) = Output::beside(&folder, self.published.clone()) {
            return Ok(output);
        }
        // On another disk, say: nothing of it stands there.
        fs::remove_dir_all(&folder)?;
        fs::create_dir_all(&folder)?;
        let files = Manifest::default();
        Output::new(Known { folder, files }, self.published.clone())
    }

    /// Lets the site that was built in `fresh` and the published one change places. From the moment
    /// before until what stands where is written down nothing is known of either, whatever happens;
    /// what cannot be written down is made anew by the next build.
    pub fn publish(&self, fresh: Staging, files: &Manifest) -> Result<(), Stop> {
        let [published, before] = self.names;
        for known in [self.layout.last(published), self.layout.manifest(published)] {
            forget(&known).map_err(|error| Stop::CannotRun(unwritable(&known, &error)))?;
        }
        // One of which nothing is known, such as one that was published elsewhere meanwhile, is of no
        // use to the next build.
        let known = &self.published.files;
        let place = self.place();
        let keep = !known.is_empty();
        fresh.swap_in(keep.then_some(place.as_path()))?;
        let target = self.target.display().to_string();
        let new = || write(&self.layout.manifest(published), &target, files);
        let old = || {
            if keep && place.is_dir() {
                write(&self.layout.manifest(before), "", known);
            }
        };
        rayon::join(new, old);
        Ok(())
    }

    /// Where the site before the published one lies.
    fn place(&self) -> PathBuf {
        self.layout.former(self.names[1])
    }
}

/// What a build made, and of what.
#[derive(Serialize, Deserialize)]
pub struct Last {
    /// Fingerprint of all that it read.
    pub key: String,
    /// What it told.
    pub made: Made,
}

/// What is known of a folder; nothing where it was noted of another.
fn read(file: &Path, folder: &str) -> Option<Manifest> {
    let (of, files): (String, Manifest) = noted::value(file)?;
    (of == folder).then_some(files)
}

fn write(file: &Path, folder: &str, files: &Manifest) {
    noted::write_value(file, &(folder, files));
}

fn forget(file: &Path) -> io::Result<()> {
    match fs::remove_file(file) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
