pub mod ids;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::model::{Diagnostic, TextDoubt};
use crate::yaml;

/// One entry of `content/sources.yaml`: metadata that the text of a seed does not contain.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceEntry {
    /// Path of the seed below the site's root, with `/`.
    pub file: String,
    /// Short id: part of every permanent address of the document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The official address of the text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Code or full name of its region.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// Name of the file that it was imported from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub original: Option<String>,
    /// The day on which that was fetched.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retrieved_on: Option<Date>,
    /// SHA-256 of that file, 64 hex digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
    /// Why the import would have refused it without `--force`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub forced: Option<TextDoubt>,
    /// Licence, provenance: for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// `content/sources.yaml`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sources {
    entries: BTreeMap<String, (SourceEntry, usize)>,
    /// Ids of documents of earlier builds, by the files of their texts.
    kept: BTreeMap<String, String>,
    text: String,
}

impl Sources {
    /// Reads the text of `file`; an empty text is an empty list.
    ///
    /// # Errors
    /// Everything that is wrong with the file itself, each at its line.
    pub fn parse(text: &str, file: &Path) -> Result<Self, Vec<Diagnostic>> {
        let (sources, wrong) = Self::salvage(text, file);
        if wrong.is_empty() {
            Ok(sources)
        } else {
            Err(wrong)
        }
    }

    /// Parses the valid part of the text of `file`, and returns all faults of the file itself with their
    /// lines.
    pub fn salvage(text: &str, file: &Path) -> (Self, Vec<Diagnostic>) {
        let read = yaml::salvage::<Option<Vec<SourceEntry>>>(text, file, "sources");
        let help = "a list of {file, id, url, region, original, retrieved_on, sha256, forced, note}; only file must be there";
        let mut wrong: Vec<Diagnostic> = read.wrong.into_iter().map(|w| w.help(help)).collect();
        let list = read.value.flatten();
        let mut places = read.entries.into_iter();
        let mut sources = Self {
            text: text.to_owned(),
            ..Self::default()
        };
        let mut ids = BTreeSet::new();
        for mut entry in list.unwrap_or_default() {
            if wrong.len() >= yaml::MOST {
                break;
            }
            // The second entry of a file or id is reported at the second line with it.
            let again = sources.entries.contains_key(&entry.file);
            // A list in flow style has no separate lines for its entries.
            let line = match places.next() {
                Some(place) => place.start + 1,
                None => yaml::find(text, &entry.file, usize::from(again)).map_or(1, |at| at.0),
            };
            let mut refuse = |message: String, help: &str, words: &str| {
                let problem = Diagnostic::error("sources", file, message).help(help);
                wrong.push(sources.at(problem, line, words));
            };
            if again {
                let message = format!("{} is listed twice", entry.file);
                refuse(message, "keep one entry for each file", &entry.file);
                continue;
            }
            // An invalid id is reported here and removed, so that it is not reported again for its
            // document.
            if let Some(id) = entry.id.take() {
                if !is_id(&id) {
                    refuse(
                        format!("“{id}” cannot be an id"),
                        "use the letters a to z, digits and single hyphens between them: it becomes part of addresses",
                        &id,
                    );
                } else if !ids.insert(id.clone()) {
                    let message = format!("the id {id} is given to two files");
                    refuse(message, "give each file an id of its own", &id);
                } else {
                    entry.id = Some(id);
                }
            }
            let url = entry.url.as_deref().unwrap_or_default();
            if let (Some(_), Err(reason)) = (&entry.url, url::Url::parse(url)) {
                let message = format!("“{url}” is no address: {reason}");
                refuse(message, "write it out, with https://", url);
            }
            if let Some(digest) = entry.sha256.as_deref().filter(|d| !is_sha256(d)) {
                refuse(
                    format!("“{digest}” is no SHA-256"),
                    "write the 64 digits that `sha256sum` prints for the original",
                    digest,
                );
            }
            sources.entries.insert(entry.file.clone(), (entry, line));
        }
        (sources, wrong)
    }

