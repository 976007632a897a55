//! Sentences of a notice that name the maker of the text it passes on.

use std::sync::LazyLock;

use regex::Regex;

use super::Evidence;
use crate::extract::record::signer;
use crate::pattern::regex;

/// The bodies that made a text, according to an unsigned notice which passes it on or orders something:
/// 「省财政厅、省科技厅研究制定了《…办法》，现印发给你们」「科技部决定开展…，特制订实施方案如下」.
pub fn maker(evidence: &Evidence<'_>) -> Vec<String> {
    static MADE: LazyLock<Regex> = LazyLock::new(|| {
        regex(
            r"(?:^|[，。；])(?P<who>[\p{Han}、 ]{2,60}?)(?:会同有关(?:部门|单位))?(?:联合|共同|组织)?(?:研究)?(?:制定|制订|编制|起草)了《.*现(?:予)?(?:以)?(?:印发|公布|发布)",
        )
    });
    static DECIDED: LazyLock<Regex> = LazyLock::new(|| {
        regex(
            r"(?:^|[，。；])(?P<who>[\p{Han}、 ]{2,60}?)决定.*(?:特制[定订]|通知如下|公告如下|通告如下)",
        )
    });
    let above = [
        "政府",
        "省委",
        "市委",
        "县委",
        "区委",
        "国务院",
        "党中央",
        "中央",
    ];
    let found = evidence.head.iter().find_map(|piece| {
        let made = MADE.captures(piece.text);
        let decided = DECIDED.captures(piece.text).filter(|found| {
            let mut who = found["who"].split(['、', ' ']);
            !who.any(|body| above.iter().any(|end| body.ends_with(end)))
        });
        made.or(decided)
    });
    found.map_or_else(Vec::new, |found| {
        signer::list(&found["who"].replace("会同", "、"), evidence.vocabulary)
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::found_by;
    use super::*;

    #[test]
    fn a_notice_says_who_made_what_it_passes_on() {
        for (line, bodies) in [
            (
                "为规范管理，省财政厅、省科技厅研究制定了《某专项资金管理办法》，现印发给你们。",
                &["省财政厅", "省科技厅"][..],
            ),
            (
                "为推动发展，科技部决定开展绿色发展专项行动，特制订实施方案如下。",
                &["科技部"],
            ),
            // A decision of a higher authority is the reason of a notice, not its maker.
            ("国务院决定开展专项行动，现就有关事项通知如下：", &[]),
        ] {
            assert_eq!(found_by(maker, &[line]), bodies, "{line}");
        }
    }
}
