use std::fs;
use std::io;
use std::path::Path;
use std::sync::Arc;

use super::{Failure, Layout, Seeds, TextReader, find_seeds};
use crate::content::{self, Accuracy, Settings, Sources};
use crate::disk;
use crate::extract::{self, Seed};
use crate::model::{Diagnostic, Region};
use crate::vocabulary::Vocabulary;
use crate::yaml;

/// The inputs of a build, as far as they could be loaded.
pub struct Inputs {
    /// `content/site.yaml`.
    pub settings: Option<Settings>,
    /// The sources and the vocabulary.
    pub reader: TextReader,
    /// The texts.
    pub seeds: Seeds,
    /// `content/accuracy/`.
    pub accuracy: Accuracy,
    /// Problems of any of these.
    pub diagnostics: Vec<Diagnostic>,
}

/// Loads settings, sources and vocabulary, and finds the texts.
///
/// # Errors
/// If sources or vocabulary cannot be read: every text would look wrong then.
pub fn load(layout: &Layout) -> Result<Inputs, Failure> {
    let mut diagnostics = Vec::new();
    let settings = settings(layout).map_err(|wrong| diagnostics.extend(wrong));
    let sources = sources(layout).map_err(|wrong| diagnostics.extend(wrong));
    let vocabulary =
        Vocabulary::load_with_warnings(&layout.vocabulary()).map(|(vocabulary, lacking)| {
            diagnostics.extend(lacking);
            vocabulary
        });
    let vocabulary = vocabulary.map_err(|wrong| diagnostics.extend(wrong));
    let (seeds, about_seeds) = find_seeds(layout);
    diagnostics.extend(about_seeds);
    if let Ok(sources) = &sources {
        let vocabulary = vocabulary.as_ref().ok();
        diagnostics.extend(unmatched_sources(layout, sources, &seeds.names, vocabulary));
    }
    let (accuracy, wrong) = Accuracy::read(&layout.accuracy());
    diagnostics.extend(wrong);
    let (Ok(sources), Ok(vocabulary)) = (sources, vocabulary) else {
        return Err(Failure::Input(diagnostics));
    };
    let reader = TextReader {
        sources: Arc::new(sources),
        vocabulary: Arc::new(vocabulary),
    };
    Ok(Inputs {
        settings: settings.ok(),
        reader,
        seeds,
        accuracy,
        diagnostics,
    })
}

/// Loads the reader for single texts.
///
/// # Errors
/// If sources or vocabulary cannot be read.
pub fn text_reader(layout: &Layout) -> Result<TextReader, Failure> {
    let sources = Arc::new(sources(layout).map_err(Failure::Input)?);
    let vocabulary = Arc::new(vocabulary(layout)?);
    Ok(TextReader {
        sources,
        vocabulary,
    })
}

/// Loads the vocabulary.
///
/// # Errors
/// If it cannot be read.
pub fn vocabulary(layout: &Layout) -> Result<Vocabulary, Failure> {
    Vocabulary::load(&layout.vocabulary()).map_err(Failure::Input)
}

/// The settings `content/site.yaml`; checks that their theme exists.
pub fn settings(layout: &Layout) -> Result<Settings, Vec<Diagnostic>> {
    match salvaged_settings(layout) {
        (Some(settings), wrong) if wrong.is_empty() => Ok(settings),
        (_, wrong) => Err(wrong),
    }
}

/// Loads the valid part of the settings, with all problems. An installed theme replaces a missing one, so
/// that pages can be previewed; `None` if there is no theme.
pub fn salvaged_settings(layout: &Layout) -> (Option<Settings>, Vec<Diagnostic>) {
    let path = layout.settings();
    let text = match read(&path) {
        Ok(Some(text)) => text,
        Ok(None) => {
            let missing = Diagnostic::error("site-settings", &path, "there is no such file");
            return (standing_in(layout), vec![missing.help(
                "create it with four lines: title: …, description: …, language: zh-CN, theme: default",
            )]);
        }
        Err(wrong) => return (standing_in(layout), wrong),
    };
    let (settings, mut wrong) = Settings::salvage(&text, &path);
    let Some(settings) = settings else {
        return (standing_in(layout), wrong);
    };
    let instead = |settings: Settings| {
        standing_in(layout).map(|other| Settings {
            theme: other.theme,
            language: match settings.language.is_empty() {
                true => other.language,
                false => settings.language,
            },
            ..settings
        })
    };
    if settings.theme.is_empty() || !content::is_folder_name(&settings.theme) {
        return (instead(settings), wrong);
    }
    let at = |problem: Diagnostic, key: &str, value: &str| {
        // The value, if it is on the line of its key.
        match Settings::position_of(&text, key) {
            Some((line, column)) => {
                let shown = text.lines().nth(line - 1).unwrap_or_default();
                let byte = shown.find(value).filter(|_| !value.is_empty());
                let column = byte.map_or(column, |byte| shown[..byte].chars().count() + 1);
                problem.at(line, Some(column), &text)
            }
            None => problem,
        }
    };
    let theme = layout.theme(&settings.theme);
    if !theme.is_dir() {
        let missing = format!("there is no theme “{}”", settings.theme);
        let problem = Diagnostic::error("site-settings", &path, missing).help(format!(
            "name a folder that is in themes/, or create {}/",
            layout.name(&theme)
        ));
        wrong.push(at(problem, "theme", &settings.theme));
        return (instead(settings), wrong);
    }
    (Some(settings), wrong)
}

