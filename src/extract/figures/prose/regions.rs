//! Lists of regions: in 「建设抽水蓄能电站，乌海120万千瓦、包头120万千瓦」 one clause names the things counted for all regions.

use super::super::{list, name};
use super::naming::Reading;
use super::place::RunPlace;
use super::{Paragraph, State};
use crate::vocabulary::{Class, Vocabulary};

impl Paragraph<'_> {
    /// Appends the things counted by a list of regions to one region's name.
    pub(super) fn name_region(
        &self,
        reading: &mut Reading,
        place: &RunPlace<'_>,
        state: &mut State,
    ) {
        let listed = state.of_regions.is_some() && self.looks_like_region(&reading.name);
        let told = state.of_regions.take();
        if listed || self.is_region(&reading.name) {
            state.of_regions = told.or_else(|| Some(self.of_regions(place, state)));
        }
        if let Some(things) = state.of_regions.as_ref().filter(|t| !t.is_empty()) {
            reading.name.push_str(things);
            reading.inherits = true;
        }
    }

    /// Whether a name is only a region.
    pub(super) fn is_region(&self, name: &str) -> bool {
        is_region(name, self.words)
    }

    /// Whether a short name ends like a region that the vocabulary may not list: 沈抚示范区.
    pub(super) fn looks_like_region(&self, name: &str) -> bool {
        const SHORT: usize = 6;
        let ends = self.words.grammar.ending(Class::Spread, name).is_some();
        ends && name.chars().count() <= SHORT
    }

    /// The words behind the regions that a name begins with.
    fn after_region<'n>(&self, name: &'n str) -> &'n str {
        after_region(name, self.words)
    }

    /// The things that a list of regions counts: those behind its last number, else those named before
    /// it.
    pub(super) fn of_regions(&self, place: &RunPlace<'_>, state: &State) -> String {
        const ITEM: usize = 5;
        let end = place.sentence.end;
        let mut last = place.run.end;
        let next = |from: usize| (from..end.min(from + ITEM)).find(|n| self.amount(*n).is_some());
        while let Some(number) = next(last) {
            last = self.run(number, end).end;
        }
        let closed = |n: &usize| self.tokens[*n].symbol == b')';
        let behind = last + (last..end).take_while(closed).count();
        let (things, _) = name::behind(self.text, &self.tokens[behind..end], &self.words.grammar);
        let things = things.trim_start_matches('等');
        let named = state.named.iter().rev().map(|n| self.without_regions(n));
        let found = [things].into_iter().chain(named);
        let found = found.map(str::to_owned).find(|n| !n.is_empty());
        let other = |name: &str| !self.is_region(name);
        let earlier = || self.earlier(place, place.sentence.start, other);
        let found = found.unwrap_or_else(earlier);
        match found.is_empty() {
            true => self.headed(place.sentence.start),
            false => found,
        }
    }

    /// The run-in heading before a sentence: 「生活垃圾处理处置工程。大连市（2250吨/日）」.
    fn headed(&self, sentence: usize) -> String {
        let before = &self.tokens[..sentence.saturating_sub(1)];
        let start = before.iter().rposition(|t| b".,:;N".contains(&t.symbol));
        let heading = &before[start.map_or(0, |n| n + 1)..];
        match start.map(|n| before[n].symbol) {
            None | Some(b'.') => name::clean(self.text, heading, true, &self.words.grammar),
            _ => String::new(),
        }
    }

    /// A name without the list of regions that it begins with: 「崂山区、黄岛区碳排放」.
    fn without_regions<'n>(&self, name: &'n str) -> &'n str {
        let first = name.split('、').next().unwrap_or_default();
        let listed = self.after_region(first).is_empty() && name.contains('、');
        let last = name.rsplit('、').next().unwrap_or_default();
        let things = self.after_region(if listed { last } else { name });
        // 「划定禁止生产区域沈阳市422亩」
        let mut ends = things.char_indices().skip(1).map(|(at, _)| at);
        let region = ends.find(|at| self.after_region(&things[*at..]).is_empty());
        &things[..region.unwrap_or(things.len())]
    }
}

/// Whether a name is only a region: 「沈阳市」「锦州市义县」「西海岸新区、城阳区」.
pub fn is_region(name: &str, words: &Vocabulary) -> bool {
    const SHORT: usize = 6;
    let names = list::split(name);
    let short = names.iter().all(|n| n.chars().count() <= SHORT);
    let last = names.last().filter(|_| short);
    last.is_some_and(|n| after_region(n, words).is_empty())
}

/// The words behind the regions that a text begins with.
fn after_region<'n>(name: &'n str, words: &Vocabulary) -> &'n str {
    let mut rest = name;
    while let Some((_, len)) = words.regions.after(&name[..name.len() - rest.len()], rest) {
        rest = &rest[len..];
    }
    rest
}
