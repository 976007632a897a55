//! Asking an index: from the words of a reader to hits with snippets and counts. The browser's `rank.js`
//! takes the same steps with the same numbers; `tests/browser` holds the two together.

use std::collections::BTreeMap;
use std::sync::Arc;

use tantivy::collector::{Count, DocSetCollector, FacetCollector, FacetCounts, TopDocs};
use tantivy::query::doc_predicate_query::{DocPredicateQuery, FunctionPredicate};
use tantivy::query::{AllQuery, BooleanQuery, DisjunctionMaxQuery, Occur};
use tantivy::schema::Facet;
use tantivy::{DocId, Score, SegmentReader};

use super::hit::{Answer, FacetCount, Hit, SourcePlace};
use super::index::{Index, OpenError};
use super::plan::{QueryPlan, Unit};
use super::query::{Filter, Query};
use super::record::RecordKind;
use super::snippet::snippet;
use super::terms::{AnyQuery, all, any, boost, constant};

/// What it counts that a record is of the city or year that was named.
const OF_FACET: f32 = 1.5;
/// Where fewer records than these have all words, those with this share of them are found as well.
const FEW: usize = 10;
const ENOUGH: f32 = 0.4999;
/// How much it counts that several words stand together as they were written.
const WHOLE: f32 = 0.5;
/// Scores are compared in thousandths: the browser counts with other rounding.
const ROUND: f32 = 1e3;

/// How likely somebody wants a record of this kind, in the order of [`RecordKind::ALL`].
const PRIOR: [f32; RecordKind::ALL.len()] = [1.0, 1.0, 0.8, 1.0, 1.1];

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

