//! From logical lines to the section tree: numbered headings, headings that lost their number,
//! run-in headings, enumerations by 一是…二是….

mod annex;
mod boxes;
mod chinese_number;
mod heading;
mod item;
mod lone_number;
mod number;
mod run_in;
mod section;
mod tail;
mod tree;

pub use chinese_number::chinese_number;
pub use number::{Number, Rank};
pub use section::{Body, Outline, Section};

use crate::text::Piece;

/// Arranges the pieces of a text in the tree of their headings. `salutations` are the words that address
/// the audience of a report.
pub fn outline(pieces: Vec<Piece>, salutations: &[String]) -> Outline {
    let (pieces, tail) = tail::split_tail(lone_number::joined(pieces));
    let mut outline = tree::build(pieces, salutations);
    boxes::divide(&mut outline.root);
    item::find(&mut outline.root);
    run_in::find(&mut outline.root);
    outline.tail = tail;
    outline
}
