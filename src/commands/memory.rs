//! What became of each text when it was read: one that stands as it stood, and is read with the same
//! words by the same program, need not be read again.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::fingerprint::{self, Everything};
use super::layout::Layout;
use super::noted;
use crate::extract::Seed;
use crate::key::{Key, Keys};
use crate::model::{Diagnostic, Policy};

/// The folder of what is remembered: a file for each text, called by what it was read from.
pub struct Memory<'a> {
    folder: PathBuf,
    /// The program, and the words that it reads with.
    reader: String,
    /// The files of the site as the build found them.
    before: Option<&'a Everything>,
    /// Is told of each text that is not remembered.
    new: &'a (dyn Fn() + Sync),
}

/// A text as it was read.
pub struct Read {
    /// The document, before any correction.
    pub policy: Policy,
    /// The keys of it.
    pub keys: Keys,
    /// What the parser saw and could not read.
    pub warnings: Vec<Diagnostic>,
}

impl<'a> Memory<'a> {
    /// What is remembered of a site; `words` is the fingerprint of its vocabulary, `before` knows the
    /// keys of its texts, and `new` is told of each text that is not remembered.
    pub fn of(
        layout: &Layout,
        words: &str,
        before: Option<&'a Everything>,
        new: &'a (dyn Fn() + Sync),
    ) -> Self {
        Self {
            folder: layout.memory(),
            reader: format!("{} {words}", fingerprint::of_program()),
            before,
            new,
        }
    }

    /// The key of a text, where it is known without reading it.
    pub fn text(&self, path: &Path) -> Option<Key> {
        self.before?.key(path)
    }

    /// The name of what comes of reading the text of this key with what is known of it.
    pub fn name(&self, text: Key, seed: &Seed) -> Key {
        let text = text.hex();
        let Seed {
            file,
            id,
            url,
            region,
        } = seed;
        Key::of(&(&self.reader, text, file, id, url, region))
    }

    /// What came of it. Nothing where it was never read, or what was written down is damaged.
    pub fn recall(&self, name: Key) -> Option<Read> {
        let found = self.find(name);
        if found.is_none() {
            (self.new)();
        }
        found
    }

    fn find(&self, name: Key) -> Option<Read> {
        let note = noted::read(&self.file(name))?;
        let mut note = rmp_serde::Deserializer::from_read_ref(&note);
        Some(Read {
            policy: Policy::deserialize(&mut note).ok()?,
            keys: Keys::deserialize(&mut note).ok()?,
            warnings: Vec::deserialize(&mut note).ok()?,
        })
    }

    /// Writes down what came of it, whole or not at all; what cannot be written is read again.
    pub fn keep(&self, name: Key, policy: Policy, warnings: Vec<Diagnostic>) -> Read {
        let mut note = Vec::new();
        // Plain data: the writer has nothing to refuse.
        let whole = write(&policy, &mut note).map(|()| Key::of_bytes(&note));
        let keys = match &whole {
            Some(whole) => Keys::with(*whole, &policy),
            None => Keys::of(&policy),
        };
        let rest = write(&keys, &mut note).and_then(|()| write(&warnings, &mut note));
        if whole.and(rest).is_some() {
            noted::write(&self.file(name), note);
        }
        Read {
            policy,
            keys,
            warnings,
        }
    }

    /// Forgets what has another name than these.
    pub fn forget_others(&self, names: &BTreeSet<Key>) {
        let kept: BTreeSet<String> = names.iter().map(|name| name.hex()).collect();
        let Ok(entries) = fs::read_dir(&self.folder) else {
            return;
        };
        for entry in entries.flatten() {
            if !kept.contains(&*entry.file_name().to_string_lossy()) {
                let _ = fs::remove_file(entry.path());
            }
        }
    }

    fn file(&self, name: Key) -> PathBuf {
        self.folder.join(name.hex())
    }
}

