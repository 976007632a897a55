//! The document of a site that a reference names, by number or title. Only what is sure is resolved.

use rustc_hash::{FxHashMap, FxHashSet};

use super::ReferenceTarget;
use super::title_key::{TitleKey, number_key, region_of_body};
use crate::model::{Policy, Reference, Relation};
use crate::vocabulary::{RegionEntry, Vocabulary};

/// Marks at which the words that belong to a title begin.
const BEFORE_TITLE: [char; 10] = ['，', ',', '：', '；', '。', '、', '》', '（', '(', '“'];

/// The region whose document a reference names.
#[derive(Clone, Debug, PartialEq, Eq)]
enum NamedRegion {
    /// The reference does not say: its own region or one above.
    Open,
    /// The one with this code.
    Region(String),
    /// One that is not known.
    Unknown,
}

/// The documents of a site by numbers and titles.
pub struct Resolver<'a> {
    policies: &'a [Policy],
    vocabulary: &'a Vocabulary,
    keys: Vec<Option<TitleKey>>,
    by_number: FxHashMap<String, Vec<usize>>,
    by_words: FxHashMap<String, Vec<usize>>,
}

impl<'a> Resolver<'a> {
    /// A resolver for the references of these documents to each other.
    pub fn new(policies: &'a [Policy], vocabulary: &'a Vocabulary) -> Self {
        let key = |policy: &Policy| {
            TitleKey::of(&policy.title, &vocabulary.regions, &vocabulary.references)
        };
        let keys: Vec<Option<TitleKey>> = policies.iter().map(key).collect();
        let mut by_number: FxHashMap<String, Vec<usize>> = FxHashMap::default();
        let mut by_words: FxHashMap<String, Vec<usize>> = FxHashMap::default();
        for (n, policy) in policies.iter().enumerate() {
            if let Some(number) = &policy.document_number {
                by_number.entry(number_key(number)).or_default().push(n);
            }
            if let Some(key) = &keys[n] {
                by_words.entry(key.words.clone()).or_default().push(n);
            }
        }
        Self {
            policies,
            vocabulary,
            keys,
            by_number,
            by_words,
        }
    }

    /// The document that a reference of the document `from` names.
    pub fn resolve(&self, from: usize, reference: &Reference) -> ReferenceTarget {
        let key = self.key(&reference.title);
        let words = key.as_ref().map(|key| key.words.as_str());
        let by_number = self.with_number(reference, words);
        match by_number[..] {
            [one] if one == from => return ReferenceTarget::Own,
            [one] => return ReferenceTarget::Held(one),
            [] => {}
            _ => return ReferenceTarget::Several,
        }
        let Some(key) = key else {
            return ReferenceTarget::NotHeld;
        };
        let asked = self.asked(from, reference, &key);
        let named = self.by_words.get(&key.words).map_or(&[][..], Vec::as_slice);
        let fits = |held: &usize| self.fits(from, *held, reference, &asked);
        let mut fitting: Vec<usize> = named.iter().copied().filter(fits).collect();
        // What a text repeals is never the text itself, but may be its former edition.
        if fitting.contains(&from) && reference.relation != Relation::Repeals {
            return ReferenceTarget::Own;
        }
        fitting.retain(|held| *held != from);
        match fitting[..] {
            [] => ReferenceTarget::NotHeld,
            [one] => ReferenceTarget::Held(one),
            _ => ReferenceTarget::Several,
        }
    }

    fn key(&self, title: &str) -> Option<TitleKey> {
        TitleKey::of(title, &self.vocabulary.regions, &self.vocabulary.references)
    }

    /// The documents with the number of a reference whose titles agree with its title.
    fn with_number(&self, reference: &Reference, words: Option<&str>) -> Vec<usize> {
        let number = reference.document_number.as_deref().map(number_key);
        let held = number.and_then(|number| self.by_number.get(&number));
        let agrees = |held: &&usize| {
            let own = self.keys[**held].as_ref();
            match (own, words) {
                (Some(own), Some(words)) => are_alike(&own.words, words),
                _ => false,
            }
        };
        held.map_or(Vec::new(), |held| {
            held.iter().filter(agrees).copied().collect()
        })
    }

