use std::cmp::Reverse;
use std::collections::BTreeSet;

use serde::Serialize;

use crate::site::Site;
use crate::site::links::Link;
use crate::site::page::Page;

/// The page of the search before anything is asked.
#[derive(Serialize)]
struct SearchPage {
    examples: Vec<String>,
    /// Those with most measures.
    topics: Vec<TopicLink>,
}

#[derive(Serialize)]
struct TopicLink {
    link: Link,
    measures: usize,
}

/// Topics on the page.
const TOPICS: usize = 12;
/// Examples of each kind: of topics and of indicators.
const EXAMPLES: usize = 3;
/// Characters of an example at most.
const LONGEST: usize = 10;

/// The page of the search.
pub fn page(site: &Site<'_>) -> Page {
    let mut topics: Vec<_> = site.atlas.topics.iter().collect();
    topics.retain(|topic| !topic.measures.is_empty());
    topics.sort_by_key(|topic| Reverse(topic.measures.len()));
    let topics = topics.into_iter().take(TOPICS).map(|topic| TopicLink {
        link: site.topic_link(&topic.id),
        measures: topic.measures.len(),
    });
    let view = SearchPage {
        examples: examples(site),
        topics: topics.collect(),
    };
    Page::new("search/", "search.html", &view)
}

/// Words that find something here: narrow topics with most measures, and indicators of most cities.
pub fn examples(site: &Site<'_>) -> Vec<String> {
    let atlas = site.atlas;
    let is_short = |name: &str| name.chars().count() <= LONGEST;
    let mut topics: Vec<_> = atlas.topics.iter().collect();
    // A name of two things finds neither.
    topics.retain(|topic| {
        topic.parent.is_some() && is_short(&topic.name) && !topic.name.contains(['与', '和', '、'])
    });
    topics.retain(|topic| {
        topic
            .standings
            .iter()
            .any(|own| own.mentions > 0 || own.measures > 0)
    });
    topics.sort_by_key(|topic| Reverse(topic.measures.len()));
    let topics = topics
        .into_iter()
        .filter(|topic| !topic.measures.is_empty());
    let topics = topics.take(EXAMPLES).map(|topic| topic.name.clone());
    let cities = |entry: &crate::atlas::IndicatorEntry| -> usize {
        let places = entry
            .points()
            .map(|point| atlas.policies[point.figure.policy].region.as_ref());
        let codes: BTreeSet<&str> = places
            .flatten()
            .map(|region| region.code.as_str())
            .collect();
        codes.len()
    };
    let mut indicators: Vec<_> = atlas.indicators.iter().collect();
    indicators.retain(|entry| is_short(&entry.name));
    indicators.sort_by_key(|entry| Reverse((cities(entry), entry.points().count())));
    let indicators = indicators.into_iter().take(EXAMPLES);
    topics
        .chain(indicators.map(|entry| entry.name.clone()))
        .collect()
}
