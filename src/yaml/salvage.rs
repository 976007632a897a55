//! Recovers the valid parts of a broken file, so that one run reports all its faults.

use std::ops::Range;
use std::path::Path;

use serde::de::DeserializeOwned;
use serde_yaml::{Mapping, Value};

use super::partial_value::{self, RepairedValue, Step, steps};
use super::{limits, parse};
use crate::model::{Diagnostic, Excerpt};

/// A file of YAML, read as far as it can be.
#[derive(Debug)]
pub struct Salvaged<T> {
    /// The value without its faulty parts; `None` if nothing is left.
    pub value: Option<T>,
    /// All that is wrong, in the order of the lines.
    pub wrong: Vec<Diagnostic>,
    /// The lines (from 0) of each entry that is left of a list.
    pub entries: Vec<Range<usize>>,
    /// Whether more was lost than single fields and entries.
    pub lost: bool,
}

/// No file is looked through for more mistakes than this.
pub const MOST: usize = 100;
/// Maximum number of bytes parsed while searching for faults, over all attempts; a large file gets fewer
/// attempts.
const SEARCHED: usize = 4 << 20;
/// Size above which only the first fault of a file is reported.
const LARGEST: usize = 256 << 10;

/// Parses the YAML `text` of `file`, a list or a record. If it is invalid as a whole, every entry or
/// field by itself.
pub fn salvage<T: DeserializeOwned>(text: &str, file: &Path, code: &str) -> Salvaged<T> {
    let pieces = pieces(text);
    let most = (SEARCHED / text.len().max(1)).min(MOST);
    let whole = match parse::<T>(text, file, code) {
        Ok(value) => {
            return Salvaged {
                value: Some(value),
                wrong: Vec::new(),
                entries: pieces,
                lost: false,
            };
        }
        Err(whole) if text.len() > LARGEST || limits::check(text, file, code).is_err() => {
            return Salvaged {
                value: None,
                wrong: vec![whole],
                entries: Vec::new(),
                lost: true,
            };
        }
        Err(whole) => whole,
    };
    let lines: Vec<&str> = text.lines().collect();
    let (root, mut entries, mut wrong) = gather(&lines, pieces, file, code);
    let nothing = root.is_null();
    let whole_record = root.is_mapping();
    let mut mended = RepairedValue::of(root);
    while wrong.len() < most {
        let read = serde_path_to_error::deserialize::<_, T>(mended.root.clone());
        let Err(error) = read else { break };
        let message = error.inner().to_string();
        let path = steps(error.path());
        let first = whole.message.ends_with(&message);
        let place = (whole.line, whole.column);
        let known = wrong.iter().any(|w| (w.line, w.column) == place);
        if !mended.is_consequence_of_repair(&path, &message) {
            wrong.push(match first && !known {
                // The first error of the parser has the exact position of the value; later ones only that
                // of the field.
                true => Diagnostic {
                    message: message.clone(),
                    ..whole.clone()
                },
                false => {
                    let problem = Diagnostic::error(code, file, message.as_str());
                    located(problem, &path, &message, &lines, &entries)
                }
            });
        }
        if !mended.mend(&path, &message) {
            break;
        }
    }
    let gone = mended.take_out();
    let mended_root = mended.has_placeholder_outside_lists();
    for &n in &gone {
        if n < entries.len() {
            entries.remove(n);
        }
    }
    let value = T::deserialize(mended.root).ok();
    if wrong.is_empty() {
        // Each piece can be read, and the whole cannot.
        wrong.push(whole);
    }
    // A field missing in the whole record has no line; it is reported last.
    let nowhere =
        |problem: &Diagnostic| whole_record && partial_value::is_missing(&problem.message);
    wrong.sort_by_key(|problem| (nowhere(problem), problem.line, problem.column));
    Salvaged {
        lost: nothing || value.is_none() || mended_root,
        value,
        wrong,
        entries,
    }
}