    /// Whether a document with the words of a reference's title can be the one that it names.
    fn fits(&self, from: usize, held: usize, reference: &Reference, asked: &NamedRegion) -> bool {
        let (own, other) = (&self.policies[from], &self.policies[held]);
        let numbers = (&reference.document_number, &other.document_number);
        if let (Some(named), Some(number)) = numbers
            && number_key(named) != number_key(number)
        {
            return false;
        }
        // A text cannot know a later one: that would be another edition.
        if let (Some(day), Some(later)) = (own.dated(), other.dated())
            && later.is_after(day)
        {
            return false;
        }
        let in_title = self.keys[held]
            .as_ref()
            .and_then(|key| key.region.as_deref());
        let region = other.region.as_ref().map(|region| region.code.as_str());
        let nation = self.vocabulary.regions.nation();
        let is_nation = |code: &str| nation.is_some_and(|nation| nation.region.code == code);
        match asked {
            NamedRegion::Unknown => false,
            NamedRegion::Region(code) => region == Some(code) || in_title == Some(code),
            // A title with the name of its region is not cited without it: 《“十四五”生态环境保护规划》 in a text of
            // a province is the national one.
            NamedRegion::Open if in_title.is_some_and(|code| !is_nation(code)) => false,
            NamedRegion::Open => region.is_some_and(|code| {
                is_nation(code) || self.lineage(from).any(|above| above.region.code == code)
            }),
        }
    }

    /// The region of a document and those above it, without the nation.
    fn lineage(&self, policy: usize) -> impl Iterator<Item = &'a RegionEntry> {
        let regions = &self.vocabulary.regions;
        let own = self.policies[policy].region.as_ref();
        let own = own.and_then(|own| regions.get(&own.code));
        std::iter::successors(own, |entry| regions.parent(&entry.region.code))
    }

    /// The region whose document a reference names: by its title, else by the body before it.
    fn asked(&self, from: usize, reference: &Reference, key: &TitleKey) -> NamedRegion {
        if let Some(region) = &key.region {
            return NamedRegion::Region(region.clone());
        }
        let place = reference.quote.find(&format!("《{}》", reference.title));
        let before = place.map_or("", |at| &reference.quote[..at]);
        let before = before.rsplit(BEFORE_TITLE).next().unwrap_or_default();
        match key.issuer.is_empty() {
            true => self.asked_by(from, before),
            false => self.asked_by(from, &key.issuer),
        }
    }

    /// The region that the words before a title name: 「按照深圳市」, 「落实省政府」, 「根据国家发展改革委」.
    fn asked_by(&self, from: usize, words: &str) -> NamedRegion {
        let (regions, list) = (&self.vocabulary.regions, &self.vocabulary.references);
        if let Some((region, _)) = regions.named_in(words).last() {
            return NamedRegion::Region(region.region.code.clone());
        }
        let national = list.national.iter().any(|body| words.contains(&**body));
        if national && let Some(nation) = regions.nation() {
            return NamedRegion::Region(nation.region.code.clone());
        }
        if let Some(code) = region_of_body(words, regions, list) {
            return NamedRegion::Region(code);
        }
        let level = words.char_indices().find(|&(at, c)| {
            matches!(c, '省' | '市' | '县' | '区' | '州' | '旗' | '盟')
                && list.are_bodies(&words[at..])
        });
        let Some((at, c)) = level else {
            return NamedRegion::Open;
        };
        let is_autonomous = words[..at].ends_with("自治");
        let is_named = |entry: &&RegionEntry| {
            let name = entry.region.name.as_str();
            let autonomous = name.ends_with("自治区");
            match c {
                '省' => name.ends_with('省') || autonomous,
                '区' if is_autonomous => autonomous,
                '区' => (name.ends_with('区') || name.ends_with('县')) && !autonomous,
                c => name.ends_with(c),
            }
        };
        let named = self.lineage(from).find(is_named);
        named.map_or(NamedRegion::Unknown, |entry| {
            NamedRegion::Region(entry.region.code.clone())
        })
    }
}

/// Whether two titles share at least half of the pairs of characters of the shorter one.
fn are_alike(one: &str, other: &str) -> bool {
    let pairs = |words: &str| -> FxHashSet<(char, char)> {
        words.chars().zip(words.chars().skip(1)).collect()
    };
    let (one, other) = (pairs(one), pairs(other));
    2 * one.intersection(&other).count() >= one.len().min(other.len()).max(1)
}
