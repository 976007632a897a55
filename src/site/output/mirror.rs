//! A second folder of the same files: each file of the first has a second name in it, no byte is
//! copied.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use rayon::prelude::*;

use super::found::Open;
use super::look::Look;
use super::manifest::{Folder, Manifest};

/// Lets those files of a folder that are as they were written stand below the folder `to` as well; gives
/// what stands there now, where there was nothing.
///
/// # Errors
/// Where one of them cannot stand there: on another disk, say.
pub fn mirror(from: &Path, files: &Manifest, to: &Path) -> io::Result<Look> {
    let folders: Vec<(&String, &Folder)> = files.folders().collect();
    let one = |(path, known): (&String, &Folder)| {
        let (old, new) = (from.join(path), to.join(path));
        fs::create_dir(&new).or_else(|_| fs::create_dir_all(&new))?;
        let mut standing = Folder::default();
        // Somebody may have taken all of it away.
        let Ok(open) = Open::of(&old) else {
            return Ok((path.clone(), standing));
        };
        let links = Links::between(&old, &new)?;
        for (name, was) in &known.files {
            if open.look(name).is_ok_and(|now| was.is(now)) {
                links.link(name)?;
                standing.files.push((name.clone(), *was));
            }
        }
        Ok((path.clone(), standing))
    };
    let folders: io::Result<BTreeMap<String, Folder>> = folders.into_par_iter().map(one).collect();
    let folders = with_those_above(folders?);
    let foreign = Vec::new();
    Ok(Look { folders, foreign })
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

/// Two folders, opened once for all files in them.
#[cfg(target_os = "linux")]
struct Links {
    from: fs::File,
    to: fs::File,
}

#[cfg(target_os = "linux")]
impl Links {
    fn between(from: &Path, to: &Path) -> io::Result<Self> {
        let (from, to) = (fs::File::open(from)?, fs::File::open(to)?);
        Ok(Self { from, to })
    }

    fn link(&self, name: &str) -> io::Result<()> {
        let flags = rustix::fs::AtFlags::empty();
        Ok(rustix::fs::linkat(&self.from, name, &self.to, name, flags)?)
    }
}

/// Other systems find both folders anew for each file.
#[cfg(not(target_os = "linux"))]
struct Links {
    from: std::path::PathBuf,
    to: std::path::PathBuf,
}

#[cfg(not(target_os = "linux"))]
impl Links {
    fn between(from: &Path, to: &Path) -> io::Result<Self> {
        let (from, to) = (from.to_owned(), to.to_owned());
        Ok(Self { from, to })
    }

    fn link(&self, name: &str) -> io::Result<()> {
        fs::hard_link(self.from.join(name), self.to.join(name))
    }
}
