//! The year of a value, and the base year of a change.

use super::{Context, read, read_in};

#[test]
fn a_level_that_grows_to_a_year_and_a_whole_year_of_a_report() {
    assert_eq!(
        read("天然气消费量从2015年的13亿立方米增长到2020年的27.2亿立方米。全年平均降水日数161天。"),
        [
            "天然气消费量 13亿立方米 @2015 actual",
            "天然气消费量 27.2亿立方米 @2020 actual",
            "降水日数 161天 @2020 actual"
        ]
    );
}

#[test]
fn years_that_only_compare_or_begin() {
    assert_eq!(
        read(
            "到2030年，主力运输船型新船设计能效水平在2020年基础上提高20%，清洁能源动力船舶占比力争达到5%以上。"
        ),
        [
            "主力运输船型新船设计能效水平 20% up @2030 /2020",
            "清洁能源动力船舶占比 5% >= @2030"
        ]
    );
    assert_eq!(
        read("到2025年，按2020年价格计算的国内生产总值达到2900亿元左右"),
        ["国内生产总值 2900亿元 ~ @2025"]
    );
    assert_eq!(
        read("到2025年，2022年起新建建筑屋顶安装光伏的面积比例不低于50%"),
        ["新建建筑屋顶安装光伏的面积比例 50% >= @2025"]
    );
    assert_eq!(
        read("到2025年，12种主要污染物排放总量比2020年削减5%以上"),
        [
            "主要污染物排放总量 12种 @2025",
            "主要污染物排放总量 5% >= down @2025 /2020"
        ]
    );
    assert_eq!(
        read("“十四五”和“十五五”期间累计完成既有建筑节能改造8000万平方米以上"),
        ["既有建筑节能改造 8000万平方米 >= @2030"]
    );
    assert_eq!(
        read("全面完成2020年35个老旧小区改造。新开工改造28个老旧小区。"),
        ["老旧小区改造 35个", "改造老旧小区 28个"]
    );
    assert_eq!(
        read("单位工业增加值能源消耗达到0.38吨标准煤/万元，相对于2015年下降26.1%"),
        [
            "单位工业增加值能源消耗 0.38吨标准煤/万元",
            "单位工业增加值能源消耗 26.1% down /2015"
        ]
    );
}

#[test]
fn changes_that_are_nouns() {
    assert_eq!(
        read("单位生产总值二氧化碳排放下降指标为23%"),
        ["单位生产总值二氧化碳排放下降指标 23% down"]
    );
    assert_eq!(
        read("战略性新兴产业增加值年均增速力争达到8%以上，居民消费价格涨幅2%左右"),
        [
            "战略性新兴产业增加值年均增速 8% >= up",
            "居民消费价格涨幅 2% ~ up"
        ]
    );
    assert_eq!(
        read("人口自然增长率控制在10‰以下"),
        ["人口自然增长率 10‰ <="]
    );
}

#[test]
fn levels_and_changes() {
    assert_eq!(
        read("2021年，力争将户均停电时间压缩至3.18小时以下，同比下降50%。"),
        [
            "户均停电时间 3.18小时 <= @2021",
            "户均停电时间 50% strive down @2021 /2020"
        ]
    );
    assert_eq!(
        read("到2030年，单位GDP二氧化碳排放较2005年下降75%以上"),
        ["单位GDP二氧化碳排放 75% >= down @2030 /2005"]
    );
    assert_eq!(
        read("完成森林质量精准提升49万亩"),
        ["森林质量精准提升 49万亩"]
    );
    assert_eq!(read("减少能耗7500吨标准煤"), ["能耗 7500吨标准煤 down"]);
    assert_eq!(
        read("八大高耗能行业增加值占比下降到40%"),
        ["八大高耗能行业增加值占比 40%"]
    );
    let past = Context {
        this_year: Some(2021),
        past: true,
        ..Context::default()
    };
    assert_eq!(
        read_in(
            "规上工业煤炭消耗从2015年的1008.6万吨降至2020年的846.6万吨，年均下降8.3%。",
            past
        ),
        [
            "规上工业煤炭消耗 1008.6万吨 @2015 actual",
            "规上工业煤炭消耗 846.6万吨 @2020 actual",
            "规上工业煤炭消耗年均 8.3% down @2020 actual"
        ]
    );
    assert_eq!(
        read_in("第三产业占经济总量的比重由2015年的46.3%上升为48.5%", past),
        [
            "第三产业占经济总量的比重 46.3% @2015 actual",
            "第三产业占经济总量的比重 48.5% actual"
        ]
    );
}

#[test]
fn a_year_behind_the_number_says_until_when() {
    assert_eq!(
        read("推进热电公司等5条铁路专用线力争2022年建成投用"),
        ["铁路专用线 5条 @2022"]
    );
    assert_eq!(
        read("煤炭消耗从2015年的1008.6万吨下降到2020年的805万吨"),
        [
            "煤炭消耗 1008.6万吨 @2015 actual",
            "煤炭消耗 805万吨 @2020 actual"
        ]
    );
}

#[test]
fn the_end_of_a_year_is_no_other_year() {
    assert_eq!(
        read("2025年年底前，工业用水重复利用率达到88%"),
        ["工业用水重复利用率 88% @2025"]
    );
    assert_eq!(
        read("“十四五”新增创建省级绿色工厂500家"),
        ["新增创建省级绿色工厂 500家 @2025"]
    );
}

#[test]
fn a_day_behind_which_a_rule_holds_is_no_year() {
    let rules = Context {
        this_year: Some(2023),
        rules: true,
        ..Context::default()
    };
    assert_eq!(
        read_in("2021年8月20日后生育三孩家庭，每套奖励3万元。", rules),
        ["每套奖励 3万元 budget"]
    );
    assert_eq!(
        read("到2025年，大气污染物全面达标。其中，优良率稳定在85%左右。"),
        ["优良率 85% ~ @2025"]
    );
}
