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

#[test]
fn a_text_in_markdown_is_a_text() {
    let text = "# 某市绿色交通实施方案\n\n## 一、重点任务\n\n### （一）优化运输结构\n\n\
        - 推进**公转铁**，到2025年铁路货运量增长10%。\n\
        - 建设多式联运枢纽2个。（责任单位：市交通局）\n\n### （二）推广新能源汽车\n\n\
        建设充电桩5000个。\n\n专栏 重点工程\n\n\
        | 工程名称 | 建设内容 | 责任单位 |\n|---|---|---|\n\
        | 绿色工厂创建 | 创建绿色工厂50家 | 市经信局 |\n";
    assert_eq!(
        measures(text),
        ["优化运输结构: 市交通局 responsible", "推广新能源汽车: "]
    );
    let policy = read_policy(text.as_bytes(), &Seed::default(), &REAL).unwrap();
    assert_eq!(policy.title, "某市绿色交通实施方案");
    let figures = policy.figures.iter().map(|f| f.name.as_str());
    assert_eq!(
        figures.collect::<Vec<_>>(),
        ["铁路货运量", "多式联运枢纽", "充电桩", "绿色工厂"]
    );
    assert_eq!(policy.tasks[0].agencies[0].name, "市经信局");
}

/// `name value unit year kind binding` for each figure.
fn figures(text: &str) -> Vec<String> {
    let policy = read_policy(text.as_bytes(), &Seed::default(), &REAL).unwrap();
    let figures = policy.figures.iter().map(|figure| {
        let value = figure
            .value
            .map_or(String::new(), |v| v.upper().to_string());
        let year = figure.year.map_or(String::new(), |y| format!(" {y}"));
        let base = figure.base_year.map_or(String::new(), |y| format!("/{y}"));
        let unit = figure.unit.as_deref().unwrap_or("");
        format!("{} {value}{unit}{year}{base}", figure.name)
    });
    figures.collect()
}

#[test]
fn a_unit_may_stand_above_a_table_and_numbers_before_its_rows() {
    let text = "丽水市减排规划\n一、减排目标\n主要目标如下，请认真抓好落实，确保完成任务。\n\
        表1 主要污染物排放量\n单位：万吨\n指标\t2020年\t2025年\n\
        （1）氮氧化物排放量\t1.2\t1.0\n2.化学需氧量排放量*\t2.5\t2.1\n";
    assert_eq!(
        figures(text),
        [
            "氮氧化物排放量 1.2万吨 2020",
            "氮氧化物排放量 1万吨 2025",
            "化学需氧量排放量 2.5万吨 2020",
            "化学需氧量排放量 2.1万吨 2025"
        ]
    );
}

#[test]
fn a_cell_may_say_a_change_or_name_its_parts() {
    let text = "丽水市减排规划\n一、减排目标\n主要目标如下，请认真抓好落实，确保完成任务。\n\
        指标\t单位\t2025年\t属性\n\
        单位国内生产总值能源消耗降低\t%\t较2015年下降12.4\t约束性\n\
        重点工程减排量\t万吨\t氮氧化物1.2 氨氮0.3\t约束性\n";
    assert_eq!(
        figures(text),
        [
            "单位国内生产总值能源消耗降低 12.4% 2025/2015",
            "氮氧化物重点工程减排量 1.2万吨 2025",
            "氨氮重点工程减排量 0.3万吨 2025"
        ]
    );
}

#[test]
fn the_name_of_a_row_may_go_over_columns_under_one_head() {
    let text = "丽水市减排规划\n一、减排目标\n主要目标如下，请认真抓好落实，确保完成任务。\n\
        序号\t类别\t指标\t\t属性\t2020年\t2025年\n\
        1\t环境治理\t空气质量优良天数比率（%）\t\t约束性\t97\t97\n\
        2\t\t氮氧化物\t重点工程排放总量减少（吨）\t约束性\t612\t[1446]\n\
        3\t\t\t人均排放总量减少（千克）\t约束性\t-\t3\n";
    assert_eq!(
        figures(text),
        [
            "空气质量优良天数比率 97% 2020",
            "空气质量优良天数比率 97% 2025",
            "氮氧化物重点工程排放总量减少 612吨 2020",
            "氮氧化物重点工程排放总量减少 1446吨 2025",
            "氮氧化物人均排放总量减少 3千克 2025"
        ]
    );
}

#[test]
fn of_names_in_levels_the_last_is_what_is_counted() {
    let text = "丽水市水环境规划\n一、目标\n主要目标如下，请认真抓好落实，确保完成任务。\n\
        一级指标\t二级指标\t\t\t单位\t2015年\t2020年\n\
        环境质量\t1\t地表水优良比例\t省考断面\t%\t60\t100\n\
        \t\t\t国考断面\t\t66.7\t100\n\
        \t2\t劣V类水体比例\t\t%\t-\t0\n";
    assert_eq!(
        figures(text),
        [
            "地表水优良比例省考断面 60% 2015",
            "地表水优良比例省考断面 100% 2020",
            "地表水优良比例国考断面 66.7% 2015",
            "地表水优良比例国考断面 100% 2020",
            "劣V类水体比例 0% 2020"
        ]
    );
}

