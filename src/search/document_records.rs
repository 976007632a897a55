use std::collections::BTreeSet;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::passage::mark_passages;
use super::record::{Facets, RecordKind, SearchRecord, agencies, assignments, beginning, compose};
use crate::atlas::{Atlas, Place, province_of};
use crate::model::{Agency, Anchor, Anchors, Block, Figure, Lines, Measure, Policy, Role, address};
use crate::phrase::Phrases;
use crate::vocabulary::Vocabulary;

/// All search records, document by document, and finally those of the agencies. Each document's own
/// record comes first, then its measures, figures and paragraphs in the order of the text.
pub fn records(atlas: &Atlas, vocabulary: &Vocabulary, phrases: &Phrases) -> Vec<SearchRecord> {
    let policies = (0..atlas.policies.len()).into_par_iter();
    let mut records: Vec<SearchRecord> = policies
        .flat_map_iter(|n| of_policy(n, atlas, vocabulary, phrases))
        .collect();
    records.extend(agencies(atlas, vocabulary));
    records
}

/// The records of a document: its own, then its measures, figures and paragraphs.
pub fn of_policy(
    n: usize,
    atlas: &Atlas,
    vocabulary: &Vocabulary,
    phrases: &Phrases,
) -> Vec<SearchRecord> {
    let policy = &atlas.policies[n];
    let published = policy.dated().map(|d| d.year());
    let maker = RecordMaker {
        n,
        policy,
        atlas,
        vocabulary,
        phrases,
        anchors: Anchors::of(policy),
        year: published.or(policy.period.from),
    };
    let mut records = vec![maker.document()];
    records.extend(maker.measures());
    let figures = policy.figures.iter().enumerate();
    records.extend(figures.map(|(item, figure)| maker.figure(item, figure)));
    records.extend(maker.paragraphs());
    records.extend(maker.table_rows());
    mark_passages(&mut records, policy);
    number_equal_ids(&mut records);
    records
}

/// Makes the records of one document.
struct RecordMaker<'a> {
    n: usize,
    policy: &'a Policy,
    atlas: &'a Atlas,
    vocabulary: &'a Vocabulary,
    phrases: &'a Phrases,
    anchors: Anchors,
    /// The year of the document.
    year: Option<i16>,
}

/// The visible parts of a record: id, title, address, lines and texts.
struct Shown<'a> {
    id: String,
    title: &'a str,
    url: String,
    lines: Lines,
    texts: Vec<&'a str>,
}

