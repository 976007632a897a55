//! One real sentence for every way to state a figure, and what is read from it.

use super::{Context, Draft, in_prose};
use crate::model::{Bound, Change, FigureKind, Value};
use crate::text::Line;
use crate::vocabulary::tests::REAL;

/// `name value unit`, then what is not the usual: bound, change, year, base year, kind.
fn show(draft: &Draft) -> String {
    let value = match (draft.value, &draft.text) {
        (Some(Value::Number(n)), _) => n.to_string(),
        (Some(Value::Range { from, to }), _) => format!("{from}..{to}"),
        (None, text) => text.clone().unwrap_or_default(),
    };
    let mut shown = format!(
        "{} {value}{}",
        draft.name,
        draft.unit.as_deref().unwrap_or("")
    );
    let bound = match draft.bound {
        Bound::Exact => "",
        Bound::AtLeast => " >=",
        Bound::AtMost => " <=",
        Bound::About => " ~",
        Bound::Strive => " strive",
    };
    shown.push_str(bound);
    match draft.change {
        Some(Change::Increase) => shown.push_str(" up"),
        Some(Change::Decrease) => shown.push_str(" down"),
        None => {}
    }
    if let Some(year) = draft.year {
        shown.push_str(&format!(" @{year}"));
    }
    if let Some(base) = draft.base_year {
        shown.push_str(&format!(" /{base}"));
    }
    match draft.kind {
        FigureKind::Target => {}
        FigureKind::Actual => shown.push_str(" actual"),
        FigureKind::Baseline => shown.push_str(" baseline"),
        FigureKind::Budget => shown.push_str(" budget"),
        FigureKind::Limit => shown.push_str(" limit"),
    }
    shown
}

fn read_in(text: &str, context: Context) -> Vec<String> {
    in_prose(&Line::new(text, 1), &context, &REAL.units)
        .iter()
        .map(show)
        .collect()
}

fn read(text: &str) -> Vec<String> {
    read_in(
        text,
        Context {
            this_year: Some(2021),
            ..Context::default()
        },
    )
}

#[test]
fn counters_and_measures() {
    assert_eq!(
        read("2021年，力争完成光伏新增装机27万千瓦。"),
        ["光伏新增装机 27万千瓦 strive @2021"]
    );
    assert_eq!(
        read("2021年，创建绿色工厂20家、绿色园区2个，完成50家企业清洁生产审核。"),
        [
            "绿色工厂 20家 @2021",
            "绿色园区 2个 @2021",
            "企业清洁生产审核 50家 @2021"
        ]
    );
    assert_eq!(
        read(
            "计划完成2个以上林业碳汇项目备案、2笔以上大型活动碳中和，推动3家电力企业按照要求完成注册登记。"
        ),
        [
            "林业碳汇项目备案 2个 >=",
            "大型活动碳中和 2笔 >=",
            "电力企业 3家"
        ]
    );
    assert_eq!(
        read("新（改）建生态岸线15公里，建成省级美丽河湖35条（个）"),
        ["新（改）建生态岸线 15公里", "省级美丽河湖 35条（个）"]
    );
    assert_eq!(read("带动服务近300万群众"), ["群众 300万 ~"]);
}

#[test]
fn one_predicate_for_several() {
    assert_eq!(
        read("农药、化肥施用强度分别控制在0.17、24公斤/亩"),
        ["农药施用强度 0.17公斤/亩", "化肥施用强度 24公斤/亩"]
    );
    assert_eq!(
        read("其中装配式住宅和公共建筑各150万平方米以上。"),
        ["装配式住宅 150万平方米 >=", "公共建筑 150万平方米 >="]
    );
    assert_eq!(
        read(
            "营运货车、营运货船、港口生产、社会车辆等能耗强度比2020年预期分别下降2.8%、2.7%、3%、3.2%"
        ),
        [
            "营运货车能耗强度 2.8% down /2020",
            "营运货船能耗强度 2.7% down /2020",
            "港口生产能耗强度 3% down /2020",
            "社会车辆能耗强度 3.2% down /2020"
        ]
    );
    assert_eq!(
        read("2022至2025年我市城镇新建民用建筑中绿色建筑占比分别达到80%、90%、95%、100%"),
        [
            "城镇新建民用建筑中绿色建筑占比 80% @2022",
            "城镇新建民用建筑中绿色建筑占比 90% @2023",
            "城镇新建民用建筑中绿色建筑占比 95% @2024",
            "城镇新建民用建筑中绿色建筑占比 100% @2025"
        ]
    );
    assert_eq!(
        read("开工建设7项、投运6项110千伏及以上输变电工程"),
        [
            "开工建设110千伏及以上输变电工程 7项",
            "投运110千伏及以上输变电工程 6项"
        ]
    );
}

