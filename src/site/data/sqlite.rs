//! Tables as one SQLite file, with keys between them and an index of any three characters.

use std::collections::BTreeSet;
use std::path::Path;

use rusqlite::types::{ToSqlOutput, Value, ValueRef};
use rusqlite::{Connection, ErrorCode, ToSql, params_from_iter};

use super::table::{Cell, DataTable, Type};
use super::tables::TABLES;
use super::views::VIEWS;
use crate::model::Diagnostic;
use crate::site::Site;

impl ToSql for Cell<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Self::Null => ToSqlOutput::Owned(Value::Null),
            Self::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
            Self::Integer(n) => ToSqlOutput::Owned(Value::Integer(*n)),
            Self::Number(n) => ToSqlOutput::Owned(Value::Real(*n)),
        })
    }
}

/// Nothing else reads the file while it is made, and it is thrown away where that fails. Its keys
/// are not checked row by row: every row comes from the same records, and tests check them all.
const SETTINGS: &str = "
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA foreign_keys = OFF;
PRAGMA locking_mode = EXCLUSIVE;
PRAGMA cache_size = -65536;
";
/// The trigram index finds any three characters that stand together, which suits texts without
/// spaces.
const SEARCH: &str = r#"
CREATE VIRTUAL TABLE measures_fts USING fts5(title, text, content="measures", tokenize='trigram');
INSERT INTO measures_fts(rowid, title, text) SELECT rowid, title, text FROM measures;
CREATE VIRTUAL TABLE figures_fts USING fts5(name, quote, content="figures", tokenize='trigram');
INSERT INTO figures_fts(rowid, name, quote) SELECT rowid, name, quote FROM figures;
"#;

/// What goes into a database.
#[derive(Clone, Copy)]
pub struct DatabaseContents<'a> {
    /// The documents of which it has rows; those of all where there is no list.
    pub documents: Option<&'a BTreeSet<&'a str>>,
    /// Whether it has an index of any three characters, which is half of it.
    pub is_indexed: bool,
}

/// Writes all tables into a new file.
pub fn write(
    site: &Site<'_>,
    contents: DatabaseContents<'_>,
    file: &Path,
) -> Result<(), Diagnostic> {
    let failed = |e: rusqlite::Error| failed(file, &e);
    let mut database = Connection::open(file).map_err(failed)?;
    database.execute_batch(SETTINGS).map_err(failed)?;
    let transaction = database.transaction().map_err(failed)?;
    for table in &TABLES {
        transaction.execute_batch(&schema(table)).map_err(failed)?;
        let places = vec!["?"; table.columns.len()].join(", ");
        let insert = format!("INSERT INTO {} VALUES ({places})", table.name);
        let mut insert = transaction.prepare(&insert).map_err(failed)?;
        table.rows.each(site, &mut |row| {
            let own = contents.documents.zip(document_of(table, &row));
            if own.is_some_and(|(documents, own)| !documents.contains(own)) {
                return Ok(());
            }
            let put = insert.execute(params_from_iter(row.iter()));
            put.map(|_| ()).map_err(|e| refused(file, table, &row, &e))
        })?;
        // When all rows are there, an index is sorted once.
        transaction.execute_batch(&indexes(table)).map_err(failed)?;
    }
    let base = site.settings.base_url.as_deref();
    for view in &VIEWS {
        transaction
            .execute_batch(&view.statement(base))
            .map_err(failed)?;
    }
    if contents.is_indexed {
        transaction.execute_batch(SEARCH).map_err(failed)?;
    }
    transaction.commit().map_err(failed)?;
    database.close().map_err(|(_, e)| failed(e))
}

/// The document that a row is of, by its first column that says so; nothing of a row that is of none.
fn document_of<'r>(table: &DataTable, row: &'r [Cell<'_>]) -> Option<&'r str> {
    let mut cells = table.columns.iter().zip(row);
    cells.find_map(|(column, cell)| match (column.name, cell) {
        ("document" | "measure" | "figure", Cell::Text(id)) => id.split(['/', '#']).next(),
        _ => None,
    })
}

/// What the system did not let be done.
fn failed(file: &Path, error: &rusqlite::Error) -> Diagnostic {
    let told = Diagnostic::error("unwritable", file, format!("cannot be written: {error}"));
    told.help(match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => "make room on the disk",
        _ => "see that the folder can be written to and the disk is not full",
    })
}

/// A row that was not put into its table: where the table itself refuses it, the program has made a
/// record that the table cannot hold.
fn refused(
    file: &Path,
    table: &DataTable,
    row: &[Cell<'_>],
    error: &rusqlite::Error,
) -> Diagnostic {
    let kinds = [
        ErrorCode::ConstraintViolation,
        ErrorCode::TypeMismatch,
        ErrorCode::TooBig,
    ];
    if !error
        .sqlite_error_code()
        .is_some_and(|code| kinds.contains(&code))
    {
        return failed(file, error);
    }
    let record = match row.first() {
        Some(Cell::Text(id)) => id.to_string(),
        Some(Cell::Integer(n)) => n.to_string(),
        _ => "without an id".to_owned(),
    };
    let told = format!(
        "the record {record} does not fit the table {}: {error}",
        table.name
    );
    Diagnostic::error("data-record", file, told)
        .help("a fault of the program: please report it with the text of that record")
}

fn schema(table: &DataTable) -> String {
    let mut lines: Vec<String> = Vec::new();
    for column in table.columns {
        let kind = match column.kind {
            Type::Text | Type::Date | Type::DayOrMonth | Type::Url => "TEXT",
            Type::Integer => "INTEGER",
            Type::Number => "REAL",
        };
        let must = if column.required { " NOT NULL" } else { "" };
        lines.push(format!("  \"{}\" {kind}{must}", column.name));
    }
    let key = table.key.join("\", \"");
    lines.push(format!("  PRIMARY KEY (\"{key}\")"));
    for (column, other, there) in table.foreign {
        lines.push(format!(
            "  FOREIGN KEY (\"{column}\") REFERENCES {other}(\"{there}\")"
        ));
    }
    format!("CREATE TABLE {} (\n{}\n);\n", table.name, lines.join(",\n"))
}

/// For each column that names rows of another table, all rows by what they name; the first column of
/// the key is in order already.
fn indexes(table: &DataTable) -> String {
    let columns = table.foreign.iter().map(|(column, ..)| column);
    columns
        .filter(|column| table.key.first() != Some(*column))
        .map(|column| {
            format!(
                "CREATE INDEX {0}_{column} ON {0}(\"{column}\");\n",
                table.name
            )
        })
        .collect()
}
