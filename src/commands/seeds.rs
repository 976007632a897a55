use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use rayon::prelude::*;
use walkdir::WalkDir;

use super::layout::Layout;
use super::progress::Progress;
use super::{inputs, isolated};
use crate::cache::{Fingerprint, Store};
use crate::content::{self, Corrections, Sources, Standing};
use crate::extract::{self, Seed};
use crate::model::{Diagnostic, Policy};
use crate::observe::{Observer, Work};
use crate::text;
use crate::vocabulary::Vocabulary;

/// The texts of a site, not yet read.
#[derive(Default)]
pub struct Seeds {
    /// Where they lie, sorted.
    pub paths: Vec<PathBuf>,
    /// Their names below the root, in the same order.
    pub names: Vec<String>,
    /// The ids that documents of earlier builds give to them, by name.
    pub kept: BTreeMap<String, String>,
}

impl Seeds {
    /// The same texts, some with other ids.
    fn with_ids(&self, ids: BTreeMap<String, String>) -> Self {
        Self {
            paths: self.paths.clone(),
            names: self.names.clone(),
            kept: self.kept.clone().into_iter().chain(ids).collect(),
        }
    }
}

/// Finds the texts; what is wrong with the folder comes beside them.
pub fn find(layout: &Layout) -> (Seeds, Vec<Diagnostic>) {
    let folder = layout.seeds();
    let mut seeds = Seeds::default();
    let mut told = Vec::new();
    if !folder.is_dir() {
        told.push(
            Diagnostic::error("seeds", &folder, "there is no such folder")
                .help("create it and put the policy texts in it, as .txt files"),
        );
        return (seeds, told);
    }
    let walk = WalkDir::new(&folder)
        .sort_by_file_name()
        .into_iter()
        // Hidden files are an editor's or the system's; the folder itself may be called anything.
        .filter_entry(|e| e.depth() == 0 || !e.file_name().to_string_lossy().starts_with('.'));
    for entry in walk {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let path = error.path().unwrap_or(&folder).to_owned();
                told.push(
                    Diagnostic::error("unreadable", path, format!("cannot be read: {error}"))
                        .help("see that you may read it"),
                );
                continue;
            }
        };
        let path = entry.path();
        if entry.file_type().is_dir() {
            continue;
        }
        // Windows writes .TXT as well.
        let is_text = path
            .extension()
            .is_some_and(|e| e.eq_ignore_ascii_case("txt"));
        if entry.path_is_symlink() {
            told.push(
                Diagnostic::warning("seeds", path, "is a symbolic link, which is not followed")
                    .help("put the text itself into the folder"),
            );
        } else if is_text {
            seeds.names.push(layout.name(path));
            seeds.paths.push(path.to_owned());
        } else {
            told.push(
                Diagnostic::warning("seeds", path, "is no .txt file and is not read").help(
                    format!(
                        "`cewen import {}` makes a text of it; then move it out of seeds/",
                        layout.name(path)
                    ),
                ),
            );
        }
    }
    if seeds.paths.is_empty() && !super::has_errors(&told) {
        told.push(
            Diagnostic::error("seeds", &folder, "holds no text to read")
                .help("put at least one policy text in it, as a .txt file"),
        );
    }
    let recorded = content::ids::recorded(&layout.documents());
    let hash = |name: &str| {
        let place = seeds.names.iter().position(|n| n == name)?;
        let bytes = isolated::bytes(&seeds.paths[place], isolated::LARGEST_TEXT).ok()?;
        Some(extract::sha256(&bytes))
    };
    seeds.kept = content::ids::kept(&recorded, &seeds.names, &hash);
    (seeds, told)
}

/// What came of reading the texts.
#[derive(Default)]
pub struct Reading {
    /// The documents, in the order of their seeds.
    pub policies: Vec<Policy>,
    /// Texts that cannot be read, and ids given twice: of each text one.
    pub errors: Vec<Diagnostic>,
    /// What the parser saw and could not read, with the line.
    pub warnings: Vec<Diagnostic>,
    /// The ids, where they are known, of the texts that cannot be read.
    pub unread: Vec<String>,
    /// What the texts are called in the cache.
    pub cached: BTreeSet<Fingerprint>,
}

