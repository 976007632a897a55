//! Assignments of responsibility (责任分工): brackets, labelled lines, sentences, table cells.

mod body_list;
mod bracket;
mod cell;
mod following;
mod sentence;
#[cfg(test)]
mod tests;

pub use cell::{in_cell, role_of_column};

use crate::model::{Agency, AlsoFor, Role};
use crate::text::Line;
use crate::vocabulary::Agencies;

/// An assignment that is not yet part of its document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The body as written.
    pub name: String,
    /// Its role.
    pub role: Role,
    /// Byte offset in the paragraph at which the words of the assignment begin.
    pub at: usize,
}

/// The assignments of a paragraph, in reading order.
pub fn in_paragraph(line: &Line, agencies: &Agencies) -> Vec<Found> {
    let mut found = bracket::in_brackets(&line.text, agencies);
    found.extend(bracket::labelled_line(&line.text, agencies));
    found.extend(sentence::in_sentences(&line.text, agencies));
    found.sort_by_key(|f| f.at);
    found
}

/// Adds assignments to a list in which each (name, role) occurs once.
pub fn merge(into: &mut Vec<Agency>, found: Vec<Found>, line: &Line, agencies: &Agencies) {
    let following = following::named(&line.text, &found);
    for Found { name, role, at } in found {
        if into.iter().any(|a| a.name == name && a.role == role) {
            continue;
        }
        let end = (at + name.len()).min(line.text.len());
        let lines = line.lines_of(at.min(end)..end);
        into.push(Agency {
            agency: agencies.id_of(&name),
            also_for: following.contains(&name).then_some(AlsoFor::Following),
            name,
            role,
            lines,
            corrected: false,
        });
    }
}
