use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};

use super::schema::BODY;
use super::symbols::{Symbols, symbols};
use crate::atlas::{Atlas, Place};
use crate::model::{Agency, Anchor, Anchors, Block, Lines, Measure, address};
use crate::phrase::Phrases;
use crate::vocabulary::Vocabulary;

/// What a record is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// 举措
    Measure,
    /// 数字
    Figure,
    /// A heading, paragraph or table row outside the measures.
    Paragraph,
    /// 政策文件
    Document,
    /// 责任单位
    Agency,
}

impl Kind {
    /// The word that stands for it in data.
    pub fn id(self) -> &'static str {
        match self {
            Self::Measure => "measure",
            Self::Figure => "figure",
            Self::Paragraph => "paragraph",
            Self::Document => "document",
            Self::Agency => "agency",
        }
    }

    /// All kinds.
    pub const ALL: [Self; 5] = [
        Self::Measure,
        Self::Figure,
        Self::Paragraph,
        Self::Document,
        Self::Agency,
    ];
}

/// One thing that can be found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Unique in the index.
    pub id: String,
    /// What it is.
    pub kind: Kind,
    /// What a reader sees first. A paragraph has its document's, which is none of its own words.
    pub title: String,
    /// Name of the document's region.
    pub city: Option<String>,
    /// Title of the document; an agency is in none.
    pub document: Option<String>,
    /// Address below the site's base.
    pub url: String,
    /// The seed it was read from.
    pub file: String,
    /// Where it stands there.
    pub lines: Lines,
    /// Its words, without its title.
    pub text: String,
    /// The figures of a measure, each in words; of a figure the year it holds for and its kind.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub figures: Vec<String>,
    /// What it can be filtered by.
    pub facets: Facets,
}

/// Fields whose values do not follow from a record's document.
pub const FIELDS: [&str; 3] = ["agency", "topic", "year"];

/// What a record can be filtered by: ids of values.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facets {
    /// Its document's part of an address.
    pub document: Option<String>,
    /// Its city's part of an address.
    pub city: Option<String>,
    /// Its topics and the topics above them.
    pub topic: Vec<String>,
    /// The bodies it names.
    pub agency: Vec<String>,
    /// The years it speaks of; that of its document where it speaks of none.
    pub year: Vec<i16>,
}

/// Everything that can be found in the documents: document by document, each with its record, then
/// its measures, figures and paragraphs in the order of the text; at last the agencies.
pub fn records(atlas: &Atlas, vocabulary: &Vocabulary, phrases: &Phrases) -> Vec<Record> {
    let policies = (0..atlas.policies.len()).into_par_iter();
    let mut records: Vec<Record> = policies
        .flat_map_iter(|n| of_policy(n, atlas, vocabulary, phrases))
        .collect();
    records.extend(agencies(atlas, vocabulary));
    records
}

