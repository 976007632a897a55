use std::collections::BTreeMap;

use aho_corasick::{AhoCorasick, MatchKind};
use rustc_hash::FxHashMap;
use serde::Deserialize;

use super::file::{At, EntryReport};

/// A topic (领域) of the two-level list.
#[derive(Clone, Debug)]
pub struct Topic {
    /// Stable id, such as `energy` or `pv`.
    pub id: String,
    /// Chinese name.
    pub name: String,
    /// English name.
    pub en: String,
    /// Id of the parent topic; `None` on the first level.
    pub parent: Option<String>,
}

/// A topic found in a text, with the evidence.
#[derive(Clone, Debug)]
pub struct TopicMatch<'a> {
    /// The topic's id.
    pub id: &'a str,
    /// Strength of the evidence; the strongest topic of a text has 1.
    pub weight: f64,
    /// The words it was found by.
    pub evidence: Vec<&'a str>,
}

/// An entry of `topics.yaml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TopicSpec {
    id: String,
    name: String,
    en: String,
    #[serde(default)]
    keywords: Vec<Keyword>,
    #[serde(default)]
    children: Vec<TopicSpec>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Keyword {
    Plain(String),
    Weighted { word: String, weight: f64 },
}

/// The topics.
#[derive(Debug, Default)]
pub struct Topics {
    all: Vec<Topic>,
    by_id: FxHashMap<String, usize>,
    words: Vec<String>,
    /// For every word the topics it speaks for and how strongly.
    speaks: Vec<Vec<(usize, f64)>>,
    finder: Option<AhoCorasick>,
}

/// Words of evidence with their strength, by index.
type TopicWords = Vec<(f64, usize)>;
/// The evidence for each topic, by index.
type Scores = BTreeMap<usize, (f64, TopicWords)>;

/// Weight of a word in a title relative to the text.
const TITLE: f64 = 4.0;
/// Minimum evidence for a further topic, as a share of the strongest topic's.
const SHARE: f64 = 0.3;
/// Maximum number of topics of a text.
const MOST: usize = 5;

impl Topics {
    pub(super) fn new(rows: Vec<TopicSpec>, report: EntryReport<'_>) -> Self {
        let mut topics = Self::default();
        let mut words: BTreeMap<String, Vec<(usize, f64)>> = BTreeMap::new();
        for row in &rows {
            topics.add(row, None, &mut words, &mut *report);
            for child in &row.children {
                topics.add(child, Some(&row.id), &mut words, &mut *report);
                for below in &child.children {
                    report(
                        format!("{} is on a third level; there are two", below.id),
                        At::Words(&below.id),
                    );
                }
            }
        }
        (topics.words, topics.speaks) = words.into_iter().unzip();
        // The longest word wins, so that 新能源汽车 is no evidence for 新能源.
        topics.finder = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .build(&topics.words)
            .ok();
        topics
    }

    fn add(
        &mut self,
        row: &TopicSpec,
        parent: Option<&str>,
        words: &mut BTreeMap<String, Vec<(usize, f64)>>,
        report: EntryReport<'_>,
    ) {
        if self.get(&row.id).is_some() {
            report(
                format!("the id {} stands twice", row.id),
                At::Again(&row.id),
            );
        }
        let n = self.all.len();
        let (id, name, en) = (row.id.clone(), row.name.clone(), row.en.clone());
        self.by_id.entry(id.clone()).or_insert(n);
        self.all.push(Topic {
            id,
            name,
            en,
            parent: parent.map(str::to_owned),
        });
        for keyword in &row.keywords {
            let (word, weight) = match keyword {
                Keyword::Plain(word) => (word, 1.0),
                Keyword::Weighted { word, weight } => (word, *weight),
            };
            words.entry(word.clone()).or_default().push((n, weight));
        }
    }

