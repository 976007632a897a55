//! Whole short texts in, measures and who answers for them out.

use super::{Seed, read_policy};
use crate::vocabulary::tests::REAL;

/// `title: body role, …` for each measure.
fn measures(text: &str) -> Vec<String> {
    let seed = Seed {
        file: "seeds/x.txt".to_owned(),
        ..Seed::default()
    };
    let policy = read_policy(text.as_bytes(), &seed, &REAL).unwrap();
    let measures = policy.measures.iter().map(|measure| {
        let agencies = measure.agencies.iter();
        let agencies: Vec<String> = agencies
            .map(|a| format!("{} {:?}", a.name, a.role).to_lowercase())
            .collect();
        format!("{}: {}", measure.title, agencies.join(", "))
    });
    measures.collect()
}

#[test]
fn who_answers_stands_in_brackets_behind_a_heading() {
    let text = "某县促进房地产市场平稳健康发展若干措施\n\n\
        一、切实解决业主子女入学问题(责任单位:县教育局、县税务局)\n\
        其直系子女可凭房屋买卖合同享受城区学位派位政策，推动解决业主子女学位需求。\n\
        二、推进工业节能（市经信局牵头，市发改委配合）。实施工业能效提升行动。\n";
    assert_eq!(
        measures(text),
        [
            "切实解决业主子女入学问题: 县教育局 responsible, 县税务局 responsible",
            "推进工业节能: 市经信局 lead, 市发改委 participant"
        ]
    );
}

#[test]
fn who_answers_for_a_part_answers_for_what_stands_under_it() {
    let text = "某县促进房地产市场平稳健康发展若干措施\n\n\
        一、实行契税补贴（责任单位：县财政局、县税务局）\n\
        （一）开展联合审核。设置联合审核制度，简化办事程序。\n\
        （二）加强监督检查。由县审计局牵头，加强资金监督。\n";
    assert_eq!(
        measures(text),
        [
            "开展联合审核: 县财政局 responsible, 县税务局 responsible",
            "加强监督检查: 县审计局 lead"
        ]
    );
}
