use std::fs;
use std::io;
use std::path::Path;

/// Writes a file in one step, so that a reader never sees half of one, and a program that is killed
/// leaves the old one. The text stands hidden beside it first, with the ordinary rights of a new file.
///
/// # Errors
/// Where the folder cannot be written to; the file is then as it was.
pub fn replace_file(path: &Path, text: impl AsRef<[u8]>) -> io::Result<()> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let beside = path.with_file_name(format!(".{name}.new"));
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(&beside, text)
        .and_then(|()| fs::rename(&beside, path))
        .inspect_err(|_| {
            let _ = fs::remove_file(&beside);
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_old_file_gives_way_and_nothing_else_stays() {
        let home = tempfile::tempdir().unwrap();
        let file = home.path().join("a/b.yaml");
        replace_file(&file, "一").unwrap();
        replace_file(&file, "二").unwrap();
        assert_eq!(fs::read_to_string(&file).unwrap(), "二");
        assert_eq!(fs::read_dir(home.path().join("a")).unwrap().count(), 1);
        // A folder stands where the file should go.
        assert!(replace_file(&home.path().join("a"), "三").is_err());
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), 1);
    }
}