#[test]
fn bounds_and_striving() {
    assert_eq!(
        read("全市用水总量控制在18.52亿立方米以内"),
        ["用水总量 18.52亿立方米 <="]
    );
    assert_eq!(
        read("到2025年，能源消费总量控制在3000万吨标准煤。"),
        ["能源消费总量 3000万吨标准煤 <= @2025"]
    );
    assert_eq!(
        read("城市再生水利用率不低于20%"),
        ["城市再生水利用率 20% >="]
    );
    assert_eq!(read("计划覆盖学员200余人"), ["覆盖学员 200人 ~"]);
    assert_eq!(
        read("各县（市、区）至少建成一个“餐饮业阳光菜单示范一条街”。"),
        ["“餐饮业阳光菜单示范一条街” 1个 >="]
    );
    assert_eq!(
        read("力争创建2个以上省级创新城市、5个创新园区，建设15个以上标杆项目"),
        [
            "省级创新城市 2个 >=",
            "创新园区 5个 strive",
            "标杆项目 15个 >="
        ]
    );
    assert_eq!(
        read("到2025年，光伏装机容量力争达到400万千瓦；到2030年，力争达到700万千瓦。"),
        [
            "光伏装机容量 400万千瓦 strive @2025",
            "光伏装机容量 700万千瓦 strive @2030"
        ]
    );
}

#[test]
fn limits_that_are_short_or_stand_apart() {
    assert_eq!(
        read("国家高新技术企业超1.5万家，“八闽书房”辐射人群超700万人"),
        [
            "国家高新技术企业 1.5万家 >=",
            "“八闽书房”辐射人群 700万人 >="
        ]
    );
    assert_eq!(
        read("支持企业参加超150个境外线下重点展会"),
        ["境外线下重点展会 150个 >="]
    );
    assert_eq!(
        read("细颗粒物平均浓度低于每立方米19微克"),
        ["细颗粒物平均浓度低于每立方米 19微克 <="]
    );
    assert_eq!(
        read("团购规模超过30套(含)不足100套的，每平方米补贴20元。"),
        [
            "团购规模 30套 >=",
            "团购规模 100套 <= limit",
            "每平方米补贴 20元 budget"
        ]
    );
    assert_eq!(
        read("建筑面积144平方米以上(含144平方米)户型的，给予15000元/套补贴。"),
        ["户型 144平方米 >= limit", "补贴 15000元/套"]
    );
    assert_eq!(
        read("计划生育事业经费人均达到10元，超额完成省下达的16%的约束性目标"),
        [
            "计划生育事业经费人均 10元 budget",
            "超额完成省下达约束性目标 16%"
        ]
    );
}

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
fn chinese_numerals() {
    assert_eq!(
        read(
            "到二〇二五年，绿色建筑占比达到百分之三十以上，漏损率控制在百分之八点五以内，增长百分之五至百分之八。"
        ),
        [
            "绿色建筑占比 30% >= @2025",
            "漏损率 8.5% <= @2025",
            "漏损率 5..8% up @2025"
        ]
    );
    assert_eq!(
        read("年综合能源消费总量五千吨标准煤以上的用能单位应当建立管理岗位"),
        ["年综合能源消费总量 5000吨标准煤 >= limit"]
    );
    assert_eq!(
        read("由主管部门处五万元以上二十万元以下罚款"),
        ["罚款 5万元 >= limit", "罚款 20万元 <= limit"]
    );
    assert_eq!(
        read("占比提高两个百分点，新增就业岗位1万余个"),
        ["占比 2百分点 up", "新增就业岗位 1万个 ~"]
    );
    // Names and words, not numbers.
    assert_eq!(
        read("推进一公里服务圈和百千万工程，走千家万户，第三千米赛道，办好一件事"),
        [""; 0]
    );
}

#[test]
fn lists_of_gifts_and_of_pollutants() {
    assert_eq!(
        read(
            "对获评国家级、省级绿色工厂的企业，分别给予100万元、50万元一次性奖励；单个项目最高不超过200万元。"
        ),
        [
            "国家级 100万元 budget",
            "省级绿色工厂的企业 50万元 budget",
            "单个项目 200万元 <= budget"
        ]
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
        ["对节能量 1000吨标准煤 >= limit", "高新技术企业数量 2000家"]
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
        ["电网具备尖峰负荷响应能力 5% ~ @2030"]
    );
    assert_eq!(read("减按1%征收率征收增值税"), ["征收率征收增值税 1%"]);
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
        read("到2005年，按2000年价格计算的国内生产总值达到2900亿元左右"),
        ["国内生产总值 2900亿元 ~ @2005"]
    );
    assert_eq!(
        read("到2025年，2022年起新建建筑屋顶安装光伏的面积比例不低于50%"),
        ["新建建筑屋顶安装光伏的面积比例 50% >= @2025"]
    );
    assert_eq!(
        read("到2005年，12种主要污染物排放总量比2000年削减5%以上"),
        [
            "主要污染物排放总量 12种 @2005",
            "主要污染物排放总量 5% >= down @2005 /2000"
        ]
    );
    assert_eq!(
        read("“十四五”和“十五五”期间累计完成既有建筑节能改造8000万平方米以上"),
        ["既有建筑节能改造 8000万平方米 >= @2030"]
    );
    assert_eq!(
        read("全面完成2020年35个老旧小区改造。新开工改造28个老旧小区。"),
        ["老旧小区改造 35个 @2020", "老旧小区 28个"]
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
    // Of what stands between nothing was read.
    assert_eq!(
        read("发电44.6亿千瓦时，排放总量增速放缓，年均增速1.95%"),
        ["发电 44.6亿千瓦时", "年均增速 1.95% up"]
    );
}

