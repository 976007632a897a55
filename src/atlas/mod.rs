//! The links between documents: cities, bodies, indicators, topics, comparable measures.
//!
//! Plain data, made from all policies at once. Everything is sorted, so the result does not depend on the
//! order of reading.

mod agencies;
mod alignment;
mod cities;
mod comparable;
mod coverage;
mod figure_owner;
mod indicators;
mod pledges;
mod references;
mod region_tree;
mod topics;
mod word_bounds;

pub use agencies::{AgencyEntry, Duty, Issued, Mention, of as agencies_of};
pub use alignment::{Aligner, AlignmentRow};
pub use cities::City;
pub use comparable::{Cut, Match, Matches, Reasons, SHOWN};
pub use coverage::{Spot, TopicCoverage};
pub use indicators::{Base, IndicatorEntry, Point, Series};
pub use pledges::Pledge;
pub use references::{
    ReferenceAt, ReferenceStep, ReferenceTarget, References, WantedPolicy, neighbours,
    of as references_of, wanted,
};
pub use region_tree::{Province, Relatives, province_of, provinces, relatives};
pub use topics::TopicEntry;
pub use word_bounds::bounds as word_bounds;

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use crate::model::{Figure, Measure, Policy, Reference};
use crate::vocabulary::Vocabulary;

/// The place of a measure or figure: the index of its policy and its index within the policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// Index in [`Atlas::policies`].
    pub policy: usize,
    /// Index in the policy's measures or figures.
    pub item: usize,
}

/// All policies and the links between them.
#[derive(Clone, Debug, Default)]
pub struct Atlas {
    /// By id.
    pub policies: Vec<Policy>,
    /// By region code.
    pub cities: Vec<City>,
    /// For each policy the index of its city.
    of_city: Vec<usize>,
    /// Sorted by number of mentions, descending.
    pub agencies: Vec<AgencyEntry>,
    /// In the order of the vocabulary; only indicators with figures.
    pub indicators: Vec<IndicatorEntry>,
    /// In the order of the vocabulary; only topics with a measure, a task or a figure.
    pub topics: Vec<TopicEntry>,
    /// The best matches of every measure in other documents.
    pub comparable: Matches,
    /// Promises of documents in words, in the order of the policies.
    pub pledges: Vec<Pledge>,
    /// What the references of the documents name.
    pub references: References,
    /// For each contradicted figure the figures that contradict it.
    others: FxHashMap<Place, Vec<Place>>,
}

impl Atlas {
    /// Links policies to each other.
    pub fn link(policies: Vec<Policy>, vocabulary: &Vocabulary) -> Self {
        let words = OnceLock::new();
        let load = || word_bounds::Dictionary::of(vocabulary);
        let cut = |text: &str| words.get_or_init(load).bounds(text);
        Self::link_with(policies, vocabulary, &cut)
    }

    /// Links policies with the segmenter `cut`, which returns the word bounds of a text.
    pub fn link_with(mut policies: Vec<Policy>, vocabulary: &Vocabulary, cut: Cut<'_>) -> Self {
        policies.sort_by(|a, b| a.id.cmp(&b.id));
        let references = references::link(&mut policies, vocabulary);
        let cities = cities::of(&policies, vocabulary);
        let of_city = cities::of_policies(&cities, policies.len());
        // The first three run on one core each, and together take less time than the last.
        let gather = || {
            (
                agencies::of(&policies, vocabulary),
                indicators::of(&policies, vocabulary),
                topics::of(&policies, vocabulary, (&of_city, cities.len())),
            )
        };
        let ((agencies, indicators, topics), comparable) =
            rayon::join(gather, || comparable::of(&policies, cut));
        Self {
            others: indicators::others(&indicators),
            pledges: pledges::of(&policies, vocabulary),
            references,
            agencies,
            indicators,
            topics,
            comparable,
            of_city,
            cities,
            policies,
        }
    }

    /// Evidence of the similarity of two measures, one of which is a match of the other.
    pub fn reasons<'a>(&'a self, own: Place, found: &'a Match) -> Reasons<'a> {
        found.reasons(self.measure(own), self.measure(found.measure))
    }

    /// All measures, each with its place, in the order of the policies.
    pub fn measures(&self) -> impl Iterator<Item = (Place, &Measure)> {
        let policies = self.policies.iter().enumerate();
        policies.flat_map(|(policy, own)| {
            let measures = own.measures.iter().enumerate();
            measures.map(move |(item, measure)| (Place { policy, item }, measure))
        })
    }

    /// The measure at a place.
    pub fn measure(&self, place: Place) -> &Measure {
        &self.policies[place.policy].measures[place.item]
    }

    /// The reference at a place.
    pub fn reference(&self, at: ReferenceAt) -> &Reference {
        &self.policies[at.policy].references[at.item]
    }

    /// The figure at a place.
    pub fn figure(&self, place: Place) -> &Figure {
        &self.policies[place.policy].figures[place.item]
    }

    /// Figures with another value for the same city, indicator, year and kind, each value once.
    pub fn others(&self, figure: Place) -> &[Place] {
        self.others.get(&figure).map_or(&[], Vec::as_slice)
    }

    /// An aligner that arranges the measures of a topic in rows of comparable ones.
    pub fn aligner(&self) -> Aligner<'_> {
        Aligner::of(&self.comparable, &self.of_city)
    }

    /// The previous and the next policy in the order of lists: by city, then by date.
    pub fn beside(&self, policy: usize) -> (Option<usize>, Option<usize>) {
        let city = self.city_index(policy);
        let own = &self.cities[city].policies;
        let at = own.iter().position(|&p| p == policy).unwrap_or_default();
        let former = || self.cities[..city].last()?.policies.last().copied();
        let following = || self.cities.get(city + 1)?.policies.first().copied();
        let previous = at.checked_sub(1).map(|at| own[at]).or_else(former);
        (previous, own.get(at + 1).copied().or_else(following))
    }

    /// The index of the city of a policy.
    pub fn city_index(&self, policy: usize) -> usize {
        self.of_city.get(policy).copied().unwrap_or_default()
    }

    /// The city of a policy.
    pub fn city_of(&self, policy: usize) -> &City {
        &self.cities[self.city_index(policy)]
    }

    /// Whether two policies are known to be of one city; a policy without a region never is.
    pub fn of_one_city(&self, one: usize, other: usize) -> bool {
        let city = self.city_index(one);
        city == self.city_index(other) && self.cities[city].region.is_some()
    }
}
