//! The records in the forms that other programs take.

mod cluster;

pub use cluster::{Cluster, files as cluster_files};
