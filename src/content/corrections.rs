//! Corrections by people, `content/corrections/*.yaml`, applied over the documents read.

mod additions;
mod apply;
mod derived;
mod edit;
mod fields;
mod record_address;
mod references;
mod refused;

use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::{Map, Value};

pub use self::edit::{Edit, NewCorrection, append};
pub use self::fields::SubjectKind;
pub use self::record_address::RecordAddress;
use self::refused::Refused;
use super::list_file;
use crate::disk;
use crate::model::{Diagnostic, Policy, Role};
use crate::vocabulary::Vocabulary;
use crate::yaml;

/// One correction: its subject, the change, and the reason.
///
/// It selects a figure or a measure by id or by words of the text (`quote`), a body by the measure and
/// its name, and otherwise the record of the document.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CorrectionEntry {
    /// Id of the document.
    document: String,
    /// Id of a measure, its path in the document, or its title.
    measure: Option<String>,
    /// Id of a figure, such as `f12`.
    figure: Option<String>,
    /// Words of the text that select the only figure, or else the only measure, read from them.
    quote: Option<String>,
    /// Name of a body of `measure`.
    agency: Option<String>,
    /// Its role, if the body has two.
    role: Option<Role>,
    /// Fields with the values that they had when the correction was written. The correction is skipped if
    /// one of them has changed.
    was: Option<Map<String, Value>>,
    /// Fields and their right values.
    set: Option<Map<String, Value>>,
    /// Removes the chosen record.
    #[serde(default)]
    drop: bool,
    /// Adds a record that the program did not find.
    add: Option<Add>,
    /// The reason, shown beside the corrected value.
    why: String,
}

/// A record to add, exactly one of these, with the fields of `content/documents/`.
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

/// The corrections of a site, each with its position.
#[derive(Clone, Debug, Default)]
pub struct Corrections {
    entries: Vec<PlacedCorrection>,
}

/// A correction with its position in its file.
#[derive(Clone, Debug)]
struct PlacedCorrection {
    entry: CorrectionEntry,
    file: PathBuf,
    /// The index (from 0) of its first line.
    first: usize,
    lines: Vec<String>,
}

fn unreadable(path: &Path, error: &std::io::Error, help: &str) -> Diagnostic {
    Diagnostic::error("corrections", path, format!("cannot be read: {error}")).help(help)
}

impl Corrections {
    /// Reads every `*.yaml` of a folder, in the order of their names; a missing folder is empty.
    ///
    /// What cannot be read comes beside those that can, at its line.
    pub fn read(folder: &Path) -> (Self, Vec<Diagnostic>) {
        let mut corrections = Self::default();
        let mut wrong = Vec::new();
        // An unreadable folder is an error: without its corrections a site would publish known mistakes.
        let mut files = disk::entries(folder).unwrap_or_else(|error| {
            wrong.push(unreadable(
                folder,
                &error,
                "see that you may list the folder",
            ));
            Vec::new()
        });
        files.retain(|f| f.extension().is_some_and(|e| e == "yaml" || e == "yml"));
        for file in files {
            match disk::text(&file) {
                Ok(text) => wrong.extend(corrections.extend(&file, &text)),
                Err(error) => wrong.push(unreadable(
                    &file,
                    &error,
                    "save it as UTF-8 text, and see that you may read it",
                )),
            }
        }
        (corrections, wrong)
    }

    /// Parses the `text` of one file.
    ///
    /// # Errors
    /// The first fault, at its line.
    pub fn parse(text: &str, file: &Path) -> Result<Self, Diagnostic> {
        let mut corrections = Self::default();
        match corrections.extend(file, text).into_iter().next() {
            Some(wrong) => Err(wrong),
            None => Ok(corrections),
        }
    }

    /// Adds the entries of a file; returns diagnostics for invalid ones.
    fn extend(&mut self, file: &Path, text: &str) -> Vec<Diagnostic> {
        let read = yaml::salvage::<Option<Vec<CorrectionEntry>>>(text, file, "corrections");
        let lines: Vec<&str> = text.lines().collect();
        // A list in flow style has no separate lines for its entries: each gets all lines.
        let mut places = read.entries.into_iter();
        for entry in read.value.flatten().unwrap_or_default() {
            let place = places.next().unwrap_or(0..lines.len());
            // A missing field is not reported if the same entry has an invalid field: one mistake often
            // causes both.
            let told = |w: &Diagnostic| w.line.is_some_and(|line| place.contains(&(line - 1)));
            if read.wrong.iter().any(told) {
                continue;
            }
            self.entries.push(PlacedCorrection {
                entry,
                file: file.to_owned(),
                first: place.start,
                lines: lines[place].iter().map(|&line| line.to_owned()).collect(),
            });
        }
        let help =
            "a list of {document, measure | figure | quote | agency, was, set | drop | add, why}";
        read.wrong
            .into_iter()
            .map(|wrong| wrong.help(help))
            .collect()
    }

