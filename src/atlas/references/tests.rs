use super::*;
use crate::extract::{Seed, read_policy};
use crate::model::{Relation, Status, StatusReason};
use crate::vocabulary::tests::REAL;

fn policy(file: &str, text: &str) -> Policy {
    let seed = Seed {
        file: format!("seeds/{file}.txt"),
        id: Some(file.to_owned()),
        ..Seed::default()
    };
    read_policy(text.as_bytes(), &seed, &REAL).unwrap()
}

/// For each reference its title and the id of the document it names.
fn resolved(policies: &[Policy], from: &str) -> Vec<(String, Option<String>)> {
    let references = of(policies, &REAL);
    let n = policies
        .iter()
        .position(|policy| policy.id == from)
        .unwrap();
    let own = policies[n].references.iter().zip(&references.targets[n]);
    own.map(|(reference, target)| {
        let held = match target {
            ReferenceTarget::Held(held) => Some(policies[*held].id.clone()),
            _ => None,
        };
        (reference.title.clone(), held)
    })
    .collect()
}

fn pair(title: &str, held: Option<&str>) -> (String, Option<String>) {
    (title.to_owned(), held.map(str::to_owned))
}

const PEAK: &str = "国务院关于印发2030年前碳达峰行动方案的通知\n国发〔2021〕23号\n各省、自治区、直辖市人民政府：\n现将《2030年前碳达峰行动方案》印发给你们，请认真贯彻执行。\n国务院\n2021年10月24日\n2030年前碳达峰行动方案\n为深入贯彻落实党中央、国务院决策部署，各省、自治区、直辖市要落实责任，制定本方案。\n一、主要目标\n推进能源绿色低碳转型。\n";

#[test]
fn a_notice_is_found_by_its_number_and_by_either_title() {
    let texts = [
        policy("peak", PEAK),
        policy(
            "plan",
            "丽水市碳达峰实施方案\n根据《国务院关于印发2030年前碳达峰行动方案的通知》（国发〔2021〕23号），制定本方案。\n一、主要任务\n落实《2030年前碳达峰行动方案》。\n丽水市人民政府\n2022年5月10日\n",
        ),
    ];
    assert_eq!(
        resolved(&texts, "plan"),
        [
            pair("国务院关于印发2030年前碳达峰行动方案的通知", Some("peak")),
            pair("2030年前碳达峰行动方案", Some("peak"))
        ]
    );
    assert_eq!(of(&texts, &REAL).cited_by[0].len(), 2);
    // The issuer may be left out where it is national.
    let climate = policy(
        "climate",
        "中共中央 国务院关于深入打好污染防治攻坚战的意见\n各省、自治区、直辖市要落实责任。\n一、总体要求\n推进减污降碳。\n中共中央 国务院\n2021年11月2日\n",
    );
    let city = policy(
        "city",
        "丽水市污染防治方案\n根据《关于深入打好污染防治攻坚战的意见》，制定本方案。\n一、主要任务\n推进减排。\n丽水市人民政府\n2022年5月10日\n",
    );
    assert_eq!(
        resolved(&[climate, city], "city"),
        [pair("关于深入打好污染防治攻坚战的意见", Some("climate"))]
    );
    // A text does not refer to itself.
    assert_eq!(resolved(&texts, "peak"), []);
}

#[test]
fn a_title_of_several_regions_is_that_of_the_one_meant() {
    let plan = |place: &str, id: &str| {
        policy(
            id,
            &format!(
                "{place}应对气候变化“十四五”规划\n一、目标\n推进减排。\n{place}人民政府\n2021年5月10日\n"
            ),
        )
    };
    let citing = policy(
        "lishui",
        "丽水市减污降碳工作方案\n落实《浙江省应对气候变化“十四五”规划》。按照省政府《应对气候变化“十四五”规划》。借鉴《应对气候变化“十四五”规划》。\n丽水市人民政府\n2022年5月10日\n",
    );
    let texts = [
        plan("浙江省", "zhejiang"),
        plan("江西省", "jiangxi"),
        citing,
    ];
    assert_eq!(
        resolved(&texts, "lishui"),
        [
            pair("浙江省应对气候变化“十四五”规划", Some("zhejiang")),
            pair("应对气候变化“十四五”规划", Some("zhejiang")),
        ]
    );
    let open = policy(
        "open",
        "丽水市节能工作方案\n借鉴《应对气候变化“十四五”规划》。\n丽水市人民政府\n2022年5月10日\n",
    );
    let texts = [plan("浙江省", "zhejiang"), open];
    // It may be the national one, which is not here.
    assert_eq!(
        resolved(&texts, "open"),
        [pair("应对气候变化“十四五”规划", None)]
    );
}

