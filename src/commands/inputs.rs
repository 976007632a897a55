use std::fs;
use std::io;
use std::path::Path;

use super::layout::Layout;
use crate::content::{Settings, Sources};
use crate::extract::Seed;
use crate::model::{Diagnostic, Region};
use crate::vocabulary::Vocabulary;

/// `content/site.yaml`, its theme looked up.
pub fn settings(layout: &Layout) -> Result<Settings, Vec<Diagnostic>> {
    let path = layout.settings();
    let text = read(&path)?.ok_or_else(|| {
        vec![
            Diagnostic::error("site-settings", &path, "there is no such file").help(
                "create it with four lines: title: …, description: …, language: zh-CN, theme: default",
            ),
        ]
    })?;
    let settings = Settings::parse(&text, &path)?;
    let theme = layout.theme(&settings.theme);
    if theme.is_dir() {
        return Ok(settings);
    }
    let wrong = Diagnostic::error(
        "site-settings",
        &path,
        format!("there is no theme “{}”", settings.theme),
    )
    .help(format!(
        "name a folder that is in themes/, or create {}/",
        layout.name(&theme)
    ));
    Err(vec![match Settings::position_of(&text, "theme") {
        Some((line, column)) => wrong.at(line, Some(column), &text),
        None => wrong,
    }])
}

/// `content/sources.yaml`; it may be missing.
pub fn sources(layout: &Layout) -> Result<Sources, Vec<Diagnostic>> {
    let path = layout.sources();
    match read(&path)? {
        Some(text) => Sources::parse(&text, &path),
        None => Ok(Sources::default()),
    }
}

/// What the list says of files that are not there and regions that nobody knows.
pub fn unmatched_sources(
    layout: &Layout,
    sources: &Sources,
    seeds: &[String],
    vocabulary: Option<&Vocabulary>,
) -> Vec<Diagnostic> {
    let path = layout.sources();
    let mut wrong = Vec::new();
    for (entry, line) in sources.iter() {
        if !seeds.contains(&entry.file) {
            wrong.push(
                Diagnostic::error("sources", &path, format!("there is no seed {}", entry.file))
                    .at(line, None, sources.text())
                    .help("take the entry out, or put the file back"),
            );
        }
        if let (Some(name), Some(vocabulary)) = (&entry.region, vocabulary)
            && region(name, vocabulary).is_none()
        {
            wrong.push(
                Diagnostic::error("sources", &path, format!("no region is called “{name}”"))
                    .at(line, None, sources.text())
                    .help("write its six-digit code or full name as in content/vocabulary/regions.yaml"),
            );
        }
    }
    wrong.sort_by_key(|diagnostic| diagnostic.line);
    wrong
}

/// What is known of a seed besides its text.
pub fn seed(file: &str, sources: &Sources, vocabulary: &Vocabulary) -> Seed {
    let entry = sources.get(file);
    Seed {
        file: file.to_owned(),
        id: entry.and_then(|entry| entry.id.clone()),
        url: entry.and_then(|entry| entry.url.clone()),
        region: entry
            .and_then(|entry| entry.region.as_deref())
            .and_then(|name| region(name, vocabulary)),
    }
}

/// The region with this code or full name.
pub fn region(words: &str, vocabulary: &Vocabulary) -> Option<Region> {
    let regions = &vocabulary.regions;
    regions
        .get(words)
        .or_else(|| regions.at_start(words).map(|(entry, _)| entry))
        .map(|entry| entry.region.clone())
        .filter(|region| region.code == words || region.name == words)
}

/// The text of a file that people edit; `None` where there is none.
fn read(path: &Path) -> Result<Option<String>, Vec<Diagnostic>> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(vec![
            Diagnostic::error("unreadable", path, format!("cannot be read: {error}"))
                .help("save it as UTF-8 text, and see that you may read it"),
        ]),
    }
}
