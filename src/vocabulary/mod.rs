//! The vocabulary, `content/vocabulary/*.yaml`: words that make bodies, indicators, topics, units and
//! regions of different texts comparable.

mod agencies;
mod built_in;
mod documents;
mod file;
mod grammar;
mod indicators;
mod pattern_list;
mod pledges;
mod references;
mod regions;
mod scopes;
mod search;
mod sections;
mod synonyms;
mod tables;
mod topics;
mod units;

use std::collections::BTreeSet;
use std::path::Path;

use crate::model::{Diagnostic, Severity};

pub use agencies::{Agencies, AgencyKind};
pub use built_in::BUILT_IN;
pub use documents::{Documents, Own};
pub use grammar::{Class, Grammar};
pub use indicators::{Indicator, Indicators};
pub use pledges::{PledgeKind, Pledges};
pub use references::{ReferenceWords, without_brackets};
pub use regions::{RegionEntry, Regions, short_name};
pub use scopes::{Scope, Scopes};
pub use search::SearchWords;
pub use sections::Sections;
pub use synonyms::Synonyms;
pub use tables::Tables;
pub use topics::{Topic, TopicMatch, Topics};
pub use units::{UnitMatch, Units};

/// All lists of `content/vocabulary/`, ready to be asked.
#[derive(Debug, Default)]
pub struct Vocabulary {
    /// `agencies.yaml`
    pub agencies: Agencies,
    /// `documents.yaml`
    pub documents: Documents,
    /// `grammar.yaml`
    pub grammar: Grammar,
    /// `indicators.yaml`
    pub indicators: Indicators,
    /// `pledges.yaml`
    pub pledges: Pledges,
    /// `references.yaml`
    pub references: ReferenceWords,
    /// `regions.yaml`
    pub regions: Regions,
    /// `scopes.yaml`
    pub scopes: Scopes,
    /// `search.yaml`
    pub search: SearchWords,
    /// `sections.yaml`
    pub sections: Sections,
    /// `synonyms.yaml`
    pub synonyms: Synonyms,
    /// `tables.yaml`
    pub tables: Tables,
    /// `topics.yaml`
    pub topics: Topics,
    /// `units.yaml`
    pub units: Units,
    /// `words.yaml`: words that a segmenter should keep whole.
    pub words: Vec<String>,
}

/// Lists as far as they can be read.
#[derive(Debug)]
pub struct SalvagedVocabulary {
    /// The valid part of the vocabulary.
    pub vocabulary: Vocabulary,
    /// All that is wrong.
    pub problems: Vec<Diagnostic>,
    /// Whether a whole list is missing, so that results without it are meaningless.
    pub lost: bool,
}

impl Vocabulary {
    /// Reads every list in `dir` (`content/vocabulary`).
    ///
    /// # Errors
    /// All that is wrong with the files, each with file, line and column where they are known.
    pub fn load(dir: &Path) -> Result<Self, Vec<Diagnostic>> {
        Self::load_with_warnings(dir).map(|(vocabulary, _)| vocabulary)
    }

    /// Loads the vocabulary, and also returns warnings about its lists.
    ///
    /// # Errors
    /// As [`Self::load`].
    pub fn load_with_warnings(dir: &Path) -> Result<(Self, Vec<Diagnostic>), Vec<Diagnostic>> {
        let salvaged = Self::salvage(dir);
        let wrong = |problem: &Diagnostic| problem.severity == Severity::Error;
        if salvaged.problems.iter().any(wrong) {
            return Err(salvaged.problems);
        }
        Ok((salvaged.vocabulary, salvaged.problems))
    }