/// The lines of the entries of a list, or of the fields of a record, that begin in the first column.
fn pieces(text: &str) -> Vec<Range<usize>> {
    let lines: Vec<&str> = text.lines().collect();
    let dash = |line: &str| line.starts_with("- ") || line == "-";
    let opens =
        |line: &&&str| !line.is_empty() && !line.starts_with('#') && !line.starts_with("---");
    let list = lines.iter().find(opens).is_some_and(|line| dash(line));
    let starts: Vec<usize> = lines
        .iter()
        .enumerate()
        .filter(|(_, line)| match list {
            true => dash(line),
            false => {
                let first = line.trim_start_matches('\u{feff}').chars().next();
                !line.starts_with("---")
                    && first.is_some_and(|c| !c.is_whitespace() && !"#]}%.[{-".contains(c))
            }
        })
        .map(|(n, _)| n)
        .collect();
    let ends = starts.iter().skip(1).copied().chain([lines.len()]);
    starts
        .iter()
        .copied()
        .zip(ends)
        .map(|(a, b)| a..b)
        .collect()
}

/// Parses each piece by itself; returns the valid ones as one value, with their pieces.
fn gather(
    lines: &[&str],
    pieces: Vec<Range<usize>>,
    file: &Path,
    code: &str,
) -> (Value, Vec<Range<usize>>, Vec<Diagnostic>) {
    let mut wrong = Vec::new();
    let (mut list, mut record, mut entries) = (Vec::new(), Mapping::new(), Vec::new());
    for piece in pieces {
        let text = lines[piece.clone()].join("\n");
        match parse::<Value>(&text, file, code) {
            Ok(Value::Sequence(items)) if items.len() == 1 => {
                list.extend(items);
                entries.push(piece);
            }
            Ok(Value::Mapping(fields)) => {
                for (key, value) in fields {
                    if record.contains_key(&key) {
                        let name = key.as_str().unwrap_or_default();
                        wrong.push(
                            Diagnostic::error(code, file, format!("`{name}` stands twice")).on(
                                piece.start + 1,
                                Some(1),
                                Some(lines[piece.start]),
                            ),
                        );
                    } else {
                        record.insert(key, value);
                    }
                }
                entries.push(piece);
            }
            Ok(_) => wrong.push(
                Diagnostic::error(code, file, "a line without `key: value`").on(
                    piece.start + 1,
                    Some(1),
                    Some(lines[piece.start]),
                ),
            ),
            Err(problem) => match items(lines, piece.clone(), file, code) {
                Some((rest, problems)) => {
                    record.extend(rest);
                    entries.push(piece);
                    wrong.extend(problems);
                }
                None => wrong.push(moved(problem, piece.start, lines)),
            },
        }
    }
    let root = match (list.is_empty(), record.is_empty()) {
        (false, true) => Value::Sequence(list),
        (true, false) => Value::Mapping(record),
        _ => Value::Null,
    };
    (root, entries, wrong)
}

/// A field whose list has an invalid item: the field without such items.
fn items(
    lines: &[&str],
    piece: Range<usize>,
    file: &Path,
    code: &str,
) -> Option<(Mapping, Vec<Diagnostic>)> {
    let mut wrong = Vec::new();
    let mut rest = lines[piece.clone()].to_vec();
    let starts = (0..).map_while(|n| Some(item_from(lines, piece.start, piece.end, n)?.0));
    let starts: Vec<usize> = starts.collect();
    let ends = starts.iter().skip(1).copied().chain([piece.end]);
    for item in starts.iter().copied().zip(ends).map(|(a, b)| a..b) {
        let text = lines[item.clone()].join("\n");
        if let Err(problem) = parse::<Value>(&text, file, code) {
            wrong.push(moved(problem, item.start, lines));
            rest[item.start - piece.start..item.end - piece.start].fill("");
        }
    }
    match parse::<Value>(&rest.join("\n"), file, code) {
        Ok(Value::Mapping(record)) if !wrong.is_empty() => Some((record, wrong)),
        _ => None,
    }
}

