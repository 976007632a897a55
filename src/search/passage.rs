use rustc_hash::FxHashMap;

use super::normalize::plain;
use super::numerals;
use super::record::{PassagePlace, RecordKind, SearchRecord};
use crate::model::Policy;

/// Marks which records of a document form one passage, and which kinds of questions they answer.
///
/// A figure belongs to its measure, outside measures to the paragraph or row at its address. The line of
/// the title belongs to the document.
pub fn mark_passages(records: &mut [SearchRecord], policy: &Policy) {
    let mut measures: FxHashMap<&str, usize> = FxHashMap::default();
    let mut paragraphs: FxHashMap<&str, usize> = FxHashMap::default();
    for (n, record) in records.iter().enumerate() {
        match record.kind {
            RecordKind::Measure => drop(measures.insert(&record.id, n)),
            RecordKind::Paragraph => drop(paragraphs.entry(&record.url).or_insert(n)),
            RecordKind::Document | RecordKind::Figure | RecordKind::Agency => {}
        }
    }
    let mut of_figure: FxHashMap<String, usize> = FxHashMap::default();
    for measure in &policy.measures {
        if let Some(&n) = measures.get(measure.id.as_str()) {
            let own = measure.figures.iter();
            of_figure.extend(own.map(|id| (format!("{}#{id}", policy.id), n)));
        }
    }
    let title = plain(&policy.title);
    let passage = |(n, record): (usize, &SearchRecord)| match record.kind {
        RecordKind::Figure => {
            let measure = of_figure.get(&record.id);
            let found = measure.or_else(|| paragraphs.get(record.url.as_str()));
            found.copied().unwrap_or(n)
        }
        RecordKind::Paragraph if plain(&record.text) == title => 0,
        _ => n,
    };
    let passages: Vec<usize> = records.iter().enumerate().map(passage).collect();
    for ((n, record), passage) in records.iter_mut().enumerate().zip(passages) {
        record.passage = Some(PassagePlace {
            own: n as u32,
            passage: passage as u32,
        });
        record.facets.answers = answers(record);
    }
}

/// The kinds of questions that a record answers: `year` if it contains one, `body` if it names one.
fn answers(record: &SearchRecord) -> Vec<String> {
    let says_year = match record.kind {
        RecordKind::Measure | RecordKind::Paragraph | RecordKind::Figure => {
            numerals::has_year(&record.text)
        }
        RecordKind::Document | RecordKind::Agency => false,
    };
    let names_body = !record.bodies.is_empty();
    let all = [("year", says_year), ("body", names_body)];
    let own = all.into_iter().filter(|(_, is_so)| *is_so);
    own.map(|(id, _)| id.to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::atlas::Atlas;
    use crate::extract::{Seed, read_policy};
    use crate::phrase::Phrases;
    use crate::vocabulary::Vocabulary;

    #[test]
    fn a_figure_is_of_its_measure_or_of_its_paragraph() {
        let text = "某市光伏发展行动方案\n到2025年，全市光伏装机达到100万千瓦。\n一、主要任务\n（一）建设屋顶光伏。到2024年，新增光伏装机20万千瓦。\n（责任单位：市发展改革委）\n";
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("content/vocabulary");
        let vocabulary = Vocabulary::load(&folder).unwrap();
        let seed = Seed {
            file: "seeds/a.txt".to_owned(),
            ..Seed::default()
        };
        let policy = read_policy(text.as_bytes(), &seed, &vocabulary).unwrap();
        let atlas = Atlas::link(vec![policy], &vocabulary);
        let records = super::super::records(&atlas, &vocabulary, &Phrases::default());
        let place = |n: usize| records[n].passage.unwrap().passage as usize;
        let figures: Vec<usize> = (0..records.len())
            .filter(|&n| records[n].kind == RecordKind::Figure)
            .collect();
        assert_eq!(figures.len(), 2);
        let kinds: Vec<RecordKind> = figures.iter().map(|&n| records[place(n)].kind).collect();
        assert_eq!(kinds, [RecordKind::Paragraph, RecordKind::Measure]);
        assert_eq!(records[place(figures[1])].facets.answers, ["year", "body"]);
        assert_eq!(records[place(figures[1])].bodies, ["市发展改革委"]);
    }
}