    /// Copies the list and adds the ids of existing documents that no entry claims. An id in an entry
    /// takes precedence.
    #[must_use]
    pub fn keeping(&self, ids: &BTreeMap<String, String>) -> Self {
        let claimed: BTreeSet<&str> = self
            .entries
            .values()
            .filter_map(|(entry, _)| entry.id.as_deref())
            .collect();
        let free = ids.iter().filter(|(_, id)| !claimed.contains(id.as_str()));
        Self {
            kept: free.map(|(f, id)| (f.clone(), id.clone())).collect(),
            ..self.clone()
        }
    }

    /// The id of a seed, if it is known before the seed is read.
    pub fn id(&self, seed: &str) -> Option<&str> {
        let named = self.get(seed).and_then(|entry| entry.id.as_deref());
        named.or_else(|| self.kept.get(seed).map(String::as_str))
    }

    /// The entry for a seed.
    pub fn get(&self, seed: &str) -> Option<&SourceEntry> {
        self.entries.get(seed).map(|(entry, _)| entry)
    }

    /// All entries with their lines, in the order of their files.
    pub fn iter(&self) -> impl Iterator<Item = (&SourceEntry, usize)> {
        self.entries.values().map(|(entry, line)| (entry, *line))
    }

    /// Adds the position to a problem of an entry: that of `words` in it.
    pub fn at(&self, problem: Diagnostic, line: usize, words: &str) -> Diagnostic {
        // An entry may have several lines, and an earlier entry may contain the same word.
        let below = self.text.lines().skip(line.saturating_sub(1));
        let below: Vec<&str> = below.collect();
        match yaml::find(&below.join("\n"), words, 0) {
            Some((down, column)) => problem.at(line + down - 1, Some(column), &self.text),
            None => problem.at(line, None, &self.text),
        }
    }
}

/// Names of devices, which Windows opens instead of files of these names, with any ending.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "com", "lpt"];

/// Whether Windows takes the name of a file for a device: `con`, `com1`.
fn is_device(name: &str) -> bool {
    let port = name.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = name.len() - port.len();
    DEVICES.contains(&port) && digits == usize::from(matches!(port, "com" | "lpt"))
}

/// Whether a text is a valid id for addresses and file names on any system: `[a-z0-9]`, with single hyphens
/// inside.
pub(crate) fn is_id(id: &str) -> bool {
    !id.is_empty()
        && !is_device(id)
        && id.split('-').all(|part| {
            !part.is_empty()
                && part
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        })
}

fn is_sha256(digest: &str) -> bool {
    digest.len() == 64 && digest.bytes().all(|b| b.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_names_of_files_on_any_system() {
        for id in ["lishui-2021", "com", "con-2021", "com10", "aux1"] {
            assert!(is_id(id), "{id}");
        }
        for id in ["con", "nul", "com1", "lpt9", "a--b", "-a", "A", "丽水", ""] {
            assert!(!is_id(id), "{id}");
        }
    }

    fn parse(text: &str) -> Result<Sources, Vec<Diagnostic>> {
        Sources::parse(text, Path::new("content/sources.yaml"))
    }

    #[test]
    fn an_empty_file_lists_nothing() {
        assert_eq!(parse("# 尚无\n").unwrap().iter().count(), 0);
    }

    #[test]
    fn entries_know_their_lines() {
        let sources =
            parse("# 一\n- {file: seeds/b.txt, id: b}\n- file: seeds/a.txt\n  region: 某市\n")
                .unwrap();
        let lines: Vec<_> = sources
            .iter()
            .map(|(e, line)| (e.file.as_str(), line))
            .collect();
        assert_eq!(lines, [("seeds/a.txt", 3), ("seeds/b.txt", 2)]);
    }

    #[test]
    fn ids_are_checked_together() {
        let wrong = parse("- {file: seeds/a.txt, id: A_1}\n- {file: seeds/b.txt, id: x}\n- {file: seeds/c.txt, id: x}\n- file: seeds/c.txt\n  sha256: 12\n").unwrap_err();
        assert_eq!(
            wrong
                .iter()
                .map(|d| (d.line.unwrap(), d.column.unwrap()))
                .collect::<Vec<_>>(),
            [(1, 27), (3, 27), (4, 9)]
        );
    }
}
