//! Visits the sections in reading order and makes blocks, measures and figures.

use std::collections::BTreeSet;

use super::figures::{self, Context, Draft};
use super::gives_rules::gives_rules;
use super::loose_cell::is_loose_cell;
use super::lost_cells::LostCells;
use super::measures::{Part, is_of_the_text, part_of, text_of};
use super::numbered_figures::number_figures;
use super::read::{Read, Waiting};
use super::record::{self, Record};
use super::section_kind::{SectionKind, kind_of};
use super::{assignments, document_id, lead_in_year, tasks};
use crate::model::{Agency, Block, Lines, Measure, MeasureRole};
use crate::outline::{Body, Outline, Rank, Section};
use crate::text::{Line, unit_of};
use crate::vocabulary::{Class, Vocabulary};

/// Reads all sections of a document with the id `id`.
pub fn walk(outline: &Outline, record: &Record, id: &str, vocabulary: &Vocabulary) -> Read {
    let mut walker = Walker {
        record,
        vocabulary,
        read: Read::default(),
        drafts: Vec::new(),
        waiting: Vec::new(),
        ids: BTreeSet::new(),
        trail: Vec::new(),
        aims: false,
        of_parts: Vec::new(),
        lost: LostCells::default(),
    };
    let context = Context {
        this_year: document_id::year(record),
        rules: gives_rules(outline, record, vocabulary),
        ..Context::default()
    };
    walker.body(&outline.root, None, context);
    walker.children(&outline.root, SectionKind::Action, id, None, context);
    for line in &outline.tail {
        let text = line.text.clone();
        walker.read.blocks.push(Block::Paragraph {
            text,
            measure: None,
            lines: line.lines(),
        });
    }
    let Walker {
        mut read,
        mut drafts,
        waiting,
        ..
    } = walker;
    for table in &waiting {
        tasks::read_table(table, &mut read, &mut drafts, vocabulary);
    }
    number_figures(&mut read, drafts, record.period, vocabulary);
    read
}

struct Walker<'a> {
    record: &'a Record,
    vocabulary: &'a Vocabulary,
    read: Read,
    drafts: Vec<(Draft, Option<String>)>,
    waiting: Vec<Waiting<'a>>,
    ids: BTreeSet<String>,
    trail: Vec<String>,
    /// Whether a chapter of aims has started.
    aims: bool,
    /// For each open part the bodies responsible for all of it.
    of_parts: Vec<Vec<Agency>>,
    /// Cells of lost tables.
    lost: LostCells,
}

impl<'a> Walker<'a> {
    /// The sections below `section`; `path` is its id, `measure` the measure it lies in.
    fn children(
        &mut self,
        section: &'a Section,
        above: SectionKind,
        path: &str,
        measure: Option<&str>,
        context: Context,
    ) {
        let (mut last, mut asides) = (0, 0);
        for child in &section.children {
            let value = child.number.as_ref().map_or(last + 1, |n| n.value);
            if child.is_aside() {
                asides += 1;
            } else {
                last = value;
            }
            let part = match child.rank {
                Some(Rank::Box | Rank::Address) => format!("b{asides}"),
                Some(Rank::Part) if child.is_annex() => format!("a{value}"),
                _ => value.to_string(),
            };
            let separator = if path.contains('/') { '-' } else { '/' };
            let path = format!("{path}{separator}{part}");
            if child.is_aside() && measure.is_some() {
                // A box is a sibling of the measure in whose text it was printed.
                let around = self.trail.pop();
                self.section(child, above, &path, None, context);
                self.trail.extend(around);
            } else {
                self.section(child, above, &path, measure, context);
            }
        }
    }

