//! The ledger of a text (数字台账): accounts for every number and every word of responsibility. Each is part
//! of a [`Policy`], excluded for a stated reason, or unexplained; what the parser saw but did not put
//! into the policy is unexplained.

mod outcome;
mod summary;
mod taken;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;

use super::assignments;
use super::figures;
use super::loose_cell::is_loose_cell;
use super::stacked_table;
use super::tasks;
use crate::model::{Diagnostic, Policy, Value};
use crate::outline::{Body, Number, Outline, Section, outline};
use crate::pattern::regex;
use crate::text::{self, Line, RawTable};
use crate::vocabulary::Vocabulary;
use outcome::{around, names_a_body, reason};
pub use summary::summary;
use taken::Taken;

/// The outcome for a number or word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// Part of a figure.
    Figure,
    /// Part of an assignment.
    Assignment,
    /// No figure or assignment, for this reason.
    Because(&'static str),
    /// Nothing explains it.
    Unexplained,
}

impl Outcome {
    /// A word for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Figure => "figure",
            Self::Assignment => "assignment",
            Self::Because(reason) => reason,
            Self::Unexplained => "unexplained",
        }
    }
}

/// A number or word with its outcome.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Line of the seed.
    pub line: usize,
    /// The number or word with the text around it.
    pub words: String,
    /// The outcome.
    pub outcome: Outcome,
}

/// Words of responsibility.
static DUTY: LazyLock<Regex> = LazyLock::new(|| regex(r"牵头|责任单位|责任部门|负责|配合"));

/// The same characters in other words: 负责人, 各负其责, 密切配合.
static OTHER_WORD: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"负责(?:人|任|制)|配合(?:比|饲料|肥|力)|(?:密切|协调|协同|通力|相互|加强|协作|积极)配合|配合(?:程度|机制|力度|做好|推进|建设|并|开展)|(?:各|由)(?:有关|相关)?牵头|责任单位(?:要|应|和|落实)|各责任",
    )
});

/// A Chinese numeral with a counter: counts at the end of an enumeration, small counts in running text.
static NUMERAL: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"[一二两三四五六七八九十百千万亿]+(?:个|家|项|座|处|所|条|批|类|大|次|年|级|种|套)")
});

/// Accounts for the numbers and the words of responsibility in a text, by comparing them with `policy`.
/// Numbers are runs of digits and Chinese numerals with a counter.
///
/// # Errors
/// If the bytes are no text.
pub fn account(
    bytes: &[u8],
    file: &str,
    policy: &Policy,
    vocabulary: &Vocabulary,
) -> Result<Vec<Entry>, Diagnostic> {
    let decoded = text::decode(bytes, file)?;
    let pieces = stacked_table::recover(text::read(bytes, file)?.pieces, vocabulary);
    let outline = outline(pieces, &vocabulary.sections.salutation);
    Ok(entries(&outline, &decoded.text, policy, vocabulary))
}

/// The same of a text that is divided into sections already.
pub fn entries(
    outline: &Outline,
    text: &str,
    policy: &Policy,
    vocabulary: &Vocabulary,
) -> Vec<Entry> {
    let mut ledger = Ledger {
        vocabulary,
        taken: Taken::of(policy),
        entries: Vec::new(),
    };
    ledger.section(&outline.root);
    for line in &outline.tail {
        ledger.foot(line);
    }
    ledger.left_out(text);
    ledger
        .entries
        .sort_by(|a, b| (a.line, &a.words).cmp(&(b.line, &b.words)));
    ledger.entries
}

/// Counts the entries by outcome and returns the explained share (0 to 1; 1 for no entries).
pub fn totals(entries: &[Entry]) -> (BTreeMap<&'static str, usize>, f64) {
    let mut totals = BTreeMap::new();
    for entry in entries {
        *totals.entry(entry.outcome.name()).or_default() += 1;
    }
    let unexplained = entries
        .iter()
        .filter(|e| e.outcome == Outcome::Unexplained)
        .count();
    let share = if entries.is_empty() {
        1.0
    } else {
        1.0 - unexplained as f64 / entries.len() as f64
    };
    (totals, share)
}

