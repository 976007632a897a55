//! Files that hold a YAML list which grows at its end.

use std::io::ErrorKind;
use std::path::Path;

use crate::disk;
use crate::model::Diagnostic;

/// The text of the file; empty if there is no file.
///
/// # Errors
/// If it cannot be read.
pub fn read(file: &Path) -> Result<String, Diagnostic> {
    match disk::text(file) {
        Ok(text) => Ok(text),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(String::new()),
        Err(error) => {
            Err(
                Diagnostic::error("unreadable", file, format!("cannot be read: {error}"))
                    .help("save it as UTF-8 text, and see that you may read it"),
            )
        }
    }
}

/// A text with entries at its end.
pub fn appended(mut text: String, entries: &str) -> String {
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    text.push_str(entries);
    text
}

/// Writes the file as a whole.
///
/// # Errors
/// If it cannot be written.
pub fn write(file: &Path, text: &str) -> Result<(), Diagnostic> {
    disk::replace(file, text).map_err(|error| Diagnostic::unwritable(file, &error))
}

/// Takes the entries that were appended last off the end of the file again, and the file with the last of
/// them.
///
/// # Errors
/// If the file does not end with them any more, or cannot be written.
pub fn withdraw(file: &Path, entries: &str) -> Result<(), Diagnostic> {
    let text = read(file)?;
    let Some(rest) = text.strip_suffix(entries) else {
        let message = "it has been changed since: what was written last is no longer at its end";
        return Err(Diagnostic::error("unwritable", file, message)
            .help("take the entry out of the file yourself"));
    };
    if rest.is_empty() {
        return std::fs::remove_file(file).map_err(|error| Diagnostic::unwritable(file, &error));
    }
    write(file, rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_still_stands_at_the_end_is_withdrawn() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.yaml");
        let kept = "# by hand\n- {a: 1}";
        std::fs::write(&file, kept).unwrap();
        let text = appended(read(&file).unwrap(), "- {b: 2}\n");
        assert_eq!(text, "# by hand\n- {a: 1}\n- {b: 2}\n");
        write(&file, &text).unwrap();
        assert!(withdraw(&file, "- {c: 3}\n").is_err());
        withdraw(&file, "- {b: 2}\n").unwrap();
        assert_eq!(read(&file).unwrap(), "# by hand\n- {a: 1}\n");
        withdraw(&file, "# by hand\n- {a: 1}\n").unwrap();
        assert!(!file.exists());
    }
}