/// The records of a document.
pub fn of_policy(
    n: usize,
    atlas: &Atlas,
    vocabulary: &Vocabulary,
    phrases: &Phrases,
) -> Vec<Record> {
    let policy = &atlas.policies[n];
    let published = policy.dated().map(|d| d.year());
    let document_year = published.or(policy.period.from);
    let city = atlas.city_of(n);
    let record = |kind, id: String, title: &str, url: String, lines, text: Vec<&str>| Record {
        id,
        kind,
        title: compose(title),
        city: policy.region.as_ref().map(|region| region.name.clone()),
        document: Some(compose(&policy.title)),
        url,
        file: policy.source.file.clone(),
        lines,
        text: compose(beginning(&text.join("\n"))),
        figures: Vec::new(),
        facets: Facets {
            document: Some(policy.id.clone()),
            city: city.searched().map(str::to_owned),
            year: document_year.into_iter().collect(),
            ..Facets::default()
        },
    };
    let anchors = Anchors::of(policy);
    let passage = |anchor: Anchor| address::passage(&policy.id, anchor);

    let mut head: Vec<&str> = Vec::new();
    head.extend(policy.document_number.as_deref());
    head.extend(policy.issuing_bodies.iter().map(String::as_str));
    head.extend(policy.region.as_ref().map(|region| region.name.as_str()));
    head.extend(policy.kind.as_deref());
    let whole = policy.blocks.first().map_or(Lines::at(1), Block::lines);
    let mut records = vec![record(
        Kind::Document,
        policy.id.clone(),
        &policy.title,
        address::document(&policy.id),
        whole,
        head,
    )];

    let places = policy.figures.iter().map(|f| f.id.as_str()).zip(0..);
    let places: FxHashMap<&str, usize> = places.collect();
    for measure in &policy.measures {
        let mut found = record(
            Kind::Measure,
            measure.id.clone(),
            &measure.title,
            address::measure(&measure.id),
            measure.lines,
            words_of(measure),
        );
        found.facets.topic = with_parents(&measure.topics, vocabulary);
        let bodies: BTreeSet<&str> = assignments(measure).map(|a| a.agency.as_str()).collect();
        found.facets.agency = bodies.into_iter().map(str::to_owned).collect();
        let own = measure
            .figures
            .iter()
            .filter_map(|id| places.get(id.as_str()));
        let own: BTreeSet<usize> = own.copied().collect();
        let figures = || own.iter().map(|&item| &policy.figures[item]);
        found.figures = figures().map(|figure| phrases.with_name(figure)).collect();
        let years = figures().filter_map(|f| f.year);
        let years: BTreeSet<i16> = years.chain(document_year).collect();
        found.facets.year = years.into_iter().collect();
        records.push(found);
    }
    for (item, figure) in policy.figures.iter().enumerate() {
        let url = passage(anchors.of_quote(policy, figure.lines, &figure.quote));
        let phrase = phrases.of(figure);
        let title = format!("{} {}", figure.name, phrase.amount);
        let id = format!("{}#{}", policy.id, figure.id);
        let text = vec![figure.quote.as_str()];
        let mut found = record(Kind::Figure, id, title.trim(), url, figure.lines, text);
        let others = phrases.others(atlas, Place { policy: n, item });
        found.figures = vec![phrases.joined([&phrase.tail, &others])];
        found.facets.year = figure.year.or(document_year).into_iter().collect();
        let indicator = figure.indicator.as_ref();
        let indicator = indicator.and_then(|id| vocabulary.indicators.get(id));
        found.facets.topic =
            indicator.map_or_else(Vec::new, |i| with_parents(&i.topics, vocabulary));
        records.push(found);
    }
    let mut outside = |text: &str, lines: Lines, anchor: Anchor| {
        let id = format!("{}#L{}", policy.id, lines.first);
        let (title, url) = (&policy.title, passage(anchor));
        records.push(record(Kind::Paragraph, id, title, url, lines, vec![text]));
    };
    for (n, block) in policy.blocks.iter().enumerate() {
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
            _ => continue,
        };
        outside(&text, block.lines(), anchors.of_block(n));
    }
    // A caption is a block before its table.
    for table in &policy.tables {
        let of_line = || anchors.of_line(table.lines.first);
        let whole = anchors.of_table(&table.id).unwrap_or_else(of_line);
        outside(&table.header.join("\n"), table.lines, whole);
        for (n, row) in table.rows.iter().enumerate() {
            let anchor = anchors.of_row(&table.id, n).unwrap_or(whole);
            outside(&row.cells.join("\n"), row.lines, anchor);
        }
    }
    // Two paragraphs of one line would share an id.
    let mut seen = FxHashSet::default();
    for record in &mut records {
        let own = record.id.clone();
        let mut n = 1;
        while !seen.insert(record.id.clone()) {
            n += 1;
            record.id = format!("{own}.{n}");
        }
    }
    records
}

