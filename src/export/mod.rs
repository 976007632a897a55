//! The records in the forms that other programs take.

mod cluster;
mod record;

pub use cluster::{Cluster, files as cluster_files};
pub use record::ExportRecords;
