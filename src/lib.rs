//! 策问 reads folders of Chinese policy texts and publishes what they promise.
//!
//! One direction, each stage plain data in and plain data out:
//!
//! ```text
//! seeds/*.txt ─ text ─▶ logical lines ─ outline ─▶ section tree ─ extract ─▶ Policy
//!                                                      ▲                       │
//!                                        content/vocabulary ─ vocabulary       ▼
//!                                                        content ◀──▶ content/documents/*.yaml
//!                                                                              │
//!                                     public/ ◀─ site ◀──┐                     ▼
//!                                 .cewen/index ◀─ search ◀┴────────── atlas (links between them)
//! ```
//!
//! Invariants:
//! - A stage imports only what stands left of or above it in the picture; `site` and `search` do
//!   not know each other, they meet in `atlas`. `mcp` answers assistants out of both.
//! - Only `commands` touches the clock and the terminal; the library speaks English, `messages` translates
//!   what is printed; where files lie is known to `pipeline`.
//! - Reading never fails on a text that could be decoded: it gives a result and warnings.
//! - Everything a [`model::Policy`] holds names the seed's lines it was read from.
//! - No rule names a city, a document or a seed; words a maintainer may add live in
//!   `content/vocabulary`, words a reader sees live in the theme.
//! - The same input gives the same bytes: no result depends on the clock, the locale, the order of a
//!   hash table or of threads.

pub mod atlas;
pub mod cache;
pub mod cli;
pub mod commands;
pub mod content;
pub(crate) mod disk;
pub(crate) mod export;
pub mod extract;
pub mod fingerprint;
pub mod import;
pub(crate) mod mcp;
pub mod messages;
pub mod model;
pub mod observe;
pub mod outline;
pub(crate) mod pattern;
pub mod phrase;
pub(crate) mod pipeline;
pub mod publish;
pub(crate) mod report;
pub mod search;
pub mod site;
pub mod text;
pub mod vocabulary;
pub(crate) mod yaml;
