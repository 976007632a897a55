//! Files become texts in `seeds/`, each with its entry in `content/sources.yaml`.

mod found_files;
mod names;
mod summary;
mod url_list;

use std::fs;
use std::io::ErrorKind;
use std::path::Path;
use std::sync::Arc;

use jiff::civil::Date;

use super::console::Console;
use super::progress::FileProgress;
use super::{End, acquire_lock, clock, terminal};
use crate::cli;
use crate::content::{SourceEntry, Sources};
use crate::disk;
use crate::extract::{self, Seed};
use crate::import;
use crate::model::{Diagnostic, Policy, Region, TextDoubt};
use crate::pipeline::{Failure, Layout, PAGE_MAP, inputs, isolate};
use crate::publish::Transaction;
use crate::report::count;
use crate::vocabulary::Vocabulary;
use crate::yaml;
use found_files::FoundFiles;
use names::{free, id_of, name_of};
use summary::{ImportOutcome, Summary};
use url_list::UrlList;

/// Writes a clean text of each file to `seeds/` and says in `content/sources.yaml` where it is from.
/// One file that cannot be read keeps no other from being imported.
pub fn run(layout: &Layout, arguments: &cli::Import, console: &Console) -> Result<End, Failure> {
    let urls = match &arguments.url_list {
        Some(path) => UrlList::read(path).map_err(Failure::Input)?,
        None => UrlList::default(),
    };
    let found = match (arguments.files.is_empty(), &arguments.url_list) {
        (true, _) => FoundFiles::listed(urls.files()),
        (false, None) => FoundFiles::below(&arguments.files),
        (false, Some(list)) => FoundFiles::below(&arguments.files).without(list),
    };
    if arguments.url.is_some() && found.paths.len() > 1 {
        return Err(Failure::CannotRun(
            Diagnostic::error(
                "arguments",
                "--url",
                "is the address of one file, and there are several",
            )
            .help("import them one by one, or give --url-list a list of files and addresses"),
        ));
    }
    let vocabulary = Arc::new(inputs::vocabulary(layout)?);
    let importer = Importer {
        region: region(arguments, &vocabulary)?,
        force: arguments.force,
        vocabulary,
    };
    let _lock = acquire_lock(layout)?;
    layout.transaction_paths().recover()?;
    let retrieved = match arguments.retrieved_on {
        Some(day) => day,
        None => clock::today()?,
    };
    let progress = FileProgress::new("importing", found.paths.len());
    let mut summary = Summary::default();
    for found in &found.paths {
        progress.begin(&found.path);
        let url = arguments.url.as_ref().map(ToString::to_string);
        let url = url.or_else(|| urls.of(&found.path).map(str::to_owned));
        let read = importer
            .apart(&found.path, url)
            .map_err(|problem| vec![problem])
            .and_then(|file| Ok((keep(layout, &file, retrieved, &importer.vocabulary)?, file)));
        let outcome = match read {
            Ok((Kept::Seed(seed), file)) => ImportOutcome::Imported {
                seed,
                file: Box::new(file),
            },
            Ok((Kept::Before(_), _)) if found.is_in_folder => ImportOutcome::Before,
            Ok((Kept::Before(seed), file)) => ImportOutcome::Refused(vec![before(&file, &seed)]),
            Err(problems) => ImportOutcome::Refused(problems),
        };
        progress.while_hidden(|| outcome.tell(console));
        summary.add(&found.path, outcome);
    }
    progress.end();
    let unused = urls.unused();
    console.tell(&unused);
    if found.paths.len() + found.others.len() > 1 || !unused.is_empty() {
        console.sum_up(&summary.text(&found.others));
    }
    Ok(match summary.has_refused() {
        true => End::Problems,
        false => End::Fine,
    })
}

/// The region that is named for all files.
fn region(arguments: &cli::Import, vocabulary: &Vocabulary) -> Result<Option<Region>, Failure> {
    let Some(name) = &arguments.region else {
        return Ok(None);
    };
    let region = inputs::region(name, vocabulary).ok_or_else(|| {
        let told = format!("no region is called “{name}”");
        let problem = Diagnostic::error("arguments", "--region", told);
        Failure::Input(vec![problem.help(
            "write its six-digit code or full name as in content/vocabulary/regions.yaml",
        )])
    })?;
    Ok(Some(region))
}