    /// Applies the corrections to the documents, in their order.
    ///
    /// Returns a diagnostic at the faulty words of every correction that matches nothing or more than one
    /// record, or sets a value that its field cannot hold. Corrections of `unread` documents are not
    /// reported.
    pub fn apply(
        &self,
        policies: &mut [Policy],
        vocabulary: &Vocabulary,
        unread: &[&str],
    ) -> Vec<Diagnostic> {
        let mut wrong = Vec::new();
        for placed in &self.entries {
            let entry = &placed.entry;
            let policy = policies.iter_mut().find(|p| p.id == entry.document);
            let done = match policy {
                Some(policy) => apply::apply(entry, policy, vocabulary),
                None if unread.contains(&entry.document.as_str()) => continue,
                None => Err(Refused::unmatched(
                    format!("no document has the id {}", entry.document),
                    &entry.document,
                )),
            };
            let Err(refused) = done else { continue };
            let problem = match refused.stale {
                false => Diagnostic::error("correction-unmatched", &placed.file, refused.message.as_str())
                    .help("look the record up in content/documents/; take the correction out if the text was mended"),
                true => Diagnostic::error("correction-stale", &placed.file, refused.message.as_str())
                    .help("look at the record as it is now; take the correction out if it is right, or write `was` anew"),
            };
            wrong.push(placed.at(problem, &refused));
        }
        wrong
    }
}

impl PlacedCorrection {
    /// A problem at the faulty words of the entry, or at its beginning.
    fn at(&self, problem: Diagnostic, refused: &Refused) -> Diagnostic {
        let text = self.lines.join("\n");
        let (down, column) = yaml::find_within(&text, refused.within, &refused.words)
            .or_else(|| yaml::find(&text, &refused.words, 0))
            .unwrap_or((1, 1));
        let shown = self.lines.get(down - 1).map(String::as_str);
        problem.on(self.first + down, Some(column), shown)
    }
}

