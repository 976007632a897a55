//! Names of the things counted.

use super::read;

#[test]
fn compared_with_an_average() {
    assert_eq!(
        read("单位地区生产总值能耗、主要污染物排放强度分别约为全国平均的70%、60%。"),
        [
            "单位地区生产总值能耗为全国平均 70% ~",
            "主要污染物排放强度为全国平均 60% ~"
        ]
    );
    assert_eq!(
        read("两项指标低于全国平均水平30%以上"),
        ["两项指标低于全国平均水平 30% >="]
    );
}

#[test]
fn lists_that_share_a_measure() {
    assert_eq!(
        read(
            "营运客车、货车、船舶单位运输周转量和港口单位吞吐量能耗较2015年分别下降2.7%、6.9%、8.4%、2.1%"
        ),
        [
            "营运客车单位运输周转量能耗 2.7% down /2015",
            "货车单位运输周转量能耗 6.9% down /2015",
            "船舶单位运输周转量能耗 8.4% down /2015",
            "港口单位吞吐量能耗 2.1% down /2015"
        ]
    );
    assert_eq!(
        read("城镇居民、农村居民人均可支配收入分别增长4.5%、5.7%"),
        [
            "城镇居民人均可支配收入 4.5% up",
            "农村居民人均可支配收入 5.7% up"
        ]
    );
    assert_eq!(
        read("单位地区生产总值能源消耗和单位地区生产总值二氧化碳排放分别比2015年下降21.5%和27%"),
        [
            "单位地区生产总值能源消耗 21.5% down /2015",
            "单位地区生产总值二氧化碳排放 27% down /2015"
        ]
    );
}

#[test]
fn lists_of_gifts_and_of_pollutants() {
    assert_eq!(
        read(
            "对获评国家级、省级绿色工厂的企业，分别给予100万元、50万元一次性奖励；单个项目最高不超过200万元。"
        ),
        [
            "一次性奖励 100万元 budget",
            "一次性奖励 50万元 budget",
            "单个项目一次性奖励 200万元 <= budget"
        ]
    );
    assert_eq!(
        read("对获评省级、市级节水型企业的单位，分别给予30万元、10万元奖励"),
        ["奖励 30万元 budget", "奖励 10万元 budget"]
    );
    assert_eq!(
        read("市财政安排专项资金5000万元，对符合条件的企业，分别给予100万元、50万元一次性奖励"),
        [
            "市财政安排专项资金 5000万元 budget",
            "一次性奖励 100万元 budget",
            "一次性奖励 50万元 budget"
        ]
    );
    assert_eq!(
        read("氮氧化物、挥发性有机物重点工程减排量分别达到1.2万吨、0.5万吨"),
        [
            "氮氧化物重点工程减排量 1.2万吨",
            "挥发性有机物重点工程减排量 0.5万吨"
        ]
    );
    assert_eq!(
        read("对节能量达到1000吨标准煤以上的项目给予奖励，高新技术企业数量翻一番、达到2000家"),
        [
            "项目节能量 1000吨标准煤 >= limit",
            "高新技术企业数量 翻一番",
            "高新技术企业数量 2000家"
        ]
    );
}

#[test]
fn names_with_what_stands_behind() {
    assert_eq!(
        read("城镇居住建筑执行75%节能标准"),
        ["城镇居住建筑执行节能标准 75%"]
    );
    assert_eq!(
        read("城镇新建建筑100%执行绿色建筑标准。"),
        ["城镇新建建筑执行绿色建筑标准 100%"]
    );
    assert_eq!(
        read("到2030年，全省电网具备5%左右的尖峰负荷响应能力"),
        ["尖峰负荷响应能力 5% ~ @2030"]
    );
    assert_eq!(read("减按1%征收率征收增值税"), ["征收率 1% limit"]);
}

#[test]
fn a_verb_alone_is_about_the_things_before() {
    assert_eq!(
        read("新建高标准农田15万亩，改造提升10万亩"),
        ["新建高标准农田 15万亩", "改造提升高标准农田 10万亩"]
    );
    assert_eq!(
        read("新建农村公路120公里、改造60公里，森林覆盖率提升2%"),
        [
            "新建农村公路 120公里",
            "改造农村公路 60公里",
            "森林覆盖率 2% up"
        ]
    );
}