/// A problem of a piece that begins `below` lines down, with its place in the whole file.
fn moved(mut problem: Diagnostic, below: usize, lines: &[&str]) -> Diagnostic {
    let line = problem.line.unwrap_or(1) + below;
    problem.line = Some(line);
    let shown = lines.get(line - 1);
    problem.source_line = shown.map(|shown| Excerpt::of(shown, problem.column));
    problem
}

/// The problem at the field that the path leads to, or at the start of its entry.
fn located(
    problem: Diagnostic,
    path: &[Step],
    message: &str,
    lines: &[&str],
    entries: &[Range<usize>],
) -> Diagnostic {
    let (entry, fields) = match path {
        [Step::Item(n), fields @ ..] => (entries.get(*n).cloned(), fields),
        fields => (None, fields),
    };
    let within = entry.unwrap_or(0..lines.len());
    let unknown = partial_value::name(message, partial_value::UNKNOWN)
        .map(|name| Step::Field(name.to_owned()));
    let mut at = (within.start, 0);
    for step in fields.iter().chain(&unknown) {
        let found = match step {
            Step::Field(key) => key_from(lines, at, within.end, key),
            Step::Item(n) => item_from(lines, at.0, within.end, *n),
        };
        match found {
            Some(found) => at = found,
            None => break,
        }
    }
    let (line, byte) = at;
    let shown = lines.get(line).copied().unwrap_or_default();
    let column = shown.get(..byte).unwrap_or_default().chars().count() + 1;
    problem.on(line + 1, Some(column), Some(shown))
}

/// Line and byte offset of item `n` of a list below a line, if each item begins on a line of its own.
fn item_from(lines: &[&str], above: usize, end: usize, n: usize) -> Option<(usize, usize)> {
    let below = lines.get(above + 1..end)?.iter().enumerate();
    let dashes = below.filter_map(|(down, line)| {
        let indent = line.len() - line.trim_start().len();
        line[indent..]
            .starts_with("- ")
            .then_some((above + 1 + down, indent))
    });
    let dashes: Vec<(usize, usize)> = dashes.collect();
    let (_, indent) = *dashes.first()?;
    dashes.into_iter().filter(|(_, own)| *own == indent).nth(n)
}

/// The 1-based line and column of a field, by the keys that lead to it.
pub fn find_field(text: &str, path: &[&str]) -> Option<(usize, usize)> {
    let lines: Vec<&str> = text.lines().collect();
    let start = Some((0, 0));
    let found = path
        .iter()
        .fold(start, |at, key| key_from(&lines, at?, lines.len(), key));
    let (line, byte) = found?;
    Some((line + 1, lines.get(line)?[..byte].chars().count() + 1))
}

