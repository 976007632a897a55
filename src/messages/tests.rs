//! Holds the catalogue to the sources, in both directions.

mod help_texts;
mod literals;

use std::collections::{BTreeMap, BTreeSet};

use super::Language;
use super::catalogue::{OF_LIBRARIES, OWN, entries};
use super::template::Template;

fn trimmed(text: &str) -> String {
    text.trim().to_owned()
}

/// The entries of a file; fails where it is no map of texts.
fn read(yaml: &str) -> BTreeMap<String, String> {
    let read: BTreeMap<String, String> = serde_yaml::from_str(yaml).unwrap();
    assert_eq!(read, entries(yaml));
    read.into_iter().map(|(k, v)| (trimmed(&k), v)).collect()
}

#[test]
fn every_message_in_the_sources_has_an_entry() {
    let (own, libraries) = (read(OWN), read(OF_LIBRARIES));
    let is_known = |text: &str| {
        // Code that looks for a message of a library holds the beginning of it.
        own.contains_key(text) || libraries.keys().any(|known| known.starts_with(text))
    };
    let mut missing = BTreeSet::new();
    let literals = literals::of_sources();
    let messages = literals.iter().filter(|literal| literal.is_message);
    for literal in messages.filter(|literal| !is_known(trimmed(&literal.text).as_str())) {
        missing.insert(format!("{}: {:?}", literal.place, trimmed(&literal.text)));
    }
    for (place, text) in help_texts::all() {
        if !is_known(trimmed(&text).as_str()) {
            missing.insert(format!("{place}: {:?}", trimmed(&text)));
        }
    }
    assert!(
        missing.is_empty(),
        "src/messages/zh.yaml lacks {} entries; add each, with its translation:\n{}",
        missing.len(),
        missing.into_iter().collect::<Vec<_>>().join("\n")
    );
}

#[test]
fn every_entry_stands_in_the_sources() {
    let literals = literals::of_sources();
    let mut said: BTreeSet<String> = literals.iter().map(|l| trimmed(&l.text)).collect();
    said.extend(help_texts::all().map(|(_, text)| trimmed(&text)));
    let own = read(OWN);
    assert!(own.len() > 300, "{}", own.len());
    let unused: Vec<&String> = own.keys().filter(|key| !said.contains(*key)).collect();
    assert!(
        unused.is_empty(),
        "src/messages/zh.yaml has entries that nothing says any more; take them out:\n{unused:#?}"
    );
}

#[test]
fn a_translation_has_the_places_of_its_sentence() {
    for (english, chinese) in read(OWN).into_iter().chain(read(OF_LIBRARIES)) {
        let (from, to) = (Template::parse(&english), Template::parse(&chinese));
        assert_eq!(from.names(), to.names(), "{english}");
        assert_ne!(english, chinese.trim());
        // Characters of Chinese and its punctuation.
        let is_han = |c: char| c >= '\u{3000}';
        assert!(chinese.contains(is_han), "{english}: {chinese}");
    }
}

#[test]
fn a_key_stands_in_one_place() {
    let (own, libraries) = (read(OWN), read(OF_LIBRARIES));
    let both: Vec<_> = own
        .keys()
        .filter(|key| libraries.contains_key(*key))
        .collect();
    assert!(both.is_empty(), "{both:?}");
}

/// What libraries say now is what the catalogue knows: a new version may say it in other words.
#[test]
fn what_libraries_say_is_known() {
    let io = |code| std::io::Error::from_raw_os_error(code).to_string();
    let yaml = |text: &str| {
        let read = serde_yaml::from_str::<BTreeMap<String, u8>>(text);
        let told = read.unwrap_err().to_string();
        told.split(" at line").next().unwrap().to_owned()
    };
    let url = |text: &str| url::Url::parse(text).unwrap_err().to_string();
    let said = [
        io(2),
        io(13),
        io(20),
        io(21),
        io(28),
        io(30),
        io(98),
        yaml("a: x"),
        yaml("a: [1"),
        yaml("a: b: c"),
        url("here"),
        url("http://"),
        url("http://a:b/"),
        "x".parse::<u8>().unwrap_err().to_string(),
    ];
    for english in said {
        let chinese = Language::Zh.translate(&english);
        assert_ne!(chinese, english);
    }
}