/// Reads all texts, on all cores, in the order of their names; one that is in the cache is not read
/// again. Whatever happens to the reader of one, the others are read.
pub fn read(
    seeds: &Seeds,
    sources: &Arc<Sources>,
    vocabulary: &Arc<Vocabulary>,
    cache: Option<&ReadCache<'_>>,
    observer: &dyn Observer,
) -> Reading {
    let sources = &Arc::new(sources.keeping(&seeds.kept));
    let progress = Progress::new("reading", seeds.paths.len());
    let read: Vec<Result<(Parsed, Option<Fingerprint>), Diagnostic>> = seeds
        .paths
        .par_iter()
        .zip(&seeds.names)
        .map(|(path, name)| {
            let _text = observer.start(Work::Text(name));
            let result = isolated::bytes(path, isolated::LARGEST_TEXT)
                .and_then(|bytes| read_or_recall(bytes, name, sources, vocabulary, cache));
            progress.step();
            result
        })
        .collect();
    let policies = read
        .iter()
        .filter_map(|read| Some(&read.as_ref().ok()?.0.0));
    let apart = told_apart(policies, &seeds.names, sources);
    if !apart.is_empty() {
        let seeds = seeds.with_ids(apart);
        return self::read(&seeds, sources, vocabulary, cache, observer);
    }
    let mut reading = Reading::default();
    let mut ids: BTreeMap<String, String> = BTreeMap::new();
    for (result, name) in read.into_iter().zip(&seeds.names) {
        match result {
            Ok(((policy, warnings), key)) => {
                reading.warnings.extend(warnings);
                reading.cached.extend(key);
                let file = policy.source.file.clone();
                if let Some(first) = ids.get(&policy.id) {
                    reading.errors.push(
                        Diagnostic::error(
                            "duplicate-id",
                            &file,
                            format!("{first} and {file} both have the id {}", policy.id),
                        )
                        .help("take one away if they are the same text, else give one another id in content/sources.yaml"),
                    );
                } else {
                    ids.insert(policy.id.clone(), file);
                    reading.policies.push(policy);
                }
            }
            Err(diagnostic) => {
                let id = sources.get(name).and_then(|entry| entry.id.clone());
                reading.unread.extend(id);
                reading.errors.push(diagnostic);
            }
        }
    }
    reading
}

/// Other ids for texts that would have the id of another: see [`content::ids::told_apart`].
fn told_apart<'a>(
    policies: impl Iterator<Item = &'a Policy>,
    names: &[String],
    sources: &Sources,
) -> BTreeMap<String, String> {
    let texts: Vec<_> = policies
        .map(|policy| content::ids::Read {
            file: &policy.source.file,
            id: &policy.id,
            sha256: &policy.source.sha256,
            is_given: sources.id(&policy.source.file).is_some(),
        })
        .collect();
    let given = names.iter().filter_map(|name| sources.id(name)).collect();
    content::ids::told_apart(&texts, &given)
}

/// The documents that earlier builds made of texts that cannot be read now; each knows why.
pub fn standing(layout: &Layout, reading: &mut Reading) -> Result<Standing, Diagnostic> {
    let mut reasons: BTreeMap<String, &str> = BTreeMap::new();
    for wrong in &reading.errors {
        reasons.insert(layout.name(&wrong.file), &wrong.code);
    }
    let names = reasons.keys().map(String::as_str).collect();
    let mut found = content::standing(&layout.documents(), &names)?;
    // An id that another text has now is that text's.
    let taken: BTreeSet<&str> = reading.policies.iter().map(|p| p.id.as_str()).collect();
    found.policies.retain(|p| !taken.contains(p.id.as_str()));
    for policy in &mut found.policies {
        let reason = reasons.get(policy.source.file.as_str());
        policy.not_updated = reason.map(|&code| code.to_owned());
    }
    let unread = found.policies.iter().map(|p| p.id.clone());
    reading.unread.extend(unread);
    Ok(found)
}

