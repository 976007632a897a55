//! Notes that one build leaves for the next: only those of this very program are read, since another
//! one may mean something else by the same bytes, and only as they were written.

use std::fs;
use std::path::Path;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::fingerprint;
use crate::content::replace_file;
use crate::key::Key;

/// What was noted in a file.
pub fn read(file: &Path) -> Option<Vec<u8>> {
    let mut bytes = fs::read(file).ok()?;
    let end = bytes.iter().rposition(|&byte| byte == b'\n')?;
    let (note, seal) = bytes.split_at(end);
    if seal[1..] != *sealed(note) {
        return None;
    }
    bytes.truncate(end);
    Some(bytes)
}

/// Notes it, whole or not at all; what cannot be noted is found out anew.
pub fn write(file: &Path, mut note: Vec<u8>) {
    let seal = sealed(&note);
    note.push(b'\n');
    note.extend(seal);
    let _ = replace_file(file, note);
}

/// A value that was noted in a file.
pub fn value<T: DeserializeOwned>(file: &Path) -> Option<T> {
    postcard::from_bytes(&read(file)?).ok()
}

/// Notes a value.
pub fn write_value<T: Serialize>(file: &Path, value: &T) {
    // Plain data: there is nothing to refuse.
    if let Ok(note) = postcard::to_allocvec(value) {
        write(file, note);
    }
}

/// The last line: this program, and what the note is to be.
fn sealed(note: &[u8]) -> Vec<u8> {
    let key = Key::of_bytes(note).hex();
    format!("{} {key}", fingerprint::of_program()).into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_is_read_as_it_was_written_or_not_at_all() {
        let home = tempfile::tempdir().unwrap();
        let file = home.path().join("a/note");
        assert_eq!(read(&file), None);
        for note in [&b""[..], b"one\ntwo\n"] {
            write(&file, note.to_vec());
            assert_eq!(read(&file).as_deref(), Some(note));
        }
        let whole = fs::read(&file).unwrap();
        for n in 0..whole.len() {
            let mut broken = whole.clone();
            broken[n] ^= 1;
            fs::write(&file, &broken).unwrap();
            assert_eq!(read(&file), None, "{n}");
            fs::write(&file, &whole[..n]).unwrap();
            assert_eq!(read(&file), None, "{n}");
        }
    }
}