/// Adds a value to a note, with the names of its fields: some are left out where they say nothing.
fn write(value: &impl Serialize, note: &mut Vec<u8>) -> Option<()> {
    let mut writer = rmp_serde::Serializer::new(note).with_struct_map();
    value.serialize(&mut writer).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::inputs;
    use crate::content::Sources;
    use crate::vocabulary::Vocabulary;

    fn memory() -> (tempfile::TempDir, Memory<'static>) {
        let home = tempfile::tempdir().unwrap();
        let layout = Layout::new(home.path()).ok().unwrap();
        let memory = Memory::of(&layout, "words", None, &|| {});
        (home, memory)
    }

    fn read(text: &str) -> (Policy, Vec<Diagnostic>) {
        let vocabulary = Vocabulary::load("content/vocabulary".as_ref()).unwrap();
        let sources = Sources::default();
        crate::commands::seeds::one(text.as_bytes(), "seeds/a.txt", &sources, &vocabulary).unwrap()
    }

    #[test]
    fn what_was_read_comes_back_as_it_was() {
        let (_home, memory) = memory();
        let texts = fs::read_dir("seeds").unwrap().flatten();
        for text in texts.filter_map(|entry| fs::read_to_string(entry.path()).ok()) {
            let (policy, warnings) = read(&text);
            let name = memory.name(Key::of_bytes(text.as_bytes()), &Seed::default());
            assert!(memory.recall(name).is_none());
            let kept = memory.keep(name, policy.clone(), warnings.clone());
            let back = memory.recall(name).unwrap();
            assert_eq!((back.policy, back.warnings), (policy, warnings));
            assert_eq!(back.keys, kept.keys);
        }
    }

    #[test]
    fn what_is_known_of_a_text_is_part_of_its_name() {
        let (home, memory) = memory();
        let known = |id: Option<&str>, url: Option<&str>| Seed {
            file: "seeds/a.txt".to_owned(),
            id: id.map(str::to_owned),
            url: url.map(str::to_owned),
            region: None,
        };
        let layout = Layout::new(home.path()).ok().unwrap();
        let names = [
            memory.name(Key::of_bytes(b"a"), &known(None, None)),
            memory.name(Key::of_bytes(b"b"), &known(None, None)),
            memory.name(Key::of_bytes(b"a"), &known(Some("x"), None)),
            memory.name(Key::of_bytes(b"a"), &known(None, Some("x"))),
            Memory::of(&layout, "other words", None, &|| {})
                .name(Key::of_bytes(b"a"), &known(None, None)),
        ];
        assert_eq!(BTreeSet::from(names).len(), names.len());
    }

    #[test]
    fn damage_is_no_memory() {
        let (_home, memory) = memory();
        let (policy, warnings) = read("某市行动方案\n一、主要目标\n到2025年，新增光伏27万千瓦。\n");
        let name = memory.name(Key::of_bytes(b"a"), &Seed::default());
        memory.keep(name, policy.clone(), warnings.clone());
        let file = memory.file(name);
        let whole = fs::read(&file).unwrap();
        for n in 0..whole.len() {
            let mut broken = whole.clone();
            broken[n] ^= 1;
            for broken in [&broken[..], &whole[..n]] {
                fs::write(&file, broken).unwrap();
                assert!(memory.recall(name).is_none(), "{n}");
            }
        }
        fs::write(&file, &whole).unwrap();
        assert!(memory.recall(name).is_some());
        memory.forget_others(&BTreeSet::new());
        assert!(memory.recall(name).is_none());
    }

    #[test]
    fn a_number_too_large_to_hold_comes_back_as_it_was() {
        let (_home, memory) = memory();
        let (mut policy, warnings) =
            read("某市行动方案\n一、主要目标\n到2025年，新增光伏27万千瓦。\n");
        let huge = [f64::INFINITY, -0.5, 9e300].map(crate::model::Value::Number);
        for (n, value) in huge.into_iter().enumerate() {
            policy.figures[0].value = Some(value);
            let name = memory.name(Key::of_bytes(&[n as u8]), &Seed::default());
            memory.keep(name, policy.clone(), warnings.clone());
            assert_eq!(memory.recall(name).unwrap().policy, policy);
        }
    }

    #[test]
    fn the_name_of_a_seed_counts() {
        let (_home, memory) = memory();
        let vocabulary = Vocabulary::load("content/vocabulary".as_ref()).unwrap();
        let sources = Sources::default();
        let [a, b] = ["seeds/a.txt", "seeds/b.txt"].map(|file| {
            memory.name(
                Key::of_bytes(b"a"),
                &inputs::seed(file, &sources, &vocabulary),
            )
        });
        assert_ne!(a, b);
    }
}
