//! What one build keeps for the next: sealed blobs by the fingerprint of what they were made of.

mod fingerprint;
mod store;

pub use fingerprint::{Fingerprint, FingerprintBuilder};
pub use store::Store;