impl RecordMaker<'_> {
    fn record(&self, kind: RecordKind, shown: Shown<'_>) -> SearchRecord {
        let city = self.atlas.city_of(self.n);
        let region = self.policy.region.as_ref();
        let province =
            region.and_then(|region| province_of(&region.code, &self.vocabulary.regions));
        SearchRecord {
            id: shown.id,
            kind,
            number: None,
            title: compose(shown.title),
            city: region.map(|region| region.name.clone()),
            document: Some(compose(&self.policy.title)),
            url: shown.url,
            file: self.policy.source.file.clone(),
            lines: shown.lines,
            text: compose(beginning(&shown.texts.join("\n"))),
            figures: Vec::new(),
            bodies: Vec::new(),
            passage: None,
            facets: Facets {
                genre: self.policy.kind.clone(),
                document: Some(self.policy.id.clone()),
                city: city.searched().map(str::to_owned),
                province: province.map(|province| province.region.code.clone()),
                level: region
                    .map(|region| self.vocabulary.regions.level_name(&region.code).to_owned()),
                year: self.year.into_iter().collect(),
                ..Facets::default()
            },
        }
    }

    fn passage(&self, anchor: Anchor) -> String {
        address::passage(&self.policy.id, anchor)
    }

    fn document(&self) -> SearchRecord {
        let policy = self.policy;
        let mut texts: Vec<&str> = Vec::new();
        texts.extend(policy.document_number.as_deref());
        texts.extend(policy.issuing_bodies.iter().map(String::as_str));
        texts.extend(policy.region.as_ref().map(|region| region.name.as_str()));
        texts.extend(policy.kind.as_deref());
        let shown = Shown {
            id: policy.id.clone(),
            title: &policy.title,
            url: address::document(&policy.id),
            lines: policy.blocks.first().map_or(Lines::at(1), Block::lines),
            texts,
        };
        self.record(RecordKind::Document, shown)
    }

    fn measures(&self) -> impl Iterator<Item = SearchRecord> {
        let figures = &self.policy.figures;
        let places = figures.iter().map(|f| f.id.as_str()).zip(0..);
        let places: FxHashMap<&str, usize> = places.collect();
        let measures = self.policy.measures.iter();
        measures.map(move |measure| {
            let own = measure.figures.iter();
            let own: BTreeSet<usize> = own
                .filter_map(|id| places.get(id.as_str()).copied())
                .collect();
            let own: Vec<&Figure> = own.iter().map(|&item| &figures[item]).collect();
            self.measure(measure, &own)
        })
    }

    fn measure(&self, measure: &Measure, figures: &[&Figure]) -> SearchRecord {
        let shown = Shown {
            id: measure.id.clone(),
            title: &measure.title,
            url: address::measure(&measure.id),
            lines: measure.lines,
            texts: words_of(measure),
        };
        let mut record = self.record(RecordKind::Measure, shown);
        record.number = measure.number.as_deref().map(compose);
        record.facets.topic = with_parents(&measure.topics, self.vocabulary);
        let bodies: BTreeSet<&str> = assignments(measure).map(|a| a.agency.as_str()).collect();
        record.facets.agency = bodies.into_iter().map(str::to_owned).collect();
        record.bodies = names_of_bodies(measure);
        let phrases = figures.iter().map(|figure| self.phrases.with_name(figure));
        record.figures = phrases.collect();
        let years = figures.iter().filter_map(|figure| figure.year);
        let years: BTreeSet<i16> = years.chain(self.year).collect();
        record.facets.year = years.into_iter().collect();
        record
    }

    fn figure(&self, item: usize, figure: &Figure) -> SearchRecord {
        let phrase = self.phrases.of(figure);
        let title = format!("{} {}", figure.name, phrase.amount);
        let anchor = self
            .anchors
            .of_quote(self.policy, figure.lines, &figure.quote);
        let shown = Shown {
            id: format!("{}#{}", self.policy.id, figure.id),
            title: title.trim(),
            url: self.passage(anchor),
            lines: figure.lines,
            texts: vec![figure.quote.as_str()],
        };
        let mut record = self.record(RecordKind::Figure, shown);
        let place = Place {
            policy: self.n,
            item,
        };
        let others = self.phrases.others(self.atlas, place);
        record.figures = vec![self.phrases.joined([&phrase.tail, &others])];
        record.facets.year = figure.year.or(self.year).into_iter().collect();
        let indicator = figure.indicator.as_ref();
        let indicator = indicator.and_then(|id| self.vocabulary.indicators.get(id));
        record.facets.topic =
            indicator.map_or_else(Vec::new, |i| with_parents(&i.topics, self.vocabulary));
        record
    }

    /// A record for a text outside the measures, with its lines.
    fn paragraph(&self, text: &str, lines: Lines, anchor: Anchor) -> SearchRecord {
        let shown = Shown {
            id: format!("{}#L{}", self.policy.id, lines.first),
            title: &self.policy.title,
            url: self.passage(anchor),
            lines,
            texts: vec![text],
        };
        self.record(RecordKind::Paragraph, shown)
    }

    fn paragraphs(&self) -> impl Iterator<Item = SearchRecord> {
        let blocks = self.policy.blocks.iter().enumerate();
        blocks.filter_map(|(n, block)| {
            let text = match block {
                Block::Title { text, .. } => text.clone(),
                Block::Paragraph {
                    text,
                    measure: None,
                    ..
                } => text.clone(),
                Block::Heading {
                    number,
                    title,
                    measure: None,
                    ..
                } => format!("{}{title}", number.as_deref().unwrap_or_default()),
                _ => return None,
            };
            Some(self.paragraph(&text, block.lines(), self.anchors.of_block(n)))
        })
    }

    /// Heads and rows of tables; a caption is a block before its table.
    fn table_rows(&self) -> Vec<SearchRecord> {
        let mut records = Vec::new();
        for table in &self.policy.tables {
            let of_line = || self.anchors.of_line(table.lines.first);
            let whole = self.anchors.of_table(&table.id).unwrap_or_else(of_line);
            records.push(self.paragraph(&table.header.join("\n"), table.lines, whole));
            for (n, row) in table.rows.iter().enumerate() {
                let anchor = self.anchors.of_row(&table.id, n).unwrap_or(whole);
                records.push(self.paragraph(&row.cells.join("\n"), row.lines, anchor));
            }
        }
        records
    }
}

/// Makes equal ids unique by a number, such as those of two paragraphs on one line.
fn number_equal_ids(records: &mut [SearchRecord]) {
    let mut seen = FxHashSet::default();
    for record in records {
        let own = record.id.clone();
        let mut n = 1;
        while !seen.insert(record.id.clone()) {
            n += 1;
            record.id = format!("{own}.{n}");
        }
    }
}

/// The topics and their parents, each once.
fn with_parents(topics: &[String], vocabulary: &Vocabulary) -> Vec<String> {
    let above = topics
        .iter()
        .filter_map(|id| vocabulary.topics.get(id)?.parent.clone());
    let all: BTreeSet<String> = topics.iter().cloned().chain(above).collect();
    all.into_iter().collect()
}

/// The bodies of a measure as it names them, each once, those that lead first.
fn names_of_bodies(measure: &Measure) -> Vec<String> {
    let mut all: Vec<&Agency> = assignments(measure).collect();
    all.sort_by_key(|body| body.role != Role::Lead);
    let mut seen = FxHashSet::default();
    let names = all.into_iter().map(|body| compose(&body.name));
    names.filter(|name| seen.insert(name.clone())).collect()
}

/// Text, bodies and tasks of a measure.
fn words_of(measure: &Measure) -> Vec<&str> {
    let mut words = vec![measure.text.as_str()];
    words.extend(measure.agencies.iter().map(|agency| agency.name.as_str()));
    for task in &measure.tasks {
        words.push(&task.text);
        words.extend(task.agencies.iter().map(|agency| agency.name.as_str()));
    }
    words
}
