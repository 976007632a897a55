use std::io;
use std::path::Path;

use jiff::civil::Date;
use rayon::prelude::*;

use super::snapshot;
use super::{Failure, Layout, LazyWords, Snapshot};
use crate::atlas::Atlas;
use crate::fingerprint::Fingerprint;
use crate::model::{Diagnostic, Policy};
use crate::phrase::Phrases;
use crate::publish::{StagingDirectory, Tree};
use crate::search::{Index, IndexSource, OpenError, Stamp};
use crate::site::Files as _;
use crate::vocabulary::Vocabulary;

/// Folder of the files for browsers, in the published site.
const BROWSERS: &str = "search/";

/// The inputs of an index.
pub struct IndexInputs<'a> {
    /// The records and their links.
    pub atlas: &'a Atlas,
    /// The words they were read with.
    pub vocabulary: &'a Vocabulary,
    /// Fingerprint of the vocabulary.
    pub vocabulary_fingerprint: Fingerprint,
    /// The theme's words for kinds of figures.
    pub phrases: &'a Phrases,
    /// The day of the build, for the status of documents.
    pub today: Date,
    /// The word segmenter.
    pub words: &'a LazyWords<'a>,
    /// The input files of the records, as they were before reading.
    pub files: &'a InputFiles,
}

/// Fingerprints of the input files of the records.
pub struct InputFiles {
    /// Of their bytes.
    pub bytes: Fingerprint,
    /// Of their lengths and times.
    pub times: Fingerprint,
}

impl InputFiles {
    /// Writes the stamp of an index into its folder: the fingerprints of the records and files it was
    /// made from.
    fn stamp(&self, folder: &Path, records: String) -> io::Result<()> {
        let parts = [records, self.bytes.hex(), self.times.hex()];
        Stamp::of(folder, parts)?.write(folder)
    }
}

/// Makes the index in a staging directory, and writes its export for browsers into `output`.
///
/// Returns no staging directory where the index in place is of the same records.
///
/// # Errors
/// If files cannot be written.
pub fn index(
    layout: &Layout,
    inputs: &IndexInputs<'_>,
    output: &Tree,
) -> Result<Option<StagingDirectory>, Failure> {
    let IndexInputs {
        atlas,
        vocabulary,
        phrases,
        today,
        ..
    } = *inputs;
    let common = (snapshot::program(), inputs.vocabulary_fingerprint, phrases);
    let dated = |policy: &Policy| Fingerprint::of(&(policy, policy.status_on(today).status));
    let policies: Vec<Fingerprint> = atlas.policies.par_iter().map(dated).collect();
    let records = Fingerprint::of(&(common, policies)).hex();
    if let Some(index) = in_place(layout, &records) {
        export(layout, &index, output)?;
        return Ok(None);
    }
    let staging = StagingDirectory::beside(&layout.index())?;
    let failed = |error| unwritable(layout, &error);
    let source = IndexSource {
        atlas,
        vocabulary,
        phrases,
        today,
    };
    let index = Index::make(&staging.folder(), source, inputs.words.get()).map_err(failed)?;
    export(layout, &index, output)?;
    // Written last: an index without a stamp is incomplete.
    let stamped = inputs.files.stamp(&staging.folder(), records);
    stamped.map_err(failed)?;
    Ok(Some(staging))
}

/// The published index, if it was made from these records and is complete.
fn in_place(layout: &Layout, records: &str) -> Option<Index> {
    let folder = layout.index();
    let stamp = Stamp::read(&folder).ok()?;
    let index = (stamp.records == records).then(|| Index::open(&folder, &stamp));
    index?.ok().filter(Index::is_whole)
}

fn export(layout: &Layout, index: &Index, output: &Tree) -> Result<(), Diagnostic> {
    let put = |path: &str, bytes: &[u8]| {
        let put = output.put(&format!("{BROWSERS}{path}"), bytes);
        put.map_err(|wrong| io::Error::other(wrong.message))
    };
    let exported = index.export(&put);
    exported.map_err(|error| unwritable(layout, &error))
}

/// Whether an index is published.
pub fn is_present(layout: &Layout) -> bool {
    Stamp::read(&layout.index()).is_ok()
}

/// Stamps the published index as valid for these files, too.
///
/// # Errors
/// If it cannot be written to.
pub fn stamp(layout: &Layout, files: &InputFiles) -> Result<(), Diagnostic> {
    let Ok(last) = Stamp::read(&layout.index()) else {
        return Ok(());
    };
    files
        .stamp(&layout.index(), last.records)
        .map_err(|error| Diagnostic::unwritable(layout.index(), &error))
}

/// Opens the index of the last build. The bytes of its input files are compared only if their lengths or
/// times have changed.
///
/// # Errors
/// If there is none, or it is of other inputs.
pub fn open(layout: &Layout) -> Result<Index, OpenError> {
    let stamp = Stamp::read(&layout.index())?;
    let times = snapshot::times(&layout.inputs());
    if times.hex() != stamp.files && Snapshot::of(layout).of_inputs(layout).hex() != stamp.inputs {
        return Err(OpenError::Stale);
    }
    Index::open(&layout.index(), &stamp).inspect_err(|_| {
        // The next build makes a new index, even for the same records.
        Stamp::remove(&layout.index());
    })
}

fn unwritable(layout: &Layout, error: &io::Error) -> Diagnostic {
    let message = format!("cannot be written: {error}");
    Diagnostic::error("search-index", layout.index(), message)
}
