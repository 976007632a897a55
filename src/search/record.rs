use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::fold::compose;
use crate::model::{Agency, Block, Figure, Lines, Measure, Policy};
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

    /// The kind that this word stands for.
    pub fn from_id(id: &str) -> Option<Self> {
        [
            Self::Measure,
            Self::Figure,
            Self::Paragraph,
            Self::Document,
            Self::Agency,
        ]
        .into_iter()
        .find(|kind| kind.id() == id)
    }
}

/// One thing that can be found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Unique in the index.
    pub id: String,
    /// What it is.
    pub kind: Kind,
    /// What a reader sees first.
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
    /// All its words, beginning with its title.
    pub text: String,
}

/// Everything that can be found in the documents, in the order of their ids.
pub fn records(policies: &[Policy], vocabulary: &Vocabulary) -> Vec<Record> {
    let mut records: Vec<Record> = policies.iter().flat_map(of_policy).collect();
    records.extend(agencies(policies, vocabulary));
    records.sort_by(|a, b| a.id.cmp(&b.id));
    // Two paragraphs of one line would share an id.
    let mut seen = BTreeSet::new();
    for record in &mut records {
        let plain = record.id.clone();
        let mut n = 1;
        while !seen.insert(record.id.clone()) {
            n += 1;
            record.id = format!("{plain}.{n}");
        }
    }
    records
}

fn of_policy(policy: &Policy) -> Vec<Record> {
    let record = |kind, id: String, title: &str, url: String, lines, text: Vec<&str>| Record {
        id,
        kind,
        title: compose(title),
        city: policy.region.as_ref().map(|region| region.name.clone()),
        document: Some(compose(&policy.title)),
        url,
        file: policy.source.file.clone(),
        lines,
        text: compose(&text.join("\n")),
    };
    let at = |lines: Lines| format!("documents/{}/#L{}", policy.id, lines.first);

    let mut head = vec![policy.title.as_str()];
    head.extend(policy.document_number.as_deref());
    head.extend(policy.issuing_bodies.iter().map(String::as_str));
    head.extend(policy.region.as_ref().map(|region| region.name.as_str()));
    head.extend(policy.kind.as_deref());
    let whole = policy.blocks.first().map_or(Lines::at(1), Block::lines);
    let mut records = vec![record(
        Kind::Document,
        policy.id.clone(),
        &policy.title,
        format!("documents/{}/", policy.id),
        whole,
        head,
    )];

    for measure in &policy.measures {
        records.push(record(
            Kind::Measure,
            measure.id.clone(),
            &measure.title,
            format!("measures/{}/", measure.id),
            measure.lines,
            words_of(measure),
        ));
    }
    for figure in &policy.figures {
        let url = figure
            .measure
            .as_ref()
            .map_or_else(|| at(figure.lines), |id| format!("measures/{id}/"));
        let amount = amount(figure);
        let title = format!("{} {amount}", figure.name);
        let title = title.trim_end();
        records.push(record(
            Kind::Figure,
            format!("{}#{}", policy.id, figure.id),
            title,
            url,
            figure.lines,
            vec![title, &figure.quote],
        ));
    }
    let mut outside = |text: &str, lines: Lines| {
        let id = format!("{}#L{}", policy.id, lines.first);
        records.push(record(
            Kind::Paragraph,
            id,
            &policy.title,
            at(lines),
            lines,
            vec![text],
        ));
    };
    for block in &policy.blocks {
        match block {
            Block::Title { text, lines }
            | Block::Paragraph {
                text,
                measure: None,
                lines,
            } => {
                outside(text, *lines);
            }
            Block::Heading {
                number,
                title,
                measure: None,
                lines,
                ..
            } => {
                outside(
                    &format!("{}{title}", number.as_deref().unwrap_or_default()),
                    *lines,
                );
            }
            _ => {}
        }
    }
    for table in &policy.tables {
        if let Some(caption) = &table.caption {
            outside(caption, table.lines);
        }
        outside(&table.header.join("\n"), table.lines);
        for row in &table.rows {
            outside(&row.cells.join("\n"), row.lines);
        }
    }
    records
}

/// Heading, text, bodies and tasks of a measure.
fn words_of(measure: &Measure) -> Vec<&str> {
    let mut words = vec![measure.title.as_str(), &measure.text];
    words.extend(measure.agencies.iter().map(|agency| agency.name.as_str()));
    for task in &measure.tasks {
        words.push(&task.text);
        words.extend(task.agencies.iter().map(|agency| agency.name.as_str()));
    }
    words
}

/// 27万千瓦, 0.17-24%, 完成省下达任务.
fn amount(figure: &Figure) -> String {
    let unit = figure.unit.as_deref().unwrap_or_default();
    match (figure.value, &figure.text) {
        (Some(crate::model::Value::Number(n)), _) => format!("{n}{unit}"),
        (Some(crate::model::Value::Range { from, to }), _) => format!("{from}-{to}{unit}"),
        (None, Some(words)) => words.clone(),
        (None, None) => String::new(),
    }
}

/// One record for each body, under all the names that the texts give it.
fn agencies(policies: &[Policy], vocabulary: &Vocabulary) -> Vec<Record> {
    let mut bodies: BTreeMap<&str, (Record, BTreeSet<&str>)> = BTreeMap::new();
    for policy in policies {
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
                    url: format!("agencies/{}/", agency.agency),
                    file: policy.source.file.clone(),
                    lines: agency.lines,
                    text: String::new(),
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
            let names: Vec<&str> = std::iter::once(record.title.as_str())
                .chain(names)
                .collect();
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
