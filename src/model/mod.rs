//! The data model that all stages share: the parts of a policy document.
//!
//! Plain data whose serde forms are the contract of `content/documents/*.yaml`; no logic of reading,
//! deciding or printing.

mod account;
pub mod address;
mod anchors;
mod diagnostic;
mod excerpt;
mod figure;
mod lines;
mod measure;
mod page_map;
mod partial_date;
mod passages;
mod path;
mod policy;
mod reference;
mod role;
mod spans;
mod validity;

pub use account::Account;
pub use anchors::{Anchor, Anchors};
pub use diagnostic::{Diagnostic, Severity, Warning};
pub use excerpt::Excerpt;
pub use figure::{Binding, Bound, Change, Figure, FigureKind, Normalized, Value};
pub use lines::Lines;
pub use measure::{Agency, AlsoFor, Measure, MeasureRole, Task};
pub use page_map::{PageMap, Pages, PagesOfLines, pages_of};
pub use partial_date::PartialDate;
pub use passages::{BETWEEN_CELLS, PassageKind, TextPassage, passages};
pub use path::below;
pub use policy::{Block, Correction, Period, Policy, Region, Source, Table, TableRow, TextDoubt};
pub use reference::{Reference, ReferenceKind, Relation};
pub use role::Role;
pub use spans::Spans;
pub use validity::{
    DatedStatus, Ended, RepealedBy, Status, StatusReason, ValidFor, ValidFrom, ValidUntil,
};
