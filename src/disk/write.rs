use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::Path;

/// Replaces a file atomically and durably. A reader, a crash or a power failure finds the old or the new
/// content, never a part. The bytes are first written to a sibling file with a random name; a symbolic
/// link at `path` is replaced, not followed.
///
/// # Errors
/// If the folder cannot be written to; the file is then as it was.
pub fn replace(path: &Path, bytes: impl AsRef<[u8]>) -> io::Result<()> {
    replace_with(path, bytes.as_ref(), |file| file.sync_all())?;
    sync_folder(folder_of(path))
}

/// Replaces a file like [`replace`], but not durably. A power failure may lose it, so its reader must
/// check that it is complete.
///
/// # Errors
/// As [`replace`].
pub fn replace_unsynced(path: &Path, bytes: impl AsRef<[u8]>) -> io::Result<()> {
    replace_with(path, bytes.as_ref(), |_| Ok(()))
}

fn replace_with(
    path: &Path,
    bytes: &[u8],
    sync: impl FnOnce(&File) -> io::Result<()>,
) -> io::Result<()> {
    let folder = folder_of(path);
    fs::create_dir_all(folder)?;
    let mut fresh = tempfile::Builder::new()
        .prefix(".cewen-")
        .permissions_of_new_files()
        .tempfile_in(folder)?;
    fresh.write_all(bytes)?;
    sync(fresh.as_file())?;
    fresh.persist(path)?;
    Ok(())
}

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

/// Permissions of an ordinary new file, on systems that have them; a temporary file is readable by its
/// owner only.
trait OrdinaryRights {
    fn permissions_of_new_files(&mut self) -> &mut Self;
}

impl OrdinaryRights for tempfile::Builder<'_, '_> {
    #[cfg(unix)]
    fn permissions_of_new_files(&mut self) -> &mut Self {
        use std::os::unix::fs::PermissionsExt as _;
        // The system removes the permissions that the umask forbids.
        self.permissions(fs::Permissions::from_mode(0o666))
    }

    #[cfg(not(unix))]
    fn permissions_of_new_files(&mut self) -> &mut Self {
        self
    }
}

/// Waits until the names in a folder are on the disk.
///
/// # Errors
/// If the disk does not take them.
pub fn sync_folder(folder: &Path) -> io::Result<()> {
    // Other systems have no folder handle to wait for.
    match cfg!(unix) {
        true => File::open(folder)?.sync_all(),
        false => Ok(()),
    }
}

/// Waits until all files below a folder are on the disk, with one call for the file system if possible,
/// else file by file.
///
/// # Errors
/// If the disk does not accept them.
pub fn sync_below(folder: &Path) -> io::Result<()> {
    #[cfg(target_os = "linux")]
    {
        rustix::fs::syncfs(File::open(folder)?).map_err(io::Error::from)
    }
    #[cfg(not(target_os = "linux"))]
    {
        // Windows only syncs files that are open for writing.
        let mut options = File::options();
        options.read(true).write(cfg!(windows));
        for entry in walkdir::WalkDir::new(folder) {
            let entry = entry?;
            if entry.file_type().is_file() {
                options.open(entry.path())?.sync_all()?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_old_file_gives_way_and_nothing_else_stays() {
        let home = tempfile::tempdir().unwrap();
        let file = home.path().join("a/b.yaml");
        replace(&file, "一").unwrap();
        replace(&file, "二").unwrap();
        assert_eq!(fs::read_to_string(&file).unwrap(), "二");
        assert_eq!(fs::read_dir(home.path().join("a")).unwrap().count(), 1);
        // A folder is in the place of the file.
        assert!(replace(&home.path().join("a"), "三").is_err());
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), 1);
        sync_below(home.path()).unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_replaced_and_what_it_leads_to_stays() {
        use std::os::unix::fs::PermissionsExt as _;
        let home = tempfile::tempdir().unwrap();
        let (own, link) = (home.path().join("own"), home.path().join("link"));
        fs::write(&own, "precious").unwrap();
        std::os::unix::fs::symlink(&own, &link).unwrap();
        replace(&link, "new").unwrap();
        assert_eq!(fs::read_to_string(&own).unwrap(), "precious");
        assert_eq!(fs::read_to_string(&link).unwrap(), "new");
        let rights = |path| fs::metadata(path).unwrap().permissions().mode();
        assert_eq!(rights(&own), rights(&link));
    }
}
