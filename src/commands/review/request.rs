//! What the page asks for.

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::content::corrections::Edit;
use crate::model::Role;

/// A request of the page.
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "action", rename_all = "snake_case", deny_unknown_fields)]
pub enum ReviewRequest {
    /// The record is right.
    Accept {
        /// Id of the document.
        document: String,
        /// Id of the record.
        record: String,
        /// The version that was seen.
        version: String,
    },
    /// The record is wrong, or something was missed in it.
    Correct {
        /// Id of the document.
        document: String,
        /// Id of the record.
        record: String,
        /// The version that was seen.
        version: String,
        /// The reason.
        why: String,
        /// What is to be changed, in this order.
        changes: Vec<RequestedChange>,
    },
    /// The last of the changes in this document was a mistake.
    Undo {
        /// Id of the document.
        document: String,
    },
}

/// A change of a record or of one of its bodies: one of `set`, `drop` and `add`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RequestedChange {
    /// The name of the body.
    pub agency: Option<String>,
    /// Its role, as the measure has it now.
    pub role: Option<Role>,
    set: Option<Map<String, Value>>,
    drop: bool,
    add: Option<Value>,
}

impl RequestedChange {
    /// The change of a correction; `None` if it asks for none or several.
    pub fn edit(&self) -> Option<Edit> {
        match (&self.set, self.drop, &self.add) {
            (Some(fields), false, None) => Some(Edit::Set(fields.clone())),
            (None, true, None) => Some(Edit::Drop),
            (None, false, Some(add)) => Some(Edit::Add(add.clone())),
            _ => None,
        }
    }

    /// Whether it changes the record itself, in contrast to a body of a measure or a new record.
    pub fn is_own(&self) -> bool {
        self.agency.is_none() && self.add.is_none()
    }

    /// Whether it adds a record of its own, in contrast to a body of a measure.
    pub fn adds_record(&self) -> bool {
        let add = self.add.as_ref();
        add.is_some_and(|add| add.get("agency").is_none())
    }
}
