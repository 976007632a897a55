//! `content/corrections/*.yaml`: what people set right, laid over what was read.

use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::{Map, Value, json};

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
                .map_err(|e| Diagnostic::error("corrections", &file, format!("cannot be read: {e}")))
                .and_then(|text| {
                    let entries: Option<Vec<Entry>> = located::parse(&text, &file, "corrections").map_err(|w| {
                        w.help("a list of {document, measure | figure | quote | agency, set | drop | add, why}")
                    })?;
                    Ok((text, entries.unwrap_or_default()))
                });
            match read {
                Ok((text, entries)) => corrections.extend(&file, &text, entries),
                Err(problem) => wrong.push(problem),
            }
        }
        if wrong.is_empty() {
            Ok(corrections)
        } else {
            Err(wrong)
        }
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
                .ok_or_else(|| format!("no document has the id {}", entry.document))
                .and_then(|policy| apply(entry, policy, vocabulary));
            if let Err(message) = done {
                let mut problem = Diagnostic::error("correction-unmatched", file, message)
                    .help("look the record up in content/documents/; take the correction out if the text was mended");
                problem.line = Some(*line);
                problem.source_line = Some(shown.clone());
                wrong.push(problem);
            }
        }
        wrong
    }
}

/// Where a chosen record stands in the document as JSON.
enum Chosen {
    Document,
    Measure(usize),
    Figure(usize),
    Agency(usize, usize),
}

fn apply(entry: &Entry, policy: &mut Policy, vocabulary: &Vocabulary) -> Result<(), String> {
    let chosen = choose(entry, policy)?;
    let mut document = serde_json::to_value(&*policy).map_err(|e| e.to_string())?;
    match (&entry.set, entry.drop, &entry.add) {
        (Some(fields), false, None) => set(&mut document, &chosen, fields, vocabulary)?,
        (None, true, None) => take_out(&mut document, &chosen)?,
        (None, false, Some(add)) => put_in(&mut document, &chosen, add, policy, vocabulary)?,
        _ => return Err("a correction has one of `set`, `drop: true` and `add`".to_owned()),
    }
    let why = json!({ "what": describe(&chosen, policy), "why": entry.why });
    if let Some(list) = document.as_object_mut() {
        let list = list.entry("corrections").or_insert_with(|| json!([]));
        list.as_array_mut()
            .map(|list| list.push(why))
            .ok_or("corrections is no list")?;
    }
    *policy = serde_json::from_value(document)
        .map_err(|e| format!("a field cannot hold what was set: {e}"))?;
    Ok(())
}

fn describe(chosen: &Chosen, policy: &Policy) -> String {
    match chosen {
        Chosen::Document => policy.id.clone(),
        Chosen::Measure(m) => policy.measures[*m].id.clone(),
        Chosen::Figure(f) => format!("{}#{}", policy.id, policy.figures[*f].id),
        Chosen::Agency(m, a) => format!(
            "{} {}",
            policy.measures[*m].id, policy.measures[*m].agencies[*a].name
        ),
    }
}

fn choose(entry: &Entry, policy: &Policy) -> Result<Chosen, String> {
    let measure = entry.measure.as_ref().map(|wanted| {
        let fits = |m: &&crate::model::Measure| {
            &m.id == wanted
                || m.id
                    .strip_prefix(&policy.id)
                    .is_some_and(|p| p.trim_start_matches('/') == wanted)
                || &m.title == wanted
        };
        one(
            policy
                .measures
                .iter()
                .enumerate()
                .filter(|(_, m)| fits(m))
                .map(|(n, _)| n),
            &format!("measure {wanted}"),
        )
    });
    let measure = measure.transpose()?;
    if let Some(id) = &entry.figure {
        return one(
            policy
                .figures
                .iter()
                .enumerate()
                .filter(|(_, f)| &f.id == id)
                .map(|(n, _)| n),
            &format!("figure {id}"),
        )
        .map(Chosen::Figure);
    }
    if let Some(name) = &entry.agency {
        let m = measure.ok_or("`agency` needs the `measure` that names it")?;
        let own = policy.measures[m].agencies.iter().enumerate();
        let fits = own
            .filter(|(_, a)| &a.name == name && entry.role.is_none_or(|r| r == a.role))
            .map(|(n, _)| n);
        return one(fits, &format!("body {name}")).map(|a| Chosen::Agency(m, a));
    }
    if let Some(quote) = &entry.quote {
        let inside = |f: &crate::model::Figure| {
            measure.is_none_or(|m| f.measure.as_deref() == Some(&policy.measures[m].id))
        };
        let figures: Vec<usize> = policy
            .figures
            .iter()
            .enumerate()
            .filter(|(_, f)| f.quote.contains(quote.as_str()) && inside(f))
            .map(|(n, _)| n)
            .collect();
        if !figures.is_empty() {
            return one(figures.into_iter(), &format!("figure with 「{quote}」"))
                .map(Chosen::Figure);
        }
        let measures =
            policy.measures.iter().enumerate().filter(|(_, m)| {
                m.text.contains(quote.as_str()) || m.title.contains(quote.as_str())
            });
        return one(
            measures.map(|(n, _)| n),
            &format!("record with 「{quote}」"),
        )
        .map(Chosen::Measure);
    }
    Ok(measure.map_or(Chosen::Document, Chosen::Measure))
}

