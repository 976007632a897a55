//! Tables: indicators by year, lists of targets and tasks with the responsible bodies.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;

use super::assignments::{self, role_of_column};
use super::figures::{self, Context, Draft};
use super::read::{Read, Waiting};
use crate::model::{Agency, Lines, Measure, Role, Table, TableRow, Task, Warning};
use crate::outline::Number;
use crate::pattern::regex;
use crate::text::{Line, RawRow, Shape, is_han};
use crate::vocabulary::{Class, Vocabulary};

/// 「注：上表中未注明的，完成时限均为2025年。」
static NOTE_YEAR: LazyLock<Regex> =
    LazyLock::new(|| regex(r"未(?:注明|标注|明确|特别说明)[^。]*?((?:19|20)\d\d) ?年"));

/// The year that a note under a table gives to its rows.
pub fn year_of_note(line: &Line) -> Option<i16> {
    NOTE_YEAR.captures(&line.text)?[1].parse().ok()
}

/// The columns of a list of targets or tasks.
struct TaskColumns {
    number: Option<usize>,
    text: usize,
    roles: Vec<(usize, Role)>,
}

/// Keeps a table cell by cell and reads its figures and tasks.
pub fn read_table(
    waiting: &Waiting<'_>,
    read: &mut Read,
    drafts: &mut Vec<(Draft, Option<String>)>,
    vocabulary: &Vocabulary,
) {
    let mut shape = waiting.table.shape();
    shape.unit = shape.unit.or_else(|| waiting.unit.clone());
    read.tables.push(kept(waiting, &shape));
    if let Some(columns) = figures::columns_by_year(&shape, &vocabulary.grammar) {
        let found = figures::in_table(&shape, &columns, &waiting.context, vocabulary);
        drafts.extend(found.into_iter().map(|d| (d, None)));
        let lost = shape.rows.iter().filter(|row| is_lost(row));
        if let Some(lines) = lost.map(|row| row.lines).reduce(Lines::join) {
            read.warnings.push(Warning {
                code: "table-shape-lost".to_owned(),
                message: "rows of a table whose cells are lost: they were not read".to_owned(),
                lines,
            });
        }
    } else if let Some(columns) = columns(&shape.heads) {
        list(
            &shape,
            &columns,
            &waiting.context,
            (read, drafts),
            vocabulary,
        );
    }
}

/// Whether a row of values lost its columns: it has one cell, which holds a number and is not the heading
/// of a group.
fn is_lost(row: &RawRow) -> bool {
    let [cell] = row.cells.as_slice() else {
        return false;
    };
    let (number, words) = match Number::at_start(&cell.text) {
        Some((_, len)) => (true, &cell.text[len..]),
        None => (false, cell.text.as_str()),
    };
    !number && words.contains(|c: char| c.is_ascii_digit())
}

fn kept(waiting: &Waiting<'_>, shape: &Shape<'_>) -> Table {
    let words =
        |row: &RawRow| -> Vec<String> { row.cells.iter().map(|c| c.text.clone()).collect() };
    let title = shape.title.map(|title| title.text.clone());
    Table {
        id: waiting.id.clone(),
        caption: title.or_else(|| waiting.caption.clone()),
        header: shape.heads.clone(),
        rows: shape
            .rows
            .iter()
            .map(|r| TableRow {
                cells: words(r),
                lines: r.lines,
            })
            .collect(),
        lines: waiting.table.lines(),
    }
}

/// The columns of a task list: at least one of bodies, and the one of their tasks.
fn columns(head: &[String]) -> Option<TaskColumns> {
    let roles: Vec<(usize, Role)> = head
        .iter()
        .enumerate()
        .filter_map(|(n, c)| Some((n, role_of_column(c)?)))
        .collect();
    let number = head.iter().position(|c| c.contains("序号") || c == "编号");
    let is_text = |n: &usize| Some(*n) != number && !roles.iter().any(|(r, _)| r == n);
    let words = ["任务", "内容", "目标", "措施", "事项", "举措", "项目"];
    let named = (0..head.len())
        .filter(is_text)
        .find(|&n| words.iter().any(|w| head[n].contains(w)));
    let text = named.or_else(|| (0..head.len()).find(is_text))?;
    (!roles.is_empty()).then_some(TaskColumns {
        number,
        text,
        roles,
    })
}

