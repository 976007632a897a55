use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::disk;
use crate::fingerprint::Fingerprint;

/// Sealed blobs kept between builds, one file for each stage and fingerprint. A damaged blob, or one of
/// another program, counts as missing; one that cannot be written is recomputed.
#[derive(Clone, Debug)]
pub struct Store {
    folder: PathBuf,
    /// Identifies the program; blobs of another one may have another meaning.
    program: String,
}

impl Store {
    /// The store in `folder`, which need not exist yet.
    pub fn new(folder: PathBuf, program: impl Into<String>) -> Self {
        let program = program.into();
        Self { folder, program }
    }

    /// The value that was stored for `key`.
    pub fn get<T: DeserializeOwned>(&self, stage: &str, key: Fingerprint) -> Option<T> {
        let bytes = fs::read(self.file(stage, key)).ok()?;
        let end = bytes.iter().rposition(|&byte| byte == b'\n')?;
        let (blob, seal) = bytes.split_at(end);
        if seal[1..] != *self.seal(blob) {
            return None;
        }
        rmp_serde::from_slice(blob).ok()
    }

    /// Stores a value atomically.
    pub fn put<T: Serialize>(&self, stage: &str, key: Fingerprint, value: &T) {
        // Named fields, since empty ones may be left out.
        let Ok(mut blob) = rmp_serde::to_vec_named(value) else {
            return;
        };
        let seal = self.seal(&blob);
        blob.push(b'\n');
        blob.extend(seal);
        let _ = disk::replace_unsynced(&self.file(stage, key), blob);
    }

    /// Returns the value stored for `key`; otherwise calls `make` and stores its result.
    ///
    /// # Errors
    /// That of `make`.
    pub fn memo<T: Serialize + DeserializeOwned, E>(
        &self,
        stage: &str,
        key: Fingerprint,
        make: impl FnOnce() -> Result<T, E>,
    ) -> Result<T, E> {
        if let Some(value) = self.get(stage, key) {
            return Ok(value);
        }
        let value = make()?;
        self.put(stage, key, &value);
        Ok(value)
    }

    /// Removes the blobs of a stage whose key is not in `used`.
    pub fn retain(&self, stage: &str, used: &BTreeSet<Fingerprint>) {
        let names: BTreeSet<String> = used.iter().map(|key| key.hex()).collect();
        for entry in fs::read_dir(self.folder.join(stage))
            .into_iter()
            .flatten()
            .flatten()
        {
            if !names.contains(&*entry.file_name().to_string_lossy()) {
                let _ = fs::remove_file(entry.path());
            }
        }
    }

    /// Removes the blob of a key.
    ///
    /// # Errors
    /// If there is one and it cannot be removed.
    pub fn remove(&self, stage: &str, key: Fingerprint) -> std::io::Result<()> {
        match fs::remove_file(self.file(stage, key)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    /// The folder of the blobs.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    fn file(&self, stage: &str, key: Fingerprint) -> PathBuf {
        self.folder.join(stage).join(key.hex())
    }

    /// The last line of a blob: the program and the fingerprint of the text before it.
    fn seal(&self, blob: &[u8]) -> Vec<u8> {
        format!("{} {}", self.program, Fingerprint::of_bytes(blob).hex()).into_bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Value = (String, Vec<f64>);

    fn value() -> Value {
        // Numbers that JSON could not hold.
        ("光伏\n27".to_owned(), vec![f64::INFINITY, -0.5, 9e300])
    }

    #[test]
    fn a_blob_comes_back_as_it_was_written_or_not_at_all() {
        let home = tempfile::tempdir().unwrap();
        let store = Store::new(home.path().to_owned(), "1.0");
        let key = Fingerprint::of_bytes(b"a");
        assert_eq!(store.get::<Value>("read", key), None);
        store.put("read", key, &value());
        assert_eq!(store.get("read", key), Some(value()));
        assert_eq!(store.get::<Value>("link", key), None, "of another stage");
        let other = Store::new(home.path().to_owned(), "1.1");
        assert_eq!(other.get::<Value>("read", key), None, "of another program");
        let file = store.file("read", key);
        let whole = fs::read(&file).unwrap();
        for n in 0..whole.len() {
            let mut broken = whole.clone();
            broken[n] ^= 1;
            for damaged in [&broken[..], &whole[..n]] {
                fs::write(&file, damaged).unwrap();
                assert_eq!(store.get::<Value>("read", key), None, "{n}");
            }
        }
    }

    #[test]
    fn a_value_is_made_once_and_kept_as_long_as_it_is_used() {
        let home = tempfile::tempdir().unwrap();
        let store = Store::new(home.path().to_owned(), "1.0");
        let [a, b] = [b"a", b"b"].map(|name| Fingerprint::of_bytes(name));
        let mut made = 0;
        for _ in 0..2 {
            let memo = store.memo("read", a, || {
                made += 1;
                Ok::<_, ()>(value())
            });
            assert_eq!(memo, Ok(value()));
        }
        assert_eq!(made, 1);
        assert_eq!(store.memo("read", b, || Err::<Value, _>("no")), Err("no"));
        store.put("read", b, &value());
        store.retain("read", &BTreeSet::from([b]));
        assert_eq!(store.get::<Value>("read", a), None);
        assert!(store.get::<Value>("read", b).is_some());
        store.remove("read", b).unwrap();
        store.remove("read", b).unwrap();
        assert_eq!(store.get::<Value>("read", b), None);
    }
}
