//! Help for queries with few or no results: words that do not occur, results without the filters or the
//! place, and the places with texts.

use super::hit::{Answer, FoundElsewhere};
use super::index::{Index, OpenError};
use super::plan::{QueryPlan, Unit};
use super::ranking::RankedRecords;

impl Index {
    /// Adds alternatives for missing words and results to an answer.
    ///
    /// # Errors
    /// If the index turns out to be damaged.
    pub(super) fn help(
        &self,
        plan: &QueryPlan,
        ranked: &RankedRecords,
        answer: &mut Answer,
    ) -> Result<(), OpenError> {
        for word in &ranked.missing {
            let alike = self.guide.sounding_like(word);
            let topics = self.guide.topics_of(word).into_iter();
            let topics: Vec<String> = topics.map(|id| self.label("topic", &id)).collect();
            if !alike.is_empty() {
                answer.sounding_like.insert(word.clone(), alike);
            }
            if !topics.is_empty() {
                answer.topics.insert(word.clone(), topics);
            }
            let near = self.guide.nearest(word);
            answer.nearest.insert(word.clone(), near);
        }
        if ranked.complete == 0 {
            self.elsewhere(plan, answer)?;
        }
        let is_place = |unit: &Unit| self.guide.near.places.contains(&unit.text);
        let little = ranked.complete == 0;
        let unheld = plan.unknown.iter().any(|filter| filter.field == "city");
        if unheld || little && plan.units.iter().any(is_place) {
            let cities = self.guide.values.get("city").into_iter().flatten();
            answer.held = cities.map(|city| city.label.clone()).collect();
        }
        Ok(())
    }

    fn elsewhere(&self, plan: &QueryPlan, answer: &mut Answer) -> Result<(), OpenError> {
        let all: Vec<&Unit> = plan.units.iter().collect();
        let fields = plan.filters.iter();
        for (field, values) in fields.filter(|(_, values)| !values.is_empty()) {
            let labels: Vec<String> = values.iter().map(|id| self.label(field, id)).collect();
            for words in parts(&all) {
                let without = self.with_filters(plan, self.units(&words)?, Some(field))?;
                let with = self.with_filters(plan, self.units(&words)?, None)?;
                let without = self.terms.count(&*without)?;
                if without > 0 && self.terms.count(&*with)? == 0 {
                    answer
                        .elsewhere
                        .push(FoundElsewhere::new(&words, without, field, &labels));
                    if words.len() == all.len() {
                        break;
                    }
                }
            }
        }
        for city in plan.units.iter().filter(|unit| unit.is_of_city()) {
            let others: Vec<&Unit> = all.iter().copied().filter(|own| *own != city).collect();
            let id = city.facet.as_ref().map_or("", |(_, id)| id);
            let labels = vec![self.label("city", id)];
            for words in parts(&others) {
                let without = self.with_filters(plan, self.units(&words)?, None)?;
                let mut with = words.clone();
                with.push(city);
                let with = self.with_filters(plan, self.units(&with)?, None)?;
                let without = self.terms.count(&*without)?;
                if without > 0 && self.terms.count(&*with)? == 0 {
                    answer
                        .elsewhere
                        .push(FoundElsewhere::new(&words, without, "city", &labels));
                    if words.len() == others.len() {
                        break;
                    }
                }
            }
        }
        Ok(())
    }

    fn units(&self, units: &[&Unit]) -> Result<Vec<super::terms::AnyQuery>, OpenError> {
        let queries = units.iter().map(|unit| self.unit(unit));
        Ok(queries.collect::<tantivy::Result<_>>()?)
    }

    /// The label of a value.
    fn label(&self, field: &str, id: &str) -> String {
        let values = self.guide.values.get(field).into_iter().flatten();
        let mut own = values.filter(|value| value.id == id);
        own.next().map_or(id, |value| &value.label).to_owned()
    }
}

impl FoundElsewhere {
    fn new(words: &[&Unit], count: usize, field: &str, without: &[String]) -> Self {
        Self {
            words: words.iter().map(|unit| unit.text.clone()).collect(),
            count,
            field: field.to_owned(),
            without: without.to_owned(),
        }
    }
}

/// All words together, then each alone.
fn parts<'a>(units: &[&'a Unit]) -> Vec<Vec<&'a Unit>> {
    let mut parts = Vec::new();
    if !units.is_empty() {
        parts.push(units.to_vec());
    }
    if units.len() > 1 {
        parts.extend(units.iter().map(|unit| vec![*unit]));
    }
    parts
}
