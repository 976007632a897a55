//! `content/corrections/*.yaml`: what people set right, laid over what was read.

mod apply;

use apply::Refused;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::{Map, Value};

use super::located;
use crate::model::{Diagnostic, Policy, Role};
use crate::vocabulary::Vocabulary;

/// One correction: what it is about, what is to be done, and why.
///
/// It chooses a figure or a measure by id or by the words of the text (`quote`); a body by the
/// measure and its name; the record of the document where it chooses none of these.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    /// Id of the document.
    document: String,
    /// Id of a measure, its path in the document, or its title.
    measure: Option<String>,
    /// Id of a figure, such as `f12`.
    figure: Option<String>,
    /// Words of the text that only one figure, or else one measure, was read from.
    quote: Option<String>,
    /// Name of a body that `measure` names.
    agency: Option<String>,
    /// Its role, where it has two.
    role: Option<Role>,
    /// Fields and what was read of them when the correction was written: where that has changed, it
    /// is not carried out.
    was: Option<Map<String, Value>>,
    /// Fields and their right values.
    set: Option<Map<String, Value>>,
    /// Takes out what was chosen.
    #[serde(default)]
    drop: bool,
    /// Puts in what the program did not find.
    add: Option<Add>,
    /// Why: shown beside what was corrected.
    why: String,
}

/// What a correction may put in, one of them: fields as in `content/documents/`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Add {
    /// A body for `measure`: `{name, role}`.
    agency: Option<Map<String, Value>>,
    /// A figure: `{name, value, unit, quote, lines, …}`.
    figure: Option<Map<String, Value>>,
    /// A measure: `{id, title, text, lines, …}`.
    measure: Option<Map<String, Value>>,
}

/// The corrections of a site, each with its place.
#[derive(Clone, Debug, Default)]
pub struct Corrections {
    entries: Vec<(Entry, PathBuf, usize, String)>,
}

impl Corrections {
    /// Reads every `*.yaml` of a folder, in the order of their names; a missing folder holds none.
    ///
    /// # Errors
    /// Every file that cannot be read, at its line.
    pub fn read(folder: &Path) -> Result<Self, Vec<Diagnostic>> {
        let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
            .map(|entries| entries.filter_map(Result::ok).map(|e| e.path()).collect())
            .unwrap_or_default();
        files.retain(|f| f.extension().is_some_and(|e| e == "yaml" || e == "yml"));
        files.sort();
        let mut corrections = Self::default();
        let mut wrong = Vec::new();
        for file in files {
            let read = std::fs::read_to_string(&file)
                .map_err(|e| {
                    Diagnostic::error("corrections", &file, format!("cannot be read: {e}"))
                })
                .and_then(|text| Ok((entries(&text, &file)?, text)));
            match read {
                Ok((entries, text)) => corrections.extend(&file, &text, entries),
                Err(problem) => wrong.push(problem),
            }
        }
        if wrong.is_empty() {
            Ok(corrections)
        } else {
            Err(wrong)
        }
    }

    /// Reads the `text` of one file.
    ///
    /// # Errors
    /// What is wrong with it, at its line.
    pub fn parse(text: &str, file: &Path) -> Result<Self, Diagnostic> {
        let mut corrections = Self::default();
        corrections.extend(file, text, entries(text, file)?);
        Ok(corrections)
    }

    fn extend(&mut self, file: &Path, text: &str, entries: Vec<Entry>) {
        // Entries of a block list begin with a dash in the first column.
        let mut starts = text
            .lines()
            .enumerate()
            .filter(|(_, l)| l.starts_with("- "))
            .map(|(n, _)| n + 1);
        for entry in entries {
            let line = starts.next().unwrap_or(1);
            let shown = text.lines().nth(line - 1).unwrap_or_default().to_owned();
            self.entries.push((entry, file.to_owned(), line, shown));
        }
    }

    /// Lays the corrections over the documents, in their order.
    ///
    /// # Errors
    /// Every correction that matches nothing or more than one thing, or sets what a field cannot
    /// hold, at its line.
    pub fn apply(&self, policies: &mut [Policy], vocabulary: &Vocabulary) -> Vec<Diagnostic> {
        let mut wrong = Vec::new();
        for (entry, file, line, shown) in &self.entries {
            let done = policies
                .iter_mut()
                .find(|p| p.id == entry.document)
                .ok_or_else(|| {
                    Refused::Unmatched(format!("no document has the id {}", entry.document))
                })
                .and_then(|policy| apply::apply(entry, policy, vocabulary));
            let mut problem = match done {
                Ok(()) => continue,
                Err(Refused::Unmatched(message)) => {
                    Diagnostic::error("correction-unmatched", file, message)
                        .help("look the record up in content/documents/; take the correction out if the text was mended")
                }
                Err(Refused::Stale(message)) => Diagnostic::error("correction-stale", file, message)
                    .help("look at the record as it is now; take the correction out if it is right, or write `was` anew"),
            };
            problem.line = Some(*line);
            problem.source_line = Some(shown.clone());
            wrong.push(problem);
        }
        wrong
    }
}

