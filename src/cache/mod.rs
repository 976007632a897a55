//! What one build keeps for the next: sealed blobs by the fingerprint of what they were made of.

mod store;

pub use store::Store;
