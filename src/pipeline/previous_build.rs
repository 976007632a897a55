use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::{BuildReport, snapshot};
use crate::cache::Store;
use crate::fingerprint::Fingerprint;
use crate::model::Diagnostic;

/// The last build that published to a folder; it need not be repeated for the same inputs.
pub struct PreviousBuild<'a> {
    store: &'a Store,
    target: PathBuf,
}

/// The record of a finished build: its inputs, its output and its report.
#[derive(Serialize, Deserialize)]
struct BuildRecord {
    /// Of all that it read.
    inputs: Fingerprint,
    /// Of the folder that it published.
    published: Fingerprint,
    report: BuildReport,
}

const STAGE: &str = "build";

impl<'a> PreviousBuild<'a> {
    /// The last build that published to `target`.
    pub fn of(store: &'a Store, target: &Path) -> Self {
        let target = target.to_owned();
        Self { store, target }
    }

    fn key(&self) -> Fingerprint {
        Fingerprint::of_bytes(self.target.as_os_str().as_encoded_bytes())
    }

    /// The report of the last build, if it had the same `inputs` and its output is unchanged.
    pub fn made_of(&self, inputs: Fingerprint) -> Option<BuildReport> {
        let record: BuildRecord = self.store.get(STAGE, self.key())?;
        let published = snapshot::of_folder(&self.target).ok()?;
        let same = record.inputs == inputs && record.published == published;
        same.then_some(record.report)
    }

    /// Removes the record, before the folder changes.
    pub fn forget(&self) -> Result<(), Diagnostic> {
        let forgotten = self.store.remove(STAGE, self.key());
        forgotten.map_err(|error| Diagnostic::unwritable(self.store.folder(), &error))
    }

    /// Records a build that has just been published.
    pub fn record(&self, inputs: Fingerprint, report: BuildReport) {
        if let Ok(published) = snapshot::of_folder(&self.target) {
            let record = BuildRecord {
                inputs,
                published,
                report,
            };
            self.store.put(STAGE, self.key(), &record);
        }
    }
}