/// The only one of several; none and many are mistakes of the correction.
fn one(mut found: impl Iterator<Item = usize>, what: &str) -> Result<usize, String> {
    match (found.next(), found.next()) {
        (Some(n), None) => Ok(n),
        (None, _) => Err(format!("there is no {what}")),
        (Some(_), Some(_)) => Err(format!("there is more than one {what}: choose by id")),
    }
}

fn pointer(chosen: &Chosen) -> String {
    match chosen {
        Chosen::Document => String::new(),
        Chosen::Measure(m) => format!("/measures/{m}"),
        Chosen::Figure(f) => format!("/figures/{f}"),
        Chosen::Agency(m, a) => format!("/measures/{m}/agencies/{a}"),
    }
}

fn set(
    document: &mut Value,
    chosen: &Chosen,
    fields: &Map<String, Value>,
    vocabulary: &Vocabulary,
) -> Result<(), String> {
    let record = document
        .pointer_mut(&pointer(chosen))
        .and_then(Value::as_object_mut)
        .ok_or("nothing to set")?;
    for (field, value) in fields {
        // A document's own lists are changed entry by entry, and its id is an address.
        let known = record.contains_key(field) && !value.is_object()
            || matches!(field.as_str(), "region" | "period" | "value" | "normalized");
        if !known
            || matches!(
                field.as_str(),
                "id" | "blocks" | "measures" | "figures" | "tables" | "source" | "schema"
            )
        {
            return Err(format!("`{field}` is no field that can be set here"));
        }
        record.insert(field.clone(), value.clone());
    }
    if matches!(chosen, Chosen::Agency(..))
        && let Some(name) = fields.get("name").and_then(Value::as_str)
    {
        record.insert("agency".to_owned(), json!(vocabulary.agencies.id_of(name)));
    }
    record.insert("corrected".to_owned(), json!(true));
    Ok(())
}

fn take_out(document: &mut Value, chosen: &Chosen) -> Result<(), String> {
    let (list, n) = match chosen {
        Chosen::Document => {
            return Err("a document is dropped by taking its text out of seeds/".to_owned());
        }
        Chosen::Measure(m) => ("/measures".to_owned(), *m),
        Chosen::Figure(f) => ("/figures".to_owned(), *f),
        Chosen::Agency(m, a) => (format!("/measures/{m}/agencies"), *a),
    };
    let gone = document
        .pointer_mut(&list)
        .and_then(Value::as_array_mut)
        .map(|list| list.remove(n));
    let id = gone
        .as_ref()
        .and_then(|g| g.get("id"))
        .cloned()
        .unwrap_or_default();
    // What pointed to it points to nothing any more.
    for key in ["measures", "figures", "blocks"] {
        for record in document
            .get_mut(key)
            .and_then(Value::as_array_mut)
            .into_iter()
            .flatten()
        {
            if record.get("measure") == Some(&id) {
                record["measure"] = Value::Null;
            }
            if let Some(figures) = record.get_mut("figures").and_then(Value::as_array_mut) {
                figures.retain(|f| f != &id);
            }
        }
    }
    Ok(())
}

fn put_in(
    document: &mut Value,
    chosen: &Chosen,
    add: &Add,
    policy: &Policy,
    vocabulary: &Vocabulary,
) -> Result<(), String> {
    let measure = match chosen {
        Chosen::Measure(m) => Some(&policy.measures[*m]),
        _ => None,
    };
    let lines = measure.map_or(json!([1, 1]), |m| json!(m.lines));
    let filled = |defaults: Value, fields: &Map<String, Value>| {
        let mut record = defaults;
        for (key, value) in fields {
            record[key] = value.clone();
        }
        record["corrected"] = json!(true);
        record
    };
    let (list, record) = match (&add.agency, &add.figure, &add.measure) {
        (Some(fields), None, None) => {
            let (Chosen::Measure(m), Some(name)) =
                (chosen, fields.get("name").and_then(Value::as_str))
            else {
                return Err("a body is added to a `measure`, with a `name`".to_owned());
            };
            let defaults = json!({"agency": vocabulary.agencies.id_of(name), "role": "responsible", "lines": lines});
            (format!("/measures/{m}/agencies"), filled(defaults, fields))
        }
        (None, Some(fields), None) => {
            let id = format!(
                "c{}",
                policy
                    .figures
                    .iter()
                    .filter(|f| f.id.starts_with('c'))
                    .count()
                    + 1
            );
            if let (Chosen::Measure(m), Some(list)) = (chosen, document.pointer_mut("/measures")) {
                list[*m]["figures"]
                    .as_array_mut()
                    .map(|f| f.push(json!(id)))
                    .ok_or("no list of figures")?;
            }
            let defaults = json!({
                "id": id, "measure": measure.map(|m| &m.id), "indicator": null, "value": null, "text": null, "unit": null,
                "normalized": null, "bound": "exact", "year": null, "base_year": null, "change": null, "kind": "target",
                "quote": "", "lines": lines,
            });
            ("/figures".to_owned(), filled(defaults, fields))
        }
        (None, None, Some(fields)) => {
            let defaults = json!({
                "number": null, "section": [], "role": "action", "text": "", "agencies": [], "topics": [], "figures": [], "tasks": [],
            });
            ("/measures".to_owned(), filled(defaults, fields))
        }
        _ => return Err("`add` holds one of agency, figure and measure".to_owned()),
    };
    document
        .pointer_mut(&list)
        .and_then(Value::as_array_mut)
        .ok_or("no such list")?
        .push(record);
    Ok(())
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
