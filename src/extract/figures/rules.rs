//! The ways to state a figure, in order of priority. To add one, add a row with an example.
//!
//! A pattern is a regular expression over the letters of the tokens (see `lexer`): the text before
//! the number in its clause, and the text behind it. `~` is any token of the clause, brackets kept
//! whole. Its named groups are slots; the name of the figure is made of them.

use std::sync::LazyLock;

use regex::Regex;

use super::rule::{Named, ROW, Rule};
use crate::model::FigureKind;
use crate::pattern::regex;
use crate::vocabulary::Class;

/// All rules.
pub const RULES: &[Rule] = &[
    Rule {
        name: "fine",
        units: "m",
        after: "l?(?:Nl?)?(?<fine>f)",
        named: Named::Slots(&["fine"]),
        kind: Some(FigureKind::Limit),
        example: (
            "由主管部门处五万元以上二十万元以下罚款",
            &["罚款 5万元 >= limit", "罚款 20万元 <= limit"],
        ),
        ..ROW
    },
    Rule {
        name: "compared with an average",
        before: "(?<of>~*?)[RUwV]*L?V?(?<average>Q)d?",
        named: Named::Slots(&["of", "=为", "average"]),
        example: (
            "单位地区生产总值能耗、主要污染物排放强度分别约为全国平均的70%、60%。",
            &[
                "单位地区生产总值能耗为全国平均 70% ~",
                "主要污染物排放强度为全国平均 60% ~",
            ],
        ),
        ..ROW
    },
    Rule {
        name: "compared with others one by one",
        units: "p",
        before: "(?<of>[^V,;:.()N]+?)w*R(?<as>[oV])(?<thing>o(?:jo)+)d",
        named: Named::Slots(&["of", "as", "thing"]),
        example: (
            "林下经济平均亩产值仅分别为江西、福建、浙江的31%、41%、48%。",
            &[
                "林下经济平均亩产值为江西 31%",
                "林下经济平均亩产值为福建 41%",
                "林下经济平均亩产值为浙江 48%",
            ],
        ),
        ..ROW
    },
    Rule {
        name: "distance to others",
        before: "(?<of>~*?)[RUw]*(?<ahead>q)[wdL]*",
        named: Named::Slots(&["of", "ahead"]),
        example: (
            "规上工业增加值增长7.6%，高于全国1.7个百分点",
            &[
                "规上工业增加值 7.6% up",
                "规上工业增加值高于全国 1.7个百分点",
            ],
        ),
        ..ROW
    },
    Rule {
        name: "rate named behind the number",
        units: "p",
        before: "F[wL]*",
        after: "l?(?<of>o+)",
        named: Named::Slots(&["of"]),
        only: Some(Class::Measure),
        kind: Some(FigureKind::Limit),
        example: ("应税销售收入减按1%征收率征收增值税", &["征收率 1% limit"]),
        ..ROW
    },
    Rule {
        name: "gift that is a rate",
        units: "p",
        before: "g[^,;:.NFd]*",
        after: "(?<gift>G)",
        named: Named::Slots(&["gift"]),
        kind: Some(FigureKind::Limit),
        example: (
            "按实际完成的转贷规模给予发行人0.5%贴息",
            &["贴息 0.5% limit"],
        ),
        ..ROW
    },
    Rule {
        name: "what is to be provided, a share of a basis",
        units: "p",
        before: "F[^,;:.NF]*[oD]L",
        after: "l?d(?<of>o+)(?:[,;:.]|$)",
        named: Named::Slots(&["of"]),
        kind: Some(FigureKind::Limit),
        example: (
            "新建电站按装机容量配套不低于10%的储能设施。",
            &["储能设施 10% >= limit"],
        ),
        ..ROW
    },
    Rule {
        name: "share of a basis that is given up",
        units: "p",
        before: "F[wR]*(?<of>[oD]~*?)[dVL]*",
        after: "l?d?(?<act>T)",
        named: Named::Slots(&["of", "=的", "act"]),
        kind: Some(FigureKind::Limit),
        example: ("按应缴费额的50%减征", &["缴费额的减征 50% limit"]),
        ..ROW
    },
    Rule {
        name: "gift that is a share of a basis",
        units: "p",
        before: "F[wR]*(?<of>[oD]~*?)[dVL]*",
        after: "l?[dw]*g[^,;:.NG]*(?<gift>G)",
        named: Named::Slots(&["of", "=的", "gift"]),
        kind: Some(FigureKind::Limit),
        example: (
            "按设备购置费用的30%给予奖励",
            &["设备购置费用的奖励 30% limit"],
        ),
        ..ROW
    },
    Rule {
        name: "share of a basis",
        units: "p",
        before: "F[wR]*(?<of>[oD]~*?)[dVL]*",
        named: Named::Slots(&["of"]),
        kind: Some(FigureKind::Limit),
        example: ("按应缴费额的50%征收", &["缴费额 50% limit"]),
        ..ROW
    },
    Rule {
        name: "award for what is named before it",
        units: "m",
        before: "A(?<thing>[^,;:.NgF]+?)[RwEe]*(?<gift>G)[RwLe]*",
        named: Named::Slots(&["gift", "thing"]),
        kind: Some(FigureKind::Budget),
        example: (
            "对首次认定的国家级、省级创新平台分别奖励200万元、100万元",
            &[
                "奖励国家级创新平台 200万元 budget",
                "奖励省级创新平台 100万元 budget",
            ],
        ),
        ..ROW
    },
    Rule {
        name: "gift of a project, named behind the number",
        units: "mp",
        before: "A(?<thing>o[oTDC]{0,4})(?:F~*)?g[^,;:.N]*",
        after: "l?[^,;:.N()F]*?(?<gift>[oeTCD]*G)",
        named: Named::Slots(&["thing", "gift"]),
        kind: Some(FigureKind::Budget),
        example: (
            "对余热利用改造给予最高300万元补助",
            &["余热利用改造补助 300万元 <= budget"],
        ),
        ..ROW
    },
    Rule {
        name: "gift for what stands before its rate",
        units: "m",
        before: "(?:^|[,;:.wA])(?<thing>[oj]+),?F[wLe]*",
        sentence: true,
        after: "l?[dgo]*?(?<gift>G)",
        named: Named::Slots(&["thing", "gift"]),
        kind: Some(FigureKind::Budget),
        example: (
            "乘坐高铁的团队，按50元/人奖励，住宿按30元/人补贴",
            &["奖励 50元/人 budget", "住宿补贴 30元/人 budget"],
        ),
        ..ROW
    },
    Rule {
        name: "gift that is taken back",
        units: "mp",
        before: "(?:^|[,;:.wo])(?<act>T)[LwR]*",
        after: "l?d?(?<gift>[oe]*G)",
        named: Named::Slots(&["act", "gift"]),
        kind: Some(FigureKind::Limit),
        example: ("未满两年的，退还60%补贴资金", &["退还补贴资金 60% limit"]),
        ..ROW
    },
    Rule {
        name: "gift named behind the number",
        units: "mp",
        after: "l?[^,;:.N()F]*?(?<gift>[oeTCD]*G)",
        named: Named::Slots(&["gift"]),
        kind: Some(FigureKind::Budget),
        example: (
            "企业每招用1名高校毕业生，按照每人每月1000元的标准给予补贴",
            &["补贴 1000元 budget"],
        ),
        ..ROW
    },
    Rule {
        name: "rate of a gift named at the next number",
        units: "m",
        before: "F[wLe]*",
        after: "l?[^,;:.N]*d?[^,;:.N]*,[wLe]*(?<gift>[oT]*G)",
        named: Named::Slots(&["gift"]),
        kind: Some(FigureKind::Budget),
        example: (
            "按照不超过200元/吨的标准，最高补助50万元。",
            &["补助 200元/吨 <= budget", "补助 50万元 <= budget"],
        ),
        ..ROW
    },
    Rule {
        name: "gift named before the number",
        units: "mp",
        before: "(?<gift>[oeTCLw]*G[oV]*)[^,;:.NF]*",
        named: Named::Slots(&["gift"]),
        kind: Some(FigureKind::Budget),
        example: (
            "对入选的企业，给予一次性奖励20万元",
            &["一次性奖励 20万元 budget"],
        ),
        ..ROW
    },
    Rule {
        name: "gift named earlier in the sentence",
        units: "m",
        before: "(?<gift>[oe]*G)[^;.]*[,;:j](?<whose>[oe]*)[wLe]*",
        sentence: true,
        named: Named::Slots(&["whose", "gift"]),
        kind: Some(FigureKind::Budget),
        example: (
            "对入选的企业，给予一次性奖励20万元，每家企业最高100万元",
            &[
                "一次性奖励 20万元 budget",
                "每家企业一次性奖励 100万元 <= budget",
            ],
        ),
        ..ROW
    },
    Rule {
        name: "given, the gift named at a later number",
        units: "m",
        before: "g[wLe]*",
        after: "[^;.:]*?N[^;.:,]*?(?<gift>[oT]*G)",
        named: Named::Slots(&["gift"]),
        kind: Some(FigureKind::Budget),
        example: (
            "按装机容量给予最高300万元、按发电量给予最高500万元补助",
            &["补助 300万元 <= budget", "补助 500万元 <= budget"],
        ),
        ..ROW
    },
    Rule {
        name: "given, with no word for a gift",
        units: "m",
        before: "g[wLe]*",
        after: "l?d?(?<gift>o[oTGCD]*)",
        named: Named::Slots(&["gift"]),
        kind: Some(FigureKind::Budget),
        example: (
            "给予0.1元/千瓦时的电费支持",
            &["电费支持 0.1元/千瓦时 budget"],
        ),
        ..ROW
    },
    Rule {
        name: "limited to a share of a whole",
        units: "p",
        before: "(?<of>[^,;:.()NLVCFg]*[oG])L(?<whole>o)d",
        after: "l?(?:[,;:.)]|$)",
        named: Named::Slots(&["of", "=占", "whole"]),
        example: (
            "课题省拨经费不超过总预算的30%，余款自筹",
            &["课题省拨经费占总预算 30% <="],
        ),
        ..ROW
    },
    Rule {
        name: "share behind a limit on its basis",
        units: "p",
        before: "g?L[^,;:.NVC]*o",
        after: "d(?<of>[^,;:.N()]+)",
        named: Named::Slots(&["of"]),
        example: (
            "采购单位须支付不低于合同金额30%的预付款",
            &["预付款 30% >= limit"],
        ),
        ..ROW
    },
    Rule {
        name: "aim that someone else has set",
        units: "mpku",
        before: "(?:^|[^VC])",
        after: "l?d(?<of>[^,;:.N()]+)",
        named: Named::Slots(&["of"]),
        only: Some(Class::Aim),
        unless: Some(Class::Property),
        example: ("完成省下达的12%的约束性目标", &["约束性目标 12%"]),
        ..ROW
    },
    Rule {
        name: "share of a class",
        units: "p",
        before: "(?:^|[,;:.jwDYST])L?",
        after: "(?:ld?|d)(?<of>[^,;:.NL()j&]+)",
        named: Named::Slots(&["of"]),
        example: (
            "到2025年，80%以上的乡镇建成污水处理设施",
            &["乡镇建成污水处理设施 80% >= @2025"],
        ),
        ..ROW
    },
    Rule {
        name: "class of things behind a limit",
        units: "mu",
        before: "(?:^|[^V])L?",
        after: "ld?(?<of>[oTG][^,;:.N)(]*)",
        unless: Some(Class::Property),
        named: Named::Slots(&["of"]),
        kind: Some(FigureKind::Limit),
        example: (
            "全面推广应用45毫米以下“瘦身胶带”和免胶带纸箱",
            &["“瘦身胶带”和免胶带纸箱 45毫米 <= limit"],
        ),
        ..ROW
    },
    Rule {
        name: "times and money with a limit and the things behind",
        units: "m",
        before: "(?:^|[,;:j])[ALFw]+",
        after: "d(?<of>o[oTG]*)",
        named: Named::Slots(&["of"]),
        kind: Some(FigureKind::Limit),
        example: (
            "超过300万元的采购工程面向中小企业",
            &["采购工程面向中小企业 300万元 >= limit"],
        ),
        ..ROW
    },
    Rule {
        name: "around",
        example: (
            "2021年，创建绿色工厂20家、绿色园区2个，完成50家企业清洁生产审核。",
            &[
                "绿色工厂 20家 @2021",
                "绿色园区 2个 @2021",
                "企业清洁生产审核 50家 @2021",
            ],
        ),
        ..ROW
    },
];

/// The compiled patterns of the rules.
pub static PATTERNS: LazyLock<Vec<(Regex, Regex)>> = LazyLock::new(|| {
    let token = r"(?:[^,;:.()N]|\([^()]*\))";
    let ready = |pattern: &str| pattern.replace('~', token);
    let both = |rule: &Rule| {
        let before = regex(&format!("(?:{})$", ready(rule.before)));
        (before, regex(&format!("^(?:{})", ready(rule.after))))
    };
    RULES.iter().map(both).collect()
});
