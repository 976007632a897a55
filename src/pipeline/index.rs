use std::fs;
use std::io;

use rayon::prelude::*;

use super::{Failure, Layout, LazyWords, Snapshot};
use crate::atlas::Atlas;
use crate::fingerprint::Fingerprint;
use crate::model::Diagnostic;
use crate::phrase::Phrases;
use crate::publish::{StagingDirectory, Tree};
use crate::search::{self, Corpus, Index, OpenError, SegmentStore};
use crate::site::Files as _;
use crate::vocabulary::Vocabulary;

/// Folder of the files for browsers, in the published site.
const BROWSERS: &str = "search/";

/// Name of the file in the index that holds the fingerprint of its records.
const RECORDS: &str = "made-of";

/// What an index is made from.
pub struct IndexInputs<'a> {
    /// The records and their links.
    pub atlas: &'a Atlas,
    /// The words they were read with.
    pub vocabulary: &'a Vocabulary,
    /// Fingerprint of these words.
    pub vocabulary_fingerprint: Fingerprint,
    /// The words of the theme that say what a number is.
    pub phrases: &'a Phrases,
    /// What cuts text into words.
    pub words: &'a LazyWords<'a>,
    /// Fingerprint of all that records are read from.
    pub inputs: Fingerprint,
}

/// Writes the index for browsers into `output`, and that of the command line into a staging directory.
///
/// Returns no staging directory where `is_preview`, or where the records are those of the last index.
///
/// # Errors
/// Where files cannot be written.
pub fn index(
    layout: &Layout,
    inputs: &IndexInputs<'_>,
    output: &Tree,
    is_preview: bool,
) -> Result<Option<StagingDirectory>, Failure> {
    let common = Fingerprint::of(&(inputs.vocabulary_fingerprint, inputs.phrases)).hex();
    let words = (inputs.vocabulary, inputs.phrases);
    let documents = search::IndexedDocuments::of(inputs.atlas, words, &common);
    let records = Fingerprint::of(documents.names()).hex();
    let last = fs::read_to_string(layout.index().join(RECORDS));
    let is_kept = is_preview || last.is_ok_and(|last| last == records);
    let segments = SegmentStore::of(layout.parts());
    let cut = |_: &[String]| inputs.words.get().clone();
    let corpus = Corpus::of(documents, &segments, cut).map_err(|e| unwritable(layout, &e))?;
    let save = || match is_kept {
        true => Ok(None),
        false => save(layout, &corpus, inputs.inputs, &records).map(Some),
    };
    let (exported, index) = rayon::join(|| write_browser_files(layout, &corpus, output), save);
    // The segments of an index that stays in place are in use.
    let former = match is_kept {
        true => search::parts_of(&layout.index()),
        false => Vec::new(),
    };
    let names = corpus.names().iter().chain(corpus.groups()).chain(&former);
    segments.keep(&names.map(String::as_str).collect());
    exported.and(index).map_err(Failure::CannotRun)
}

/// Writes the index of the command line into a staging directory.
fn save(
    layout: &Layout,
    corpus: &Corpus<'_>,
    inputs: Fingerprint,
    records: &str,
) -> Result<StagingDirectory, Diagnostic> {
    let failed = |error| unwritable(layout, &error);
    let index = StagingDirectory::beside(&layout.index())?;
    search::save(&index.folder(), corpus, &inputs.hex()).map_err(failed)?;
    fs::write(index.folder().join(RECORDS), records).map_err(failed)?;
    Ok(index)
}

fn write_browser_files(
    layout: &Layout,
    corpus: &Corpus<'_>,
    output: &Tree,
) -> Result<(), Diagnostic> {
    let export = search::BrowserIndex::of(corpus).map_err(|error| unwritable(layout, &error))?;
    let files = export.files().par_iter();
    files.try_for_each(|file| output.put(&format!("{BROWSERS}{}", file.path), &export.bytes(file)))
}

/// Whether an index stands in its place.
pub fn is_present(layout: &Layout) -> bool {
    layout.index().join(RECORDS).is_file()
}

/// Says that the index in place is of these inputs too.
///
/// # Errors
/// Where it cannot be written to.
pub fn stamp(layout: &Layout, inputs: Fingerprint) -> Result<(), Diagnostic> {
    search::stamp(&layout.index(), &inputs.hex())
        .map_err(|error| Diagnostic::unwritable(layout.index(), &error))
}

/// Opens the index of the last build; `on_merge` is called where that takes a while.
///
/// # Errors
/// Where there is none, or it is of other inputs.
pub fn open(layout: &Layout, on_merge: &dyn Fn()) -> Result<Index, OpenError> {
    // A site that was never built is told so before its texts are looked at.
    if !layout.index().is_dir() {
        return Err(OpenError::Missing);
    }
    let inputs = Snapshot::of(layout).of_inputs(layout).hex();
    let segments = SegmentStore::of(layout.parts());
    Index::open(&layout.index(), &segments, &inputs, on_merge).inspect_err(|_| {
        // The next build makes it anew, even of the same records.
        let _ = fs::remove_file(layout.index().join(RECORDS));
    })
}

fn unwritable(layout: &Layout, error: &io::Error) -> Diagnostic {
    let message = format!("cannot be written: {error}");
    Diagnostic::error("search-index", layout.index(), message)
}
