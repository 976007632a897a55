//! One look at a folder, on all cores: what stands there as it was written, and what else.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use rayon::prelude::*;

use super::found::{Found, Open};
use super::manifest::{Entry, Folder, Manifest, Settled, find};
use crate::disk;

/// What was found in a folder, each list in the order of paths.
#[derive(Default)]
pub struct Look {
    /// All folders: the path below the folder with `/` at its end, and the files in it that stand as
    /// they were written.
    pub folders: Vec<(String, Folder)>,
    /// What this program did not write, or somebody changed.
    pub foreign: Vec<PathBuf>,
}

/// Looks at a folder of which `files` are known. Links are not followed.
///
/// # Errors
/// Where a part of it cannot be read.
pub fn look(folder: &Path, files: &Manifest) -> io::Result<Look> {
    let mut found = disk::waits(|| below(folder, String::new(), files))?;
    found.folders.sort_unstable_by(|a, b| a.0.cmp(&b.0));
    found.foreign.sort_unstable();
    Ok(found)
}

fn below(folder: &Path, path: String, files: &Manifest) -> io::Result<Look> {
    let known = files.files(&path);
    let mut standing: Vec<(usize, Entry)> = Vec::new();
    let mut found = Look::default();
    let mut folders = Vec::new();
    // Before the names are read: one that comes later is seen by the next look.
    let settled = Settled::of(Found::at(folder)?, SystemTime::now());
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let Some(name) = name.to_str() else {
            found.foreign.push(entry.path());
            continue;
        };
        if entry.file_type()?.is_dir() {
            folders.push(name.to_owned());
            continue;
        }
        let is = |was: Entry| entry.metadata().is_ok_and(|now| was.is(Found::from(&now)));
        match find(known, name).map(|at| (at, known[at].1)) {
            Ok((at, was)) if is(was) => standing.push((at, was)),
            _ => found.foreign.push(entry.path()),
        }
    }
    standing.sort_unstable_by_key(|(at, _)| *at);
    let named = |(at, entry): (usize, Entry)| (known[at].0.clone(), entry);
    let standing = Folder {
        files: standing.into_iter().map(named).collect(),
        settled,
    };
    let open = match folders.is_empty() {
        true => None,
        false => Some(Open::of(folder)?),
    };
    let one = |name: String| {
        let path = format!("{path}{name}/");
        let rested = open
            .as_ref()
            .and_then(|open| rested(open, &name, &path, files));
        match rested {
            Some(standing) => Ok(standing.into_look(folder, &name, path)),
            None => below(&folder.join(&name), path, files),
        }
    };
    // Most folders hold no other.
    let others = match folders.len() {
        0 | 1 => folders
            .into_iter()
            .map(one)
            .collect::<io::Result<Vec<_>>>()?,
        _ => folders
            .into_par_iter()
            .map(one)
            .collect::<io::Result<Vec<_>>>()?,
    };
    found.folders.push((path, standing));
    for mut other in others {
        found.folders.append(&mut other.folders);
        found.foreign.append(&mut other.foreign);
    }
    Ok(found)
}

/// A folder that has come to rest, with the files of it that were changed or are gone.
struct Rested {
    standing: Folder,
    changed: Vec<String>,
}

/// The folder `name` of an open one, if it has the names that it had, and no folder among them. Most
/// folders hold one page and have been left alone: to read the names in all of them takes longer than to
/// look at what is known to be there.
fn rested(open: &Open, name: &str, path: &str, files: &Manifest) -> Option<Rested> {
    let settled = files.settled(path)?;
    open.look(name).ok().filter(|now| settled.is(*now))?;
    let (mut standing, mut changed) = (Vec::new(), Vec::new());
    for (file, was) in files.files(path) {
        match open.look(&format!("{name}/{file}")) {
            Ok(now) if was.is(now) => standing.push((file.clone(), *was)),
            _ => changed.push(file.clone()),
        }
    }
    let standing = Folder {
        files: standing,
        settled: Some(settled),
    };
    Some(Rested { standing, changed })
}

impl Rested {
    fn into_look(self, above: &Path, name: &str, path: String) -> Look {
        let changed = self.changed.into_iter();
        Look {
            foreign: changed.map(|file| above.join(name).join(file)).collect(),
            folders: vec![(path, self.standing)],
        }
    }
}
