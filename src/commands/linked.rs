//! The links between measures, kept from build to build: a folder of pieces, each called by what it was
//! made of, and the list of these. Of a large site an edit writes a few pieces anew.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::noted;
use crate::atlas::{Atlas, Links};
use crate::key::Key;

/// The links that are kept in a folder; none where a piece of them is damaged.
pub fn read(folder: &Path) -> Links {
    let Some(keys) = noted::value::<Vec<Key>>(&list(folder)) else {
        return Links::default();
    };
    let pieces = keys.into_par_iter().map(|key| {
        let piece = noted::read(&file(folder, key));
        if piece.is_none() {
            // It would be taken for whole when it is written next.
            let _ = fs::remove_file(file(folder, key));
        }
        piece
    });
    let pieces: Vec<Option<Vec<u8>>> = pieces.collect();
    let pieces: Option<Vec<Vec<u8>>> = pieces.into_iter().collect();
    pieces.map_or_else(Links::default, Links::of_pieces)
}

/// Keeps the links of an atlas in a folder, and no others; what cannot be kept is found anew.
pub fn write(folder: &Path, atlas: &Atlas) {
    let pieces = atlas.links();
    let new = pieces.par_iter();
    let new = new.filter(|piece| !file(folder, piece.key).is_file());
    new.for_each(|piece| noted::write(&file(folder, piece.key), piece.to_bytes()));
    let keys: Vec<Key> = pieces.iter().map(|piece| piece.key).collect();
    noted::write_value(&list(folder), &keys);
    let mut names: BTreeSet<String> = keys.iter().map(|key| key.hex()).collect();
    names.insert(LIST.to_owned());
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if !names.contains(&*entry.file_name().to_string_lossy()) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

const LIST: &str = "list";

fn list(folder: &Path) -> PathBuf {
    folder.join(LIST)
}

fn file(folder: &Path, key: Key) -> PathBuf {
    folder.join(key.hex())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::{Seed, read_policy};
    use crate::vocabulary::Vocabulary;

    #[test]
    fn links_are_kept_as_long_as_all_pieces_are_whole() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("linked");
        let vocabulary = Vocabulary::load("content/vocabulary".as_ref()).unwrap();
        let policy = |id: &str| {
            let text = "某市行动方案\n一、主要任务\n（一）发展光伏。到2025年，新增光伏27万千瓦。\n";
            let seed = Seed {
                id: Some(id.to_owned()),
                ..Seed::default()
            };
            read_policy(text.as_bytes(), &seed, &vocabulary).unwrap()
        };
        let keep = |ids: &[&str]| {
            let policies = ids.iter().map(|id| policy(id)).collect();
            write(&folder, &Atlas::link(policies, &vocabulary));
        };
        let names = || -> BTreeSet<String> {
            let names = fs::read_dir(&folder).into_iter().flatten().flatten();
            names
                .map(|n| n.file_name().to_string_lossy().into_owned())
                .collect()
        };
        assert!(read(&folder).is_empty(), "there is none yet");
        keep(&["a", "b"]);
        let first = names();
        assert!(first.len() == 2 && !read(&folder).is_empty());
        keep(&["a", "c"]);
        let second = names();
        assert!(
            second.len() == 2 && second != first,
            "the former piece is gone"
        );
        let piece = second.iter().find(|name| *name != LIST).unwrap();
        fs::write(folder.join(piece), "damaged").unwrap();
        assert!(read(&folder).is_empty());
        keep(&["a", "c"]);
        assert!(names() == second && !read(&folder).is_empty());
    }
}
