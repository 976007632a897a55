//! One real sentence for every way to say who answers for something.

use super::{in_cell, in_paragraph};
use crate::model::Role;
use crate::text::Line;
use crate::vocabulary::tests::REAL;

fn read(text: &str) -> String {
    let found = in_paragraph(&Line::new(text, 1), &REAL.agencies);
    let shown = found
        .iter()
        .map(|f| format!("{}:{}", f.name, &f.role.id()[..1]));
    shown.collect::<Vec<_>>().join(" ")
}

#[test]
fn brackets() {
    assert_eq!(read("完成装机27万千瓦。（市发改委牵头）"), "市发改委:l");
    assert_eq!(
        read("做好转化。（责任单位：市林业局，各县﹝市、区﹞人民政府）"),
        "市林业局:r 各县﹝市、区﹞人民政府:r"
    );
    assert_eq!(
        read("落实。（责任单位：百山祖管理局、市发改委，龙泉市、庆元县、景宁县人民政府）"),
        "百山祖管理局:r 市发改委:r 龙泉市:r 庆元县:r 景宁县人民政府:r"
    );
    assert_eq!(
        read("填报工作。（牵头单位：市发改委、市统计局；责任单位：市经信局、市生态环境局）"),
        "市发改委:l 市统计局:l 市经信局:r 市生态环境局:r"
    );
    assert_eq!(
        read(
            "推行绿色设计。（市工业和信息化局、各区人民政府按职责分工负责）推广循环利用。（市规划资源局负责）"
        ),
        "市工业和信息化局:r 各区人民政府:r 市规划资源局:r"
    );
    assert_eq!(
        read("（由市发展改革委等市级有关部门负责）（区科技局、区投资促进局等各产业部门牵头）"),
        "市发展改革委:r 区科技局:l 区投资促进局:l"
    );
    assert_eq!(
        read("开展评价。（市住房城乡建设局牵头，各区人民政府配合）"),
        "市住房城乡建设局:l 各区人民政府:p"
    );
    assert_eq!(
        read(
            "建立门户。(市政务服务局、市商务局牵头，市教委等相关部门以及各区政府负责落实，完成时限：2021年6月)"
        ),
        "市政务服务局:l 市商务局:l 市教委:r 各区政府:r"
    );
    assert_eq!(
        read(
            "推广应用。〔省住房城乡建设厅牵头，省发展改革委（能源局）、省电力公司等按职责分工负责〕"
        ),
        "省住房城乡建设厅:l 省发展改革委（能源局）:r 省电力公司:r"
    );
    assert_eq!(
        read(
            "发放消费券。(牵头单位:示范区发展改革和统计局(商务局),责任单位:示范区财政金融局、民政局)"
        ),
        "示范区发展改革和统计局(商务局):l 示范区财政金融局:r 民政局:r"
    );
    assert_eq!(
        read("发展共享经济。（市交通运输委、市商务局等部门和各区人民政府按职责分工负责）"),
        "市交通运输委:r 市商务局:r 各区人民政府:r"
    );
    assert_eq!(
        read(
            "按税额减征。（市财政局、人行苏州中支按职责分工负责。以下均需各县（市、区）落实、不再列出）"
        ),
        "市财政局:r 人行苏州中支:r"
    );
}

#[test]
fn lines_of_their_own() {
    assert_eq!(read("牵头单位：市生态环境局"), "市生态环境局:l");
    assert_eq!(
        read("责任部门：市住建局、市水利局；配合单位：市财政局。"),
        "市住建局:r 市水利局:r 市财政局:p"
    );
}

#[test]
fn sentences() {
    assert_eq!(
        read("落实资金保障，由市财政局做好相关资金保障工作。"),
        "市财政局:r"
    );
    assert_eq!(
        read("由市生态环境局、市发改委牵头负责编制。"),
        "市生态环境局:l 市发改委:l"
    );
    assert_eq!(
        read("绍兴市生态环境局牵头负责“十四五”期间应对气候变化工作。"),
        "绍兴市生态环境局:l"
    );
    assert_eq!(
        read(
            "建立工作领导小组，领导小组下设办公室（设在市林业局），负责牵头协调、组织和考核工作，成员单位各司其职。"
        ),
        "领导小组下设办公室:l"
    );
}

#[test]
fn words_that_assign_nothing() {
    for text in [
        "各牵头单位要切实加强组织领导，压实责任。",
        "推动龙头企业牵头组建创新联合体，推进成果转化。",
        "推进以社区居委会为主体牵头的小区公共充电场位建设。",
        "市碳达峰碳中和工作领导小组办公室要会同有关部门开展监督检查。",
        "督促有关部门认真履行职责，密切配合，各负其责。",
        "企业主要负责人是第一责任人。",
    ] {
        assert_eq!(read(text), "", "{text}");
    }
}

#[test]
fn cells() {
    let cell = |text, role| {
        let (found, note) = in_cell(text, role, &REAL.agencies);
        (
            found
                .iter()
                .map(|f| format!("{}:{}", f.name, &f.role.id()[..1]))
                .collect::<Vec<_>>()
                .join(" "),
            note,
        )
    };
    assert_eq!(
        cell("市发展改革委、市生态环境局按职责分工负责", Role::Lead).0,
        "市发展改革委:r 市生态环境局:r"
    );
    assert_eq!(cell("市水利局", Role::Lead).0, "市水利局:l");
    let (bodies, note) = cell(
        "市生态环境局，以下各项工作均需各县（市、区）落实，以下不再列出",
        Role::Lead,
    );
    assert_eq!(bodies, "市生态环境局:l");
    assert!(note.unwrap().starts_with("以下各项工作"));
    let (bodies, note) = cell("按《某市试点建设实施方案》确定的职责分工负责", Role::Lead);
    assert_eq!((bodies.as_str(), note.is_some()), ("", true));
}
