//! The addresses of records on the site, and the new addresses of records that moved.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use super::Revision;
use crate::model::{Measure, Policy, address};
use crate::vocabulary::Vocabulary;

/// Old addresses, each with the new one of the same record.
pub type Renamed = BTreeMap<String, String>;

/// The addresses of a policy, of its measures, and of the pages of its city, bodies, topics and
/// indicators, each with its title.
pub fn of(policy: &Policy, vocabulary: &Vocabulary) -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    all.insert(document(&policy.id), policy.title.clone());
    if let Some(region) = &policy.region
        && let Some(entry) = vocabulary.regions.get(&region.code)
    {
        all.insert(address::city(&entry.slug), region.name.clone());
    }
    let of_measures = policy.measures.iter().flat_map(|m| {
        let tasks = m.tasks.iter().flat_map(|t| &t.agencies);
        m.agencies.iter().chain(tasks)
    });
    for agency in of_measures.chain(policy.tasks.iter().flat_map(|t| &t.agencies)) {
        let kind = vocabulary.agencies.get(&agency.agency);
        let name = kind.map_or(&agency.name, |k| &k.name).clone();
        all.insert(address::agency(&agency.agency), name);
    }
    for m in &policy.measures {
        all.insert(measure(m), m.title.clone());
        for id in &m.topics {
            let topic = vocabulary.topics.get(id);
            let parent = topic.and_then(|t| vocabulary.topics.get(t.parent.as_deref()?));
            for known in topic.into_iter().chain(parent) {
                all.insert(address::topic(&known.id), known.name.clone());
                all.insert(address::compare(&known.id), known.name.clone());
            }
        }
    }
    for id in topics_beside_measures(policy, vocabulary) {
        let topic = vocabulary.topics.get(&id);
        let parent = topic.and_then(|t| vocabulary.topics.get(t.parent.as_deref()?));
        for known in topic.into_iter().chain(parent) {
            all.insert(address::topic(&known.id), known.name.clone());
        }
    }
    let indicators = policy.figures.iter().filter_map(|f| f.indicator.as_ref());
    for known in indicators.filter_map(|id| vocabulary.indicators.get(id)) {
        all.insert(address::indicator(&known.id), known.name.clone());
    }
    all
}

/// The topics of a policy's tasks and figures, which also have pages.
fn topics_beside_measures(policy: &Policy, vocabulary: &Vocabulary) -> BTreeSet<String> {
    let topics = &vocabulary.topics;
    let tasks = policy.tasks.iter().map(|task| ("", task.text.as_str()));
    let names = policy
        .figures
        .iter()
        .map(|figure| (figure.name.as_str(), ""));
    let assigned = tasks.chain(names).flat_map(|(title, text)| {
        let about = topics.assign(title, text);
        about.into_iter().map(|about| about.id.to_owned())
    });
    let indicators = policy.figures.iter().filter_map(|f| f.indicator.as_ref());
    let indicators = indicators.filter_map(|id| vocabulary.indicators.get(id));
    let of_indicators = indicators.flat_map(|indicator| indicator.topics.iter().cloned());
    assigned.chain(of_indicators).collect()
}

fn document(id: &str) -> String {
    address::document(id)
}

fn measure(m: &Measure) -> String {
    address::measure(&m.id)
}

/// Records with a new address. A document is the same if its bytes are, or if its file has another id; a
/// measure is the same if its document and its words are.
pub fn renamed(revisions: &[Revision<'_>]) -> Renamed {
    let mut renamed = Renamed::new();
    let new_ids: BTreeSet<&str> = revisions
        .iter()
        .filter_map(|r| r.new)
        .map(|p| p.id.as_str())
        .collect();
    for old in revisions.iter().filter_map(|r| r.old) {
        let same = |new: &&Policy| {
            if new_ids.contains(old.id.as_str()) {
                new.id == old.id
            } else {
                new.source.sha256 == old.source.sha256 || new.source.file == old.source.file
            }
        };
        let Some(new) = revisions.iter().filter_map(|r| r.new).find(same) else {
            continue;
        };
        if old.id != new.id {
            renamed.insert(document(&old.id), document(&new.id));
        }
        let only = Only::of(new);
        for m in &old.measures {
            if let Some(now) = only.now(m, old)
                && now.id != m.id
            {
                renamed.insert(measure(m), measure(now));
            }
        }
    }
    renamed
}

/// The measures of a document by text, title and path; `None` where several measures share a key.
struct Only<'a> {
    id: &'a str,
    by_text: ByWords<'a>,
    by_title: ByWords<'a>,
    /// By the address without the id of the document.
    by_path: ByWords<'a>,
}

type ByWords<'a> = FxHashMap<&'a str, Option<&'a Measure>>;

impl<'a> Only<'a> {
    fn of(policy: &'a Policy) -> Self {
        let by = |words: &dyn Fn(&'a Measure) -> Option<&'a str>| {
            let mut all = ByWords::default();
            for measure in &policy.measures {
                if let Some(words) = words(measure) {
                    let more = all.contains_key(words);
                    all.insert(words, (!more).then_some(measure));
                }
            }
            all
        };
        Self {
            id: &policy.id,
            by_text: by(&|m| Some(m.text.as_str()).filter(|text| !text.is_empty())),
            by_title: by(&|m| Some(m.title.as_str())),
            by_path: by(&|m| m.id.strip_prefix(&policy.id)),
        }
    }

    /// The new version of a measure of `old`, found by text, else by title. If the document has another
    /// id, a measure is also found by its number.
    fn now(&self, m: &Measure, old: &Policy) -> Option<&'a Measure> {
        let find = |all: &ByWords<'a>, words: &str| all.get(words).copied().flatten();
        find(&self.by_text, &m.text)
            .or_else(|| find(&self.by_title, &m.title))
            .or_else(|| {
                let path = m.id.strip_prefix(&old.id)?;
                let other = old.id != self.id;
                find(&self.by_path, path).filter(|_| other)
            })
    }
}
