use std::collections::BTreeMap;

use crate::key::Key;

/// The YAML that documents make: for the key of a document the key of its text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Texts(BTreeMap<Key, Key>);

impl Texts {
    /// The key of the text that a document makes, where it is known.
    pub fn get(&self, document: Key) -> Option<Key> {
        self.0.get(&document).copied()
    }

    /// Notes it.
    pub fn add(&mut self, document: Key, text: Key) {
        self.0.insert(document, text);
    }

    /// As text, one document a line.
    pub fn to_text(&self) -> String {
        let lines = self.0.iter();
        lines
            .map(|(document, text)| format!("{} {}\n", document.hex(), text.hex()))
            .collect()
    }

    /// What [`Texts::to_text`] wrote; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let line = |line: &str| {
            let (document, text) = line.split_once(' ')?;
            Some((Key::parse(document)?, Key::parse(text)?))
        };
        text.lines().map(line).collect::<Option<_>>().map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_known_reads_back() {
        let mut texts = Texts::default();
        for document in ["a", "b"] {
            texts.add(Key::of(document), Key::of(&(document, "text")));
        }
        assert_eq!(Texts::parse(&texts.to_text()), Some(texts));
        assert_eq!(Texts::parse("half a li"), None);
    }
}
