//! What became of each text when it was read: one that stands as it stood, and is read with the same
//! words by the same program, need not be read again.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::fingerprint::{self, Everything};
use super::layout::Layout;
use super::noted;
use crate::extract::Seed;
use crate::key::{Key, Keys};
use crate::model::{Diagnostic, Policy, Value};

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
        let (keys, policy, warnings): (Keys, &str, &str) = postcard::from_bytes(&note).ok()?;
        Some(Read {
            policy: serde_json::from_str(policy).ok()?,
            keys,
            warnings: serde_json::from_str(warnings).ok()?,
        })
    }

    /// Writes down what came of it, whole or not at all; what cannot be written is read again.
    pub fn keep(&self, name: Key, policy: Policy, warnings: Vec<Diagnostic>) -> Read {
        // Plain data: the writer has nothing to refuse.
        let json = serde_json::to_string(&policy).unwrap_or_default();
        let keys = Keys::with(Key::of_bytes(json.as_bytes()), &policy);
        if comes_back(&policy)
            && let Ok(told) = serde_json::to_string(&warnings)
        {
            noted::write_value(&self.file(name), &(&keys, &json, &told));
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

/// Whether JSON can hold all numbers of a document: four hundred digits in a row are more than any
/// number of this program can hold, and JSON has no word for that.
fn comes_back(policy: &Policy) -> bool {
    let values = policy.figures.iter().flat_map(|figure| {
        let normalized = figure.normalized.as_ref().map(|n| n.value);
        figure.value.into_iter().chain(normalized)
    });
    values.into_iter().all(Value::is_finite)
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
    fn a_number_that_json_cannot_hold_is_read_again() {
        let (_home, memory) = memory();
        let (mut policy, warnings) =
            read("某市行动方案\n一、主要目标\n到2025年，新增光伏27万千瓦。\n");
        policy.figures[0].value = Some(crate::model::Value::Number(f64::INFINITY));
        let name = memory.name(Key::of_bytes(b"a"), &Seed::default());
        memory.keep(name, policy, warnings);
        assert!(memory.recall(name).is_none());
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
