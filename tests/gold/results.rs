//! The results that the site publishes.

use std::path::PathBuf;

use std::sync::Mutex;

use cewen::content::{MethodResults, ScoredText};

fn file() -> PathBuf {
    super::root().join("content/accuracy/cewen.yaml")
}

/// Holds the published results of some texts to those that were measured now; `CEWEN_UPDATE` writes them.
pub fn hold(measured: &[ScoredText]) {
    // Tests of other texts write the same file.
    static FILE: Mutex<()> = Mutex::new(());
    let _held = FILE.lock();
    let text = std::fs::read_to_string(file()).unwrap();
    let mut published: MethodResults = serde_yaml::from_str(&text).unwrap();
    if std::env::var_os("CEWEN_UPDATE").is_some() {
        write(&mut published, measured);
    }
    for now in measured {
        let then = published.texts.iter().find(|text| text.text == now.text);
        assert_eq!(
            then,
            Some(now),
            "content/accuracy/cewen.yaml is not what is measured"
        );
    }
}

fn write(published: &mut MethodResults, measured: &[ScoredText]) {
    published
        .texts
        .retain(|text| measured.iter().all(|now| now.text != text.text));
    published.texts.extend_from_slice(measured);
    published.texts.sort_by(|a, b| a.text.cmp(&b.text));
    let yaml = serde_yaml::to_string(published).unwrap();
    std::fs::write(file(), yaml).unwrap();
}
