//! Asking an index: from the words of a reader to hits with snippets and counts.

use std::collections::{BTreeMap, HashMap};

use super::hit::{Answer, FacetCount, Hit, SourcePlace};
use super::index::Index;
use super::index_files::OpenError;
use super::plan::QueryPlan;
use super::query::{Filter, Query};
use super::rank::{IndexReader, rank};
use super::snippet::snippet;

/// What is asked beside the words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// Filters beside those that stand in the query.
    pub filters: Vec<Filter>,
    /// No word stands for another.
    pub exact: bool,
    /// The latest year first instead of the best match.
    pub by_year: bool,
    /// The most hits to give.
    pub limit: usize,
}

impl Index {
    /// The best records for the words of a reader.
    ///
    /// # Errors
    /// Where the index turns out to be damaged.
    pub fn search(&self, query: &str, asked: &Asked) -> Result<Answer, OpenError> {
        let parsed = Query::parse(query, &self.guide.fields);
        let mut plan = QueryPlan::new(
            &parsed,
            &self.guide,
            &self.lexicon,
            &self.widening,
            asked.exact,
        );
        for filter in &asked.filters {
            plan.filter(filter, &self.guide);
        }
        let mut answer = Answer {
            query: query.to_owned(),
            widened: plan.widened(),
            unknown: plan.unknown.iter().map(|f| f.value.clone()).collect(),
            ..Answer::default()
        };
        if parsed.is_empty() && asked.filters.is_empty() {
            return Ok(answer);
        }
        let ranked = rank(&plan, self)?;
        answer.total = ranked.records.len();
        answer.complete = ranked.complete;
        answer.nearest = ranked
            .missing
            .iter()
            .map(|word| (word.clone(), self.guide.nearest(word)))
            .collect();
        let numbers: Vec<u32> = ranked.records.iter().map(|r| r.0).collect();
        answer.facets = self.counts(&numbers)?;
        let marks = plan.marks();
        let order = if asked.by_year {
            self.by_year(ranked.records)?
        } else {
            ranked.records
        };
        for (number, score) in order.into_iter().take(asked.limit) {
            answer.hits.push(self.hit(number, score, &marks)?);
        }
        Ok(answer)
    }

    /// The latest year first, the better match first within a year.
    fn by_year(&self, found: Vec<(u32, f64)>) -> Result<Vec<(u32, f64)>, OpenError> {
        let mut latest: HashMap<u32, i32> = HashMap::new();
        for value in self.guide.values.get("year").into_iter().flatten() {
            // In the order of the years: a later one replaces an earlier one.
            for number in self.with("year", &value.id)? {
                latest.insert(number, value.id.parse().unwrap_or(0));
            }
        }
        let mut found = found;
        let year = |number: u32| latest.get(&number).copied().unwrap_or(0);
        found.sort_by_key(|&(number, _)| std::cmp::Reverse(year(number)));
        Ok(found)
    }

    /// For each field how many of the records have each value, the most frequent first.
    fn counts(&self, found: &[u32]) -> Result<BTreeMap<String, Vec<FacetCount>>, OpenError> {
        let mut is_found = vec![false; self.len() as usize];
        for &number in found {
            is_found[number as usize] = true;
        }
        let mut counts = BTreeMap::new();
        for (field, values) in &self.guide.values {
            let mut of_field = Vec::new();
            for value in values {
                let with = self.with(field, &value.id)?;
                let count = with.iter().filter(|&&n| is_found[n as usize]).count();
                if count > 0 {
                    of_field.push(FacetCount {
                        value: value.id.clone(),
                        label: value.label.clone(),
                        count,
                    });
                }
            }
            of_field.sort_by_key(|c| std::cmp::Reverse(c.count));
            counts.insert(field.clone(), of_field);
        }
        Ok(counts)
    }

    fn hit(&self, number: u32, score: f64, marks: &[String]) -> Result<Hit, OpenError> {
        let record = self.record(number)?;
        Ok(Hit {
            id: record.id,
            kind: record.kind,
            snippet: snippet(&record.text, marks),
            title: record.title,
            city: record.city,
            document: record.document,
            url: record.url,
            figures: record.figures,
            source: SourcePlace {
                file: record.file,
                lines: record.lines,
            },
            score,
        })
    }
}
