use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::build::Made;
use super::{Stop, snapshot, unwritable};
use crate::cache::{Fingerprint, Store};

/// The last build of a site to one folder: where it was made of the same, nothing is made again.
pub struct PreviousBuild<'a> {
    store: &'a Store,
    target: PathBuf,
}

/// What a build made, and of what.
#[derive(Serialize, Deserialize)]
struct Record {
    /// Of all that it read.
    inputs: Fingerprint,
    /// Of the folder that it published.
    published: Fingerprint,
    made: Made,
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

    /// What it made, if it was made of `inputs` and still stands as it was published.
    pub fn made_of(&self, inputs: Fingerprint) -> Option<Made> {
        let record: Record = self.store.get(STAGE, self.key())?;
        let published = snapshot::of_folder(&self.target).ok()?;
        let same = record.inputs == inputs && record.published == published;
        same.then_some(record.made)
    }

    /// Forgets it, before the folder changes.
    pub fn forget(&self) -> Result<(), Stop> {
        let forgotten = self.store.remove(STAGE, self.key());
        forgotten.map_err(|error| Stop::CannotRun(unwritable(self.store.folder(), &error)))
    }

    /// Records a build that has just been published.
    pub fn record(&self, inputs: Fingerprint, made: Made) {
        if let Ok(published) = snapshot::of_folder(&self.target) {
            let record = Record {
                inputs,
                published,
                made,
            };
            self.store.put(STAGE, self.key(), &record);
        }
    }
}