#[test]
fn rates_of_what_was_named_before() {
    assert_eq!(
        read("新增规上工业企业210家，高新技术企业首次突破1200家，分别增长15%和22%"),
        [
            "新增规上工业企业 210家",
            "高新技术企业 1200家 >=",
            "新增规上工业企业 15% up",
            "高新技术企业 22% up"
        ]
    );
    assert_eq!(
        read("新能源装机新增100万千瓦、总量突破600万千瓦"),
        ["新能源装机新增 100万千瓦", "新能源装机总量 600万千瓦 >="]
    );
    assert_eq!(
        read("PM2.5平均浓度降至36微克/立方米，降幅达30.8%，新能源汽车销售量占比达20%"),
        [
            "PM2.5平均浓度 36微克/立方米",
            "PM2.5平均浓度降幅 30.8% down",
            "新能源汽车销售量占比 20%"
        ]
    );
    assert_eq!(
        read("发电44.6亿千瓦时，排放总量增速放缓，年均增速1.95%"),
        ["发电 44.6亿千瓦时", "排放总量年均增速 1.95% up"]
    );
}

#[test]
fn shorter_times() {
    assert_eq!(
        read("将企业开办时间压缩至0.5个工作日内，不动产登记由5个工作日缩短到1个工作日"),
        [
            "企业开办时间 0.5个工作日 <=",
            "不动产登记 5个工作日 baseline",
            "不动产登记 1个工作日"
        ]
    );
    assert_eq!(
        read(
            "2019年建成口袋公园50个、2020年建成60个，三年共建成180个，完成率100%，建成区绿地率40%"
        ),
        [
            "口袋公园 50个 @2019 actual",
            "口袋公园 60个 @2020 actual",
            "口袋公园 180个 @2020 actual",
            "完成率 100% @2020 actual",
            "建成区绿地率 40% @2020 actual"
        ]
    );
}

#[test]
fn names_in_front_of_a_bracket() {
    assert_eq!(
        read("新建污水处理厂(10万吨/日)、改造雨污分流管网(19.7公里)"),
        ["新建污水处理厂 10万吨/日", "改造雨污分流管网 19.7公里"]
    );
}

#[test]
fn words_that_are_part_of_a_name_only_before_a_noun() {
    assert_eq!(
        read("推动224家重点工业源达标，重点建设3个基地"),
        ["重点工业源达标 224家", "基地 3个"]
    );
    assert_eq!(read("全省集中供水率达到93%"), ["集中供水率 93%"]);
}

#[test]
fn things_end_before_what_is_done_with_them() {
    assert_eq!(
        read("5个重点问题全部办结，完成2705件中央、省级环保督察信访转办件"),
        ["重点问题 5个", "中央、省级环保督察信访转办件 2705件"]
    );
    assert_eq!(read("放射性废源100%安全处置"), ["放射性废源安全处置 100%"]);
}

#[test]
fn numbers_of_a_list_are_no_part_of_a_name() {
    assert_eq!(
        read("制定技术规程。3.建立协同技术示范基地3-5个"),
        ["协同技术示范基地 3..5个"]
    );
}

#[test]
fn gifts_with_what_they_are_given_for() {
    assert_eq!(
        read("支持分布式光伏试点示范，按装机容量给予最高300万元补助"),
        ["分布式光伏试点示范补助 300万元 <= budget"]
    );
    assert_eq!(
        read("发放购房补贴:博士研究生5万元"),
        ["博士研究生购房补贴 5万元 budget"]
    );
}

#[test]
fn rates_that_share_a_value_are_several() {
    assert_eq!(
        read("受污染耕地安全利用率和污染地块安全利用率达到95%以上"),
        ["受污染耕地安全利用率 95% >=", "污染地块安全利用率 95% >="]
    );
}

#[test]
fn classes_that_stand_for_the_things_behind_the_next_number() {
    assert_eq!(
        read("规划新建6个500千伏、25个220千伏输变电项目"),
        ["新建500千伏输变电项目 6个", "220千伏输变电项目 25个"]
    );
}

