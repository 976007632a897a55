//! What former builds left: the site that is published and the one before it, with what is known of
//! their files. A build brings the one before up to date and lets the two change places, so that only
//! what changed is written and nothing has to be taken away.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::build::Made;
use super::fingerprint;
use super::layout::Layout;
use super::publish::Staging;
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

    /// Remembers it. What cannot be remembered is made anew.
    pub fn remember(&self, last: &Last) {
        let file = self.layout.last(self.names[0]);
        let written = serde_json::to_string(last)
            .ok()
            .is_some_and(|text| fs::write(&file, text).is_ok());
        if !written {
            let _ = fs::remove_file(&file);
        }
    }

    /// The place to build in: the site before the published one, or an empty folder where there is
    /// none. From here on until [`Former::keep`] nothing is known of either, whatever happens.
    pub fn output(&self, fresh: &Staging) -> io::Result<Output> {
        let folder = fresh.folder();
        let files = read(&self.layout.manifest(self.names[1]), "");
        forget(&self.layout.last(self.names[0]))?;
        for which in self.names {
            forget(&self.layout.manifest(which))?;
        }
        let former = self.place();
        let taken = files
            .filter(|_| fs::remove_dir(&folder).is_ok() && fs::rename(&former, &folder).is_ok());
        if taken.is_none() {
            fs::create_dir_all(&folder)?;
            if former.is_dir() {
                fs::remove_dir_all(&former)?;
            }
        }
        let own = Known {
            folder,
            files: taken.unwrap_or_default(),
        };
        Ok(Output::new(own, self.published.clone()))
    }

    /// Where the site before the published one goes.
    pub fn place(&self) -> PathBuf {
        self.layout.former(self.names[1])
    }

    /// Remembers the files of the site that is published now, and of the one before it, which lies
    /// in the folder of former sites. What cannot be remembered is made anew by the next build.
    pub fn keep(&self, fresh: &Manifest) {
        let target = self.target.display().to_string();
        write(&self.layout.manifest(self.names[0]), &target, fresh);
        if self.place().is_dir() {
            write(
                &self.layout.manifest(self.names[1]),
                "",
                &self.published.files,
            );
        }
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

/// The first line: this program, and the folder that is meant.
fn head(folder: &str) -> String {
    format!("{} {folder}", fingerprint::of_program())
}

/// Nothing where it was not written by this program for this folder.
fn read(file: &PathBuf, folder: &str) -> Option<Manifest> {
    let text = fs::read_to_string(file).ok()?;
    let (first, files) = text.split_once('\n')?;
    (first == head(folder)).then(|| Manifest::parse(files))?
}

fn write(file: &Path, folder: &str, files: &Manifest) {
    let text = format!("{}\n{}", head(folder), files.to_text());
    let fresh = file.with_extension("new");
    // Whole or not at all: half a manifest would be read as one of fewer files, which is harmless,
    // but a file that is not there is clearer.
    let written = fs::write(&fresh, text).and_then(|()| fs::rename(&fresh, file));
    if written.is_err() {
        let _ = fs::remove_file(&fresh);
    }
}

fn forget(file: &Path) -> io::Result<()> {
    match fs::remove_file(file) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
