use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use super::seeds::PAGE_MAP;
use super::{Seeds, inputs, isolate};
use crate::cache::Store;
use crate::content::{self, Sources};
use crate::extract::{self, Seed};
use crate::fingerprint::Fingerprint;
use crate::model::{Diagnostic, PageMap, Policy};
use crate::observe::{Observer, Work};
use crate::text;
use crate::vocabulary::Vocabulary;
use rayon::prelude::*;

/// The results of reading the texts.
#[derive(Default)]
pub struct ReadTexts {
    /// The documents, in the order of their seeds.
    pub policies: Vec<Policy>,
    /// Errors of texts that cannot be read or whose id is used twice, one for each text.
    pub errors: Vec<Diagnostic>,
    /// Passages that the parser found but could not read, with their lines.
    pub warnings: Vec<Diagnostic>,
    /// The known ids of the texts that cannot be read.
    pub unread: Vec<String>,
    /// The fingerprints under which the texts are cached.
    pub cached: BTreeSet<Fingerprint>,
}

/// Reads all texts, on all cores, in the order of their names; cached ones are not parsed again. A
/// failure in one text never affects the others.
pub fn read_texts(
    seeds: &Seeds,
    reader: &TextReader,
    cache: Option<&ReadCache<'_>>,
    observer: &dyn Observer,
) -> ReadTexts {
    let reader = &TextReader {
        sources: Arc::new(reader.sources.keeping(&seeds.kept)),
        vocabulary: Arc::clone(&reader.vocabulary),
    };
    let progress = observer.start(Work::Texts(seeds.paths.len()));
    let read: Vec<Result<Recalled, Diagnostic>> = seeds
        .paths
        .par_iter()
        .zip(&seeds.names)
        .map(|(path, name)| {
            let _text = observer.start(Work::Text(name));
            SeedFile::read(path).and_then(|seed| read_or_recall(seed, name, reader, cache))
        })
        .collect();
    drop(progress);
    let policies = read
        .iter()
        .filter_map(|read| Some(&read.as_ref().ok()?.0.0));
    let apart = distinct_ids(policies, &seeds.names, &reader.sources);
    if !apart.is_empty() {
        let seeds = seeds.with_ids(apart);
        return read_texts(&seeds, reader, cache, observer);
    }
    ReadTexts::of(read, seeds, &reader.sources)
}

