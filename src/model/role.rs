use serde::{Deserialize, Serialize};

/// The role of a body in a measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// 牵头单位, 「市发改委牵头」: has the main responsibility.
    Lead,
    /// 责任单位, 负责, 按职责分工负责: is responsible for its part.
    Responsible,
    /// 参与单位, 配合单位: helps.
    Participant,
}

impl Role {
    /// All roles, by falling responsibility.
    pub const ALL: [Self; 3] = [Self::Lead, Self::Responsible, Self::Participant];

    /// Its name in data files and addresses: `lead`, `responsible`, `participant`.
    pub fn id(self) -> &'static str {
        match self {
            Self::Lead => "lead",
            Self::Responsible => "responsible",
            Self::Participant => "participant",
        }
    }
}
