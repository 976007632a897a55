//! A second folder of the same files: each file of the first has a second name in it, no byte is
//! copied.

use std::fs;
use std::io;
use std::path::Path;

use rayon::prelude::*;

use super::manifest::{Folder, Manifest};

/// Lets all files of a folder stand below the folder `to` as well.
///
/// # Errors
/// Where one of them is not there, or cannot stand there: on another disk, say.
pub fn mirror(from: &Path, files: &Manifest, to: &Path) -> io::Result<()> {
    let folders: Vec<(&String, &Folder)> = files.folders().collect();
    folders
        .into_par_iter()
        .try_for_each(|(path, Folder { files, .. })| {
            let folder = to.join(path);
            fs::create_dir(&folder).or_else(|_| fs::create_dir_all(&folder))?;
            let links = Links::between(&from.join(path), &folder)?;
            files.iter().try_for_each(|(name, _)| links.link(name))
        })
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
