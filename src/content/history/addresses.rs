//! The addresses that records have on the site, and where records went that have another now.

use std::collections::{BTreeMap, BTreeSet};

use super::Revision;
use crate::model::{Measure, Policy};
use crate::vocabulary::Vocabulary;

/// Old addresses and the new ones of the same records.
pub type Renamed = BTreeMap<String, String>;

/// The addresses of a policy and its measures with their titles, and of what the policy gives a page
/// to: its city, bodies, topics, indicators.
pub fn of(policy: &Policy, vocabulary: &Vocabulary) -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    all.insert(document(&policy.id), policy.title.clone());
    if let Some(region) = &policy.region
        && let Some(entry) = vocabulary.regions.get(&region.code)
    {
        all.insert(format!("cities/{}/", entry.slug), region.name.clone());
    }
    let of_measures = policy.measures.iter().flat_map(|m| {
        let tasks = m.tasks.iter().flat_map(|t| &t.agencies);
        m.agencies.iter().chain(tasks)
    });
    for agency in of_measures.chain(policy.tasks.iter().flat_map(|t| &t.agencies)) {
        let kind = vocabulary.agencies.get(&agency.agency);
        let name = kind.map_or(&agency.name, |k| &k.name).clone();
        all.insert(format!("agencies/{}/", agency.agency), name);
    }
    for m in &policy.measures {
        all.insert(measure(m), m.title.clone());
        for id in &m.topics {
            let topic = vocabulary.topics.get(id);
            let parent = topic.and_then(|t| vocabulary.topics.get(t.parent.as_deref()?));
            for known in topic.into_iter().chain(parent) {
                all.insert(format!("topics/{}/", known.id), known.name.clone());
                all.insert(format!("compare/{}/", known.id), known.name.clone());
            }
        }
    }
    let indicators = policy.figures.iter().filter_map(|f| f.indicator.as_ref());
    for known in indicators.filter_map(|id| vocabulary.indicators.get(id)) {
        all.insert(format!("indicators/{}/", known.id), known.name.clone());
    }
    all
}

fn document(id: &str) -> String {
    format!("documents/{id}/")
}

fn measure(m: &Measure) -> String {
    format!("measures/{}/", m.id)
}

/// Records that have another address now. A document is the same where its bytes are, or its file
/// has another id; a measure where its document and its words are.
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
        for m in &old.measures {
            if let Some(now) = moved(m, old, new)
                && now.id != m.id
            {
                renamed.insert(measure(m), measure(now));
            }
        }
    }
    renamed
}

/// A measure of `new` with the words of one of `old`: its text, else its title, else, under another
/// id of the document, its number. Words that two measures have tell nothing.
fn moved<'a>(m: &Measure, old: &Policy, new: &'a Policy) -> Option<&'a Measure> {
    let only = |fits: &dyn Fn(&Measure) -> bool| {
        let mut found = new.measures.iter().filter(|n| fits(n));
        found.next().filter(|_| found.next().is_none())
    };
    only(&|n| !n.text.is_empty() && n.text == m.text)
        .or_else(|| only(&|n| n.title == m.title))
        .or_else(|| {
            let path = m.id.strip_prefix(&old.id)?;
            let same = old.id != new.id;
            only(&|n| same && n.id.strip_prefix(&new.id) == Some(path))
        })
}
