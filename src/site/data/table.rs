//! A table of the downloads: its columns, and rows that are made one by one.

use std::borrow::Cow;

use crate::model::Diagnostic;
use crate::site::Site;

/// A value of a table.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell<'a> {
    /// Nothing is known.
    Null,
    /// Words, most of them those of the records.
    Text(Cow<'a, str>),
    /// A whole number.
    Integer(i64),
    /// A number.
    Number(f64),
}

impl<'a> Cell<'a> {
    /// Words, or nothing where there are none.
    pub fn text(words: impl Into<Cow<'a, str>>) -> Self {
        let words = words.into();
        if words.is_empty() {
            Self::Null
        } else {
            Self::Text(words)
        }
    }

    /// A number of things.
    pub fn count(n: usize) -> Self {
        Self::Integer(i64::try_from(n).unwrap_or(i64::MAX))
    }

    /// A year, if there is one.
    pub fn year(year: Option<i16>) -> Self {
        year.map_or(Self::Null, |y| Self::Integer(y.into()))
    }
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// Words.
    Text,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// ISO 8601.
    Date,
    /// ISO 8601, a day or a month.
    DayOrMonth,
    /// An address on the web.
    Url,
}

/// A column; what it means stands in the theme's words under its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DataColumn {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub kind: Type,
    /// Whether every row has a value.
    pub required: bool,
}

/// A column that every row has a value in.
pub const fn must(name: &'static str, kind: Type) -> DataColumn {
    DataColumn {
        name,
        kind,
        required: true,
    }
}

/// A column that may be empty.
pub const fn may(name: &'static str, kind: Type) -> DataColumn {
    DataColumn {
        name,
        kind,
        required: false,
    }
}

/// Takes the rows of a table, one after the other.
pub type Sink<'a> = &'a mut dyn FnMut(Vec<Cell<'_>>) -> Result<(), Diagnostic>;

/// A table.
pub struct DataTable {
    /// Its name, of which the name of its file is made.
    pub name: &'static str,
    /// Its columns.
    pub columns: &'static [DataColumn],
    /// The columns that no two rows have the same values in.
    pub key: &'static [&'static str],
    /// Columns that name rows of other tables: the column, the table and its column.
    pub foreign: &'static [(&'static str, &'static str, &'static str)],
    /// Its rows.
    pub rows: Rows,
}

/// The rows of a table.
#[derive(Clone, Copy)]
pub enum Rows {
    /// Gives all of them.
    All(fn(&Site<'_>, Sink<'_>) -> Result<(), Diagnostic>),
    /// Gives those of the document with this number, which need nothing of the rows before them.
    Of(fn(&Site<'_>, usize, Sink<'_>) -> Result<(), Diagnostic>),
}

impl Rows {
    /// Gives all rows, one after the other.
    pub fn each(self, site: &Site<'_>, put: Sink<'_>) -> Result<(), Diagnostic> {
        match self {
            Self::All(rows) => rows(site, put),
            Self::Of(rows) => {
                (0..site.atlas.policies.len()).try_for_each(|document| rows(site, document, put))
            }
        }
    }
}