    /// Reads the valid part of every list in `dir`, with all problems.
    pub fn salvage(dir: &Path) -> SalvagedVocabulary {
        let mut reader = file::VocabularyReader {
            dir,
            problems: Vec::new(),
            lost: false,
        };
        let regions = reader.read("regions.yaml", Regions::new);
        let agencies = reader.read("agencies.yaml", |entries, report| {
            Agencies::new(entries, &regions, report)
        });
        let topics = reader.read("topics.yaml", Topics::new);
        let scopes = reader.read("scopes.yaml", Scopes::new);
        let indicators = reader.read("indicators.yaml", |entries, report| {
            Indicators::new(entries, &topics, &regions, &scopes, report)
        });
        let documents = reader.read("documents.yaml", Documents::new);
        let grammar = reader.read("grammar.yaml", Grammar::new);
        let pledges = reader.read("pledges.yaml", Pledges::new);
        let references = reader.read("references.yaml", ReferenceWords::new);
        let units = reader.read("units.yaml", Units::new);
        let search = reader.read("search.yaml", SearchWords::new);
        let sections = reader.read("sections.yaml", Sections::new);
        let synonyms = reader.read("synonyms.yaml", Synonyms::new);
        let tables = reader.read("tables.yaml", Tables::new);
        let words = reader.read("words.yaml", |words: Vec<String>, _| words);
        SalvagedVocabulary {
            vocabulary: Self {
                agencies,
                documents,
                grammar,
                indicators,
                pledges,
                references,
                regions,
                scopes,
                search,
                sections,
                synonyms,
                tables,
                topics,
                units,
                words,
            },
            problems: reader.problems,
            lost: reader.lost,
        }
    }

    /// The words for a topic: those of the list, its name, and their synonyms.
    pub fn words_of_topic(&self, id: &str) -> BTreeSet<&str> {
        let mut words: BTreeSet<&str> = self.topics.words_of(id).into_iter().collect();
        words.extend(self.topics.get(id).map(|topic| topic.name.as_str()));
        let same: Vec<&str> = words
            .iter()
            .flat_map(|word| self.synonyms.of(word))
            .collect();
        words.extend(same);
        words
    }

    /// Every word that a segmenter should keep whole, each once, sorted.
    pub fn dictionary(&self) -> Vec<String> {
        let mut words = self.words.clone();
        words.extend(self.agencies.names());
        words.extend(self.indicators.names());
        words.extend(self.topics.names());
        words.retain(|w| w.chars().count() > 1 && w.chars().count() <= 12);
        words.sort();
        words.dedup();
        words
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use std::sync::LazyLock;

    /// The lists of this repository.
    pub static REAL: LazyLock<Vocabulary> = LazyLock::new(|| {
        let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("content/vocabulary");
        Vocabulary::load(&dir).unwrap_or_else(|e| panic!("{e:#?}"))
    });

    #[test]
    fn reads_its_own_list_where_one_is_missing() {
        let dir = tempfile::tempdir().unwrap();
        BUILT_IN.extract(dir.path()).unwrap();
        std::fs::remove_file(dir.path().join("sections.yaml")).unwrap();
        let (vocabulary, told) = Vocabulary::load_with_warnings(dir.path()).unwrap();
        assert_eq!(vocabulary.sections.past.ends, REAL.sections.past.ends);
        let told: Vec<_> = told.iter().map(|t| (t.code.as_str(), t.severity)).collect();
        assert_eq!(told, [("vocabulary-missing", Severity::Warning)]);
        assert!(Vocabulary::load(&dir.path().join("nowhere")).is_err());
    }

    #[test]
    fn tells_all_that_is_wrong_at_once() {
        let dir = tempfile::tempdir().unwrap();
        for entry in
            std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("content/vocabulary"))
                .unwrap()
        {
            let entry = entry.unwrap();
            std::fs::copy(entry.path(), dir.path().join(entry.file_name())).unwrap();
        }
        std::fs::write(dir.path().join("synonyms.yaml"), "- [光伏, 太阳能\n").unwrap();
        std::fs::write(
            dir.path().join("units.yaml"),
            "- {names: [吨], si: t, factr: 1}\n",
        )
        .unwrap();
        std::fs::remove_file(dir.path().join("words.yaml")).unwrap();
        let problems = Vocabulary::load(dir.path()).unwrap_err();
        let told: Vec<_> = problems
            .iter()
            .map(|p| {
                (
                    p.file.file_name().unwrap().to_str().unwrap(),
                    p.line.is_some(),
                )
            })
            .collect();
        assert_eq!(
            told,
            [
                ("units.yaml", true),
                ("synonyms.yaml", true),
                ("words.yaml", false)
            ]
        );
        assert!(problems[0].message.contains("factr"), "{:?}", problems[0]);
    }
}
