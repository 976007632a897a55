//! One real sentence for every way to state a figure, and what is read from it.

mod names;
mod things;
mod years;

use super::rules::RULES;
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
    in_prose(&Line::new(text, 1), &context, &REAL)
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
    assert_eq!(read("计划覆盖学员200余人"), ["学员 200人 ~"]);
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
        ["细颗粒物平均浓度 19微克 <="]
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
        ["建筑面积 144平方米 >= limit", "补贴 15000元/套 budget"]
    );
    // A number of its own in the bracket is one more figure.
    assert_eq!(
        read("更新新能源公交车300辆（含氢能车20辆），建成充电站40座。"),
        ["更新新能源公交车 300辆", "氢能车 20辆", "充电站 40座"]
    );
    assert_eq!(
        read("到2025年，装机达到1000万千瓦（含海上装机110万千瓦）。").len(),
        2
    );
    assert_eq!(
        read("计划生育事业经费人均达到10元，超额完成省下达的16%的约束性目标"),
        ["计划生育事业经费人均 10元 budget", "约束性目标 16%"]
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
        read("绿电占比提高两个百分点，新增就业岗位1万余个"),
        ["绿电占比 2个百分点 up", "新增就业岗位 1万个 ~"]
    );
    // Names and words, not numbers.
    assert_eq!(
        read("推进一公里服务圈和百千万工程，走千家万户，第三千米赛道，办好一件事"),
        [""; 0]
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
        [
            "新建大型数据中心PUE值 1.5 baseline",
            "新建大型数据中心PUE值 1.3 <="
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
        ["团队带头人生活补贴 100万元 budget"]
    );
}

#[test]
fn thresholds_are_no_targets() {
    // A share of the text behind it is no threshold.
    assert_eq!(
        read("到2025年，市区建成区50%以上面积达到海绵城市要求。"),
        ["市区建成区面积 50% >= @2025"]
    );
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
        ["建“两高”项目须落实能耗 1.2倍 >= limit"]
    );
    assert_eq!(
        read("新能源汽车比例原则上不低于30%，完成1000万平方米以上既有建筑绿色化改造工作"),
        [
            "新能源汽车比例 30% >= limit",
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
        "耕地面积连续4年净增加",
        "产业结构由2015年的6.7：44.9：48.4优化",
        "支持世界500强企业，推动石化等8大行业转型",
        "每招收1名博士后，每引进1个项目",
        "2021年是中国共产党成立100周年",
    ] {
        assert_eq!(read(text), [""; 0], "{text}");
    }
}

#[test]
fn every_rule_reads_its_example() {
    let mut wrong = Vec::new();
    for rule in RULES {
        let (sentence, expected) = rule.example;
        let got = read(sentence);
        if expected.is_empty() || got != expected {
            wrong.push(format!(
                "{}: {sentence}\n  wanted {expected:?}\n  got    {got:?}",
                rule.name
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn aims_in_a_text_of_rules() {
    let rules = Context {
        rules: true,
        this_year: Some(2023),
        ..Context::default()
    };
    let read = |text| read_in(text, rules);
    assert_eq!(
        read("确保全社会研发投入强度达到2.1%以上，力争形成15万吨标准煤节能能力"),
        ["全社会研发投入强度 2.1% >=", "节能能力 15万吨标准煤 strive"]
    );
    assert_eq!(
        read("全年粮食播种面积稳定在66.1万亩"),
        ["粮食播种面积 66.1万亩 @2023"]
    );
    assert_eq!(
        read("组织不少于50人的入境游客包机，给予组织者1万元奖补"),
        ["入境游客包机 50人 >= limit", "奖补 1万元 budget"]
    );
    assert_eq!(
        read("年度温室气体排放量达到2.6万吨二氧化碳当量"),
        ["温室气体排放量 2.6万吨二氧化碳当量 limit"]
    );
}

#[test]
fn times_within_which_something_is_done_are_limits() {
    assert_eq!(
        read("应在现场核查工作结束后5个工作日内提交报告"),
        ["提交报告 5个工作日 <= limit"]
    );
    assert_eq!(
        read("中心城市用户年均停电时间不超过3.5小时"),
        ["中心城市用户年均停电时间 3.5小时 <="]
    );
}
