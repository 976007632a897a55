//! The content of a site: settings, sources, and the documents as YAML.
//!
//! Every parser takes the text or folder it is given and reports mistakes with file, line and column;
//! only `commands` knows where these files are on the disk.

mod accuracy;
pub(crate) mod corrections;
mod documents;
mod history;
mod list_file;
mod reviews;
mod settings;
mod sources;

pub use accuracy::{Accuracy, FieldCounts, MethodResults, ScoredText};
pub use corrections::Corrections;
pub use documents::{Folders, Plan, UnreadDocuments, is_generated, plan, read, standing, to_yaml};
pub use history::{ChangeCounts, Changed, Day, Detail, DocumentChange, Gone, History, Revision};
pub use reviews::{Reviews, record_version};
pub use settings::{Licence, Settings};
pub(crate) use settings::{bad_base_url, is_folder_name};
pub use sources::{SourceEntry, Sources, ids};
