//! Assignments in the columns of a table.

use std::sync::LazyLock;

use regex::Regex;

use super::Found;
use super::bracket::predicated;
use crate::model::Role;
use crate::pattern::regex;
use crate::vocabulary::Agencies;

/// The role in a column's head: 牵头单位, 责任单位, 参与单位.
pub fn role_of_column(head: &str) -> Option<Role> {
    const ROLES: &[(&str, Role)] = &[
        ("牵头", Role::Lead),
        ("主办", Role::Lead),
        ("责任单位", Role::Responsible),
        ("责任部门", Role::Responsible),
        ("责任主体", Role::Responsible),
        ("负责单位", Role::Responsible),
        ("实施单位", Role::Responsible),
        ("落实单位", Role::Responsible),
        ("参与", Role::Participant),
        ("配合", Role::Participant),
        ("协办", Role::Participant),
        ("参加", Role::Participant),
        ("协同", Role::Participant),
    ];
    ROLES
        .iter()
        .find(|(word, _)| head.contains(word))
        .map(|&(_, role)| role)
}

/// 「按《…实施方案》确定的职责分工负责」: the assignment is in another document.
static ELSEWHERE: LazyLock<Regex> = LazyLock::new(|| regex(r"^按照?《"));

/// The assignments in a cell of a column with the role `role`, and a trailing note that names no body.
pub fn in_cell(text: &str, role: Role, agencies: &Agencies) -> (Vec<Found>, Option<String>) {
    if ELSEWHERE.is_match(text) {
        return (Vec::new(), Some(text.to_owned()));
    }
    // 「市生态环境局，以下各项工作均需各县（市、区）落实，以下不再列出」
    let (list, note) = match text.find("，以下").or_else(|| text.find("。以下")) {
        Some(at) => (
            &text[..at],
            Some(text[at..].trim_start_matches(['，', '。']).to_owned()),
        ),
        None => (text, None),
    };
    (predicated(list, 0, Some(role), agencies), note)
}
