//! Coverage of each topic by each city's texts: measures, rows of task lists, figures, or mentions. A
//! topic counts as absent only if neither its words nor their synonyms occur.

use std::collections::{BTreeMap, BTreeSet};

use aho_corasick::AhoCorasick;
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::Place;
use crate::model::{Block, Policy};
use crate::vocabulary::Vocabulary;

/// The coverage of a topic by the texts of a city.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TopicCoverage {
    /// The number of measures about it.
    pub measures: usize,
    /// Rows of task lists about it that belong to no single measure.
    pub tasks: Vec<Spot>,
    /// Figures of its indicators, or with a name on the topic.
    pub figures: Vec<Place>,
    /// The number of paragraphs and rows that contain its words.
    pub mentions: usize,
    /// The first of these mentions.
    pub passages: Vec<Spot>,
    /// Whether the words of the parent topic occur anywhere.
    pub subject: bool,
}

impl TopicCoverage {
    /// Whether anything was found.
    pub fn is_covered(&self) -> bool {
        self.measures + self.mentions + self.tasks.len() + self.figures.len() > 0
    }
}

/// A line of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot {
    /// Index in [`super::Atlas::policies`].
    pub policy: usize,
    /// Its line in the seed.
    pub line: usize,
}

/// Maximum number of passages kept for a topic and city.
const PASSAGES: usize = 5;

/// The coverage of each topic (by id) by each city, measures apart; `of_city` holds the city of each
/// policy.
pub fn of(
    policies: &[Policy],
    vocabulary: &Vocabulary,
    (of_city, cities): (&[usize], usize),
) -> FxHashMap<String, Vec<TopicCoverage>> {
    let words = TopicMatcher::of(vocabulary);
    let found: Vec<TopicMatches> = policies
        .par_iter()
        .enumerate()
        .map(|(n, policy)| words.found(n, policy, vocabulary))
        .collect();
    let topics = vocabulary.topics.all();
    let mut all = vec![vec![TopicCoverage::default(); cities]; topics.len()];
    for (found, &city) in found.into_iter().zip(of_city) {
        for (topic, own) in found {
            let standing = &mut all[topic][city];
            standing.mentions += own.lines.len();
            let free = PASSAGES.saturating_sub(standing.passages.len());
            let first = own.lines.into_iter().take(free);
            standing.passages.extend(first.map(|line| Spot {
                policy: own.policy,
                line,
            }));
            standing.tasks.extend(own.tasks);
            standing.figures.extend(own.figures);
        }
    }
    let place: BTreeMap<&str, usize> = topics.iter().map(|t| t.id.as_str()).zip(0..).collect();
    for (n, topic) in topics.iter().enumerate() {
        let subject = topic.parent.as_deref().and_then(|id| place.get(id));
        let subject = &all[*subject.unwrap_or(&n)];
        let told: Vec<bool> = subject.iter().map(TopicCoverage::is_covered).collect();
        for (standing, told) in all[n].iter_mut().zip(told) {
            standing.subject = told;
        }
    }
    let ids = topics.iter().map(|topic| topic.id.clone());
    ids.zip(all).collect()
}

/// The coverage of a topic by a document.
#[derive(Default)]
struct DocumentTopic {
    policy: usize,
    lines: BTreeSet<usize>,
    tasks: Vec<Spot>,
    figures: Vec<Place>,
}

/// The coverage of each mentioned topic, by number.
type TopicMatches = BTreeMap<usize, DocumentTopic>;

/// The words of all topics.
struct TopicMatcher {
    finder: Option<AhoCorasick>,
    /// For each word its topics and their parents.
    topics: Vec<Vec<usize>>,
    /// For each topic by id its number and its parent's.
    numbers: FxHashMap<String, Vec<usize>>,
}

impl TopicMatcher {
    fn of(vocabulary: &Vocabulary) -> Self {
        let all = vocabulary.topics.all();
        let place = |id: &str| all.iter().position(|topic| topic.id == id);
        let above = |n: usize| all[n].parent.as_deref().and_then(place);
        let numbers: FxHashMap<String, Vec<usize>> = (0..all.len())
            .map(|n| (all[n].id.clone(), [n].into_iter().chain(above(n)).collect()))
            .collect();
        let mut words: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
        for topic in all {
            for word in vocabulary.words_of_topic(&topic.id) {
                let topics = words.entry(plain(word)).or_default();
                topics.extend(&numbers[&topic.id]);
            }
        }
        words.remove("");
        let (words, topics): (Vec<String>, Vec<BTreeSet<usize>>) = words.into_iter().unzip();
        Self {
            finder: AhoCorasick::new(&words).ok(),
            topics: topics
                .into_iter()
                .map(|own| own.into_iter().collect())
                .collect(),
            numbers,
        }
    }

    /// The topics that have a word in the text.
    fn in_text(&self, text: &str) -> BTreeSet<usize> {
        let text = plain(text);
        let finder = self.finder.iter();
        let found = finder.flat_map(|finder| finder.find_overlapping_iter(&text));
        found
            .flat_map(|word| &self.topics[word.pattern().as_usize()])
            .copied()
            .collect()
    }

    /// The coverage of the topics by a document.
    fn found(&self, n: usize, policy: &Policy, vocabulary: &Vocabulary) -> TopicMatches {
        let mut found = TopicMatches::new();
        fn own(found: &mut TopicMatches, policy: usize, topic: usize) -> &mut DocumentTopic {
            let own = found.entry(topic).or_default();
            own.policy = policy;
            own
        }
        for (text, line) in pieces(policy) {
            for topic in self.in_text(&text) {
                own(&mut found, n, topic).lines.insert(line);
            }
        }
        for task in &policy.tasks {
            for about in vocabulary.topics.assign("", &task.text) {
                let spot = Spot {
                    policy: n,
                    line: task.lines.first,
                };
                let topic = self.numbers[about.id][0];
                own(&mut found, n, topic).tasks.push(spot);
            }
        }
        for (item, figure) in policy.figures.iter().enumerate() {
            let indicator = figure.indicator.as_deref();
            let indicator = indicator.and_then(|id| vocabulary.indicators.get(id));
            let named = vocabulary.topics.assign(&figure.name, "");
            let ids = indicator
                .into_iter()
                .flat_map(|i| i.topics.iter().map(String::as_str));
            let ids = ids.chain(named.iter().map(|about| about.id));
            let topics: BTreeSet<usize> = ids
                .filter_map(|id| self.numbers.get(id))
                .flatten()
                .copied()
                .collect();
            for topic in topics {
                own(&mut found, n, topic)
                    .figures
                    .push(Place { policy: n, item });
            }
        }
        found
    }
}

/// The text without spaces, which texts have between any two characters.
fn plain(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// All texts of a document, each with its first line.
fn pieces(policy: &Policy) -> Vec<(String, usize)> {
    let first = policy.blocks.first().map_or(1, |block| block.lines().first);
    let mut pieces = vec![(policy.title.clone(), first)];
    for block in &policy.blocks {
        let line = block.lines().first;
        match block {
            Block::Title { text, .. } | Block::Paragraph { text, .. } => {
                pieces.push((text.clone(), line));
            }
            Block::Heading { title, .. } => pieces.push((title.clone(), line)),
            Block::Table { .. } => {}
        }
    }
    for table in &policy.tables {
        pieces.extend(table.caption.iter().map(|c| (c.clone(), table.lines.first)));
        pieces.push((table.header.join("\n"), table.lines.first));
        let rows = table.rows.iter();
        pieces.extend(rows.map(|row| (row.cells.join("\n"), row.lines.first)));
    }
    pieces
}
