use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::fingerprint;
use super::layout::Layout;
use super::{Stop, unwritable};
use crate::content::{Texts, replace_file};

/// The folder where new documents wait until all of a build has gone well, and what is known of the
/// documents of builds before.
pub struct Waiting {
    folder: PathBuf,
    known: PathBuf,
}

impl Waiting {
    /// An empty folder; what a build that was killed left in it is taken away.
    pub fn new(layout: &Layout) -> Result<Self, Stop> {
        let folder = layout.waiting();
        let made = match fs::remove_dir_all(&folder) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => fs::create_dir_all(&folder),
        };
        made.map_err(|error| Stop::CannotRun(unwritable(&folder, &error)))?;
        let known = layout.texts();
        Ok(Self { folder, known })
    }

    /// Where it lies.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// What this program has noted of documents as YAML.
    pub fn texts(&self) -> Texts {
        let read = || {
            let text = fs::read_to_string(&self.known).ok()?;
            let (program, texts) = text.split_once('\n')?;
            (program == fingerprint::of_program()).then(|| Texts::parse(texts))?
        };
        read().unwrap_or_default()
    }

    /// Notes it for the next build; what cannot be noted is found out anew.
    pub fn remember(&self, texts: &Texts) {
        let text = format!("{}\n{}", fingerprint::of_program(), texts.to_text());
        let _ = replace_file(&self.known, &text);
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}
