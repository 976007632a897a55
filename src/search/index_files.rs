use serde::{Deserialize, Serialize};

use super::schema::VERSION;

/// Name of the file that says what an index was made of.
pub const STAMP: &str = "stamp.json";
/// Name of the file that says what the index is made of.
pub const DOCUMENTS: &str = "documents.json";
/// Name of the folder of the index itself.
pub const TERMS: &str = "terms";
/// Name of the file that queries are read with.
pub const GUIDE: &str = "guide.json";

/// What an index was made of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// Version of the shape of the index.
    pub schema: u32,
    /// Version of the program, whose reading of the texts may have changed.
    pub program: String,
    /// Fingerprint of the inputs.
    pub inputs: String,
}

impl Stamp {
    /// The stamp of an index that this program makes of inputs with this fingerprint.
    pub fn current(inputs: &str) -> Self {
        Self {
            schema: VERSION,
            program: env!("CARGO_PKG_VERSION").to_owned(),
            inputs: inputs.to_owned(),
        }
    }
}

/// Why an index cannot be asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// None was made yet.
    #[error("there is no index yet")]
    Missing,
    /// It was made by another version of the program.
    #[error("the index was made by another version of cewen")]
    OtherVersion,
    /// The texts or lists were changed since.
    #[error("the index is older than the texts it was made of")]
    Stale,
    /// Its files are damaged.
    #[error("the index cannot be read: {0}")]
    Damaged(String),
}
