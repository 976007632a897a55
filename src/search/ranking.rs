//! Selection and order of the records that answer a plan.

use std::sync::Arc;

use tantivy::collector::{Count, DocSetCollector, FacetCollector, FacetCounts, TopDocs};
use tantivy::query::doc_predicate_query::{DocPredicateQuery, FunctionPredicate};
use tantivy::query::{AllQuery, BooleanQuery, DisjunctionMaxQuery, Occur};
use tantivy::schema::Facet;
use tantivy::{DocId, Score, SegmentReader};

use super::index::{Index, OpenError};
use super::plan::{QueryPlan, Unit};
use super::record::{ANSWERS, RecordKind};
use super::terms::{AnyQuery, all, any, boost, constant};

/// Weight of the city or year named in the query.
const OF_FACET: f32 = 1.5;
/// Rule for queries that fewer than `FEW` records match in full. Records with the share `ENOUGH` of the
/// words are found as well; if there are none, those with the greatest share.
const FEW: usize = 10;
const ENOUGH: f32 = 0.4999;
/// Weight of several words that occur together as written.
const WHOLE: f32 = 0.5;
/// Factors for records with and without an answer to the query's question, such as a year.
const ANSWER: f32 = 1.4;
const NO_ANSWER: f32 = 0.5;
/// Factor for names of documents and bodies if the query asks for something that only a text contains.
const NAME: f32 = 0.3;
/// Scores are compared in thousandths, since the browser rounds differently.
const ROUND: f32 = 1e3;

/// Prior weight of each kind of record, in the order of [`RecordKind::ALL`].
const PRIOR: [f32; RecordKind::ALL.len()] = [1.0, 1.0, 0.8, 1.0, 1.1];

/// The records found by a plan.
pub struct RankedRecords {
    /// All records and their scores, the best first.
    pub records: Vec<(u32, f64)>,
    /// How many of them have all words.
    pub complete: usize,
    /// Words that do not occur.
    pub missing: Vec<String>,
    /// Counts of the values of fields; for a filtered field without its filter.
    pub facets: Vec<(String, FacetCounts)>,
}

/// Required words of a query, and the factor of each record.
struct Needed {
    words: Vec<AnyQuery>,
    factors: Option<Arc<Vec<f32>>>,
}

impl Index {
    /// The records that match a plan, the best or the latest first.
    ///
    /// # Errors
    /// If the index turns out to be damaged.
    pub(super) fn rank(&self, plan: &QueryPlan, by_year: bool) -> Result<RankedRecords, OpenError> {
        let units = plan.units.iter().map(|unit| self.unit(unit));
        let units: Vec<AnyQuery> = units.collect::<tantivy::Result<_>>()?;
        let mut missing = Vec::new();
        for (unit, query) in plan.units.iter().zip(&units) {
            if self.terms.count(&**query)? == 0 {
                missing.push(unit.text.clone());
            }
        }
        let query = self.with_filters(plan, clone_all(&units), None)?;
        let complete = self.terms.count(&*query)?;
        let mut needed = Needed {
            words: units,
            factors: None,
        };
        if needed.words.len() > 1 && complete < FEW {
            needed = self.relaxed(plan, needed.words, complete)?;
        }
        needed.factors = self.answering(plan, needed.factors)?;
        let query = self.with_filters(plan, clone_all(&needed.words), None)?;
        let records = self.ordered(&query, needed.factors, (by_year, !plan.asks.is_empty()))?;
        let mut facets = Vec::new();
        for field in self.guide.values.keys().filter(|field| *field != ANSWERS) {
            let is_filtered = plan.filters.iter().any(|(own, _)| own == field);
            let query = match is_filtered {
                true => self.with_filters(plan, clone_all(&needed.words), Some(field))?,
                false => query.box_clone(),
            };
            let mut counts = FacetCollector::for_field("facets");
            counts.add_facet(Facet::from_path([field]));
            let counts = self.terms.searcher.search(&*query, &counts)?;
            facets.push((field.clone(), counts));
        }
        Ok(RankedRecords {
            records,
            complete,
            missing,
            facets,
        })
    }

    /// The relaxed requirements if few records have all words: a share of the words, and the city if one
    /// is named.
    fn relaxed(
        &self,
        plan: &QueryPlan,
        units: Vec<AnyQuery>,
        complete: usize,
    ) -> Result<Needed, OpenError> {
        let shares = self.shares(&units)?;
        let own = || plan.units.iter().zip(&units);
        // A query with a city is about records of that city or with its name, whatever else is missing.
        let cities = own().filter(|(unit, _)| unit.is_of_city());
        let mut words: Vec<AnyQuery> = cities
            .map(|(_, query)| constant(query.box_clone(), 0.0))
            .collect();
        let mut least = ENOUGH;
        let said = own().filter(|(unit, _)| !unit.is_of_facet());
        let said: Vec<AnyQuery> = said.map(|(_, query)| query.box_clone()).collect();
        if complete == 0 && !said.is_empty() {
            // A match in the city or year alone does not answer the query.
            words.push(constant(any(said), 0.0));
            let query = self.with_filters(plan, clone_all(&words), None)?;
            let found = self.terms.searcher.search(&*query, &DocSetCollector)?;
            let best = found.iter().map(|at| shares[at.doc_id as usize]);
            least = best.fold(0.0, f32::max).clamp(f32::EPSILON, ENOUGH) - f32::EPSILON;
        }
        words.push(at_least(&shares, least));
        words.push(any(units));
        Ok(Needed {
            words,
            factors: Some(shares),
        })
    }