impl ReadTexts {
    /// Collects the results of the texts; of several texts with one id the first is kept.
    fn of(read: Vec<Result<Recalled, Diagnostic>>, seeds: &Seeds, sources: &Sources) -> Self {
        let mut reading = Self::default();
        let mut ids: BTreeMap<String, (String, String)> = BTreeMap::new();
        for (result, name) in read.into_iter().zip(&seeds.names) {
            match result {
                Ok(((policy, warnings), key)) => {
                    reading.warnings.extend(warnings);
                    reading.cached.extend(key);
                    let file = policy.source.file.clone();
                    match ids.get(&policy.id) {
                        Some(first) => reading.errors.push(same_id(first, &policy)),
                        None => {
                            let sha256 = policy.source.sha256.clone();
                            ids.insert(policy.id.clone(), (file, sha256));
                            reading.policies.push(policy);
                        }
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
}

/// The diagnostic for a text with the id of another, whose file and SHA-256 are given. If both have the
/// same bytes, it is a mere warning.
fn same_id((first, sha256): &(String, String), policy: &Policy) -> Diagnostic {
    let file = &policy.source.file;
    if *sha256 == policy.source.sha256 {
        let message = format!("{first} and {file} hold the same text: {first} is published");
        return Diagnostic::warning("duplicate-text", file, message)
            .help("take one of the files away");
    }
    let message = format!("{first} and {file} both have the id {}", policy.id);
    Diagnostic::error("duplicate-id", file, message)
        .help("give one of them another id in content/sources.yaml")
}

/// Other ids for texts that would have the id of another: see [`content::ids::disambiguated`].
fn distinct_ids<'a>(
    policies: impl Iterator<Item = &'a Policy>,
    names: &[String],
    sources: &Sources,
) -> BTreeMap<String, String> {
    let texts: Vec<_> = policies
        .map(|policy| content::ids::ReadText {
            file: &policy.source.file,
            id: &policy.id,
            sha256: &policy.source.sha256,
            is_given: sources.id(&policy.source.file).is_some(),
        })
        .collect();
    let given = names.iter().filter_map(|name| sources.id(name)).collect();
    content::ids::disambiguated(&texts, &given)
}

/// The cache of parsed texts.
pub struct ReadCache<'a> {
    /// The store of the cache.
    pub store: &'a Store,
    /// Fingerprint of the vocabulary and the program.
    pub reader: Fingerprint,
    /// Called for each text that is not in the cache.
    pub is_missing: &'a (dyn Fn() + Sync),
}

impl ReadCache<'_> {
    /// The stage of its blobs.
    pub const STAGE: &'static str = "read";

    /// Fingerprint of the inputs of a document: the bytes of the text and its metadata.
    fn key(&self, read: &SeedFile, seed: &Seed) -> Fingerprint {
        let Seed {
            file,
            id,
            url,
            region,
            forced,
        } = seed;
        let text = Fingerprint::of_bytes(&read.bytes);
        let pages = &read.pages;
        Fingerprint::of(&(self.reader, text, pages, file, id, url, region, forced))
    }
}

/// Reads a text, or takes its document from the cache.
fn read_or_recall(
    text: SeedFile,
    name: &str,
    reader: &TextReader,
    cache: Option<&ReadCache<'_>>,
) -> Result<Recalled, Diagnostic> {
    let Some(cache) = cache else {
        return Ok((reader.read(text, name)?, None));
    };
    let key = cache.key(
        &text,
        &inputs::seed(name, &reader.sources, &reader.vocabulary),
    );
    let parsed = cache.store.memo(ReadCache::STAGE, key, || {
        (cache.is_missing)();
        reader.read(text, name)
    })?;
    Ok((parsed, Some(key)))
}

/// The bytes of a seed, and the page map stored beside it.
pub struct SeedFile {
    bytes: Vec<u8>,
    pages: String,
}

impl SeedFile {
    /// Reads both.
    ///
    /// # Errors
    /// If the text cannot be opened or is too large.
    pub fn read(path: &Path) -> Result<Self, Diagnostic> {
        let bytes = isolate::bytes(path, isolate::LARGEST_TEXT)?;
        let map = path.with_extension(PAGE_MAP);
        // Most texts have none.
        let pages = match isolate::bytes(&map, isolate::LARGEST_TEXT) {
            Ok(map) => String::from_utf8_lossy(&map).into_owned(),
            Err(_) => String::new(),
        };
        Ok(Self { bytes, pages })
    }
}

/// A document, with diagnostics for its passages that could not be read.
type Parsed = (Policy, Vec<Diagnostic>);

/// A parsed document with its key in the cache.
type Recalled = (Parsed, Option<Fingerprint>);

/// Everything besides its bytes that is needed to read a text.
#[derive(Clone)]
pub struct TextReader {
    /// Metadata that people entered for the texts.
    pub sources: Arc<Sources>,
    /// The words to read them with.
    pub vocabulary: Arc<Vocabulary>,
}

impl TextReader {
    /// Reads one text in isolation; the parser's warnings include the lines they refer to.
    ///
    /// # Errors
    /// If the text cannot be read.
    pub fn read(&self, text: SeedFile, name: &str) -> Result<Parsed, Diagnostic> {
        let (reader, file) = (self.clone(), name.to_owned());
        isolate::run(name, move || reader.read_here(&text, &file))?
    }

    fn read_here(
        &self,
        SeedFile { bytes, pages }: &SeedFile,
        name: &str,
    ) -> Result<Parsed, Diagnostic> {
        let seed = inputs::seed(name, &self.sources, &self.vocabulary);
        let mut policy = extract::read_policy(bytes, &seed, &self.vocabulary)?;
        let mut warnings = Vec::new();
        if !policy.warnings.is_empty() || !pages.is_empty() {
            let decoded = text::decode(bytes, name)?;
            let lines: Vec<&str> = decoded.text.lines().collect();
            policy.pages = PageMap::read(pages).runs(&lines);
            warnings.extend(policy.warnings.iter().map(|warning| {
                let line = warning.lines.first;
                let shown = line.checked_sub(1).and_then(|n| lines.get(n)).copied();
                Diagnostic::warning(&warning.code, name, warning.message.as_str())
                    .on(line, None, shown)
            }));
        }
        Ok((policy, warnings))
    }
}