/// Takes the entries that were appended last off the end of a file again.
///
/// # Errors
/// If the file does not end with them any more, or cannot be written.
pub fn withdraw(file: &Path, entries: &str) -> Result<(), Diagnostic> {
    list_file::withdraw(file, entries)
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
        let (corrections, mut wrong) = Corrections::read(dir.path());
        wrong.extend(corrections.apply(&mut policies, &REAL, &["unread"]));
        let [policy] = policies;
        (policy, wrong)
    }

    #[test]
    fn sets_a_field_of_a_figure_chosen_by_its_words() {
        let (policy, wrong) = corrected(
            "- document: a\n  quote: 非化石能源占比 达到 2.8%\n  set: {value: 28}\n  why: 笔误\n",
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
    fn what_follows_from_a_corrected_value_is_made_anew() {
        let (policy, wrong) = corrected(
            "- {document: a, quote: 非化石能源占比, set: {name: 光伏装机容量, value: 30, unit: 万千瓦}, why: 笔误}\n- {document: a, quote: 绿色工厂, set: {binding: 预期性, year: null}, why: 附表}\n- {document: a, measure: 1-2, add: {figure: {name: 森林覆盖率, value: 62, unit: \"%\"}}, why: 附件}\n",
        );
        assert!(wrong.is_empty(), "{wrong:#?}");
        let [factories, pv, forest] = policy.figures.as_slice() else {
            panic!("{:#?}", policy.figures)
        };
        let normalized = pv.normalized.as_ref().unwrap();
        assert_eq!(
            (normalized.value.upper(), normalized.unit.as_str()),
            (300.0, "MW")
        );
        assert_eq!(pv.indicator.as_deref(), Some("pv-capacity"));
        assert_eq!(factories.binding, Some(crate::model::Binding::Expected));
        assert_eq!(forest.indicator.as_deref(), Some("forest-coverage"));
    }

    #[test]
    fn what_names_nothing_is_not_set() {
        let cases = [
            ("set: {value: 3}", "`value` is no field of a document"),
            (
                "quote: 绿色工厂, set: {indicator: foo}",
                "content/vocabulary/ has no indicator foo",
            ),
            (
                "set: {region: {code: '999999', name: 乌有市}}",
                "content/vocabulary/ has no region 999999",
            ),
            (
                "measure: 1-1, set: {topics: [foo]}",
                "content/vocabulary/ has no topic foo",
            ),
            (
                "measure: 1-1, set: {lines: [3, 99]}",
                "the text has no lines 3 to 99",
            ),
            (
                "add: {figure: {name: 绿色工厂, valu: 3}}",
                "`valu` is no field of a figure",
            ),
            (
                "add: {measure: {id: b/9-1, title: 甲}}",
                "a new measure needs an `id` such as a/9-1",
            ),
            (
                "add: {measure: {id: a/1-1, title: 甲}}",
                "there is a measure a/1-1 already",
            ),
        ];
        for (entry, message) in cases {
            let (_, wrong) = corrected(&format!("- {{document: a, {entry}, why: 无}}\n"));
            let [wrong] = wrong.as_slice() else {
                panic!("{entry}: {wrong:#?}")
            };
            assert!(wrong.message.starts_with(message), "{entry}: {wrong:#?}");
        }
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
    fn what_is_wrong_is_told_at_its_words() {
        let cases = [
            (
                "- {document: a, figure: f99, drop: true, why: 无}\n",
                1,
                25,
                "there is no figure f99",
            ),
            (
                "# 说明\n- {document: b, set: {title: 乙}, why: 无}\n",
                2,
                14,
                "no document has the id b",
            ),
            (
                "- document: a\n  set: {titel: 乙}\n  why: 无\n",
                2,
                9,
                "`titel` is no field of a document; did you mean `title`?",
            ),
            (
                "- document: a\n  measure: 光伏\n  drop: true\n  why: 无\n",
                2,
                12,
                "there is no measure 光伏",
            ),
            (
                "- {document: a, quote: 节水, drop: true, agency: 市, why: 无}\n",
                1,
                40,
                "`agency` needs the `measure` that names it",
            ),
            (
                "- {document: a, why: 无}\n",
                1,
                1,
                "a correction has one of `set`, `drop: true` and `add`",
            ),
            (
                "- {document: a, figure: f1, was: {value: 7}, set: {value: 8}, why: 无}\n",
                1,
                35,
                "`value` of a#f1 is now 20 and was 7 when the correction was written",
            ),
            (
                "- document: a\n  figure: f1\n  was:\n    bound: at_least\n  set:\n    bound: 大\n    year: 2025\n  why: 无\n",
                6,
                5,
                "`bound` cannot hold what was set: unknown variant",
            ),
            (
                "- {document: a, quote: 绿色工厂, set: {bound: 大}, why: 无}\n",
                1,
                36,
                "`bound` cannot hold what was set: unknown variant",
            ),
        ];
        for (yaml, line, column, message) in cases {
            let (_, wrong) = corrected(yaml);
            let [wrong] = wrong.as_slice() else {
                panic!("{yaml}: {wrong:#?}")
            };
            assert!(wrong.message.starts_with(message), "{yaml}: {wrong:#?}");
            assert_eq!(
                (wrong.line, wrong.column),
                (Some(line), Some(column)),
                "{yaml}: {wrong:#?}"
            );
        }
    }

    #[test]
    fn one_broken_entry_keeps_no_other_from_being_laid_over() {
        let (policy, wrong) = corrected(
            "- {document: a, set: {title: 乙}, wy: 无}\n- {document: a, set: {title: 甲}, why: 正文}\n- {document: unread, drop: true, why: 无}\n",
        );
        assert_eq!(policy.title, "甲");
        let lines: Vec<_> = wrong.iter().map(|w| w.line).collect();
        assert_eq!(lines, [Some(1), Some(1)], "{wrong:#?}");
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
                (
                    Some(4),
                    "`titel` is no field of a document; did you mean `title`? It has title, kind, region, issuing_bodies, document_number, issued_on, published_on, effective_on, valid_from, valid_until, valid_for, ended, stated_in_force, forwarded_from, period, repeals, references"
                ),
            ]
        );
    }
}