/// Reads the rows of a list. Each is a task of the measure named by the group heading above it; without a
/// heading it belongs to no measure.
fn list(
    shape: &Shape<'_>,
    columns: &TaskColumns,
    context: &Context,
    (read, drafts): (&mut Read, &mut Vec<(Draft, Option<String>)>),
    vocabulary: &Vocabulary,
) {
    let mut measure: Option<usize> = None;
    let mut above: Option<(Vec<Agency>, Option<String>)> = None;
    let mut unmatched: BTreeSet<usize> = BTreeSet::new();
    for row in &shape.rows {
        if let Some(heading) = group_heading(row, columns) {
            measure = measure_named(&heading.text, read);
            above = None;
            let minor = Number::at_start(&heading.text)
                .is_some_and(|(n, _)| n.rank > crate::outline::Rank::Han);
            if measure.is_none() && minor && unmatched.insert(row.lines.first) {
                read.warnings.push(Warning {
                    code: "task-group-unknown".to_owned(),
                    message: format!(
                        "no measure has the heading of this group of tasks: {}",
                        heading.text
                    ),
                    lines: row.lines,
                });
            }
            continue;
        }
        let Some(text) = row.cells.get(columns.text).filter(|c| !c.text.is_empty()) else {
            continue;
        };
        // Rows that share one cell of bodies have it in their first row only; a row without any bodies is
        // still a task.
        let shares = columns
            .roles
            .iter()
            .all(|(n, _)| row.cells.get(*n).is_none_or(|c| c.text.is_empty()));
        let (assigned, note) = match above.clone().filter(|_| shares) {
            Some(shared) => shared,
            None => row_agencies(row, columns, vocabulary),
        };
        above = Some((assigned.clone(), note.clone()));
        let id = measure.map(|n| read.measures[n].id.clone());
        let context = Context {
            lead_in_year: due(row, &shape.heads, vocabulary).or(context.lead_in_year),
            ..*context
        };
        for draft in figures::in_prose(text, &context, vocabulary) {
            drafts.push((draft, id.clone()));
        }
        let number = columns
            .number
            .and_then(|n| row.cells.get(n))
            .map(|c| c.text.clone());
        let task = Task {
            number: number.filter(|t| !t.is_empty()),
            text: text.text.clone(),
            agencies: assigned,
            agency_note: note,
            lines: row.lines,
        };
        match measure.and_then(|n| read.measures.get_mut(n)) {
            Some(measure) => carry_out(measure, task),
            None => read.tasks.push(task),
        }
    }
}

/// The year by which a row is due, if it has a column for that: 「完成时限」 2025年12月.
fn due(row: &RawRow, heads: &[String], vocabulary: &Vocabulary) -> Option<i16> {
    let grammar = &vocabulary.grammar;
    let column = heads
        .iter()
        .position(|head| grammar.stands(Class::Deadline, head))?;
    let cell = row.cells.get(column)?;
    match figures::years(&cell.text, None, grammar).as_slice() {
        [year] if year.year != 0 => Some(year.year),
        _ => None,
    }
}

/// The words of a row that spans the table: 「（一）加强管理」, alone or with empty cells beside it.
fn group_heading<'a>(row: &'a RawRow, columns: &TaskColumns) -> Option<&'a Line> {
    let (first, others) = row.cells.split_first()?;
    let alone = others.iter().all(|cell| cell.text.is_empty());
    let spans = others.is_empty() || columns.text != 0 && first.text.contains(is_han);
    (alone && spans && !first.text.is_empty()).then_some(first)
}

/// Adds a task to a measure, with the bodies named in the task.
fn carry_out(measure: &mut Measure, task: Task) {
    for agency in &task.agencies {
        if !measure
            .agencies
            .iter()
            .any(|a| a.name == agency.name && a.role == agency.role)
        {
            measure.agencies.push(agency.clone());
        }
    }
    if task.agencies.is_empty() {
        measure.agency_note = measure
            .agency_note
            .take()
            .or_else(|| task.agency_note.clone());
    }
    measure.tasks.push(task);
}

fn row_agencies(
    row: &RawRow,
    columns: &TaskColumns,
    vocabulary: &Vocabulary,
) -> (Vec<Agency>, Option<String>) {
    let mut assigned = Vec::new();
    let mut notes = Vec::new();
    for &(column, role) in &columns.roles {
        let Some(cell) = row.cells.get(column).filter(|c| !c.text.is_empty()) else {
            continue;
        };
        let (found, note) = assignments::in_cell(&cell.text, role, &vocabulary.agencies);
        assignments::merge(&mut assigned, found, cell, &vocabulary.agencies);
        notes.extend(note);
    }
    (assigned, (!notes.is_empty()).then(|| notes.join("；")))
}

/// The measure that a group heading of a list names. It has the same title, or the same number and mostly
/// the same characters, since lists are written before the text is final.
fn measure_named(heading: &str, read: &Read) -> Option<usize> {
    let (number, len) = Number::at_start(heading).map_or((None, 0), |(n, len)| (Some(n), len));
    let title = plain(&heading[len..]);
    let same = read.measures.iter().position(|m| plain(&m.title) == title);
    same.or_else(|| {
        let written = number?.written;
        read.measures.iter().position(|m| {
            m.number.as_deref() == Some(written.as_str()) && alike(&plain(&m.title), &title) >= 0.5
        })
    })
}

/// Letters and ideographs only.
fn plain(title: &str) -> String {
    title.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The share of the characters of the shorter title that the longer one contains.
fn alike(a: &str, b: &str) -> f64 {
    let (short, long) = if a.chars().count() <= b.chars().count() {
        (a, b)
    } else {
        (b, a)
    };
    let shared = short.chars().filter(|c| long.contains(*c)).count();
    let all = short.chars().count();
    if all == 0 {
        0.0
    } else {
        shared as f64 / all as f64
    }
}
