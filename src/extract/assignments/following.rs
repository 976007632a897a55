//! 「以下均需…落实，不再列出」: bodies that are also responsible for the following items.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;

use super::Found;
use crate::pattern::regex;

/// The clause, up to the words that close it or the end of its sentence.
static CLAUSE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"以下[^，。；,;]{0,8}均(?:(?P<bare>涉及)|(?:需要?|须|应|由)(?P<bodies>[^。；;]*?)(?:贯彻|负责|抓好|组织)?(?:落实|实施|负责))",
    )
});

/// The names of assignments that the paragraph extends to the following items: those repeated in its
/// clause, else the last one before the clause.
pub fn named(text: &str, found: &[Found]) -> BTreeSet<String> {
    let Some(clause) = CLAUSE.captures(text) else {
        return BTreeSet::new();
    };
    if let Some(bodies) = clause.name("bodies") {
        let again = found.iter().filter(|f| bodies.as_str().contains(&f.name));
        return again.map(|f| f.name.clone()).collect();
    }
    let start = clause.get(0).map_or(0, |all| all.start());
    let before = found.iter().filter(|f| f.at < start).max_by_key(|f| f.at);
    before.map(|f| f.name.clone()).into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::super::{in_paragraph, merge};
    use crate::text::Line;
    use crate::vocabulary::tests::REAL;

    /// The bodies that are also responsible for the following items.
    fn following(text: &str) -> Vec<String> {
        let line = Line::new(text, 1);
        let mut agencies = Vec::new();
        let found = in_paragraph(&line, &REAL.agencies);
        merge(&mut agencies, found, &line, &REAL.agencies);
        let own = agencies.into_iter().filter(|a| a.also_for.is_some());
        own.map(|a| a.name).collect()
    }

    #[test]
    fn bodies_that_are_named_again() {
        assert_eq!(
            following(
                "开展减税。（省税务局牵头，各市人民政府负责落实。以下均需各市人民政府落实，不再列出）"
            ),
            ["各市人民政府"]
        );
    }

    #[test]
    fn the_body_before_a_clause_without_names() {
        assert_eq!(
            following(
                "推进改造。（责任单位：省工业和信息化厅、省财政厅。各市（州）人民政府，以下各条均涉及）"
            )
            .len(),
            1
        );
    }

    #[test]
    fn a_body_that_is_only_named_for_one_item() {
        let text = "开展减税。（省税务局牵头，各市人民政府负责落实）";
        assert!(following(text).is_empty());
        // A body under another name: the text does not state that it is the same.
        let text = "开展减税。（省税务局牵头。以下任务均需各市落实，不再列出）";
        assert!(following(text).is_empty());
    }
}
