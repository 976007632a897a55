//! One look at a folder, on all cores: what stands there as it was written, and what else.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::manifest::{Entry, Manifest, Named, find};

/// What was found in a folder, each list in the order of paths.
#[derive(Default)]
pub struct Look {
    /// All folders: the path below the folder with `/` at its end, and the files in it that stand as
    /// they were written.
    pub folders: Vec<(String, Vec<Named>)>,
    /// What this program did not write, or somebody changed.
    pub foreign: Vec<PathBuf>,
}

/// Looks at a folder of which `files` are known. Links are not followed.
///
/// # Errors
/// Where a part of it cannot be read.
pub fn look(folder: &Path, files: &Manifest) -> io::Result<Look> {
    let mut found = below(folder, String::new(), files)?;
    found.folders.sort_unstable_by(|a, b| a.0.cmp(&b.0));
    found.foreign.sort_unstable();
    Ok(found)
}

fn below(folder: &Path, path: String, files: &Manifest) -> io::Result<Look> {
    let known = files.files(&path);
    let mut standing: Vec<(usize, Entry)> = Vec::new();
    let mut found = Look::default();
    let mut folders = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let Some(name) = name.to_str() else {
            found.foreign.push(entry.path());
            continue;
        };
        if entry.file_type()?.is_dir() {
            folders.push((entry.path(), format!("{path}{name}/")));
            continue;
        }
        match find(known, name).map(|at| (at, known[at].1)) {
            Ok((at, was)) if entry.metadata().is_ok_and(|now| was.is(&now)) => {
                standing.push((at, was));
            }
            _ => found.foreign.push(entry.path()),
        }
    }
    standing.sort_unstable_by_key(|(at, _)| *at);
    let named = |(at, entry): (usize, Entry)| (known[at].0.clone(), entry);
    let standing = standing.into_iter().map(named).collect();
    found.folders.push((path, standing));
    // Most folders hold no other.
    let others = match folders.len() {
        0 => Vec::new(),
        1 => folders
            .into_iter()
            .map(|(folder, path)| below(&folder, path, files))
            .collect::<io::Result<Vec<_>>>()?,
        _ => folders
            .into_par_iter()
            .map(|(folder, path)| below(&folder, path, files))
            .collect::<io::Result<Vec<_>>>()?,
    };
    for mut other in others {
        found.folders.append(&mut other.folders);
        found.foreign.append(&mut other.foreign);
    }
    Ok(found)
}