    fn section(
        &mut self,
        section: &'a Section,
        above: SectionKind,
        path: &str,
        measure: Option<&str>,
        context: Context,
    ) {
        let kind = match is_of_the_text(section) {
            // The items of a definition require no action.
            true => SectionKind::Frame,
            false => kind_of(section, above, &self.vocabulary.sections),
        };
        let mut context = Context {
            past: kind == SectionKind::Past || context.past,
            ..context
        };
        // A text that sets aims from here on is a plan, even if it begins with rules.
        let aims = self
            .vocabulary
            .grammar
            .ending(Class::Aims, &section.title)
            .is_some();
        self.aims |= kind == SectionKind::Frame && aims;
        context.rules &= !self.aims;
        context.lead_in_year =
            lead_in_year::of_section(section, kind, context, &self.vocabulary.grammar)
                .or(context.lead_in_year);
        let path = self.unique(path);
        let own = measure.is_none() && part_of(section, above, self.vocabulary) == Part::Measure;
        let measure = if own { Some(path.as_str()) } else { measure };
        if own {
            // Items take their role from the chapter around them; a measure at chapter level has its own.
            let role = if self.trail.is_empty() { kind } else { above };
            let made = self.measure(section, role, &path);
            self.read.measures.push(made);
        }
        if section.headed {
            self.read.blocks.push(Block::Heading {
                level: u8::try_from(self.trail.len() + 1).unwrap_or(9),
                number: section.number.as_ref().map(|n| n.written.clone()),
                title: section.title.clone(),
                measure: measure.map(str::to_owned),
                lines: section.heading_lines.unwrap_or(Lines::at(1)),
            });
            self.claims(&section.heading, measure, context);
        }
        self.trail.push(section.label());
        self.of_parts.push(match own {
            true => Vec::new(),
            false => self.of_part(section),
        });
        self.body(section, measure, context);
        self.children(section, kind, &path, measure, context);
        self.of_parts.pop();
        self.trail.pop();
    }

    /// The figures of a heading that states an amount: 「（一）新建公共充电桩500个。加快…」.
    fn claims(&mut self, heading: &Line, measure: Option<&str>, context: Context) {
        if !heading.text.contains(|c: char| c.is_ascii_digit()) || is_loose_cell(&heading.text) {
            return;
        }
        for draft in figures::in_prose(heading, &context, self.vocabulary) {
            self.drafts.push((draft, measure.map(str::to_owned)));
        }
    }

    /// The bodies responsible for a whole part: 「一、实行契税补贴（责任单位：县财政局、县税务局）」 above its measures.
    fn of_part(&self, section: &Section) -> Vec<Agency> {
        let agencies = &self.vocabulary.agencies;
        let mut assigned = Vec::new();
        let first = section.body.first().and_then(Body::paragraph);
        if let Some(line) = first
            && section.headed
            && line.text.starts_with(['（', '('])
            && line.text.trim_end_matches('。').ends_with(['）', ')'])
        {
            assignments::merge(
                &mut assigned,
                assignments::in_paragraph(line, agencies),
                line,
                agencies,
            );
        }
        assigned
    }

    fn measure(&self, section: &Section, kind: SectionKind, id: &str) -> Measure {
        let agencies = &self.vocabulary.agencies;
        let mut assigned = Vec::new();
        for line in section.paragraphs_outside_boxes() {
            assignments::merge(
                &mut assigned,
                assignments::in_paragraph(line, agencies),
                line,
                agencies,
            );
        }
        // The section's own assignment takes precedence over those above it.
        if assigned.is_empty() {
            let above = self.of_parts.iter().rev().find(|of| !of.is_empty());
            assigned = above.cloned().unwrap_or_default();
        }
        let text = text_of(section);
        let topics = self.vocabulary.topics.assign(&section.title, &text);
        Measure {
            id: id.to_owned(),
            number: section.number.as_ref().map(|n| n.written.clone()),
            title: section.title.clone(),
            section: self.trail.clone(),
            role: if kind == SectionKind::Safeguard {
                MeasureRole::Safeguard
            } else {
                MeasureRole::Action
            },
            text,
            lines: section.own_lines().unwrap_or(Lines::at(1)),
            agencies: assigned,
            agency_note: None,
            topics: topics.into_iter().map(|t| t.id.to_owned()).collect(),
            figures: Vec::new(),
            tasks: Vec::new(),
            corrected: false,
        }
    }

