//! The records of a document to check, with the reasons to doubt them.

use serde::Serialize;
use serde_json::Value;

use crate::content::corrections::SubjectKind;
use crate::content::{Reviews, record_version};
use crate::model::{Figure, FigureKind, Lines, Measure, Policy, Warning};
use crate::vocabulary::Vocabulary;

/// A reason to doubt what was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "reason")]
pub enum Doubt {
    /// The parser warned of its lines.
    Warning {
        /// The code of the warning.
        code: String,
        /// Its words.
        message: String,
    },
    /// The text was imported in spite of doubts.
    ForcedImport,
    /// It has no name or title.
    Unnamed,
    /// It has neither a number nor words.
    NoValue,
    /// Its number has no unit.
    NoUnit,
    /// It is a target without a year, and the document has no end.
    NoYear,
    /// No body answers for the measure, in a document whose measures mostly have one.
    NoBody,
    /// A body is of no kind that the vocabulary knows.
    UnknownBody,
    /// Nothing says where the document holds.
    NoRegion,
    /// The document is of no day.
    NoDate,
    /// No body has issued the document.
    NoIssuer,
}

impl Doubt {
    /// How much it adds to the doubt about a record.
    fn weight(&self) -> u32 {
        match self {
            Self::Warning { .. } | Self::Unnamed | Self::NoValue => 8,
            Self::NoUnit | Self::NoRegion | Self::NoDate => 4,
            Self::ForcedImport | Self::NoIssuer => 3,
            Self::NoYear | Self::UnknownBody => 2,
            Self::NoBody => 1,
        }
    }
}

/// A record to check.
#[derive(Clone, Debug, Serialize)]
pub struct QueuedRecord {
    /// Its id, as `cewen correct` takes it.
    pub id: String,
    /// What it is.
    pub kind: &'static str,
    /// Its version; see [`record_version`].
    pub version: String,
    /// The day on which this version was checked, if it was.
    pub reviewed: Option<String>,
    /// The reasons to doubt it.
    pub doubts: Vec<Doubt>,
    /// The sum of their weights.
    pub doubt: u32,
    /// Its lines.
    pub lines: Lines,
    /// Its fields, as in the data files.
    pub data: Value,
}

/// The records of a document in reading order, its own first.
pub fn records(policy: &Policy, reviews: &Reviews, vocabulary: &Vocabulary) -> Vec<QueuedRecord> {
    let queued = |kind, id, lines, doubts, data| {
        let queue = (policy, reviews);
        queued(queue, kind, id, (lines, doubts, data))
    };
    let mut records = Vec::with_capacity(policy.measures.len() + policy.figures.len() + 1);
    for measure in &policy.measures {
        let doubts = of_measure(policy, measure, vocabulary);
        let data = serde_json::to_value(measure).unwrap_or_default();
        let (id, lines) = (measure.id.clone(), measure.lines);
        records.push(queued(SubjectKind::Measure, id, lines, doubts, data));
    }
    for figure in &policy.figures {
        let id = format!("{}#{}", policy.id, figure.id);
        let doubts = of_figure(policy, figure);
        let data = serde_json::to_value(figure).unwrap_or_default();
        records.push(queued(SubjectKind::Figure, id, figure.lines, doubts, data));
    }
    // A measure stands before the figures of its first line: the sort keeps their order.
    records.sort_by_key(|record| record.lines.first);
    let data = serde_json::to_value(policy).unwrap_or_default();
    let (lines, doubts) = (head(policy), of_document(policy));
    let own = queued(
        SubjectKind::Document,
        policy.id.clone(),
        lines,
        doubts,
        data,
    );
    records.insert(0, own);
    records
}

/// Completes a record of a document.
fn queued(
    (policy, reviews): (&Policy, &Reviews),
    kind: SubjectKind,
    id: String,
    (lines, mut doubts, mut data): (Lines, Vec<Doubt>, Value),
) -> QueuedRecord {
    if policy.source.forced.is_some() {
        doubts.push(Doubt::ForcedImport);
    }
    let version = record_version(kind, &data);
    if let (SubjectKind::Document, Some(fields)) = (kind, data.as_object_mut()) {
        // The lists of its records are not its own fields.
        fields.retain(|name, _| kind.fields().contains(&name.as_str()));
    }
    QueuedRecord {
        kind: match kind {
            SubjectKind::Document => "document",
            SubjectKind::Measure => "measure",
            SubjectKind::Figure => "figure",
            SubjectKind::Agency => "agency",
        },
        reviewed: reviews.day(&id, &version).map(|day| day.to_string()),
        doubt: doubts.iter().map(Doubt::weight).sum(),
        id,
        version,
        doubts,
        lines,
        data,
    }
}

/// The lines of what stands before the first measure: title, number, date.
fn head(policy: &Policy) -> Lines {
    let titles = policy.blocks.iter().map(|block| block.lines());
    let mut titles = titles.take(4);
    let first = titles.next().unwrap_or(Lines::at(1));
    titles.fold(first, Lines::join)
}

fn overlap(a: Lines, b: Lines) -> bool {
    a.first <= b.last && b.first <= a.last
}

fn warned(warning: &Warning) -> Doubt {
    Doubt::Warning {
        code: warning.code.clone(),
        message: warning.message.clone(),
    }
}