/// Line and byte offset of `key:` between a position and the line `end`.
fn key_from(lines: &[&str], from: (usize, usize), end: usize, key: &str) -> Option<(usize, usize)> {
    (from.0..end).find_map(|n| {
        let line = lines.get(n)?;
        let start = if n == from.0 { from.1 } else { 0 };
        let found = line.get(start..)?.match_indices(key).find(|(at, _)| {
            let (before, after) = (&line[..start + at], &line[start + at + key.len()..]);
            let opens = before.chars().next_back();
            opens.is_none_or(|c| c.is_whitespace() || "{,\"'-".contains(c))
                && after.trim_start_matches(['"', '\'', ' ']).starts_with(':')
        });
        found.map(|(at, _)| (n, start + at))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Row {
        id: String,
        name: String,
        #[serde(default)]
        figures: Vec<u32>,
        #[serde(default)]
        more: Option<More>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct More {
        #[serde(default, rename = "count")]
        _count: u32,
    }

    fn places<T>(read: &Salvaged<T>) -> Vec<(usize, usize, &str)> {
        let place = |d: &Diagnostic| (d.line.unwrap(), d.column.unwrap());
        let wrong = read.wrong.iter();
        wrong
            .map(|d| (place(d).0, place(d).1, d.message.as_str()))
            .collect()
    }

    #[test]
    fn every_mistake_of_a_list_is_told_and_the_rest_is_read() {
        let text = "# 表\n- {id: a, name: 甲}\n- {id: b, 名称: 乙, nmae: 乙}\n- id: c\n  name: 丙\n  figures: 三\n- {id: d, name: [丁\n- {id: e, name: 戊, more: {count: x}}\n";
        let read = salvage::<Vec<Row>>(text, Path::new("a.yaml"), "x");
        let told = places(&read);
        let lines: Vec<usize> = told.iter().map(|(line, ..)| *line).collect();
        assert_eq!(lines, [3, 3, 3, 6, 7, 8], "{told:#?}");
        assert!(
            told[..3]
                .iter()
                .any(|(_, c, m)| *c == 11 && m.contains("名称")),
            "{told:#?}"
        );
        assert!(
            told[..3]
                .iter()
                .any(|(_, c, m)| *c == 18 && m.contains("nmae")),
            "{told:#?}"
        );
        assert!(
            told[..3]
                .iter()
                .any(|(.., m)| m.contains("missing field `name`")),
            "{told:#?}"
        );
        let rows = read.value.unwrap();
        let ids: Vec<&str> = rows.iter().map(|row| row.id.as_str()).collect();
        assert_eq!(ids, ["a", "c", "e"]);
        let starts: Vec<usize> = read.entries.iter().map(|lines| lines.start).collect();
        assert_eq!(starts, [1, 3, 7]);
        assert!(!read.lost && rows[1].figures.is_empty() && rows[2].more.is_some());
        assert_eq!(rows[0].name, "甲");
    }

    #[test]
    fn every_mistake_of_a_record_is_told() {
        let text = "id: a\n颜色: 红\nname [\nfigures: 3\n";
        let read = salvage::<Row>(text, Path::new("a.yaml"), "x");
        let told = places(&read);
        let lines: Vec<usize> = told.iter().map(|(line, ..)| *line).collect();
        assert_eq!(lines, [2, 3, 4, 1], "{told:#?}");
        assert_eq!(read.value.unwrap().id, "a");
    }

    #[derive(Debug, Deserialize)]
    struct Lists {
        kinds: Vec<Row>,
    }

    #[test]
    fn a_list_within_a_record_is_read_item_by_item() {
        let text = "# 表\nkinds:\n- id: a\n  name: 甲\n- id: b\n  name: [乙\n- id: c\n  name: 丙\n  nmae: 丙\n- {id: d, name: 丁, figures: [1, x]}\n";
        let read = salvage::<Lists>(text, Path::new("a.yaml"), "x");
        let lines: Vec<usize> = places(&read).iter().map(|(line, ..)| *line).collect();
        assert_eq!(lines, [6, 9, 10], "{:#?}", read.wrong);
        let kinds = read.value.unwrap().kinds;
        let ids: Vec<&str> = kinds.iter().map(|row| row.id.as_str()).collect();
        assert_eq!(
            (ids, kinds[2].figures.as_slice()),
            (vec!["a", "c", "d"], &[1][..])
        );
    }

    #[test]
    fn what_is_neither_is_told_once() {
        for text in ["[a, {", "{a: 1", "\t- x", "a: 1\n- b\n"] {
            let read = salvage::<Vec<Row>>(text, Path::new("a.yaml"), "x");
            assert!(!read.wrong.is_empty() && read.lost, "{text}: {read:?}");
        }
        assert!(
            salvage::<Option<Vec<Row>>>("", Path::new("a.yaml"), "x")
                .wrong
                .is_empty()
        );
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read_or_told(text in "([-a-z: \\[\\]{},'\"#\n三]|- |\nid: |\n- id: ){0,80}") {
            let read = salvage::<Vec<Row>>(&text, Path::new("a.yaml"), "x");
            proptest::prop_assert!(read.value.is_some() || !read.wrong.is_empty());
            let read = salvage::<Lists>(&text, Path::new("a.yaml"), "x");
            proptest::prop_assert!(read.value.is_some() || !read.wrong.is_empty());
        }
    }
}