/// Puts documents of earlier builds where those of their texts would be.
pub fn put_back(reading: &mut Reading, standing: Vec<Policy>, seeds: &Seeds) {
    if standing.is_empty() {
        return;
    }
    reading.policies.extend(standing);
    let names = seeds.names.iter().map(String::as_str);
    let places: BTreeMap<&str, usize> = names.zip(0..).collect();
    let place = |policy: &Policy| places.get(policy.source.file.as_str()).copied();
    reading.policies.sort_by_key(place);
}

/// Lays the corrections of the site over what was read; gives what is wrong with them.
pub fn correct(layout: &Layout, reading: &mut Reading, vocabulary: &Vocabulary) -> Vec<Diagnostic> {
    let (corrections, mut wrong) = Corrections::read(&layout.corrections());
    let unread: Vec<&str> = reading.unread.iter().map(String::as_str).collect();
    wrong.extend(corrections.apply(&mut reading.policies, vocabulary, &unread));
    wrong
}

/// What texts gave when they were read before.
pub struct ReadCache<'a> {
    /// Where it is kept.
    pub store: &'a Store,
    /// Fingerprint of the vocabulary and the program.
    pub reader: Fingerprint,
    /// Is told of a text that has to be read.
    pub is_missing: &'a (dyn Fn() + Sync),
}

impl ReadCache<'_> {
    /// The stage of its blobs.
    pub const STAGE: &'static str = "read";

    /// Fingerprint of what a document is made of.
    fn key(&self, bytes: &[u8], seed: &Seed) -> Fingerprint {
        let Seed {
            file,
            id,
            url,
            region,
        } = seed;
        let text = Fingerprint::of_bytes(bytes);
        Fingerprint::of(&(self.reader, text, file, id, url, region))
    }
}

/// Reads a text, or takes from the cache what was read from it before.
fn read_or_recall(
    bytes: Vec<u8>,
    name: &str,
    sources: &Arc<Sources>,
    vocabulary: &Arc<Vocabulary>,
    cache: Option<&ReadCache<'_>>,
) -> Result<(Parsed, Option<Fingerprint>), Diagnostic> {
    let Some(cache) = cache else {
        return Ok((apart(bytes, name, sources, vocabulary)?, None));
    };
    let key = cache.key(&bytes, &inputs::seed(name, sources, vocabulary));
    let parsed = cache.store.memo(ReadCache::STAGE, key, || {
        (cache.is_missing)();
        apart(bytes, name, sources, vocabulary)
    })?;
    Ok((parsed, Some(key)))
}

/// A document, and what the parser saw and could not read.
type Parsed = (Policy, Vec<Diagnostic>);

/// Reads one text apart from all others.
pub fn apart(
    bytes: Vec<u8>,
    name: &str,
    sources: &Arc<Sources>,
    vocabulary: &Arc<Vocabulary>,
) -> Result<Parsed, Diagnostic> {
    let (sources, vocabulary) = (Arc::clone(sources), Arc::clone(vocabulary));
    let file = name.to_owned();
    isolated::read(name, move || one(&bytes, &file, &sources, &vocabulary))?
}

/// Reads one text; the parser's warnings come with the lines they speak of.
pub fn one(
    bytes: &[u8],
    name: &str,
    sources: &Sources,
    vocabulary: &Vocabulary,
) -> Result<Parsed, Diagnostic> {
    let policy = extract::read_policy(bytes, &inputs::seed(name, sources, vocabulary), vocabulary)?;
    let mut warnings = Vec::new();
    if !policy.warnings.is_empty() {
        let decoded = text::decode(bytes, name)?;
        let lines: Vec<&str> = decoded.text.lines().collect();
        warnings.extend(policy.warnings.iter().map(|warning| {
            let line = warning.lines.first;
            let shown = line.checked_sub(1).and_then(|n| lines.get(n)).copied();
            Diagnostic::warning(&warning.code, name, warning.message.as_str()).on(line, None, shown)
        }));
    }
    Ok((policy, warnings))
}