    /// The topics of a measure, the strongest first, by weighted words in title and text; a subtopic
    /// implies its parent.
    pub fn assign(&self, title: &str, text: &str) -> Vec<TopicMatch<'_>> {
        let Some(finder) = &self.finder else {
            return Vec::new();
        };
        let mut counts: BTreeMap<usize, f64> = BTreeMap::new();
        for (part, factor) in [(title, TITLE), (text, 1.0)] {
            let mut seen: BTreeMap<usize, usize> = BTreeMap::new();
            for found in finder.find_iter(part) {
                *seen.entry(found.pattern().as_usize()).or_default() += 1;
            }
            for (word, count) in seen {
                *counts.entry(word).or_default() += factor * (1.0 + (count as f64).ln());
            }
        }
        let mut scores: Scores = Scores::new();
        for (&word, &count) in &counts {
            for &(topic, weight) in &self.speaks[word] {
                let score = scores.entry(topic).or_default();
                score.0 += weight * count;
                score.1.push((weight * count, word));
            }
        }
        self.lift(&mut scores);
        let best = scores.values().map(|s| s.0).fold(0.0, f64::max);
        let mut found: Vec<(usize, f64, TopicWords)> = scores
            .into_iter()
            .filter(|(_, s)| s.0 >= best * SHARE && s.0 >= 1.0)
            .map(|(t, s)| (t, s.0, s.1))
            .collect();
        found.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        found.truncate(MOST);
        found
            .into_iter()
            .map(|(topic, score, mut words)| {
                words.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
                TopicMatch {
                    id: &self.all[topic].id,
                    weight: score / best,
                    evidence: words
                        .into_iter()
                        .map(|(_, word)| self.words[word].as_str())
                        .collect(),
                }
            })
            .collect()
    }

    /// Gives a topic the evidence of its subtopics if it is stronger than its own.
    fn lift(&self, scores: &mut Scores) {
        let finer: Vec<(usize, (f64, TopicWords))> = scores
            .iter()
            .filter_map(|(&topic, score)| {
                let parent = self.all[topic].parent.as_ref()?;
                let above = *self.by_id.get(parent)?;
                Some((above, score.clone()))
            })
            .collect();
        for (above, (score, words)) in finer {
            let own = scores.entry(above).or_default();
            own.0 += score * 0.6;
            own.1.extend(words);
        }
    }

    /// The topic with this id.
    pub fn get(&self, id: &str) -> Option<&Topic> {
        self.by_id.get(id).map(|&n| &self.all[n])
    }

    /// All topics, each followed by its children, in the order of the file.
    pub fn all(&self) -> &[Topic] {
        &self.all
    }

    /// The words that speak for a topic.
    pub fn words_of(&self, id: &str) -> Vec<&str> {
        let Some(&topic) = self.by_id.get(id) else {
            return Vec::new();
        };
        let words = self.words.iter().zip(&self.speaks);
        let own = words.filter(|(_, speaks)| speaks.iter().any(|(n, _)| *n == topic));
        own.map(|(word, _)| word.as_str()).collect()
    }

    /// The words of the list, for a segmenter.
    pub(super) fn names(&self) -> impl Iterator<Item = String> + '_ {
        self.words.iter().cloned()
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::REAL;

    #[test]
    fn finds_topics_with_their_evidence() {
        let ids = |title, text| {
            REAL.topics
                .assign(title, text)
                .into_iter()
                .map(|t| t.id.to_owned())
                .collect::<Vec<_>>()
        };
        let found = ids(
            "光伏沐光惠民行动",
            "加速推进整县整区光伏规模化开发，大力发展分布式光伏",
        );
        assert!(
            found.contains(&"pv".to_owned()) && found.contains(&"energy".to_owned()),
            "{found:?}"
        );
        let found = ids(
            "推广新能源和清洁能源交通装备",
            "逐步实现公交、出租等车辆新能源化，推广新能源汽车",
        );
        assert!(
            found.contains(&"transport".to_owned()) && !found.contains(&"pv".to_owned()),
            "{found:?}"
        );
        let found = ids("加强组织领导", "各级各部门要提高认识，落实责任。");
        assert_eq!(found.first().map(String::as_str), Some("organisation"));
        assert!(ids("其他", "无。").is_empty());
    }
}