    /// The factors of records, raised for those that answer the query's question.
    fn answering(
        &self,
        plan: &QueryPlan,
        factors: Option<Arc<Vec<f32>>>,
    ) -> Result<Option<Arc<Vec<f32>>>, OpenError> {
        if plan.asks.is_empty() {
            return Ok(factors);
        }
        let records = self.terms.len() as usize;
        let mut all = factors.map_or_else(|| vec![1.0; records], |factors| factors.to_vec());
        for kind in &plan.asks {
            let query = self.terms.facet(ANSWERS, kind);
            let found = self.terms.searcher.search(&*query, &DocSetCollector)?;
            for (number, factor) in all.iter_mut().enumerate() {
                let address = tantivy::DocAddress::new(0, number as u32);
                *factor *= match found.contains(&address) {
                    true => ANSWER,
                    false => NO_ANSWER,
                };
            }
        }
        Ok(Some(Arc::new(all)))
    }

    /// For each record its share of the weight of all words; a rare word weighs more.
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

    fn ordered(
        &self,
        query: &AnyQuery,
        factors: Option<Arc<Vec<f32>>>,
        (by_year, is_question): (bool, bool),
    ) -> Result<Vec<(u32, f64)>, OpenError> {
        let damaged = |error: std::io::Error| OpenError::Damaged(error.to_string());
        let columns = self.terms.segment().map_err(damaged)?.fast_fields();
        let kinds = columns.u64("kind")?.first_or_default_col(0);
        let years = columns.u64("year")?.first_or_default_col(0);
        let of_name = if is_question { NAME } else { 1.0 };
        let prior = PRIOR
            .iter()
            .zip(RecordKind::ALL)
            .map(|(prior, kind)| match kind {
                RecordKind::Document | RecordKind::Agency => prior * of_name,
                RecordKind::Measure | RecordKind::Figure | RecordKind::Paragraph => *prior,
            });
        let prior: Vec<f32> = prior.collect();
        let total = self.terms.searcher.search(query, &Count)?;
        // All records of a passage are shown together, so none can be left out before the order is known.
        let top = TopDocs::with_limit(total.max(1)).tweak_score(move |_: &SegmentReader| {
            let (kinds, years, factors) = (kinds.clone(), years.clone(), factors.clone());
            let prior = prior.clone();
            move |number: DocId, score: Score| {
                let kind = kinds.get_val(number) as usize;
                let factor = factors.as_ref().map_or(1.0, |all| all[number as usize]);
                let score = score * prior.get(kind).copied().unwrap_or(1.0) * factor;
                let year = if by_year { years.get_val(number) } else { 0 };
                (year, (score * ROUND).round() as u64)
            }
        });
        let found = self.terms.searcher.search(query, &top)?.into_iter();
        let scored = |score: u64| score as f64 / f64::from(ROUND);
        Ok(found
            .map(|((_, score), at)| (at.doc_id, scored(score)))
            .collect())
    }

    /// A query for everything that a plan requires besides its words, and for `words`; the filter of the
    /// field `but` is left out.
    pub(super) fn with_filters(
        &self,
        plan: &QueryPlan,
        words: Vec<AnyQuery>,
        but: Option<&str>,
    ) -> tantivy::Result<AnyQuery> {
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
        let filters = plan.filters.iter();
        let filters = filters.filter(|(field, _)| Some(field.as_str()) != but);
        let needed = needed.chain(filters.map(values));
        clauses.extend(needed.map(|query| (Occur::Must, query)));
        let whole = strings(&plan.whole)?.into_iter();
        clauses.extend(whole.map(|query| (Occur::Should, boost(query, WHOLE))));
        let not = plan.not.iter().map(values);
        clauses.extend(strings(&plan.without)?.into_iter().chain(not).map(|query| {
            // A union of two equal queries, since tantivy seeks a single phrase to records before its
            // first.
            let twice = any(vec![query.box_clone(), query]);
            (Occur::MustNot, twice)
        }));
        Ok(Box::new(BooleanQuery::new(clauses)))
    }

    /// The records with a word, scored by its best alternative.
    pub(super) fn unit(&self, unit: &Unit) -> tantivy::Result<AnyQuery> {
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
}

/// The records with at least this share of all words.
fn at_least(shares: &Arc<Vec<f32>>, least: f32) -> AnyQuery {
    let shares = Arc::clone(shares);
    let of_segment = move |_: &SegmentReader| {
        let shares = Arc::clone(&shares);
        Ok(move |number: DocId| shares[number as usize] >= least)
    };
    let query = DocPredicateQuery::from(FunctionPredicate::from(of_segment));
    constant(Box::new(query), 0.0)
}

/// Copies of the queries.
pub fn clone_all(queries: &[AnyQuery]) -> Vec<AnyQuery> {
    queries.iter().map(|query| query.box_clone()).collect()
}