    /// Reads the paragraphs and tables of a section itself.
    fn body(&mut self, section: &'a Section, measure: Option<&str>, context: Context) {
        let note_year = section
            .body
            .iter()
            .filter_map(Body::paragraph)
            .find_map(tasks::year_of_note);
        let mut caption: Option<&Line> = None;
        let mut unit: Option<String> = None;
        for (n, piece) in section.body.iter().enumerate() {
            match piece {
                Body::Paragraph(line) => {
                    self.paragraph(line, section, n, measure, context);
                    // 「单位：万吨」 may come between a caption and its table.
                    unit = unit_of(&line.text);
                    caption = if unit.is_some() { caption } else { Some(line) };
                }
                Body::LostTable(cells) => self.lost_table(cells, piece.lines(), measure),
                Body::Table(table) => {
                    let id = format!("t{}", self.waiting.len() + 1);
                    let short =
                        caption.filter(|l| l.text.chars().count() <= 60 && !l.text.contains('。'));
                    let caption = short
                        .map(|l| l.text.clone())
                        .or_else(|| self.trail.last().cloned());
                    self.read.blocks.push(Block::Table {
                        table: id.clone(),
                        lines: table.lines(),
                    });
                    let context = Context {
                        lead_in_year: note_year.or(context.lead_in_year),
                        ..context
                    };
                    self.waiting.push(Waiting {
                        table,
                        id,
                        caption,
                        unit: unit.take(),
                        context,
                    });
                }
            }
        }
    }

    fn paragraph(
        &mut self,
        line: &Line,
        section: &Section,
        n: usize,
        measure: Option<&str>,
        context: Context,
    ) {
        let lines = line.lines();
        if section.rank.is_none() && record::is_title_line(self.record, lines) {
            self.read.blocks.push(Block::Title {
                text: line.text.clone(),
                lines,
            });
            return;
        }
        // An item without a heading has its number before its text.
        let number = section
            .number
            .as_ref()
            .filter(|_| n == 0 && !section.headed);
        let text = format!("{}{}", number.map_or("", |n| n.written.as_str()), line.text);
        self.read.blocks.push(Block::Paragraph {
            text,
            measure: measure.map(str::to_owned),
            lines,
        });
        // A loose cell belongs to a table whose shape is lost.
        if is_loose_cell(&line.text) {
            self.lost.found(1, lines, &mut self.read.warnings);
            return;
        }
        // The year in a note under a table is no figure.
        if tasks::year_of_note(line).is_some() {
            return;
        }
        let heading = section.title.as_str();
        let heading = if section.rank == Some(Rank::RunIn) {
            heading
        } else {
            ""
        };
        for draft in figures::in_prose_under(heading, line, &context, self.vocabulary) {
            self.drafts.push((draft, measure.map(str::to_owned)));
        }
    }

    /// Shows the cells of a table without a known shape, one below the other, and warns: its numbers
    /// cannot be assigned to names.
    fn lost_table(&mut self, cells: &[Line], lines: Lines, measure: Option<&str>) {
        for cell in cells {
            self.read.blocks.push(Block::Paragraph {
                text: cell.text.clone(),
                measure: measure.map(str::to_owned),
                lines: cell.lines(),
            });
        }
        self.lost.found(cells.len(), lines, &mut self.read.warnings);
    }

    /// The path, with a letter behind it if an earlier section has the same: texts repeat numbers.
    fn unique(&mut self, path: &str) -> String {
        let mut candidates =
            std::iter::once(path.to_owned()).chain(('b'..='z').map(|c| format!("{path}{c}")));
        let free = candidates
            .find(|c| !self.ids.contains(c))
            .unwrap_or_else(|| format!("{path}-{}", self.ids.len()));
        self.ids.insert(free.clone());
        free
    }
}
