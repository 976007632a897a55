//! What stood in the folder of a build before it, and what becomes of it: each file is kept, gives
//! way to another, or goes in the end.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU8, Ordering};

use rayon::prelude::*;

use super::look::Look;
use super::manifest::{Entry, Folder as Known, Manifest, find, parts};

/// Nobody has asked for it yet.
const FOUND: u8 = 0;
const KEPT: u8 = 1;
const GONE: u8 = 2;

/// All that stood there.
#[derive(Default)]
pub struct Stood {
    /// By the paths that folders had.
    folders: BTreeMap<String, Folder>,
    /// A folder that has got another path since: what its paths began with, and begin with now.
    renamed: OnceLock<(String, String)>,
}

/// The files of a folder and what has become of each.
struct Folder {
    known: Known,
    states: Vec<AtomicU8>,
}

/// One file.
pub struct Standing<'a> {
    /// What is known of it.
    pub entry: &'a Entry,
    state: &'a AtomicU8,
}

impl Standing<'_> {
    /// Keeps it, if it is still there.
    pub fn keep(&self) -> bool {
        let keep = |state| (state != GONE).then_some(KEPT);
        let (set, fetch) = (Ordering::Relaxed, Ordering::Relaxed);
        self.state.fetch_update(set, fetch, keep).is_ok()
    }

    /// Tells that it is taken away; gives whether it was still there.
    pub fn give_up(&self) -> bool {
        self.state.swap(GONE, Ordering::Relaxed) != GONE
    }
}

impl Stood {
    /// What was found, when all that is foreign among it is taken away.
    ///
    /// # Errors
    /// Where that cannot be done.
    pub fn of(found: Look) -> io::Result<Self> {
        for path in &found.foreign {
            match fs::symlink_metadata(path)?.is_dir() {
                true => fs::remove_dir_all(path)?,
                false => fs::remove_file(path)?,
            }
        }
        let folders = found.folders.into_iter().map(|(path, known)| {
            let states = known.files.iter().map(|_| AtomicU8::new(FOUND)).collect();
            (path, Folder { known, states })
        });
        Ok(Self {
            folders: folders.collect(),
            renamed: OnceLock::new(),
        })
    }

    /// The file that stood at a path.
    pub fn get(&self, path: &str) -> Option<Standing<'_>> {
        let path = self.formerly(path)?;
        let (folder, name) = parts(&path);
        let folder = self.folders.get(folder)?;
        let at = find(&folder.known.files, name).ok()?;
        let (_, entry) = folder.known.files.get(at)?;
        let state = folder.states.get(at)?;
        Some(Standing { entry, state })
    }

    /// How many files there were.
    pub fn len(&self) -> usize {
        let folders = self.folders.values();
        folders.map(|folder| folder.known.files.len()).sum()
    }

    /// The files below a folder by their paths.
    pub fn below(&self, folder: &str) -> impl Iterator<Item = (String, &Entry)> {
        let below = self.folders.range(folder.to_owned()..);
        below
            .take_while(move |(path, _)| path.starts_with(folder))
            .flat_map(|(path, folder)| folder.known.files.iter().map(move |file| (path, file)))
            .map(|(path, (name, entry))| (format!("{}{name}", self.now(path)), entry))
    }

    /// Gives a folder below `root` another path, if it can have it: from then on all paths that began with
    /// `from` begin with `to`. Only one folder gets another path; any further one stays as it is.
    pub fn rename(&self, root: &Path, from: String, to: String) {
        let free = from != to && self.renamed.get().is_none() && !root.join(&to).exists();
        if free && fs::rename(root.join(&from), root.join(&to)).is_ok() {
            self.renamed.get_or_init(|| (from, to));
        }
    }

    /// The path that something had which has this one now, if there was such a thing.
    fn formerly<'a>(&self, path: &'a str) -> Option<Cow<'a, str>> {
        let Some((from, to)) = self.renamed.get() else {
            return Some(path.into());
        };
        match path.strip_prefix(to.as_str()) {
            Some(rest) => Some(format!("{from}{rest}").into()),
            None => (!path.starts_with(from.as_str())).then_some(path.into()),
        }
    }

    /// The path that something has now which had this one.
    fn now<'a>(&self, path: &'a str) -> Cow<'a, str> {
        let renamed = self.renamed.get();
        let now = renamed.and_then(|(from, to)| Some(format!("{to}{}", path.strip_prefix(from)?)));
        now.map_or(path.into(), Cow::Owned)
    }

    /// Takes away from `root` what was not kept and has not given way to a file that was `put` there;
    /// gives what was kept, and the paths of all folders.
    ///
    /// # Errors
    /// Where a file cannot be taken away.
    pub fn kept(
        self,
        root: &Path,
        put: &(dyn Fn(&str) -> bool + Sync),
    ) -> io::Result<(Manifest, Vec<String>)> {
        let mut paths: Vec<String> = self.folders.keys().map(|p| self.now(p).into()).collect();
        let folders: Vec<(String, Folder)> = paths
            .iter()
            .cloned()
            .zip(self.folders.into_values())
            .collect();
        paths.sort_unstable();
        let one = |(path, Folder { known, states }): (String, Folder)| {
            let before = known.files.len();
            let mut kept = Vec::with_capacity(before);
            for (file, state) in known.files.into_iter().zip(states) {
                match state.into_inner() {
                    KEPT => kept.push(file),
                    FOUND if !put(&format!("{path}{}", file.0)) => {
                        fs::remove_file(root.join(&path).join(&file.0))?;
                    }
                    _ => {}
                }
            }
            let settled = known.settled.filter(|_| kept.len() == before);
            let files = kept;
            Ok((path, Known { files, settled }))
        };
        let folders: Vec<_> = folders
            .into_par_iter()
            .map(one)
            .collect::<io::Result<_>>()?;
        Ok((folders.into_iter().collect(), paths))
    }
}

/// Takes the folders away that hold none of the files; `folders` are in the order of their paths.
pub fn take_away_empty(root: &Path, folders: &[String], files: &Manifest) {
    let mut used = files.folders().map(|(path, _)| path).peekable();
    let mut empty = Vec::new();
    for folder in folders {
        while used.next_if(|path| *path < folder).is_some() {}
        if used.peek().is_none_or(|path| !path.starts_with(folder)) {
            empty.push(folder);
        }
    }
    // The innermost first. One that cannot be taken away does no harm.
    for folder in empty.into_iter().rev().filter(|folder| !folder.is_empty()) {
        let _ = fs::remove_dir(root.join(folder));
    }
}