fn entries(text: &str, file: &Path) -> Result<Vec<Entry>, Diagnostic> {
    let entries: Option<Vec<Entry>> = located::parse(text, file, "corrections").map_err(|wrong| {
        wrong.help("a list of {document, measure | figure | quote | agency, was, set | drop | add, why}")
    })?;
    Ok(entries.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::{Seed, read_policy};
    use crate::vocabulary::tests::REAL;

    const TEXT: &str = "某市实施方案\n一、重点任务\n（一）光伏行动。到2025年，建成绿色工厂20家以上，非化石能源占比达到2.8%。（市发改委牵头）\n（二）节水行动。推进节水，建设节水型城市。\n";

    fn corrected(yaml: &str) -> (Policy, Vec<Diagnostic>) {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("a.yaml"), yaml).unwrap();
        let seed = Seed {
            file: "seeds/a.txt".to_owned(),
            id: Some("a".to_owned()),
            ..Seed::default()
        };
        let mut policies = [read_policy(TEXT.as_bytes(), &seed, &REAL).unwrap()];
        let corrections = Corrections::read(dir.path()).unwrap_or_else(|e| panic!("{e:#?}"));
        let wrong = corrections.apply(&mut policies, &REAL);
        let [policy] = policies;
        (policy, wrong)
    }

    #[test]
    fn sets_a_field_of_a_figure_chosen_by_its_words() {
        let (policy, wrong) = corrected(
            "- document: a\n  quote: 非化石能源占比达到2.8%\n  set: {value: 28}\n  why: 笔误\n",
        );
        assert!(wrong.is_empty(), "{wrong:#?}");
        let figure = policy
            .figures
            .iter()
            .find(|f| f.quote.contains("2.8"))
            .unwrap();
        assert_eq!(
            (figure.value.unwrap().upper(), figure.corrected),
            (28.0, true)
        );
        assert_eq!(policy.corrections[0].why, "笔误");
    }

    #[test]
    fn adds_and_drops_bodies() {
        let (policy, wrong) = corrected(
            "- {document: a, measure: 1-2, add: {agency: {name: 市水利局, role: lead}}, why: 附件写明}\n- {document: a, measure: 光伏行动, agency: 市发改委, drop: true, why: 已更正}\n",
        );
        assert!(wrong.is_empty(), "{wrong:#?}");
        assert_eq!(policy.measures[1].agencies[0].agency, "water-resources");
        assert!(policy.measures[1].agencies[0].corrected && policy.measures[0].agencies.is_empty());
    }

    #[test]
    fn a_correction_of_what_has_changed_is_told() {
        let entry = |was: &str| {
            format!(
                "- {{document: a, quote: 绿色工厂, was: {{value: {was}}}, set: {{value: 30}}, why: 笔误}}\n"
            )
        };
        let (policy, wrong) = corrected(&entry("20"));
        assert!(
            wrong.is_empty() && policy.corrections.len() == 1,
            "{wrong:#?}"
        );
        let (policy, wrong) = corrected(&entry("25"));
        assert_eq!(wrong[0].code, "correction-stale");
        assert!(
            wrong[0].message.contains("25") && wrong[0].message.contains("20"),
            "{wrong:#?}"
        );
        assert!(policy.corrections.is_empty());
    }

    #[test]
    fn a_correction_that_matches_nothing_is_an_error_with_its_line() {
        let (_, wrong) = corrected(
            "# 说明\n- {document: a, figure: f99, drop: true, why: 无}\n- {document: b, set: {title: 乙}, why: 无}\n- {document: a, set: {titel: 乙}, why: 无}\n",
        );
        let told: Vec<_> = wrong.iter().map(|w| (w.line, w.message.as_str())).collect();
        assert_eq!(
            told,
            [
                (Some(2), "there is no figure f99"),
                (Some(3), "no document has the id b"),
                (Some(4), "`titel` is no field that can be set here"),
            ]
        );
    }
}
