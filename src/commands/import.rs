use std::fs;
use std::io::ErrorKind;
use std::path::Path;
use std::sync::Arc;

use jiff::civil::Date;

use super::console::Console;
use super::{End, acquire_lock, clock, terminal};
use crate::cli;
use crate::content::{SourceEntry, Sources};
use crate::disk;
use crate::extract::{self, Seed};
use crate::import;
use crate::model::{Diagnostic, PartialDate, Policy};
use crate::pipeline::{Failure, Layout, inputs, isolate};
use crate::publish::Transaction;
use crate::report::count;
use crate::vocabulary::Vocabulary;
use crate::yaml;

/// The longest part of a title in a file name, in characters.
const LONGEST: usize = 40;

/// Writes a clean text of each file to `seeds/` and says in `content/sources.yaml` where it is from.
/// One file that cannot be read keeps no other from being imported.
pub fn run(layout: &Layout, arguments: &cli::Import, console: &Console) -> Result<End, Failure> {
    if arguments.url.is_some() && arguments.files.len() > 1 {
        return Err(Failure::CannotRun(
            Diagnostic::error(
                "arguments",
                "--url",
                "is the address of one file, and there are several",
            )
            .help("import them one by one"),
        ));
    }
    let vocabulary = Arc::new(inputs::vocabulary(layout)?);
    let _lock = acquire_lock(layout)?;
    layout.transaction_paths().recover()?;
    let retrieved = match arguments.retrieved_on {
        Some(day) => day,
        None => clock::today()?,
    };
    let mut wrong = Vec::new();
    for path in &arguments.files {
        let read = apart(path, arguments, &vocabulary)
            .map_err(|problem| vec![problem])
            .and_then(|found| {
                console.tell(&found.doubts);
                keep(layout, &found, retrieved, &vocabulary)
            });
        match read {
            Ok((seed, policy)) => told(&seed, &policy),
            Err(problems) => wrong.extend(problems),
        }
    }
    console.tell(&wrong);
    Ok(match wrong.is_empty() {
        true => End::Fine,
        false => End::Problems,
    })
}

/// A file that was read.
struct ImportedFile {
    /// Its name, for the list of sources.
    original: String,
    sha256: String,
    text: String,
    url: Option<String>,
    policy: Policy,
    doubts: Vec<Diagnostic>,
}

/// Reads a file apart from all others.
fn apart(
    path: &Path,
    arguments: &cli::Import,
    vocabulary: &Arc<Vocabulary>,
) -> Result<ImportedFile, Diagnostic> {
    let (own, arguments) = (path.to_owned(), arguments.clone());
    let vocabulary = Arc::clone(vocabulary);
    let name = path.display().to_string();
    isolate::run(&name, move || one(&own, &arguments, &vocabulary))?
}

fn one(
    path: &Path,
    arguments: &cli::Import,
    vocabulary: &Vocabulary,
) -> Result<ImportedFile, Diagnostic> {
    let bytes = isolate::bytes(path, isolate::LARGEST_FILE)?;
    let imported = import::read(path, &bytes).map_err(|problem| {
        Diagnostic::error("import", path, problem.to_string()).help(problem.help())
    })?;
    let mut doubts = imported.doubts;
    match imported.no_text {
        Some(reason) if arguments.force => doubts.push(format!("kept by --force: {reason}")),
        Some(reason) => {
            return Err(Diagnostic::error(
                "import",
                path,
                format!("it may be no text to publish: {reason}"),
            )
            .help("read it against the file; `--force` imports it all the same"));
        }
        None => {}
    }
    let region = match &arguments.region {
        None => None,
        Some(name) => Some(inputs::region(name, vocabulary).ok_or_else(|| {
            Diagnostic::error(
                "arguments",
                "--region",
                format!("no region is called “{name}”"),
            )
            .help("write its six-digit code or full name as in content/vocabulary/regions.yaml")
        })?),
    };
    let seed = Seed {
        file: path.display().to_string(),
        region,
        ..Seed::default()
    };
    let policy = extract::read_policy(imported.text.as_bytes(), &seed, vocabulary)?;
    let name = path.file_name().unwrap_or_default();
    let doubt = |told: &String| Diagnostic::warning("import", path, told.as_str());
    Ok(ImportedFile {
        doubts: doubts.iter().map(doubt).collect(),
        original: name.to_string_lossy().into_owned(),
        sha256: extract::sha256(&bytes),
        text: imported.text,
        url: arguments
            .url
            .as_ref()
            .map(ToString::to_string)
            .or(imported.url),
        policy,
    })
}