#[test]
fn shorter_times() {
    assert_eq!(
        read("将企业开办时间压缩至0.5个工作日内，不动产登记由5个工作日缩短到1个工作日"),
        [
            "企业开办时间 0.5个工作日 <=",
            "不动产登记 5个工作日",
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
fn what_has_no_unit() {
    assert_eq!(
        read("到2025年，农田灌溉水有效利用系数不低于0.65，力争能源利用效率（PUE）不高于1.4。"),
        [
            "农田灌溉水有效利用系数 0.65 >= @2025",
            "能源利用效率（PUE） 1.4 <= @2025"
        ]
    );
    assert_eq!(
        read("新建大型数据中心PUE值由1.5降至1.3以下"),
        ["新建大型数据中心PUE值 1.5", "新建大型数据中心PUE值 1.3 <="]
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
            "规上工业煤炭消耗 8.3% down @2020 actual"
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
fn kinds() {
    assert_eq!(read("全年计划投资26亿元"), ["投资 26亿元 @2021 budget"]);
    assert_eq!(
        read("计划新增绿色信贷50亿元，同比增长20%以上。"),
        ["新增绿色信贷 50亿元", "新增绿色信贷 20% >= up"]
    );
    assert_eq!(
        read("禁止使用厚度小于0.025毫米的超薄塑料袋"),
        ["超薄塑料袋厚度 0.025毫米 <= limit"]
    );
    assert_eq!(
        read("全面推广应用45毫米以下“瘦身胶带”和免胶带纸箱"),
        ["“瘦身胶带”和免胶带纸箱 45毫米 <= limit"]
    );
    assert_eq!(
        read("对团队带头人给予100万元生活补贴。"),
        ["对团队带头人 100万元 budget"]
    );
}

#[test]
fn thresholds_are_no_targets() {
    assert_eq!(
        read("将年综合能耗超过1万吨标准煤的企业纳入监测"),
        ["年综合能耗 1万吨标准煤 >= limit"]
    );
    assert_eq!(
        read("完成碳排放重点企业（能耗5000吨标煤以上）碳账户建设"),
        ["能耗 5000吨标煤 >= limit"]
    );
    assert_eq!(
        read("建成2个以上活性炭集中再生中心（活性炭再生处置建设规模达到7万吨/年以上）"),
        [
            "活性炭集中再生中心 2个 >=",
            "活性炭再生处置建设规模 7万吨/年 >="
        ]
    );
    assert_eq!(
        read("城区常住人口100万以上的城市绿色出行比例不低于70%"),
        ["城区常住人口 100万 >= limit", "城市绿色出行比例 70% >="]
    );
    assert_eq!(
        read("拟建“两高”项目须落实能耗不少于1.2倍"),
        ["拟建“两高”项目须落实能耗 1.2倍 >= limit"]
    );
    assert_eq!(
        read("新能源汽车比例原则上不低于30%，完成1000万平方米以上既有建筑绿色化改造工作"),
        [
            "新能源汽车比例原则上 30% >= limit",
            "既有建筑绿色化改造工作 1000万平方米 >="
        ]
    );
}

#[test]
fn targets_in_words() {
    assert_eq!(
        read("到2025年，单位GDP能耗降低率完成省下达目标；铁路货运量占比完成省下达任务。"),
        [
            "单位GDP能耗降低率 完成省下达目标 @2025",
            "铁路货运量占比 完成省下达任务 @2025"
        ]
    );
}

#[test]
fn numbers_that_count_nothing() {
    for text in [
        "围绕“6+1”重点领域达峰体系，加强5G车联网建设",
        "推进白鹤滩至浙江±800千伏特高压直流输电项目，实施500kV输变电扩建工程",
        "根据《纲要（2020—2035年）》（某政发〔2021〕56号），2021年9月30日印发",
        "推进329国道快速路工程，执行DB33/T 2274-2020标准",
        "耕地面积连续4年净增加，工作满1年",
        "产业结构由2015年的6.7：44.9：48.4优化",
        "支持世界500强企业，推动石化等8大行业转型",
        "每招收1名博士后，每引进1个项目",
        "2021年是中国共产党成立100周年",
    ] {
        assert_eq!(read(text), [""; 0], "{text}");
    }
}
