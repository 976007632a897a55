use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

/// The largest file that is read whole, in bytes.
const LARGEST: u64 = 1 << 30;

/// Opens a regular file, or a symbolic link to one.
///
/// # Errors
/// If it cannot be opened or is not a regular file: a pipe would block until it has a writer, and a
/// device may have no end.
pub fn open(path: &Path) -> io::Result<File> {
    // Checked before and after opening: opening a device may have effects, and the file may be replaced
    // in between.
    regular(&fs::metadata(path)?)?;
    let mut options = File::options();
    options.read(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.custom_flags(rustix::fs::OFlags::NONBLOCK.bits().cast_signed());
    }
    let file = options.open(path)?;
    regular(&file.metadata()?)?;
    Ok(file)
}

fn regular(metadata: &fs::Metadata) -> io::Result<()> {
    if metadata.is_file() {
        return Ok(());
    }
    Err(io::Error::new(
        io::ErrorKind::InvalidInput,
        match metadata.is_dir() {
            true => "it is a folder, not a file",
            false => "it is a pipe, a socket or a device, not a file",
        },
    ))
}

/// The bytes of a regular file.
///
/// # Errors
/// As [`open`], and where the file has more than 1 GiB.
pub fn bytes(path: &Path) -> io::Result<Vec<u8>> {
    let file = open(path)?;
    let mut bytes = Vec::new();
    file.take(LARGEST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LARGEST {
        return Err(io::Error::new(
            io::ErrorKind::FileTooLarge,
            "it has more than 1 GiB",
        ));
    }
    Ok(bytes)
}

/// The text of a regular file in UTF-8.
///
/// # Errors
/// As [`bytes`], and where the bytes are no UTF-8.
pub fn text(path: &Path) -> io::Result<String> {
    String::from_utf8(bytes(path)?).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        io::Error::new(
            io::ErrorKind::InvalidData,
            format!("it is no UTF-8 text: byte {at} begins no character"),
        )
    })
}

/// The entries of a folder, sorted by name; a missing folder is empty.
///
/// # Errors
/// If the folder exists but cannot be listed.
pub fn entries(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let listed = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        listed => listed?,
    };
    let mut paths: Vec<PathBuf> = listed
        .map(|entry| Ok(entry?.path()))
        .collect::<io::Result<_>>()?;
    paths.sort();
    Ok(paths)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_regular_files_are_read() {
        let home = tempfile::tempdir().unwrap();
        let file = home.path().join("a.txt");
        fs::write(&file, "一").unwrap();
        assert_eq!(text(&file).unwrap(), "一");
        let told = bytes(home.path()).unwrap_err().to_string();
        assert_eq!(told, "it is a folder, not a file");
        fs::write(&file, b"\xe4\xb8").unwrap();
        let told = text(&file).unwrap_err().to_string();
        assert_eq!(told, "it is no UTF-8 text: byte 0 begins no character");
        let device = bytes(Path::new("/dev/null"));
        #[cfg(unix)]
        assert!(device.unwrap_err().to_string().contains("a device"));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_pipe_is_refused_at_once_and_a_link_leads_to_its_file() {
        use rustix::fs::{CWD, FileType, Mode, mknodat};
        let home = tempfile::tempdir().unwrap();
        let pipe = home.path().join("pipe");
        mknodat(CWD, &pipe, FileType::Fifo, Mode::RUSR, 0).unwrap();
        assert!(bytes(&pipe).unwrap_err().to_string().contains("a pipe"));
        let link = home.path().join("link");
        std::os::unix::fs::symlink("pipe", &link).unwrap();
        assert!(bytes(&link).is_err());
        fs::remove_file(&pipe).unwrap();
        fs::write(&pipe, "x").unwrap();
        assert_eq!(bytes(&link).unwrap(), b"x");
    }

    #[test]
    fn a_folder_that_is_not_there_is_empty_and_a_file_is_no_folder() {
        let home = tempfile::tempdir().unwrap();
        assert!(entries(&home.path().join("none")).unwrap().is_empty());
        for name in ["b", "a"] {
            fs::write(home.path().join(name), "").unwrap();
        }
        let names = entries(home.path()).unwrap();
        assert_eq!(names, [home.path().join("a"), home.path().join("b")]);
        assert!(entries(&names[0]).is_err());
    }
}
