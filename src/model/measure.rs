use serde::{Deserialize, Serialize};

use super::{Lines, Role};

/// Measure (举措): the smallest unit with a heading that requires an action.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Measure {
    /// `<document id>/<path of the text's own numbering>`, such as `lishui-2021-x/3-1`.
    pub id: String,
    /// The number as written, such as `（一）`; `None` if the heading has none.
    pub number: Option<String>,
    /// The heading without its number and without a final 。. Empty if it has no words, such as a number
    /// on a line of its own.
    pub title: String,
    /// The enclosing headings with their numbers, outermost first.
    pub section: Vec<String>,
    /// Whether it is a proper measure or a safeguard for carrying out the others.
    pub role: MeasureRole,
    /// The text without its heading, hard wraps undone, including the bracket with the responsible
    /// bodies. Paragraphs are separated by a newline.
    pub text: String,
    /// The lines of heading and text in the seed.
    pub lines: Lines,
    /// The responsible bodies in the order of the text, each (name, role) once.
    pub agencies: Vec<Agency>,
    /// Words of a responsibility cell or bracket that name no body, such as
    /// 「按《…实施方案》确定的职责分工负责」.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agency_note: Option<String>,
    /// Ids of `content/vocabulary/topics.yaml`, the strongest first.
    pub topics: Vec<String>,
    /// Ids of the document's figures that are in the measure.
    pub figures: Vec<String>,
    /// The rows of a task list (任务清单) that carry it out.
    pub tasks: Vec<Task>,
    /// Whether a person corrected it: see [`super::Policy::corrections`].
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub corrected: bool,
}

/// The purpose of a measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MeasureRole {
    /// It does something about the subject of the policy.
    Action,
    /// It sees to it that the others are done: 保障措施, 组织实施.
    Safeguard,
}

/// An assignment (责任分工): one body and its role in a measure or task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agency {
    /// The body exactly as written.
    pub name: String,
    /// Id of the kind of body in `content/vocabulary/agencies.yaml`; for a body without a kind, an id
    /// made from its name.
    pub agency: String,
    /// Its role.
    pub role: Role,
    /// The lines of the assignment.
    pub lines: Lines,
    /// The other items that the assignment holds for, although they do not list the body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub also_for: Option<AlsoFor>,
    /// Whether a person corrected it: see [`super::Policy::corrections`].
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub corrected: bool,
}

/// The other items that an assignment holds for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AlsoFor {
    /// 以下均需…落实，不再列出: those that follow.
    Following,
}

/// A row of a task list (任务清单).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    /// Its number as written, if any.
    pub number: Option<String>,
    /// The task.
    pub text: String,
    /// The responsible bodies.
    pub agencies: Vec<Agency>,
    /// See [`Measure::agency_note`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agency_note: Option<String>,
    /// The lines of the row.
    pub lines: Lines,
}
