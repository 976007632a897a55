use tantivy::Term;
use tantivy::query::{BooleanQuery, BoostQuery, Occur, PhraseQuery, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};

use super::fold::{compose, fold, is_word};
use super::grams::covering;
use super::jieba::Words;
use super::schema::Fields;

/// Words that say how others hang together and nothing of their own.
const PARTICLES: [&str; 12] = [
    "的", "之", "和", "与", "及", "或", "等", "在", "了", "对", "为", "中",
];

/// What a reader asks, taken apart.
#[derive(Debug)]
pub struct Question {
    /// The whole string, blanks dropped.
    whole: String,
    /// The parts that blanks leave, which may stand anywhere in a record.
    parts: Vec<String>,
    /// Words of the dictionary.
    words: Vec<String>,
    /// The same with long words given by the shorter ones in them, where that differs.
    finer: Vec<String>,
    /// Runs of characters that the dictionary knows no word for: found as they stand.
    unknown: Vec<String>,
    /// What is marked in a snippet, the longest first.
    pub marks: Vec<String>,
}

impl Question {
    /// Takes the words of a reader apart.
    pub fn new(query: &str, jieba: &Words) -> Self {
        let folded: String = fold(&compose(query)).chars.into_iter().collect();
        let parts: Vec<String> = folded.split_whitespace().map(str::to_owned).collect();
        let whole = parts.concat();
        let mut words = Vec::new();
        let mut unknown = Vec::new();
        for part in &parts {
            let mut run = String::new();
            for word in jieba.of_query(part) {
                let single = word.chars().count() == 1;
                if single && !PARTICLES.contains(&word.as_str()) {
                    run.push_str(&word);
                    continue;
                }
                // Cut characters belong to a word the dictionary lacks: each alone says little.
                unknown.extend(Some(std::mem::take(&mut run)).filter(|run| !run.is_empty()));
                if !single {
                    words.push(word);
                }
            }
            unknown.extend(Some(run).filter(|run| !run.is_empty()));
        }
        let mut finer: Vec<String> = parts
            .iter()
            .flat_map(|part| jieba.of_query_finer(part))
            .collect();
        finer.retain(|word| word.chars().count() > 1);
        if finer == words {
            finer.clear();
        }
        let mut marks: Vec<String> = [&parts, &words, &finer, &unknown]
            .into_iter()
            .flatten()
            .cloned()
            .chain([whole.clone()])
            .filter(|mark| mark.chars().any(is_word))
            .collect();
        marks.sort_by(|a, b| {
            b.chars()
                .count()
                .cmp(&a.chars().count())
                .then_with(|| a.cmp(b))
        });
        marks.dedup();
        Self {
            whole,
            parts,
            words,
            finer,
            unknown,
            marks,
        }
    }

    /// The string as it stands, or its parts as they stand, or all its words; `None` where it is
    /// nothing but punctuation.
    pub fn to_tantivy(&self, fields: &Fields) -> Option<Box<dyn Query>> {
        let mut ways: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        if let Some(whole) = string(fields.grams, &self.whole) {
            // Found as written counts more than found in pieces.
            ways.push((Occur::Should, Box::new(BoostQuery::new(whole, 2.0))));
        }
        if self.parts.len() > 1 {
            ways.extend(all(self
                .parts
                .iter()
                .filter_map(|part| string(fields.grams, part))));
        }
        let words = self.words.iter().map(|word| word_query(fields, word));
        let unknown = self
            .unknown
            .iter()
            .filter_map(|run| string(fields.grams, run));
        ways.extend(all(words.chain(unknown)));
        let finer = self.finer.iter().map(|word| word_query(fields, word));
        let unknown = self
            .unknown
            .iter()
            .filter_map(|run| string(fields.grams, run));
        if !self.finer.is_empty() {
            ways.extend(all(finer.chain(unknown)));
        }
        (!ways.is_empty()).then(|| Box::new(BooleanQuery::new(ways)) as Box<dyn Query>)
    }
}

/// A record that has all of these, as one way among others.
fn all(queries: impl Iterator<Item = Box<dyn Query>>) -> Option<(Occur, Box<dyn Query>)> {
    let queries: Vec<_> = queries.collect();
    (!queries.is_empty()).then(|| {
        (
            Occur::Should,
            Box::new(BooleanQuery::intersection(queries)) as Box<dyn Query>,
        )
    })
}

/// A word in the text; in the title it counts twice more.
fn word_query(fields: &Fields, word: &str) -> Box<dyn Query> {
    let term = |field| -> Box<dyn Query> {
        Box::new(TermQuery::new(
            Term::from_field_text(field, word),
            IndexRecordOption::WithFreqs,
        ))
    };
    // The title of a paragraph is its document's, which the paragraph does not say: the word has
    // to stand in the text.
    Box::new(BooleanQuery::new(vec![
        (Occur::Must, term(fields.text)),
        (
            Occur::Should,
            Box::new(BoostQuery::new(term(fields.heading), 2.0)),
        ),
    ]))
}

/// The string as it stands, whatever the punctuation in it.
fn string(field: Field, text: &str) -> Option<Box<dyn Query>> {
    let mut terms: Vec<(usize, Term)> = covering(&fold(text))
        .into_iter()
        .map(|gram| (gram.position, Term::from_field_text(field, &gram.text)))
        .collect();
    let first = terms.first()?.0;
    for (position, _) in &mut terms {
        *position -= first;
    }
    if terms.len() == 1 {
        let (_, term) = terms.pop()?;
        return Some(Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs)));
    }
    Some(Box::new(PhraseQuery::new_with_offset(terms)))
}