/// A file that was read.
struct ImportedFile {
    /// Its name, for the list of sources.
    original: String,
    sha256: String,
    text: String,
    /// The file of the pages that its lines stand on; empty where there are none.
    pages: String,
    url: Option<String>,
    /// Why it was nearly refused.
    forced: Option<TextDoubt>,
    policy: Policy,
    doubts: Vec<Diagnostic>,
}

/// What is the same for all files of a run.
#[derive(Clone)]
struct Importer {
    region: Option<Region>,
    force: bool,
    vocabulary: Arc<Vocabulary>,
}

impl Importer {
    /// Reads a file apart from all others; `url` is where it was fetched from, as far as that was said.
    fn apart(&self, path: &Path, url: Option<String>) -> Result<ImportedFile, Diagnostic> {
        let (importer, own) = (self.clone(), path.to_owned());
        let name = path.display().to_string();
        isolate::run(&name, move || importer.one(&own, url))?
    }

    fn one(&self, path: &Path, url: Option<String>) -> Result<ImportedFile, Diagnostic> {
        let bytes = isolate::bytes(path, isolate::LARGEST_FILE)?;
        let imported = import::read(path, &bytes).map_err(|problem| {
            Diagnostic::error("import", path, problem.to_string()).help(problem.help())
        })?;
        let mut doubts = imported.doubts;
        let mut forced = None;
        if let Some((doubt, reason)) = imported.doubt {
            if !self.force {
                let told = format!("it may be no text to publish: {reason}");
                return Err(Diagnostic::error("import", path, told)
                    .help("read it against the file; `--force` imports it all the same"));
            }
            doubts.push(format!("kept by --force: {reason}"));
            forced = Some(doubt);
        }
        let seed = Seed {
            file: path.display().to_string(),
            region: self.region.clone(),
            ..Seed::default()
        };
        let policy = extract::read_policy(imported.text.as_bytes(), &seed, &self.vocabulary)?;
        let name = path.file_name().unwrap_or_default();
        let doubt = |told: &String| Diagnostic::warning("import", path, told.as_str());
        Ok(ImportedFile {
            doubts: doubts.iter().map(doubt).collect(),
            original: name.to_string_lossy().into_owned(),
            sha256: extract::sha256(&bytes),
            text: imported.text,
            pages: imported.pages.file(),
            url: url.or(imported.url),
            forced,
            policy,
        })
    }
}

/// What became of a text, with the name of its seed below the root.
enum Kept {
    /// It was written.
    Seed(String),
    /// The same file was imported before.
    Before(String),
}

/// What is told of a file that was imported before.
fn before(file: &ImportedFile, seed: &str) -> Diagnostic {
    let told = format!("was imported before, as {seed}");
    Diagnostic::error("import", &file.original, told)
        .help("take that text and its entry in content/sources.yaml out to import it again")
}

/// Writes the seed and its entry.
fn keep(
    layout: &Layout,
    found: &ImportedFile,
    retrieved: Date,
    vocabulary: &Vocabulary,
) -> Result<Kept, Vec<Diagnostic>> {
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
        return Ok(Kept::Before(same.file.clone()));
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
        let free = |ending| fs::symlink_metadata(folder.join(format!("{name}.{ending}"))).is_err();
        free("txt") && free(PAGE_MAP)
    });
    let entry = SourceEntry {
        file: format!("seeds/{name}.txt"),
        id: Some(id),
        url: found.url.clone(),
        original: Some(found.original.clone()),
        retrieved_on: Some(retrieved),
        sha256: Some(found.sha256.clone()),
        forced: found.forced,
        ..SourceEntry::default()
    };
    let listed = appended(&list, &before, &entry)?;
    // Without its entry the text would have another address, and without its text an entry says nothing.
    let write = || {
        let mut changes = Transaction::new(layout.transaction_paths())?;
        changes.stage(&entry.file, &found.text)?;
        if !found.pages.is_empty() {
            changes.stage(&format!("seeds/{name}.{PAGE_MAP}"), &found.pages)?;
        }
        changes.stage("content/sources.yaml", &listed)?;
        changes.commit()
    };
    write().map_err(|problem| vec![problem])?;
    Ok(Kept::Seed(entry.file))
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
    let facts = [region, number, &measures, &figures].map(|fact| terminal::translated(fact));
    terminal::out(&format!(
        "{seed}\n  {}\n  {}\n",
        policy.title,
        facts.join(", ")
    ));
}