struct Ledger<'a> {
    vocabulary: &'a Vocabulary,
    taken: Taken,
    entries: Vec<Entry>,
}

impl Ledger<'_> {
    fn add(&mut self, line: usize, words: &str, outcome: Outcome) {
        self.entries.push(Entry {
            line,
            words: words.to_owned(),
            outcome,
        });
    }

    fn section(&mut self, section: &Section) {
        if let Some(lines) = section.heading_lines.filter(|_| section.headed) {
            if let Some(number) = section
                .number
                .as_ref()
                .filter(|n| n.written.contains(|c: char| c.is_ascii_digit()))
            {
                self.add(
                    lines.first,
                    &number.written,
                    Outcome::Because("list number"),
                );
            }
            self.heading(&Line::new(&section.title, lines.first));
        } else if let (Some(number), Some(lines)) = (&section.number, section.heading_lines)
            && number.written.contains(|c: char| c.is_ascii_digit())
        {
            self.add(
                lines.first,
                &number.written,
                Outcome::Because("list number"),
            );
        }
        for body in &section.body {
            match body {
                Body::Paragraph(line) => {
                    self.numbers(line);
                    self.duties(line);
                }
                Body::LostTable(cells) => cells.iter().for_each(|cell| self.lost_cell(cell)),
                Body::Table(table) => self.table(table),
            }
        }
        for child in &section.children {
            self.section(child);
        }
    }

    /// A heading that only names the text below it: 「实施10项重点工程」. A heading that states an amount makes a
    /// claim, and a claim without a figure is unexplained.
    fn heading(&mut self, line: &Line) {
        let from = self.entries.len();
        self.numbers(line);
        if figures::is_claim(&line.text, self.vocabulary) {
            return;
        }
        for entry in &mut self.entries[from..] {
            if entry.outcome == Outcome::Unexplained {
                entry.outcome = Outcome::Because("heading");
            }
        }
    }

    /// The numbers of a paragraph.
    fn numbers(&mut self, line: &Line) {
        if is_loose_cell(&line.text) {
            self.lost_cell(line);
            return;
        }
        let (amounts, skipped) = figures::numbers(&line.text, self.vocabulary);
        let note = tasks::year_of_note(line).is_some();
        let unnamed = figures::unnamed(line, self.vocabulary);
        for amount in &amounts {
            let at = line.line_at(amount.digits.start);
            let outcome = if note {
                Outcome::Because("note of a table")
            } else if self.taken.take(at, amount.value) {
                Outcome::Figure
            } else if unnamed.contains(&amount.span.start) {
                Outcome::Because("no name of its own")
            } else {
                Outcome::Unexplained
            };
            self.add(at, &around(&line.text, amount.span.clone()), outcome);
        }
        for skip in &skipped {
            let outcome = reason(skip.reason);
            self.add(
                line.line_at(skip.span.start),
                &around(&line.text, skip.span.clone()),
                outcome,
            );
        }
        for numeral in NUMERAL.find_iter(&line.text) {
            if !amounts.iter().any(|a| a.span.contains(&numeral.start())) {
                self.add(
                    line.line_at(numeral.start()),
                    numeral.as_str(),
                    Outcome::Because("enumeration in words"),
                );
            }
        }
    }

    /// The numbers of a table without a known shape.
    fn lost_cell(&mut self, cell: &Line) {
        for digit in DIGITS.find_iter(&cell.text) {
            let outcome = Outcome::Because("cell of a table that lost its shape");
            self.add(
                cell.line_at(digit.start()),
                &around(&cell.text, digit.range()),
                outcome,
            );
        }
    }

    fn duties(&mut self, line: &Line) {
        let text = &line.text;
        let found = assignments::in_paragraph(line, &self.vocabulary.agencies);
        for duty in DUTY.find_iter(text) {
            // The bodies of an assignment are in the same sentence as its word.
            let sentence = text[..duty.start()].rfind('。').unwrap_or(0);
            let end = text[duty.end()..]
                .find('。')
                .map_or(text.len(), |n| duty.end() + n);
            let outcome = if found.iter().any(|f| (sentence..end).contains(&f.at)) {
                Outcome::Assignment
            } else if OTHER_WORD
                .find_iter(text)
                .any(|o| o.start() <= duty.start() && duty.end() <= o.end())
            {
                Outcome::Because("another word")
            } else if !names_a_body(&text[sentence..end], self.vocabulary) {
                Outcome::Because("no body is named")
            } else {
                Outcome::Unexplained
            };
            self.add(
                line.line_at(duty.start()),
                &around(text, duty.range()),
                outcome,
            );
        }
    }

    fn table(&mut self, table: &RawTable) {
        let shape = table.shape();
        let columns = figures::columns_by_year(&shape, &self.vocabulary.grammar);
        for row in &table.rows {
            let head = !shape.rows.iter().any(|below| std::ptr::eq(*below, row));
            for (column, cell) in row.cells.iter().enumerate() {
                let value = columns
                    .as_ref()
                    .is_some_and(|c| !head && c.years.iter().any(|(y, _)| *y == column));
                let serial = cell.text.parse::<u32>().is_ok() && !value;
                let digits: Vec<_> = DIGITS.find_iter(&cell.text).collect();
                if value || serial || head {
                    for digit in digits {
                        let line = cell.line_at(digit.start());
                        let number = digit.as_str().parse().unwrap_or(f64::NAN);
                        let outcome = match (value, serial) {
                            (true, _) if self.taken.take(line, Value::Number(number)) => {
                                Outcome::Figure
                            }
                            (true, _) => Outcome::Unexplained,
                            (_, true) => Outcome::Because("serial number"),
                            _ => Outcome::Because("head of a table"),
                        };
                        self.add(
                            cell.line_at(digit.start()),
                            &around(&cell.text, digit.range()),
                            outcome,
                        );
                    }
                } else if columns.is_some() {
                    for digit in digits {
                        self.add(
                            cell.line_at(digit.start()),
                            &around(&cell.text, digit.range()),
                            Outcome::Because("name"),
                        );
                    }
                } else if let Some((number, _)) =
                    Number::at_start(&cell.text).filter(|_| row.cells.len() == 1)
                {
                    self.add(
                        cell.lines().first,
                        &number.written,
                        Outcome::Because("list number"),
                    );
                } else {
                    self.numbers(cell);
                }
                if head {
                    for duty in DUTY.find_iter(&cell.text) {
                        self.add(
                            cell.lines().first,
                            duty.as_str(),
                            Outcome::Because("head of a table"),
                        );
                    }
                } else if shape
                    .heads
                    .get(column)
                    .is_some_and(|head| assignments::role_of_column(head).is_some())
                {
                    for duty in DUTY.find_iter(&cell.text) {
                        self.add(cell.lines().first, duty.as_str(), Outcome::Assignment);
                    }
                } else {
                    self.duties(cell);
                }
            }
        }
    }

    /// The foot contains dates, numbers of annexes and addressees.
    fn foot(&mut self, line: &Line) {
        for digit in DIGITS.find_iter(&line.text) {
            self.add(
                line.line_at(digit.start()),
                &around(&line.text, digit.range()),
                Outcome::Because("foot of the text"),
            );
        }
    }

    /// Digits on lines that are not part of the text: page numbers, menus, the page's metadata.
    fn left_out(&mut self, source: &str) {
        let read: std::collections::BTreeSet<usize> = self.entries.iter().map(|e| e.line).collect();
        let lines: Vec<(usize, &str)> = source
            .split('\n')
            .enumerate()
            .map(|(n, l)| (n + 1, l))
            .collect();
        for (number, line) in lines {
            if read.contains(&number) {
                continue;
            }
            for digit in DIGITS.find_iter(line) {
                self.add(
                    number,
                    &around(line, digit.range()),
                    Outcome::Because("page, not text"),
                );
            }
        }
    }
}

static DIGITS: LazyLock<Regex> = LazyLock::new(|| regex(r"\d+(?:\.\d+)?"));
