//! What many pages link to, each with its link made once.

use std::sync::{OnceLock, PoisonError, RwLock};

use rustc_hash::FxHashMap;

use super::Site;
use super::links::{self, Link};
use crate::atlas::{Atlas, Place};
use crate::model::Agency;
use crate::vocabulary::Vocabulary;

/// The links to all that has a page. Those to measures and bodies, the most, are made when a page first
/// shows them: after a change few pages are made.
pub struct PageLinks<'a> {
    /// Of the city of each document.
    cities: Vec<Link>,
    documents: Vec<Link>,
    /// Of each document's measures.
    measures: Vec<Vec<OnceLock<Link>>>,
    topics: FxHashMap<&'a str, Link>,
    indicators: FxHashMap<&'a str, Link>,
    /// Kinds of bodies, under the names of the vocabulary.
    kinds: FxHashMap<&'a str, Link>,
    /// Bodies by id and by name, as texts write it.
    bodies: RwLock<FxHashMap<String, FxHashMap<String, Link>>>,
}

impl<'a> PageLinks<'a> {
    /// Those of an atlas.
    pub fn of(atlas: &'a Atlas, vocabulary: &'a Vocabulary) -> Self {
        let policies = || atlas.policies.iter();
        let city = |policy| {
            let city = atlas.city_of(policy);
            let name = city.region.as_ref().map_or("", |region| &region.name);
            Link::new(links::city(&city.slug), name)
        };
        let topics = vocabulary.topics.all().iter();
        let indicators = vocabulary.indicators.all().iter();
        let kinds = vocabulary.agencies.all().iter();
        Self {
            cities: (0..atlas.policies.len()).map(city).collect(),
            documents: policies()
                .map(|p| Link::new(links::document(&p.id), &p.title))
                .collect(),
            measures: policies()
                .map(|p| vec![OnceLock::new(); p.measures.len()])
                .collect(),
            topics: topics
                .map(|t| (t.id.as_str(), Link::new(links::topic(&t.id), &t.name)))
                .collect(),
            indicators: indicators
                .map(|i| (i.id.as_str(), Link::new(links::indicator(&i.id), &i.name)))
                .collect(),
            kinds: kinds
                .map(|k| (k.id.as_str(), Link::new(links::agency(&k.id), &k.name)))
                .collect(),
            bodies: RwLock::default(),
        }
    }
}

impl Site<'_> {
    /// A link to the city of a policy.
    pub fn city_link(&self, policy: usize) -> Link {
        self.targets.cities[policy].clone()
    }

    /// A link to a policy.
    pub fn document_link(&self, policy: usize) -> Link {
        self.targets.documents[policy].clone()
    }

    /// A link to a measure.
    pub fn measure_link(&self, place: Place) -> Link {
        let made = &self.targets.measures[place.policy][place.item];
        let make = || {
            let found = self.atlas.measure(place);
            Link::new(links::measure(&found.id), &found.title)
        };
        made.get_or_init(make).clone()
    }

    /// A link to a topic.
    pub fn topic_link(&self, id: &str) -> Link {
        let known = self.targets.topics.get(id).cloned();
        known.unwrap_or_else(|| Link::new(links::topic(id), id))
    }

    /// A link to an indicator of the vocabulary.
    pub fn indicator_link(&self, id: &str) -> Option<Link> {
        self.targets.indicators.get(id).cloned()
    }

    /// A link to a kind of body of the vocabulary.
    pub fn kind_link(&self, id: &str) -> Option<Link> {
        self.targets.kinds.get(id).cloned()
    }

    /// A link to a body, under the name that the text writes.
    pub fn body_link(&self, body: &Agency) -> Link {
        let bodies = &self.targets.bodies;
        let known = bodies.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(link) = known.get(&body.agency).and_then(|own| own.get(&body.name)) {
            return link.clone();
        }
        drop(known);
        let made = Link::new(links::agency(&body.agency), &body.name);
        let mut known = bodies.write().unwrap_or_else(PoisonError::into_inner);
        let own = known.entry(body.agency.clone()).or_default();
        own.entry(body.name.clone()).or_insert(made).clone()
    }
}
