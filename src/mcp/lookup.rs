//! What the names in arguments mean: ids and names of documents, places, indicators and topics.

use super::answer::line;
use super::arguments::NAME;
use super::published::SiteReader;
use crate::atlas::{IndicatorEntry, TopicEntry};
use crate::search::plain;

/// Names that are told where one is not known.
const TOLD: usize = 40;

/// An indicator that was asked for.
pub enum NamedIndicator<'a> {
    /// One with figures.
    Entry(&'a IndicatorEntry),
    /// One that the vocabulary knows and no text has a figure of: id and name.
    Unused(&'a str, &'a str),
}

impl<'a> SiteReader<'a> {
    /// The document that an argument names by its id.
    ///
    /// # Errors
    /// That there is none, with the ids of those that there are.
    pub fn named_document(&self, id: &str) -> Result<usize, String> {
        let own = |id: &str| self.document(id);
        // The id of a measure or figure names its document, too.
        let before = id.split(['/', '#']).next().unwrap_or_default();
        own(id).or_else(|| own(before)).ok_or_else(|| {
            let ids = self.atlas().policies.iter().map(|p| p.id.as_str());
            unknown("document", id, ids)
        })
    }

    /// The places that arguments name: by name, short name, code or part of an address.
    ///
    /// # Errors
    /// The first that is not known, with the places that there are.
    pub fn named_places(&self, names: &[&str]) -> Result<Vec<usize>, String> {
        let cities = &self.atlas().cities;
        let place = |name: &&str| {
            let wanted = plain(name);
            let is_it = |city: &crate::atlas::City| {
                let Some(region) = &city.region else {
                    return city.slug == *name;
                };
                let own = plain(&region.name);
                city.slug == *name
                    || region.code == *name
                    || own == wanted
                    || crate::vocabulary::short_name(&region.name)
                        .is_some_and(|short| plain(short) == wanted)
            };
            cities.iter().position(is_it).ok_or_else(|| {
                let known = cities.iter().filter_map(|city| city.region.as_ref());
                unknown("place", name, known.map(|region| region.name.as_str()))
            })
        };
        names.iter().map(place).collect()
    }

    /// The indicator that an argument names: by id, name or another name.
    ///
    /// # Errors
    /// That there is none, with those that have a part of the name, or all.
    pub fn named_indicator(&self, given: &str) -> Result<NamedIndicator<'a>, String> {
        let vocabulary = &self.published.vocabulary;
        let wanted = plain(given);
        let is_it = |own: &&crate::vocabulary::Indicator| {
            own.id == given
                || plain(&own.name) == wanted
                || plain(&own.en) == wanted
                || own.aliases.iter().any(|alias| plain(alias) == wanted)
        };
        let known = vocabulary.indicators.all().iter().find(is_it);
        let known = known.or_else(|| vocabulary.indicators.find(given, None));
        let entries = &self.atlas().indicators;
        match known {
            Some(known) => Ok(match entries.iter().find(|entry| entry.id == known.id) {
                Some(entry) => NamedIndicator::Entry(entry),
                None => NamedIndicator::Unused(&known.id, &known.name),
            }),
            None => Err(unknown(
                "indicator",
                given,
                near(entries.iter().map(|e| &*e.name), &wanted),
            )),
        }
    }

    /// The topic that an argument names: by id, name or one of its words.
    ///
    /// # Errors
    /// That there is none, with those that there are.
    pub fn named_topic(&self, given: &str) -> Result<&'a TopicEntry, String> {
        let wanted = plain(given);
        let topics = &self.atlas().topics;
        let by_name = topics.iter().find(|topic| {
            topic.id == given || plain(&topic.name) == wanted || plain(&topic.en) == wanted
        });
        let vocabulary = &self.published.vocabulary;
        let has_word = |topic: &&TopicEntry| {
            let mut words = vocabulary.words_of_topic(&topic.id).into_iter();
            words.any(|word| plain(word) == wanted)
        };
        by_name
            .or_else(|| topics.iter().find(has_word))
            .ok_or_else(|| {
                let names = topics.iter().map(|topic| topic.name.as_str());
                unknown("topic", given, near(names, &wanted))
            })
    }
}

/// The names that share two letters with the wanted one; all where none does.
fn near<'n>(names: impl Iterator<Item = &'n str>, wanted: &str) -> impl Iterator<Item = &'n str> {
    let letters: Vec<char> = wanted.chars().collect();
    let pairs: Vec<String> = letters.windows(2).map(|two| two.iter().collect()).collect();
    let all: Vec<&str> = names.collect();
    let shares = |name: &&str| {
        let name = plain(name);
        pairs.iter().any(|pair| name.contains(pair.as_str()))
    };
    let close: Vec<&str> = all.iter().copied().filter(|name| shares(name)).collect();
    match close.is_empty() {
        true => all.into_iter(),
        false => close.into_iter(),
    }
}

/// That something is not known, with the first of what is.
pub fn unknown<'n>(what: &str, given: &str, known: impl Iterator<Item = &'n str>) -> String {
    let mut names: Vec<String> = known.take(TOLD + 1).map(|name| line(name, NAME)).collect();
    let more = match names.len() > TOLD {
        true => ", …",
        false => "",
    };
    names.truncate(TOLD);
    let given = line(given, NAME);
    match names.is_empty() {
        true => format!("there is no {what} “{given}” on this site, and no other"),
        false => format!(
            "there is no {what} “{given}” on this site; there are: {}{more}",
            names.join(", ")
        ),
    }
}