#[test]
fn terms_of_one_condition_share_what_is_timed() {
    let rules = super::Context {
        rules: true,
        ..super::Context::default()
    };
    assert_eq!(
        super::read_in("已满一年、未满两年退出正常运行的，退还60%补贴资金", rules),
        [
            "退出正常运行 1年 limit",
            "退出正常运行 2年 <= limit",
            "退还补贴资金 60% limit"
        ]
    );
}

#[test]
fn things_behind_end_where_those_of_the_next_number_begin() {
    assert_eq!(
        read("10个信访问题和交办的222件信访件已全部整改到位"),
        ["信访问题 10个", "信访件 222件"]
    );
}

#[test]
fn lists_of_regions_share_what_they_count() {
    assert_eq!(
        read("积极推动乌海120万千瓦、包头120万千瓦抽水蓄能电站建设。"),
        [
            "乌海抽水蓄能电站建设 120万千瓦",
            "包头抽水蓄能电站建设 120万千瓦"
        ]
    );
    assert_eq!(
        read("新建农村生活污水治理设施190个，其中沈阳市92个、大连市34个。"),
        [
            "新建农村生活污水治理设施 190个",
            "沈阳市新建农村生活污水治理设施 92个",
            "大连市新建农村生活污水治理设施 34个"
        ]
    );
    assert_eq!(
        read("生活垃圾处理处置工程。大连市（2250吨/日）、抚顺市（1200吨/日）。"),
        [
            "大连市生活垃圾处理处置工程 2250吨/日",
            "抚顺市生活垃圾处理处置工程 1200吨/日"
        ]
    );
}

#[test]
fn what_says_nothing_alone_is_of_what_was_counted_before() {
    assert_eq!(
        read("绿色建筑标识评价项目104项，总建筑面积达到1587.32万平方米。"),
        [
            "绿色建筑标识评价项目 104项",
            "绿色建筑标识评价项目总建筑面积 1587.32万平方米"
        ]
    );
    assert_eq!(
        read("城市生活污水收集率达到70%、处理率达到95%以上。"),
        ["城市生活污水收集率 70%", "城市生活污水处理率 95% >="]
    );
    assert_eq!(
        read("扩大竹产业基地30万亩、改造270万亩。"),
        ["扩大竹产业基地 30万亩 up", "改造竹产业基地 270万亩"]
    );
}

#[test]
fn lists_behind_a_number_are_kept_whole() {
    assert_eq!(
        read("在煤电行业实施1个二氧化碳捕集、利用与封存实验示范工程。"),
        ["二氧化碳捕集、利用与封存实验示范工程 1个"]
    );
    assert_eq!(
        read("完成17家19台烧结机超低排放改造。"),
        ["烧结机超低排放改造 17家", "烧结机超低排放改造 19台"]
    );
}

#[test]
fn common_things_keep_the_words_before_their_number() {
    assert_eq!(
        read("中央环保督察反馈意见涉及邵阳市的10个问题已办结。"),
        ["中央环保督察反馈意见涉及邵阳市的问题 10个"]
    );
    assert_eq!(read("每个项目可设置3—5个课题。"), ["设置课题 3..5个"]);
}

#[test]
fn what_cannot_be_named_is_no_figure() {
    assert!(read("300KW（含）至600KW").is_empty());
}

#[test]
fn brackets_inside_things_and_what_a_share_does() {
    assert_eq!(
        read("推进全省88个县（市、区）地质灾害详细调查。"),
        ["县（市、区）地质灾害详细调查 88个"]
    );
    assert_eq!(
        read("到2025年，40%以上城市建成区达到海绵城市建设要求。"),
        ["城市建成区达到海绵城市建设要求 40% >= @2025"]
    );
    assert_eq!(
        read("淘汰30万千瓦以下热电联产电厂供热半径15公里范围内的小锅炉。"),
        [
            "热电联产电厂 30万千瓦 <= limit",
            "热电联产电厂供热半径 15公里 <= limit"
        ]
    );
}