/// The doubts for which the condition holds.
fn if_true(doubts: impl IntoIterator<Item = (bool, Doubt)>) -> impl Iterator<Item = Doubt> {
    let holds = doubts.into_iter().filter(|(holds, _)| *holds);
    holds.map(|(_, doubt)| doubt)
}

fn of_document(policy: &Policy) -> Vec<Doubt> {
    if_true([
        (policy.title.is_empty(), Doubt::Unnamed),
        (policy.region.is_none(), Doubt::NoRegion),
        (policy.dated().is_none(), Doubt::NoDate),
        (policy.issuing_bodies.is_empty(), Doubt::NoIssuer),
    ])
    .collect()
}

fn of_measure(policy: &Policy, measure: &Measure, vocabulary: &Vocabulary) -> Vec<Doubt> {
    // A warning that quotes a figure is the figure's.
    let of_figures = |warning: &Warning| warning.code == "figures-contradict";
    let warnings = policy.warnings.iter();
    let own = warnings.filter(|w| !of_figures(w) && overlap(w.lines, measure.lines));
    let mut names = measure.agencies.iter().map(|agency| agency.name.as_str());
    let is_unknown = |name: &str| vocabulary.agencies.kind_of(name).is_none();
    // In a text that names no bodies this is nothing to look for.
    let with_bodies = policy.measures.iter().filter(|m| !m.agencies.is_empty());
    let has_no_body =
        measure.agencies.is_empty() && 2 * with_bodies.count() > policy.measures.len();
    let doubts = if_true([
        (measure.title.is_empty(), Doubt::Unnamed),
        (names.any(is_unknown), Doubt::UnknownBody),
        (has_no_body, Doubt::NoBody),
    ]);
    own.map(warned).chain(doubts).collect()
}

fn of_figure(policy: &Policy, figure: &Figure) -> Vec<Doubt> {
    let is_own = |warning: &&Warning| match warning.code.as_str() {
        "figures-contradict" => warning.message.contains(&format!("「{}」", figure.quote)),
        _ => overlap(warning.lines, figure.lines),
    };
    let own = policy.warnings.iter().filter(is_own);
    let has_no_year = figure.kind == FigureKind::Target && figure.year.or(figure.horizon).is_none();
    let doubts = if_true([
        (figure.name.trim().is_empty(), Doubt::Unnamed),
        (
            figure.value.is_none() && figure.text.is_none(),
            Doubt::NoValue,
        ),
        (
            figure.value.is_some() && figure.unit.is_none(),
            Doubt::NoUnit,
        ),
        (has_no_year, Doubt::NoYear),
    ]);
    own.map(warned).chain(doubts).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::{Seed, read_policy};
    use crate::vocabulary::tests::REAL;

    const TEXT: &str = "某市绿色发展实施方案\n一、重点任务\n（一）光伏行动。到2025年，建成绿色工厂20家以上，非化石能源消费比重达到28%。（市发改委牵头）\n（二）节水行动。推进节水，到2025年，非化石能源消费比重达到30%。\n（三）节能行动。推进节能。（市经信局负责）\n";

    fn policy() -> Policy {
        let seed = Seed {
            file: "seeds/a.txt".to_owned(),
            id: Some("a".to_owned()),
            ..Seed::default()
        };
        read_policy(TEXT.as_bytes(), &seed, &REAL).unwrap()
    }

    #[test]
    fn records_stand_in_reading_order_the_measure_before_its_figures() {
        let ids: Vec<String> = records(&policy(), &Reviews::default(), &REAL)
            .into_iter()
            .map(|record| record.id)
            .collect();
        assert_eq!(
            ids,
            ["a", "a/1-1", "a#f1", "a#f2", "a/1-2", "a#f3", "a/1-3"]
        );
    }

    #[test]
    fn what_is_doubtful_says_why() {
        let mut policy = policy();
        policy.figures[0].unit = None;
        policy.figures[0].name.clear();
        let records = records(&policy, &Reviews::default(), &REAL);
        let doubts = |id: &str| &records.iter().find(|r| r.id == id).unwrap().doubts;
        assert_eq!(
            doubts("a"),
            &[Doubt::NoRegion, Doubt::NoDate, Doubt::NoIssuer]
        );
        assert_eq!(doubts("a#f1"), &[Doubt::Unnamed, Doubt::NoUnit]);
        assert_eq!(doubts("a/1-2"), &[Doubt::NoBody]);
        // Both of two figures that contradict each other.
        for id in ["a#f2", "a#f3"] {
            let [Doubt::Warning { code, .. }] = doubts(id).as_slice() else {
                panic!("{id}: {:?}", doubts(id));
            };
            assert_eq!(code, "figures-contradict");
        }
        let doubt = |id: &str| records.iter().find(|r| r.id == id).unwrap().doubt;
        assert!(doubt("a#f1") > doubt("a#f2") && doubt("a#f2") > doubt("a/1-2"));
    }

    #[test]
    fn every_record_of_a_forced_import_is_doubtful() {
        let mut policy = policy();
        policy.source.forced = Some(crate::model::TextDoubt::UnknownWords);
        let records = records(&policy, &Reviews::default(), &REAL);
        assert!(
            records
                .iter()
                .all(|r| r.doubts.contains(&Doubt::ForcedImport))
        );
    }
}
