use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::atlas::Atlas;
use crate::model::{Agency, Lines, Measure, address};
use crate::vocabulary::Vocabulary;

/// The kind of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecordKind {
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

impl RecordKind {
    /// Its name in data files.
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

/// A record: one unit that can be found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SearchRecord {
    /// Unique in the index.
    pub id: String,
    /// The kind.
    pub kind: RecordKind,
    /// The number of a measure's heading, as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// The title that a reader sees first. A paragraph has its document's, which is not indexed with it.
    pub title: String,
    /// Name of the document's region.
    pub city: Option<String>,
    /// Title of the document; `None` for an agency.
    pub document: Option<String>,
    /// Address below the site's base.
    pub url: String,
    /// The seed it was read from.
    pub file: String,
    /// The lines in the seed.
    pub lines: Lines,
    /// Its words, without its title.
    pub text: String,
    /// The figures of a measure, each in words; for a figure its year and kind.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub figures: Vec<String>,
    /// The bodies of a measure as it names them, those that lead first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bodies: Vec<String>,
    /// Its values to filter by.
    pub facets: Facets,
    /// The record's place within its document, and the place of its passage: a measure for its figures, a
    /// paragraph for those outside measures.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub passage: Option<PassagePlace>,
}

/// The place of a record within its document, and the place of the record of its passage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PassagePlace {
    /// The place of the record.
    pub own: u32,
    /// The place of the record of its passage.
    pub passage: u32,
}

/// The values a record can be filtered by, as ids.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facets {
    /// Its document's part of an address.
    pub document: Option<String>,
    /// Its city's part of an address.
    pub city: Option<String>,
    /// Code of its city's province.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub province: Option<String>,
    /// Level of its city: nation, province, city or county.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<String>,
    /// Its topics and the topics above them.
    pub topic: Vec<String>,
    /// The bodies it names.
    pub agency: Vec<String>,
    /// The years it mentions, else that of its document.
    pub year: Vec<i16>,
    /// 文种 of its document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub genre: Option<String>,
    /// The status of its document; see [`crate::model::Status`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// Ids of the questions that it may answer: `year` if it contains one, `body` if it names one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<String>,
}

/// One record for each body, with all names used by the texts.
pub fn agencies(atlas: &Atlas, vocabulary: &Vocabulary) -> Vec<SearchRecord> {
    let mut bodies: BTreeMap<&str, (SearchRecord, BTreeSet<&str>)> = BTreeMap::new();
    for policy in &atlas.policies {
        for agency in policy.measures.iter().flat_map(assignments) {
            let (_, names) = bodies.entry(&agency.agency).or_insert_with(|| {
                let title = vocabulary
                    .agencies
                    .get(&agency.agency)
                    .map_or(agency.name.as_str(), |kind| kind.name.as_str());
                let record = SearchRecord {
                    id: format!("agencies/{}", agency.agency),
                    kind: RecordKind::Agency,
                    number: None,
                    title: compose(title),
                    city: None,
                    document: None,
                    url: address::agency(&agency.agency),
                    file: policy.source.file.clone(),
                    lines: agency.lines,
                    text: String::new(),
                    figures: Vec::new(),
                    bodies: Vec::new(),
                    passage: None,
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
pub fn assignments(measure: &Measure) -> impl Iterator<Item = &Agency> {
    measure
        .agencies
        .iter()
        .chain(measure.tasks.iter().flat_map(|task| &task.agencies))
}

/// Fields whose value a record takes from its document.
pub const OF_DOCUMENT: [&str; 5] = ["city", "province", "level", "genre", "status"];

/// The field of questions that a record may answer; used for ranking, not for filters.
pub const ANSWERS: &str = "answers";

/// Maximum number of indexed bytes of a record, about a hundred thousand characters. Paragraphs of
/// policies are far shorter; a file of one endless line would make a huge index.
const FOUND: usize = 300_000;

/// The indexed part of a text.
pub fn beginning(text: &str) -> &str {
    &text[..text.floor_char_boundary(FOUND)]
}

/// Joins accents to their letters, which is needed before a text is normalized character by character.
/// Makes no visible change.
pub fn compose(text: &str) -> String {
    use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};
    match is_nfc_quick(text.chars()) {
        IsNormalized::Yes => text.to_owned(),
        _ => text.nfc().collect(),
    }
}

impl SearchRecord {
    /// The indexed title, with its number; empty for a paragraph, whose title is that of its document.
    pub fn own_title(&self) -> String {
        match self.kind {
            RecordKind::Paragraph => String::new(),
            _ => format!(
                "{}{}",
                self.number.as_deref().unwrap_or_default(),
                self.title
            ),
        }
    }

    /// Its values to filter by: field and value.
    pub fn facet_values(&self) -> Vec<(&'static str, String)> {
        let facets = &self.facets;
        let one = |field, value: &Option<String>| value.clone().map(|v| (field, v));
        let many = |field, values: &[String]| -> Vec<(&'static str, String)> {
            values.iter().map(|v| (field, v.clone())).collect()
        };
        let mut all: Vec<(&'static str, String)> = vec![("kind", self.kind.id().to_owned())];
        all.extend(one("document", &facets.document));
        all.extend(one("city", &facets.city));
        all.extend(one("province", &facets.province));
        all.extend(one("level", &facets.level));
        all.extend(one("genre", &facets.genre));
        all.extend(one("status", &facets.status));
        all.extend(many("topic", &facets.topic));
        all.extend(many("agency", &facets.agency));
        all.extend(many(ANSWERS, &facets.answers));
        all.extend(facets.year.iter().map(|year| ("year", year.to_string())));
        all
    }
}
