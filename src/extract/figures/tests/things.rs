//! Things that the words beside a number do not name completely.

use super::{read, read_in};
use crate::extract::figures::{Context, in_prose_under, unnamed};
use crate::text::Line;
use crate::vocabulary::tests::REAL;

#[test]
fn things_stand_behind_a_size_or_behind_adjectives() {
    assert_eq!(
        read("重点培育辣椒、食用菌等5个产值超100亿元产业集群。"),
        ["产业集群 5个", "产业集群产值 100亿元 >= limit"]
    );
    assert_eq!(
        read("培育10家以上代表性强、行业影响力大、经营实力雄厚、管理水平高的龙头企业。"),
        ["龙头企业 10家 >="]
    );
}

#[test]
fn common_things_have_what_is_done_or_said_of_them() {
    assert_eq!(
        read("同一单位只能承担1个课题，每个单位限报不超过2个项目。"),
        ["只能承担课题 1个 <= limit", "限报项目 2个 <= limit"]
    );
    assert_eq!(
        read("10万家企业纳入排污许可管理范围，推进300家企业开展碳足迹认证。"),
        [
            "企业纳入排污许可管理范围 10万家",
            "企业开展碳足迹认证 300家"
        ]
    );
    assert_eq!(read("实施盘活项目90个以上"), ["盘活项目 90个 >="]);
    assert_eq!(
        read("建成森林公园9个，其中国家级4个、省级5个"),
        ["森林公园 9个", "国家级森林公园 4个", "省级森林公园 5个"]
    );
}

#[test]
fn rates_and_money_are_of_what_the_clause_beside_tells() {
    assert_eq!(
        read("风电装机规模稳步扩大，“十三五”年均增速9.3%。"),
        ["风电装机规模年均增速 9.3% up @2020 actual"]
    );
    assert_eq!(
        read("投资1300万元，完成空气质量监测平台建设。"),
        ["空气质量监测平台建设投资 1300万元 budget"]
    );
    assert_eq!(
        read("城市、农村供电可靠率分别达到99%、98%，电压合格率分别达到97%、96%"),
        [
            "城市供电可靠率 99%",
            "农村供电可靠率 98%",
            "城市电压合格率 97%",
            "农村电压合格率 96%"
        ]
    );
}

#[test]
fn things_of_a_list_share_the_measure_before_the_first() {
    assert_eq!(
        read("共削减产能钢铁260万吨、水泥101万吨。"),
        ["削减钢铁产能 260万吨", "削减水泥产能 101万吨"]
    );
}

#[test]
fn a_price_tells_what_it_is_for() {
    assert_eq!(
        read("项目补贴标准为每千瓦时0.3元（含税）；户均增收1297元"),
        [
            "项目补贴标准（每千瓦时） 0.3元 budget",
            "户均增收 1297元 up"
        ]
    );
}

#[test]
fn a_class_of_things_does_not_change() {
    assert_eq!(
        read("提高年货运量150万吨以上的工矿企业铁路运输比例。"),
        ["年货运量 150万吨 >= limit"]
    );
}

#[test]
fn what_is_compared_with_is_no_part_of_a_name() {
    assert_eq!(
        read("野生大熊猫数量在第四次调查基础上增长10%以上，作物较同地区增产5%"),
        ["野生大熊猫数量 10% >= up", "作物增产 5% up"]
    );
    assert_eq!(
        read("2020年PM10平均浓度比2015年同期下降40.9%"),
        ["PM10平均浓度 40.9% down @2020 /2015 actual"]
    );
}

#[test]
fn times_are_named_after_what_is_due() {
    assert_eq!(
        read("技术工作组应在作出决定后5个工作日内，填写完成《核查结论》"),
        ["填写完成《核查结论》 5个工作日 <= limit"]
    );
}

#[test]
fn the_year_behind_a_heading_in_the_paragraph_opens_it() {
    let past = Context {
        this_year: Some(2022),
        past: true,
        ..Context::default()
    };
    assert_eq!(
        read_in(
            "供水保障能力增强。“十三五”期间，实施饮水工程。集中供水率达到93%。",
            past
        ),
        ["集中供水率 93% @2020 actual"]
    );
    assert_eq!(
        read_in("2016年6月，获批为国家试验区。34项核心制度全面完成。", past),
        ["核心制度 34项 actual"]
    );
}

#[test]
fn numbers_whose_things_are_not_told_are_not_read() {
    let line = Line::new("范围包括遵义市、毕节市等地，共9个县(市、区)。", 1);
    assert_eq!(unnamed(&line, &REAL).len(), 1);
    assert_eq!(read(&line.text), [""; 0]);
}

#[test]
fn regions_are_listed_for_what_the_heading_names() {
    let line = Line::new("大连市（2250吨/日）、抚顺市（1200吨/日）", 1);
    let found = in_prose_under("垃圾焚烧工程", &line, &Context::default(), &REAL);
    let names: Vec<&str> = found.iter().map(|d| d.name.as_str()).collect();
    assert_eq!(names, ["大连市垃圾焚烧工程", "抚顺市垃圾焚烧工程"]);
}

#[test]
fn terms_of_which_things_are_meant_are_limits() {
    assert_eq!(
        read("对试点期满3年的基地进行评定。"),
        ["试点期满 3年 limit"]
    );
}

#[test]
fn rates_named_behind_the_number_change() {
    assert_eq!(
        read("水体比例较基准年（2014年）提升17个百分点；以能源消费年均2.6%的增速发展"),
        [
            "水体比例 17个百分点 up /2014 actual",
            "能源消费年均 2.6% up"
        ]
    );
}

#[test]
fn a_measure_that_names_a_class_is_no_figure() {
    assert_eq!(read("排放因子为0.4512 kg-CO2/kWh"), [""; 0]);
    assert_eq!(read("加强10兆瓦等级超导风力发电机组技术储备"), [""; 0]);
    assert_eq!(read("对苍溪县4个在用井口，实施治理"), ["在用井口 4个"]);
}
