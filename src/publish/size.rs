//! The size of a published folder.

use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};
use walkdir::WalkDir;

/// Files and bytes of a folder.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FolderSize {
    /// Number of files.
    pub files: u64,
    /// Bytes of all files, by their length.
    pub bytes: u64,
    /// Bytes of the largest file.
    pub largest: u64,
}

impl FolderSize {
    /// The size of a folder with all below it.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn of(folder: &Path) -> io::Result<Self> {
        let mut size = Self::default();
        for entry in WalkDir::new(folder) {
            let metadata = entry?.metadata()?;
            if metadata.is_file() {
                size.files += 1;
                size.bytes += metadata.len();
                size.largest = size.largest.max(metadata.len());
            }
        }
        Ok(size)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_all_folders_are_counted() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(folder.path().join("a/b")).unwrap();
        std::fs::write(folder.path().join("a/b/large"), [0; 300]).unwrap();
        std::fs::write(folder.path().join("small"), [0; 5]).unwrap();
        let size = FolderSize {
            files: 2,
            bytes: 305,
            largest: 300,
        };
        assert_eq!(FolderSize::of(folder.path()).unwrap(), size);
    }
}
