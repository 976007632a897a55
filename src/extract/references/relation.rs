//! Why a text names a document, by the words around its title.

use std::sync::LazyLock;

use regex::Regex;

use crate::model::Relation;
use crate::pattern::regex;
use crate::vocabulary::ReferenceWords;

/// Marks at which a clause ends.
const CLAUSE: [char; 7] = ['，', ',', '：', ':', '。', '；', ';'];

/// A remark directly behind a title: （GB/T 50378-2019）, （以下简称“规划”）.
static REMARK: LazyLock<Regex> = LazyLock::new(|| regex(r"^ ?[（(][^（）()《》]*[）)]"));

/// The relation that the words before a title state: 「为贯彻落实省委、省政府」.
pub fn before(words: &str, list: &ReferenceWords) -> Relation {
    let clause = words.rsplit(CLAUSE).next().unwrap_or_default();
    let clause = clause.trim_end_matches(['“', '"', ' ']);
    let ends = |found: &[String]| {
        let ends = found.iter().filter_map(|word| {
            let end = clause.rfind(&**word)? + word.len();
            let rest = clause[end..].trim_matches(['、', '了', ' ']);
            (rest.is_empty() || list.are_bodies(rest)).then_some(end)
        });
        ends.max()
    };
    let found = [
        (ends(&list.based_on), Relation::BasedOn),
        (ends(&list.forwards), Relation::Forwards),
    ];
    let found = found
        .into_iter()
        .filter_map(|(end, relation)| Some((end?, relation)));
    found
        .max()
        .map_or(Relation::Mentions, |(_, relation)| relation)
}

/// Whether the words between two titles make a list of them: 「、」, 「以及省政府」.
pub fn is_list(between: &str, list: &ReferenceWords) -> bool {
    let words = REMARK.replace(between, "");
    let joins = [
        '、', '和', '及', '与', '以', '或', '等', '）', ')', '”', '"', ' ',
    ];
    let words = words.trim_matches(joins);
    match words.strip_prefix(['，', ',']) {
        Some(rest) => rest.trim_matches(joins).is_empty(),
        None => words.is_empty() || (!words.contains(CLAUSE) && list.are_bodies(words)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::tests::REAL;

    #[test]
    fn only_a_body_stands_between_basis_and_title() {
        let of = |words| before(words, &REAL.references);
        assert_eq!(of("为深入贯彻落实"), Relation::BasedOn);
        assert_eq!(of("加快绿色转型，根据省委、省政府"), Relation::BasedOn);
        assert_eq!(of("按照生态环境部2021年印发的"), Relation::BasedOn);
        assert_eq!(of("按照规划要求编制"), Relation::Mentions);
        assert_eq!(of("根据要求，制定"), Relation::Mentions);
        assert_eq!(of("现将省政府办公厅转发"), Relation::Forwards);
    }

    #[test]
    fn titles_in_a_row_are_a_list() {
        let is = |words| is_list(words, &REAL.references);
        assert!(is("、") && is("") && is("和") && is("以及省政府"));
        assert!(is("（GB/T 50378-2019）、"));
        assert!(!is("要求，制定"));
        assert!(!is("，结合"));
    }
}