#[test]
fn another_number_or_a_later_day_is_another_document() {
    let held = policy(
        "held",
        "丽水市人民政府关于印发丽水市公共停车管理办法的通知\n丽政发〔2020〕8号\n丽水市公共停车管理办法\n一、总则\n规范停车。\n丽水市人民政府\n2020年5月10日\n",
    );
    let citing = |day: &str, number: &str| {
        policy(
            "citing",
            &format!(
                "丽水市城市管理工作方案\n按照《丽水市公共停车管理办法》{number}。\n丽水市人民政府\n{day}\n"
            ),
        )
    };
    let held_by = |day, number| {
        let texts = [held.clone(), citing(day, number)];
        resolved(&texts, "citing")[0].1.clone()
    };
    assert_eq!(held_by("2021年5月10日", "").as_deref(), Some("held"));
    assert_eq!(
        held_by("2021年5月10日", "（丽政发[2020]8 号）").as_deref(),
        Some("held")
    );
    assert_eq!(held_by("2021年5月10日", "（丽政发〔2012〕3号）"), None);
    assert_eq!(held_by("2019年5月10日", ""), None);
}

const OLD: &str = "丽水市人民政府关于印发丽水市公共停车管理办法的通知\n丽政发〔2015〕8号\n丽水市公共停车管理办法\n一、总则\n规范停车。\n丽水市人民政府\n2015年5月10日\n";

fn status_of_old(sentence: &str, day: &str) -> (Status, StatusReason) {
    let new = format!(
        "丽水市人民政府关于印发丽水市停车场管理规定的通知\n丽政发〔2022〕9号\n丽水市停车场管理规定\n一、总则\n规范停车。\n二、附则\n{sentence}\n丽水市人民政府\n2022年5月10日\n"
    );
    let mut texts = [policy("new", &new), policy("old", OLD)];
    let references = link(&mut texts, &REAL);
    let relation = texts[0]
        .references
        .first()
        .map(|reference| reference.relation);
    assert_eq!(relation, Some(Relation::Repeals), "{sentence}");
    assert_eq!(references.cited_by[1].len(), 1, "{sentence}");
    let status = texts[1].status_on(day.parse().unwrap());
    (status.status, status.reason)
}

#[test]
fn a_document_is_repealed_from_the_day_the_other_takes_effect() {
    let whole =
        "本规定自2022年7月1日起施行，《丽水市公共停车管理办法》（丽政发〔2015〕8号）同时废止。";
    let repealed = (Status::Repealed, StatusReason::RepealedBy);
    assert_eq!(status_of_old(whole, "2022-07-01"), repealed);
    assert_eq!(status_of_old(whole, "2022-06-30").0, Status::Unknown);
    let part = "本规定自2022年7月1日起施行，《丽水市公共停车管理办法》第三条同时废止。";
    assert_eq!(status_of_old(part, "2022-07-01").0, Status::Unknown);
}

#[test]
fn what_several_texts_name_and_nobody_has_is_wanted() {
    let texts = [
        policy(
            "a",
            "丽水市节能工作方案\n根据《中华人民共和国节约能源法》和《浙江省节能降耗和能源资源优化配置“十四五”规划》，制定本方案。\n",
        ),
        policy(
            "b",
            "杭州市节能工作方案\n落实《浙江省节能降耗和能源资源优化配置“十四五”规划》（浙发改规划〔2021〕209号）。\n",
        ),
    ];
    let references = of(&texts, &REAL);
    let wanted = wanted(&texts, &references, &REAL);
    assert_eq!(wanted.len(), 1);
    assert_eq!(
        (wanted[0].documents, wanted[0].first.clone()),
        (2, ("seeds/a.txt".to_owned(), 2))
    );
    assert_eq!(
        wanted[0].document_number.as_deref(),
        Some("浙发改规划〔2021〕209号")
    );
}

#[test]
fn neighbours_reach_two_references_far() {
    let mut references = References::default();
    let held = |n: usize| vec![ReferenceTarget::Held(n)];
    references.targets = vec![held(1), held(2), Vec::new(), held(0)];
    let at = |policy| ReferenceAt { policy, item: 0 };
    references.cited_by = vec![vec![at(3)], vec![at(0)], vec![at(1)], Vec::new()];
    let found: Vec<(usize, Vec<ReferenceStep>)> = neighbours(&references, 0)
        .into_iter()
        .map(|neighbour| (neighbour.policy, neighbour.steps))
        .collect();
    assert_eq!(
        found,
        [
            (1, vec![ReferenceStep::Named(at(0))]),
            (2, vec![ReferenceStep::NamedVia(at(1))]),
            (3, vec![ReferenceStep::Names(at(3))])
        ]
    );
}