#[test]
fn articles_about_the_text_and_formulas_are_no_measures() {
    let text = "丽水市节水管理办法\n第一章 管理\n第一条 为了加强节约用水管理，制定本办法。\n\
        第二条 用水单位应当安装计量设施，管网漏损率不得超过9%。\n\
        第三条 本办法所称用水单位，是指取用水资源的单位和个人。\n\
        第四条 市水行政主管部门负责全市节水工作。\n\
        第五条 基础统筹金额与调节系数的乘积即为省财政收取的统筹资金金额。\n\
        第六条 本办法自2024年5月1日起施行。\n";
    assert_eq!(
        measures(text),
        [
            "用水单位应当安装计量设施: ",
            "市水行政主管部门负责全市节水工作: 市水行政主管部门 responsible"
        ]
    );
}

#[test]
fn the_items_of_a_box_stand_beside_the_measure_it_is_printed_in() {
    let text = "某市规划\n一、主要任务\n（一）实施工业领域碳达峰行动\n加强工业领域碳达峰顶层设计，明确降碳路径。\n\
        专栏1\n工业碳达峰推进工程\n1.降碳重大工程示范。开展高炉富氧冶炼等试点50项。\n\
        2.绿色低碳材料推广。推广低碳水泥、节能玻璃，建设示范工程。\n\
        （二）推进产业结构高端化转型\n推动传统行业绿色低碳发展，壮大绿色环保战略性新兴产业。\n";
    assert_eq!(
        measures(text),
        [
            "实施工业领域碳达峰行动: ",
            "降碳重大工程示范: ",
            "绿色低碳材料推广: ",
            "推进产业结构高端化转型: "
        ]
    );
    let policy = read_policy(text.as_bytes(), &Seed::default(), &REAL).unwrap();
    assert_eq!(policy.measures[0].lines.last, 4);
    assert_eq!(
        policy.measures[1].section,
        ["一、主要任务", "专栏1工业碳达峰推进工程"]
    );
}

/// `status reason line` of a text on a day.
fn status(text: &str, day: &str) -> String {
    let seed = Seed {
        file: "seeds/x.txt".to_owned(),
        ..Seed::default()
    };
    let policy = read_policy(text.as_bytes(), &seed, &REAL).unwrap();
    let status = policy.status_on(day.parse().unwrap());
    let line = status.lines.map_or(0, |lines| lines.first);
    format!("{} {} {line}", status.status.id(), status.reason.id())
}

#[test]
fn whether_a_text_holds_depends_on_the_day() {
    let text = "丽水市节水管理办法\n第一条 为做好节水，制定本办法。\n\
        第二条 本办法自2022年8月1日起施行，有效期为2年。\n";
    assert_eq!(status(text, "2022-07-31"), "not_yet begins 3");
    assert_eq!(status(text, "2022-08-01"), "in_force ends 3");
    assert_eq!(status(text, "2024-07-31"), "in_force ends 3");
    assert_eq!(status(text, "2024-08-01"), "expired ends 3");
    let marked = format!("此件已废止\n{text}");
    assert_eq!(status(&marked, "2022-08-01"), "repealed marked 1");
    let page = format!("成文日期：2022-07-01\n失效日期：2023-06-27\n{text}");
    assert_eq!(status(&page, "2023-06-26"), "in_force ends 5");
    assert_eq!(status(&page, "2023-06-27"), "expired marked 2");
    let silent = "丽水市节水管理办法\n第一条 自2022年8月1日起施行。\n";
    assert_eq!(status(silent, "2023-01-01"), "unknown none 0");
    let plan = "丽水市节水行动方案（2021—2025年）\n一、主要任务\n推进节水。\n";
    assert_eq!(status(plan, "2025-12-31"), "unknown none 0");
    assert_eq!(status(plan, "2026-01-01"), "period_over period 0");
}

#[test]
fn aims_after_a_vision_are_those_of_the_nearer_year() {
    let text = "某市生态环境保护规划\n\n第一章 主要目标\n\n\
        到2035年，绿色生产生活方式广泛形成，美丽某市基本建成。\n\
        到2025年，生态环境持续改善，环境治理体系更加完善。\n\
        环境改善。PM2.5年均浓度降至40微克/立方米，黑臭水体基本消除。\n\n\
        第二章 重点任务\n\n一、深入打好蓝天保卫战\n推进工业深度治理。\n";
    let policy = read_policy(
        text.as_bytes(),
        &Seed {
            file: "seeds/x.txt".to_owned(),
            ..Seed::default()
        },
        &REAL,
    );
    let figures: Vec<(Option<i16>, String)> = policy
        .unwrap()
        .figures
        .into_iter()
        .map(|f| (f.year, f.quote))
        .collect();
    assert_eq!(
        figures,
        [(Some(2025), "PM2.5年均浓度降至40微克/立方米".to_owned())]
    );
}
