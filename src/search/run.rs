//! Search in an index: from a reader's words to hits with snippets and counts. The browser's `rank.js`
//! takes the same steps with the same numbers; `tests/browser` compares the two.

use std::collections::{BTreeMap, HashMap};

use tantivy::collector::FacetCounts;
use tantivy::schema::Facet;

use super::facet_values::FacetValue;
use super::hit::{Answer, FacetCount, Hit, SamePassage, SourcePlace};
use super::index::{Index, OpenError};
use super::plan::QueryPlan;
use super::query::{Filter, Query};
use super::snippet::snippet;

/// A search request besides its words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// Filters in addition to those of the query text.
    pub filters: Vec<Filter>,
    /// Whether alternatives of words are excluded.
    pub exact: bool,
    /// Sorts by year, the latest first, instead of by score.
    pub by_year: bool,
    /// Maximum number of hits.
    pub limit: usize,
}

impl Index {
    /// The best passages for the words of a reader.
    ///
    /// # Errors
    /// If the index turns out to be damaged.
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
        let ranked = self.rank(&plan, asked.by_year)?;
        answer.total = ranked.records.len();
        answer.complete = ranked.complete;
        for (field, counts) in &ranked.facets {
            let values = self.guide.values.get(field).into_iter().flatten();
            let counts = counted(field, values, counts);
            answer.facets.insert(field.clone(), counts);
        }
        self.help(&plan, &ranked, &mut answer)?;
        let passages = self.passages(&ranked.records)?;
        answer.passages = passages.len();
        for passage in passages.iter().take(asked.limit) {
            answer.hits.extend(self.hit(passage, &plan)?);
        }
        Ok(answer)
    }

    /// The records of each passage, the best first.
    fn passages(&self, records: &[(u32, f64)]) -> Result<Vec<Vec<(u32, f64)>>, OpenError> {
        let damaged = |error: std::io::Error| OpenError::Damaged(error.to_string());
        let columns = self.terms.segment().map_err(damaged)?.fast_fields();
        let passages = columns.u64("passage")?.first_or_default_col(0);
        let mut places: HashMap<u64, usize> = HashMap::new();
        let mut found: Vec<Vec<(u32, f64)>> = Vec::new();
        for &record in records {
            let place = *places
                .entry(passages.get_val(record.0))
                .or_insert(found.len());
            match found.get_mut(place) {
                Some(passage) => passage.push(record),
                None => found.push(vec![record]),
            }
        }
        Ok(found)
    }

    /// The hit of a passage; `None` if it has no records.
    fn hit(&self, passage: &[(u32, f64)], plan: &QueryPlan) -> Result<Option<Hit>, OpenError> {
        let Some((&(number, score), others)) = passage.split_first() else {
            return Ok(None);
        };
        let record = self.terms.record(number)?;
        let same = others.iter().map(|&(number, score)| {
            let record = self.terms.record(number)?;
            Ok(SamePassage {
                id: record.id,
                kind: record.kind,
                title: record.title,
                url: record.url,
                score,
            })
        });
        Ok(Some(Hit {
            same: same.collect::<tantivy::Result<_>>()?,
            id: record.id,
            kind: record.kind,
            snippet: snippet(&record.text, &plan.marks(), plan.asks_year()),
            title: record.title,
            city: record.city,
            document: record.document,
            url: record.url,
            figures: record.figures,
            bodies: record.bodies,
            source: SourcePlace {
                file: record.file,
                lines: record.lines,
            },
            score,
        }))
    }
}

/// The number of records for each value of a field, the most frequent first.
fn counted<'a>(
    field: &str,
    values: impl Iterator<Item = &'a FacetValue>,
    counts: &FacetCounts,
) -> Vec<FacetCount> {
    let own: BTreeMap<String, usize> = counts
        .get(Facet::from_path([field]))
        .filter_map(|(facet, n)| Some(((*facet.to_path().last()?).to_owned(), n as usize)))
        .collect();
    let count = |value: &FacetValue| {
        Some(FacetCount {
            value: value.id.clone(),
            label: value.label.clone(),
            count: *own.get(&value.id)?,
        })
    };
    let mut found: Vec<FacetCount> = values.filter_map(count).collect();
    found.sort_by_key(|c| std::cmp::Reverse(c.count));
    found
}
