//! Other documents that a text names.

use serde::{Deserialize, Serialize};

use super::Lines;

/// Another policy that the text names (引用文件).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reference {
    /// The text between 《 and 》.
    pub title: String,
    /// Its 发文字号, if the text states it.
    pub document_number: Option<String>,
    /// Why the text names it.
    #[serde(default, skip_serializing_if = "Relation::is_mention")]
    pub relation: Relation,
    /// The lines of the first mention with this relation.
    pub lines: Lines,
    /// The sentence of that mention, or the clauses around the title in a long one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub quote: String,
}

/// Why a text names another document.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// 根据, 按照, 贯彻落实: the text rests on it or carries it out.
    BasedOn,
    /// 同时废止: the text ends its validity.
    Repeals,
    /// 转发: the text passes it on.
    Forwards,
    /// The text names it for another reason.
    #[default]
    Mentions,
}

impl Relation {
    /// All of them, in the order of pages.
    pub const ALL: [Self; 4] = [Self::BasedOn, Self::Repeals, Self::Forwards, Self::Mentions];

    /// `based_on`, `repeals`, `forwards`, `mentions`.
    pub fn id(self) -> &'static str {
        match self {
            Self::BasedOn => "based_on",
            Self::Repeals => "repeals",
            Self::Forwards => "forwards",
            Self::Mentions => "mentions",
        }
    }

    fn is_mention(&self) -> bool {
        *self == Self::Mentions
    }
}

/// What a document that a text names is, by the ending of its title.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReferenceKind {
    /// 意见, 规划, 办法, …
    Policy,
    /// 法, 条例, 公约.
    Law,
    /// 标准, 规程, 导则.
    Standard,
}

impl ReferenceKind {
    /// `policy`, `law`, `standard`.
    pub fn id(self) -> &'static str {
        match self {
            Self::Policy => "policy",
            Self::Law => "law",
            Self::Standard => "standard",
        }
    }
}