/// The topics and those above them, each once.
fn with_parents(topics: &[String], vocabulary: &Vocabulary) -> Vec<String> {
    let above = topics
        .iter()
        .filter_map(|id| vocabulary.topics.get(id)?.parent.clone());
    let all: BTreeSet<String> = topics.iter().cloned().chain(above).collect();
    all.into_iter().collect()
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

/// One record for each body, under all the names that the texts give it.
pub fn agencies(atlas: &Atlas, vocabulary: &Vocabulary) -> Vec<Record> {
    let mut bodies: BTreeMap<&str, (Record, BTreeSet<&str>)> = BTreeMap::new();
    for policy in &atlas.policies {
        for agency in policy.measures.iter().flat_map(assignments) {
            let (_, names) = bodies.entry(&agency.agency).or_insert_with(|| {
                let title = vocabulary
                    .agencies
                    .get(&agency.agency)
                    .map_or(agency.name.as_str(), |kind| kind.name.as_str());
                let record = Record {
                    id: format!("agencies/{}", agency.agency),
                    kind: Kind::Agency,
                    title: compose(title),
                    city: None,
                    document: None,
                    url: address::agency(&agency.agency),
                    file: policy.source.file.clone(),
                    lines: agency.lines,
                    text: String::new(),
                    figures: Vec::new(),
                    facets: Facets {
                        agency: vec![agency.agency.clone()],
                        ..Facets::default()
                    },
                };
                (record, BTreeSet::new())
            });
            names.insert(&agency.name);
        }
    }
    bodies
        .into_values()
        .map(|(mut record, mut names)| {
            names.remove(record.title.as_str());
            let names: Vec<&str> = names.into_iter().collect();
            record.text = compose(&names.join("\n"));
            record
        })
        .collect()
}

/// All assignments of a measure, those of its tasks included.
fn assignments(measure: &Measure) -> impl Iterator<Item = &Agency> {
    measure
        .agencies
        .iter()
        .chain(measure.tasks.iter().flat_map(|task| &task.agencies))
}

/// Bytes of a record that can be found: a hundred thousand characters. No paragraph of a policy comes
/// near it; a file of one line without an end would make an index of many times its size.
const FOUND: usize = 300_000;

/// The part of a text that can be found.
fn beginning(text: &str) -> &str {
    &text[..text.floor_char_boundary(FOUND)]
}

/// Accents joined to their letters: what has to happen before a text can be put into symbols
/// character by character. Changes nothing that a reader sees.
fn compose(text: &str) -> String {
    use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};
    match is_nfc_quick(text.chars()) {
        IsNormalized::Yes => text.to_owned(),
        _ => text.nfc().collect(),
    }
}

impl Record {
    /// The symbols of its own title and of its text, as they are indexed. A paragraph's title is its
    /// document's, which the paragraph does not say.
    pub fn symbols(&self) -> (Vec<char>, Symbols) {
        let mut title = match self.kind {
            Kind::Paragraph => Vec::new(),
            _ => symbols(&self.title).symbols,
        };
        // A gap is left, so that nothing is found across the end of the title.
        title.truncate(BODY - 2);
        (title, symbols(&self.text))
    }

    /// All that it can be filtered by but its kind: field and value.
    pub fn facet_values(&self) -> Vec<(&'static str, String)> {
        let facets = &self.facets;
        let one = |field, value: &Option<String>| value.clone().map(|v| (field, v));
        let many = |field, values: &[String]| -> Vec<(&'static str, String)> {
            values.iter().map(|v| (field, v.clone())).collect()
        };
        let mut all: Vec<(&'static str, String)> = Vec::new();
        all.extend(one("document", &facets.document));
        all.extend(one("city", &facets.city));
        all.extend(many("topic", &facets.topic));
        all.extend(many("agency", &facets.agency));
        all.extend(facets.year.iter().map(|year| ("year", year.to_string())));
        all
    }
}
