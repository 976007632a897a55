//! A second folder of the same files: each file of the first has a second name in it, no byte is
//! copied.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use rayon::prelude::*;

use super::found::Open;
use super::look::Look;
use super::manifest::{Folder, Manifest, Named};
use crate::disk;

/// Lets those files of a folder that are as they were written stand below the folder `to` as well; gives
/// what stands there now, where there was nothing.
///
/// # Errors
/// Where one of them cannot stand there: on another disk, say.
pub fn mirror(from: &Path, files: &Manifest, to: &Path) -> io::Result<Look> {
    let to = Open::of(to)?;
    // Somebody may have taken all of it away.
    let Ok(from) = Open::of(from) else {
        return Ok(of_folders(BTreeMap::new()));
    };
    let as_written = |(path, known): (&String, &Folder)| {
        let mut file = path.clone();
        let mut stands = |(name, was): &&Named| {
            file.truncate(path.len());
            file.push_str(name);
            from.look(&file).is_ok_and(|now| was.is(now))
        };
        let files = known.files.iter().filter(|named| stands(named));
        let settled = None;
        let files = files.cloned().collect();
        (path.clone(), Folder { files, settled })
    };
    let folders: Vec<(&String, &Folder)> = files.folders().collect();
    let looked = || folders.into_par_iter().map(as_written).collect();
    let folders: Vec<(String, Folder)> = disk::waits(looked);
    // Names are made in memory first. Those that make them stand in each other's way: no more than can
    // calculate at once.
    let link = |(path, standing): &(String, Folder)| {
        to.make_folder(path)?;
        let mut files = standing.files.iter();
        files.try_for_each(|(name, _)| from.link(&format!("{path}{name}"), &to))
    };
    folders.par_iter().try_for_each(link)?;
    Ok(of_folders(folders.into_iter().collect()))
}

fn of_folders(folders: BTreeMap<String, Folder>) -> Look {
    Look {
        folders: with_those_above(folders),
        foreign: Vec::new(),
    }
}

/// These folders and those that they are in, in the order of their paths.
fn with_those_above(mut folders: BTreeMap<String, Folder>) -> Vec<(String, Folder)> {
    let mut above = Vec::new();
    let mut before = "";
    for path in folders.keys() {
        let ends = path.char_indices().filter(|(_, c)| *c == '/');
        let new = ends
            .map(|(at, _)| &path[..=at])
            .filter(|folder| !before.starts_with(folder) && *folder != path);
        above.extend(new.map(str::to_owned));
        before = path;
    }
    for path in above.into_iter().chain([String::new()]) {
        folders.entry(path).or_default();
    }
    folders.into_iter().collect()
}
