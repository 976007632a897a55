//! The cache that one build leaves for the next: sealed blobs by the fingerprint of their inputs.

mod store;

pub use store::Store;