/// Writes the seed and its entry; gives the seed's name below the root.
fn keep(
    layout: &Layout,
    found: &ImportedFile,
    retrieved: Date,
    vocabulary: &Vocabulary,
) -> Result<(String, Policy), Vec<Diagnostic>> {
    let list = layout.sources();
    let before = match disk::text(&list) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => String::new(),
        Err(error) => return Err(vec![Diagnostic::unwritable(&list, &error)]),
    };
    let sources = Sources::parse(&before, &list)?;
    if let Some((same, _)) = sources
        .iter()
        .find(|(e, _)| e.sha256.as_ref() == Some(&found.sha256))
    {
        let told = format!("was imported before, as {}", same.file);
        return Err(vec![
            Diagnostic::error("import", &found.original, told).help(
                "take that text and its entry in content/sources.yaml out to import it again",
            ),
        ]);
    }
    let ids: Vec<&str> = sources
        .iter()
        .filter_map(|(e, _)| e.id.as_deref())
        .collect();
    let taken =
        |id: &str| ids.contains(&id) || layout.documents().join(format!("{id}.yaml")).exists();
    let id = free(&id_of(&found.policy, vocabulary), "-", &|id| !taken(id));
    let folder = layout.seeds();
    let name = free(&name_of(&found.policy, &id), "-", &|name| {
        fs::symlink_metadata(folder.join(format!("{name}.txt"))).is_err()
    });
    let entry = SourceEntry {
        file: format!("seeds/{name}.txt"),
        id: Some(id),
        url: found.url.clone(),
        original: Some(found.original.clone()),
        retrieved_on: Some(retrieved),
        sha256: Some(found.sha256.clone()),
        ..SourceEntry::default()
    };
    let listed = appended(&list, &before, &entry)?;
    // Without its entry the text would have another address, and without its text an entry says nothing.
    let write = || {
        let mut changes = Transaction::new(layout.transaction_paths())?;
        changes.stage(&entry.file, &found.text)?;
        changes.stage("content/sources.yaml", &listed)?;
        changes.commit()
    };
    write().map_err(|problem| vec![problem])?;
    Ok((entry.file, found.policy.clone()))
}

/// `丽水市-2021-丽水市碳达峰实施方案`: region, year, title; nothing that a file system minds.
fn name_of(policy: &Policy, id: &str) -> String {
    let safe = |c: &char| c.is_alphanumeric() || matches!(c, '（' | '）' | '-' | '—' | '·');
    let title: String = policy.title.chars().filter(safe).take(LONGEST).collect();
    let region = policy.region.as_ref().map(|region| region.name.clone());
    let year = year(policy).map(|year| year.to_string());
    let parts = [region, year, Some(title)].into_iter().flatten();
    let parts: Vec<String> = parts.filter(|part| !part.is_empty()).collect();
    match parts.is_empty() {
        true => id.to_owned(),
        false => parts.join("-"),
    }
}

/// `lishui-2021`: part of every address of the document until somebody gives it a better one.
fn id_of(policy: &Policy, vocabulary: &Vocabulary) -> String {
    let region = policy
        .region
        .as_ref()
        .and_then(|r| vocabulary.regions.get(&r.code));
    let region = region.map(|entry| entry.slug.clone());
    let year = year(policy).map(|year| year.to_string());
    let parts: Vec<String> = [region, year].into_iter().flatten().collect();
    match parts.is_empty() {
        true => "text".to_owned(),
        false => parts.join("-"),
    }
}

/// The year of its dates, else that of its number, 〔2024〕, else the first it is made for.
fn year(policy: &Policy) -> Option<i16> {
    let date = policy
        .dated()
        .or(policy.effective_on.map(PartialDate::from));
    let numbered = || {
        let number = policy.document_number.as_deref()?;
        let after = number.split(['〔', '[', '［', '(', '（']).nth(1)?;
        let year: String = after.chars().take_while(char::is_ascii_digit).collect();
        year.parse().ok().filter(|year| (1949..2100).contains(year))
    };
    date.map(|date| date.year())
        .or_else(numbered)
        .or(policy.period.from)
}

/// The first of `name`, `name-2`, `name-3` … that is free.
fn free(name: &str, joint: &str, is_free: &dyn Fn(&str) -> bool) -> String {
    let numbered = (2..).map(|n| format!("{name}{joint}{n}"));
    std::iter::once(name.to_owned())
        .chain(numbered)
        .find(|name| is_free(name))
        .unwrap_or_else(|| name.to_owned())
}

/// The list with an entry at its end; its other lines stay as they are.
fn appended(list: &Path, before: &str, entry: &SourceEntry) -> Result<String, Vec<Diagnostic>> {
    let refused = |error: &dyn std::fmt::Display| {
        vec![Diagnostic::error(
            "sources",
            list,
            format!("cannot be written: {error}"),
        )]
    };
    let yaml = yaml::to_string(&[entry]).map_err(|error| refused(&error))?;
    let mut text = match before.trim() {
        "[]" => String::new(),
        _ => before.to_owned(),
    };
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    text.push_str(&yaml);
    // A list written in brackets cannot be added to line by line.
    Sources::parse(&text, list).map_err(|_| {
        vec![
            Diagnostic::error("sources", list, "an entry cannot be added at its end").help(
                format!("write the list with one “- ” for each entry, and add:\n{yaml}"),
            ),
        ]
    })?;
    Ok(text)
}

/// What was understood of the text, so that a mistake is seen at once.
fn told(seed: &str, policy: &Policy) {
    let region = policy
        .region
        .as_ref()
        .map_or("no region found", |r| r.name.as_str());
    let number = policy
        .document_number
        .as_deref()
        .unwrap_or("no 发文字号 found");
    let measures = count(policy.measures.len(), "measure", "measures");
    let figures = count(policy.figures.len(), "figure", "figures");
    terminal::out(&format!(
        "{seed}\n  {}\n  {region}, {number}, {measures}, {figures}\n",
        policy.title
    ));
}
