//! Query plan: words with their alternatives, strings, filters. The browser's `query.js` makes the same
//! plan.

use std::collections::BTreeMap;

use super::guide::{Guide, runs};
use super::lexicon::{Lexicon, Widening};
use super::numerals;
use super::query::{Filter, Query};

/// Weights of a synonym and of the parts of a long word.
const SYNONYM: f32 = 0.7;
const PARTS: f32 = 0.6;

/// A word of a query with its alternatives.
#[derive(Clone, Debug, PartialEq)]
pub struct Unit {
    /// The word.
    pub text: String,
    /// The alternatives.
    pub ways: Vec<Way>,
    /// An equivalent field and value: a city's name, a year.
    pub facet: Option<(String, String)>,
}

impl Unit {
    /// Whether it means a city or a year.
    pub fn is_of_facet(&self) -> bool {
        self.facet.is_some()
    }

    /// Whether it means a city.
    pub fn is_of_city(&self) -> bool {
        self.facet
            .as_ref()
            .is_some_and(|(field, _)| field == "city")
    }
}

/// An alternative of a word: strings that must all occur, with their weight.
#[derive(Clone, Debug, PartialEq)]
pub struct Way {
    /// The strings.
    pub strings: Vec<String>,
    /// 1 for the word itself.
    pub weight: f32,
}

/// A query ready for execution.
#[derive(Clone, Debug, PartialEq)]
pub struct QueryPlan {
    /// All words.
    pub units: Vec<Unit>,
    /// Longer strings that raise the score of records containing them verbatim.
    pub whole: Vec<String>,
    /// The kinds of answers asked for, besides the words: a year, a body.
    pub asks: Vec<String>,
    /// Strings a record has to have.
    pub phrases: Vec<String>,
    /// Strings it must not have.
    pub without: Vec<String>,
    /// Filters: for each field the accepted values.
    pub filters: Vec<(String, Vec<String>)>,
    /// Excluded values of each field.
    pub not: Vec<(String, Vec<String>)>,
    /// Filters with a value that the site does not have.
    pub unknown: Vec<Filter>,
}

impl QueryPlan {
    /// Makes the plan for a query; with `exact`, words have no alternatives.
    pub fn new(
        query: &Query,
        guide: &Guide,
        lexicon: &Lexicon,
        widening: &Widening,
        exact: bool,
    ) -> Self {
        let mut plan = Self {
            units: Vec::new(),
            whole: Vec::new(),
            asks: Vec::new(),
            phrases: query.phrases.clone(),
            without: query.without.clone(),
            filters: Vec::new(),
            not: Vec::new(),
            unknown: Vec::new(),
        };
        let mut spare = Vec::new();
        for piece in &joined(&query.words, widening) {
            let (before, spared) = (plan.units.len(), spare.len());
            for run in runs(piece) {
                for cut in lexicon.cut(run) {
                    if plan.units.iter().any(|u| u.text == cut.text) {
                        continue;
                    }
                    let questions = guide.questions.iter();
                    let asked = questions.filter(|(_, words)| words.contains(&cut.text));
                    for (kind, _) in asked {
                        if !plan.asks.contains(kind) {
                            plan.asks.push(kind.clone());
                        }
                    }
                    let unit = unit(&cut.text, guide, lexicon, widening, exact);
                    if guide.stop.contains(&cut.text) {
                        spare.push(unit);
                    } else {
                        plan.units.push(unit);
                    }
                }
            }
            // A piece with question words in it rarely occurs verbatim.
            if plan.units.len() > before + 1 && spare.len() == spared {
                plan.whole.push(piece.clone());
            }
        }
        if plan.units.is_empty() {
            plan.units = spare;
        }
        if query.words.len() > 1 && plan.units.len() > 1 {
            let together = query.words.concat();
            if !plan.whole.contains(&together) {
                plan.whole.push(together);
            }
        }
        for filter in &query.filters {
            plan.filter(filter, guide);
        }
        plan
    }

    /// Adds a filter: values of one field are alternatives (or), fields are combined (and).
    pub fn filter(&mut self, filter: &Filter, guide: &Guide) {
        let values = values_of(filter, guide);
        if values.is_empty() {
            self.unknown.push(filter.clone());
        }
        let list = if filter.not {
            &mut self.not
        } else {
            &mut self.filters
        };
        match list.iter_mut().find(|(field, _)| *field == filter.field) {
            Some((_, known)) => known.extend(values),
            None => list.push((filter.field.clone(), values)),
        }
    }

