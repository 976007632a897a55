use serde::Serialize;

use super::help;
use crate::model::{Diagnostic, Severity};

/// A diagnostic as a JSON object.
#[derive(Serialize)]
struct Message<'a> {
    severity: Severity,
    code: &'a str,
    file: String,
    line: Option<usize>,
    column: Option<usize>,
    message: &'a str,
    help: &'a str,
}

/// A diagnostic as one line of JSON.
pub fn line(diagnostic: &Diagnostic, file: String) -> String {
    let message = Message {
        severity: diagnostic.severity,
        code: &diagnostic.code,
        file,
        line: diagnostic.line,
        column: diagnostic.column,
        message: &diagnostic.message,
        help: &help(diagnostic),
    };
    serde_json::to_string(&message).unwrap_or_default()
}
