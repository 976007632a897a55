//! The contents of a box (专栏), whose items have a numbering of their own.

use super::Rank;
use super::section::{Body, Section};
use super::tree::build;
use crate::text::Piece;

/// Divides the text of every box into its items.
pub fn divide(section: &mut Section) {
    for child in &mut section.children {
        divide(child);
    }
    if section.rank == Some(Rank::Box) {
        let pieces = std::mem::take(&mut section.body).into_iter();
        let pieces = pieces.map(|body| match body {
            Body::Paragraph(line) => Piece::Line(line),
            Body::Table(table) => Piece::Table(table),
            Body::LostTable(cells) => Piece::LostTable(cells),
        });
        let inner = build(pieces.collect(), &[]).root;
        section.body = inner.body;
        section.children.extend(inner.children);
    }
}