    /// Whether it asks for a date.
    pub fn asks_year(&self) -> bool {
        self.asks.iter().any(|kind| kind == "year")
    }

    /// The words with alternatives, and these.
    pub fn widened(&self) -> BTreeMap<String, Vec<String>> {
        let others = |unit: &Unit| -> Vec<String> {
            let ways = unit.ways.iter().skip(1);
            ways.map(|way| way.strings.join(" ")).collect()
        };
        let units = self.units.iter().filter(|unit| unit.ways.len() > 1);
        units.map(|u| (u.text.clone(), others(u))).collect()
    }

    /// All strings to highlight, the longest first.
    pub fn marks(&self) -> Vec<String> {
        let units = self.units.iter().flat_map(|u| &u.ways);
        let mut marks: Vec<String> = units
            .flat_map(|way| way.strings.iter().cloned())
            .chain(self.phrases.iter().cloned())
            .chain(self.whole.iter().cloned())
            .collect();
        marks.sort_by(|a, b| {
            let length = |s: &str| s.chars().count();
            length(b).cmp(&length(a)).then_with(|| a.cmp(b))
        });
        marks.dedup();
        marks
    }
}

/// The words of a query; two that form one word with a space inside are joined: PM 2.5.
fn joined(words: &[String], widening: &Widening) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for word in words {
        match all.last_mut() {
            Some(last) if last.is_ascii() && widening.knows(&format!("{last}{word}")) => {
                last.push_str(word);
            }
            _ => all.push(word.clone()),
        }
    }
    all
}

/// The ids of the values that a filter means; for years also ranges: 2021-2025.
fn values_of(filter: &Filter, guide: &Guide) -> Vec<String> {
    if filter.field == "year"
        && let Some((from, to)) = filter.value.split_once(['-', '—', '–', '~'])
        && let (Ok(from), Ok(to)) = (from.trim().parse::<i16>(), to.trim().parse::<i16>())
    {
        let years = guide.values.get("year").into_iter().flatten();
        return years
            .filter(|year| {
                year.id
                    .parse::<i16>()
                    .is_ok_and(|n| (from..=to).contains(&n))
            })
            .map(|year| year.id.clone())
            .collect();
    }
    let value = match filter.field.as_str() {
        "year" => filter.value.trim_end_matches('年'),
        _ => &filter.value,
    };
    guide
        .value(&filter.field, value)
        .into_iter()
        .map(|v| v.id.clone())
        .collect()
}

fn unit(text: &str, guide: &Guide, lexicon: &Lexicon, widening: &Widening, exact: bool) -> Unit {
    let mut ways = vec![Way {
        strings: vec![text.to_owned()],
        weight: 1.0,
    }];
    if exact {
        return Unit {
            text: text.to_owned(),
            ways,
            facet: None,
        };
    }
    let numeral = numerals::other(text);
    let others = widening.of(text).iter().map(String::as_str);
    let others = others.chain(numeral);
    let spelled = guide.spelled(text);
    let others = others.chain(spelled.iter().map(String::as_str));
    for other in others {
        ways.push(Way {
            strings: vec![other.to_owned()],
            weight: SYNONYM,
        });
    }
    if let Some(strings) = lexicon.parts(text) {
        ways.push(Way {
            strings,
            weight: PARTS,
        });
    }
    let year = [Some(text), numeral].into_iter().flatten();
    let year = year.map(|text| text.strip_suffix('年').unwrap_or(text));
    let is = |field: &str, form: &str| {
        let values = guide.values.get(field)?;
        let value = values
            .iter()
            .find(|v| v.id == form || v.names.iter().any(|name| name == form))?;
        Some((field.to_owned(), value.id.clone()))
    };
    let mut year = year.filter(|year| year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit()));
    let year = year.find_map(|year| is("year", year));
    Unit {
        text: text.to_owned(),
        ways,
        facet: year.or_else(|| is("city", text)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_blank_in_a_foreign_word_parts_nothing() {
        let group = ["pm2.5", "pm25", "细颗粒物"].map(str::to_owned).to_vec();
        let widening = Widening::new(&[(group.clone(), group)]);
        let joined = |words: &[&str]| {
            let words: Vec<String> = words.iter().map(|w| (*w).to_owned()).collect();
            joined(&words, &widening)
        };
        assert_eq!(joined(&["杭州", "pm", "2.5"]), ["杭州", "pm2.5"]);
        assert_eq!(joined(&["光伏", "2025"]), ["光伏", "2025"]);
    }
}