/// Settings for a preview if those of the site cannot be read: with any installed theme.
fn standing_in(layout: &Layout) -> Option<Settings> {
    let default = "default".to_owned();
    let theme = match layout.theme(&default).is_dir() {
        true => default,
        false => {
            let themes = fs::read_dir(layout.theme("")).ok()?.flatten();
            let folders = themes.filter(|entry| entry.path().is_dir());
            let names = folders.map(|entry| entry.file_name().to_string_lossy().into_owned());
            names.min()?
        }
    };
    Some(Settings {
        title: String::new(),
        description: String::new(),
        language: "zh-CN".to_owned(),
        base_url: None,
        theme,
        headline_indicators: Vec::new(),
        report_url: None,
        data_licence: None,
    })
}

/// `content/sources.yaml`; it may be missing.
pub fn sources(layout: &Layout) -> Result<Sources, Vec<Diagnostic>> {
    let path = layout.sources();
    match read(&path)? {
        Some(text) => Sources::parse(&text, &path),
        None => Ok(Sources::default()),
    }
}

/// Loads the valid part of the sources, with all problems.
pub fn salvaged_sources(layout: &Layout) -> (Sources, Vec<Diagnostic>) {
    let path = layout.sources();
    match read(&path) {
        Ok(Some(text)) => Sources::salvage(&text, &path),
        Ok(None) => (Sources::default(), Vec::new()),
        Err(wrong) => (Sources::default(), wrong),
    }
}

/// Entries of the list of sources for files that do not exist or regions that the vocabulary lacks.
pub fn unmatched_sources(
    layout: &Layout,
    sources: &Sources,
    seeds: &[String],
    vocabulary: Option<&Vocabulary>,
) -> Vec<Diagnostic> {
    let path = layout.sources();
    let mut wrong = Vec::new();
    for (entry, line) in sources.iter() {
        if wrong.len() >= yaml::MOST {
            break;
        }
        if !seeds.contains(&entry.file) {
            let gone = format!("there is no seed {}", entry.file);
            let problem = Diagnostic::error("sources", &path, gone)
                .help("take the entry out, or put the file back");
            wrong.push(sources.at(problem, line, &entry.file));
        }
        if let (Some(name), Some(vocabulary)) = (&entry.region, vocabulary)
            && region(name, vocabulary).is_none()
        {
            let unknown = format!("no region is called “{name}”");
            let problem = Diagnostic::error("sources", &path, unknown).help(
                "write its six-digit code or full name as in content/vocabulary/regions.yaml",
            );
            wrong.push(sources.at(problem, line, name));
        }
    }
    wrong.sort_by_key(|diagnostic| diagnostic.line);
    wrong
}

/// Indicators for the home page that no list contains.
pub fn unknown_headlines(
    layout: &Layout,
    settings: &Settings,
    vocabulary: &Vocabulary,
) -> Vec<Diagnostic> {
    let path = layout.settings();
    let text = disk::text(&path).unwrap_or_default();
    let ids = settings.headline_indicators.iter();
    let unknown = ids.filter(|id| vocabulary.indicators.get(id).is_none());
    let told = unknown.map(|id| {
        let problem = Diagnostic::warning(
            "site-settings",
            &path,
            format!("no indicator has the id {id}: the home page does not show it"),
        )
        .help("write an id of content/vocabulary/indicators.yaml");
        match Settings::position_of(&text, id) {
            Some((line, column)) => problem.at(line, Some(column), &text),
            None => problem,
        }
    });
    told.collect()
}

/// Diagnostics for entries whose file in `originals/` differs from the one that the text was made from.
pub fn stale_sources(layout: &Layout, sources: &Sources) -> Vec<Diagnostic> {
    let path = layout.sources();
    let mut told = Vec::new();
    for (entry, line) in sources.iter() {
        let (Some(original), Some(digest)) = (&entry.original, &entry.sha256) else {
            continue;
        };
        if !content::is_folder_name(original) {
            continue;
        }
        let Ok(bytes) = disk::bytes(&layout.originals().join(original)) else {
            continue;
        };
        let now = extract::sha256(&bytes);
        if !now.eq_ignore_ascii_case(digest) {
            let changed = format!(
                "originals/{original} is no longer the file that {} was made from",
                entry.file
            );
            let problem = Diagnostic::warning("source-stale", &path, changed).help(format!(
                "import it again in the place of the text; if the text is right, write sha256: {now}"
            ));
            told.push(sources.at(problem, line, digest));
        }
    }
    told.sort_by_key(|diagnostic| diagnostic.line);
    told
}

/// Returns the metadata of a seed besides its text.
pub fn seed(file: &str, sources: &Sources, vocabulary: &Vocabulary) -> Seed {
    let entry = sources.get(file);
    Seed {
        file: file.to_owned(),
        id: sources.id(file).map(str::to_owned),
        url: entry.and_then(|entry| entry.url.clone()),
        region: entry
            .and_then(|entry| entry.region.as_deref())
            .and_then(|name| region(name, vocabulary)),
        forced: entry.and_then(|entry| entry.forced),
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

/// The text of a file that people edit; `None` if it does not exist.
fn read(path: &Path) -> Result<Option<String>, Vec<Diagnostic>> {
    match disk::text(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(vec![
            Diagnostic::error("unreadable", path, format!("cannot be read: {error}"))
                .help("save it as UTF-8 text, and see that you may read it"),
        ]),
    }
}