/// What a query finds.
struct RankedRecords {
    /// The best records and their scores.
    records: Vec<(u32, f64)>,
    total: usize,
    facets: FacetCounts,
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
        let found = self.rank(&plan, asked, &mut answer)?;
        let marks = plan.marks();
        for (number, score) in found {
            answer.hits.push(self.hit(number, score, &marks)?);
        }
        Ok(answer)
    }

    /// The best records and their scores; total, counts and words that stand nowhere go into the answer.
    fn rank(
        &self,
        plan: &QueryPlan,
        asked: &Asked,
        answer: &mut Answer,
    ) -> Result<Vec<(u32, f64)>, OpenError> {
        let count = |query: &AnyQuery| self.terms.count(&**query);
        let units = plan.units.iter().map(|unit| self.unit(unit));
        let units: Vec<AnyQuery> = units.collect::<tantivy::Result<_>>()?;
        for (unit, query) in plan.units.iter().zip(&units) {
            if count(query)? == 0 {
                let near = self.guide.nearest(&unit.text);
                answer.nearest.insert(unit.text.clone(), near);
            }
        }
        let mut query = self.with_filters(plan, clone_all(&units))?;
        let mut share = None;
        answer.complete = count(&query)?;
        if units.len() > 1 && answer.complete < FEW {
            let shares = self.shares(&units)?;
            let mut needed = vec![at_least(&shares, ENOUGH)];
            // Somebody who names a city wants what is of it or speaks of it, whatever else is missing.
            let cities = plan.units.iter().zip(&units);
            let cities = cities.filter(|(unit, _)| unit.is_of_city());
            needed.extend(cities.map(|(_, query)| constant(query.box_clone(), 0.0)));
            needed.push(any(units));
            query = self.with_filters(plan, needed)?;
            share = Some(shares);
        }
        let found = self.collect(&query, share, asked)?;
        answer.total = found.total;
        answer.facets = self.counts(&found.facets);
        Ok(found.records)
    }

    /// For each record which share of the weight of all words those have that it has: the rarer a word, the
    /// more it weighs.
    fn shares(&self, units: &[AnyQuery]) -> Result<Arc<Vec<f32>>, OpenError> {
        let mut shares = vec![0.0; self.terms.len() as usize];
        let mut total = 0.0;
        for unit in units {
            let found = self.terms.searcher.search(&**unit, &DocSetCollector)?;
            if found.is_empty() {
                continue;
            }
            let weight = self.terms.rarity(found.len());
            total += weight;
            #[expect(clippy::iter_over_hash_type, reason = "each is another's place")]
            for record in found {
                shares[record.doc_id as usize] += weight;
            }
        }
        shares
            .iter_mut()
            .for_each(|share| *share /= total.max(f32::MIN_POSITIVE));
        Ok(Arc::new(shares))
    }

    fn collect(
        &self,
        query: &AnyQuery,
        shares: Option<Arc<Vec<f32>>>,
        asked: &Asked,
    ) -> Result<RankedRecords, OpenError> {
        let damaged = |error: std::io::Error| OpenError::Damaged(error.to_string());
        let columns = self.terms.segment().map_err(damaged)?.fast_fields();
        let kinds = columns.u64("kind")?.first_or_default_col(0);
        let years = columns.u64("year")?.first_or_default_col(0);
        let by_year = asked.by_year;
        // The collector takes room for as many as it may give.
        let limit = asked.limit.clamp(1, self.terms.len().max(1) as usize);
        let top = TopDocs::with_limit(limit).tweak_score(move |_: &SegmentReader| {
            let (kinds, years, shares) = (kinds.clone(), years.clone(), shares.clone());
            move |number: DocId, score: Score| {
                let kind = kinds.get_val(number) as usize;
                let share = shares.as_ref().map_or(1.0, |all| all[number as usize]);
                let score = score * PRIOR.get(kind).copied().unwrap_or(1.0) * share;
                let year = if by_year { years.get_val(number) } else { 0 };
                (year, (score * ROUND).round() as u64)
            }
        });
        let mut facets = FacetCollector::for_field("facets");
        for field in self.guide.values.keys() {
            facets.add_facet(Facet::from_path([field]));
        }
        let (found, total, counts) = self.terms.searcher.search(query, &(top, Count, facets))?;
        let found = found.into_iter().take(asked.limit);
        let found = found.map(|((_, score), at)| (at.doc_id, score as f64 / f64::from(ROUND)));
        Ok(RankedRecords {
            records: found.collect(),
            total,
            facets: counts,
        })
    }

    /// All that a plan asks for beside its words, and these.
    fn with_filters(&self, plan: &QueryPlan, words: Vec<AnyQuery>) -> tantivy::Result<AnyQuery> {
        let strings = |strings: &[String]| -> tantivy::Result<Vec<AnyQuery>> {
            let queries = strings.iter().map(|symbols| self.terms.string(symbols));
            queries.collect()
        };
        let values = |(field, values): &(String, Vec<String>)| {
            let queries = values.iter().map(|value| self.terms.facet(field, value));
            any(queries.collect())
        };
        let mut clauses: Vec<(Occur, AnyQuery)> = Vec::new();
        clauses.push((Occur::Must, constant(Box::new(AllQuery), 0.0)));
        let needed = words.into_iter().chain(strings(&plan.phrases)?);
        let needed = needed.chain(plan.filters.iter().map(values));
        clauses.extend(needed.map(|query| (Occur::Must, query)));
        let whole = strings(&plan.whole)?.into_iter();
        clauses.extend(whole.map(|query| (Occur::Should, boost(query, WHOLE))));
        let not = plan.not.iter().map(values);
        clauses.extend(strings(&plan.without)?.into_iter().chain(not).map(|query| {
            // A union of two: tantivy asks a single phrase for records before its first.
            let twice = any(vec![query.box_clone(), query]);
            (Occur::MustNot, twice)
        }));
        Ok(Box::new(BooleanQuery::new(clauses)))
    }

    /// The records that have a word, in the best of the ways to have it.
    fn unit(&self, unit: &Unit) -> tantivy::Result<AnyQuery> {
        let mut ways: Vec<AnyQuery> = Vec::new();
        for way in &unit.ways {
            let length: usize = way.strings.iter().map(|s| s.chars().count()).sum();
            let strings = way.strings.iter().map(|string| {
                let share = string.chars().count() as f32 / length as f32;
                Ok(boost(self.terms.string(string)?, way.weight * share))
            });
            ways.push(all(strings.collect::<tantivy::Result<_>>()?));
        }
        if let Some((field, value)) = &unit.facet {
            ways.push(constant(self.terms.facet(field, value), OF_FACET));
        }
        Ok(Box::new(DisjunctionMaxQuery::new(ways)))
    }

    /// For each field how many of the records have each value, the most frequent first.
    fn counts(&self, counts: &FacetCounts) -> BTreeMap<String, Vec<FacetCount>> {
        let of_field = |field: &String, values: &[super::guide::FacetValue]| {
            let path = Facet::from_path([field]);
            let own: BTreeMap<String, usize> = counts
                .get(path)
                .filter_map(|(facet, n)| Some(((*facet.to_path().last()?).to_owned(), n as usize)))
                .collect();
            let mut found: Vec<FacetCount> = values
                .iter()
                .filter_map(|value| {
                    Some(FacetCount {
                        value: value.id.clone(),
                        label: value.label.clone(),
                        count: *own.get(&value.id)?,
                    })
                })
                .collect();
            found.sort_by_key(|c| std::cmp::Reverse(c.count));
            found
        };
        let fields = self.guide.values.iter();
        fields
            .map(|(field, values)| (field.clone(), of_field(field, values)))
            .collect()
    }

    fn hit(&self, number: u32, score: f64, marks: &[String]) -> Result<Hit, OpenError> {
        let record = self.terms.record(number)?;
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

/// The records that have this share of all words.
fn at_least(shares: &Arc<Vec<f32>>, least: f32) -> AnyQuery {
    let shares = Arc::clone(shares);
    let of_segment = move |_: &SegmentReader| {
        let shares = Arc::clone(&shares);
        Ok(move |number: DocId| shares[number as usize] >= least)
    };
    let query = DocPredicateQuery::from(FunctionPredicate::from(of_segment));
    constant(Box::new(query), 0.0)
}

fn clone_all(queries: &[AnyQuery]) -> Vec<AnyQuery> {
    queries.iter().map(|query| query.box_clone()).collect()
}
