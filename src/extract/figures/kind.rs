//! What a text does with a number: target, state, budget or rule.

use std::sync::LazyLock;

use regex::Regex;

use super::Context;
use super::number::Amount;
use super::words::bound_after;
use crate::model::{Bound, FigureKind};
use crate::pattern::regex;

/// Money that is spent, as against money that is earned, lent or saved.
static SPENT: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"投资|资金|预算|经费|补贴|补助|奖励|奖补|资助|投入|安排|拨付|给予|扶持|消费券|津贴")
});
static NOT_SPENT: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"节约|信贷|贷款|授信|产值|收入|增加值|营收|生产总值|GDP|交易额|融资额|规模达|销售额|利润|进出口",
    )
});

/// To whom and up to which sum something is given: 「单个项目最高不超过200万元」.
static GIVEN: LazyLock<Regex> =
    LazyLock::new(|| regex(r"(?:单个|单笔|每个|每家|每户|每人|每名|同一).*(?:最高|不超过|最多)"));

/// Duties and bans.
static RULE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"禁止|严禁|不得|原则上|必须|(?:^|[^适相对响顺供])应(?:当)?(?:不|达|为|按)|须|每(?:个)?(?:小区|项目|户|人|套)",
    )
});

/// Of these, what holds for all of a sentence: 「禁止使用厚度小于0.025毫米…、厚度小于0.01毫米…」.
static BAN: LazyLock<Regex> =
    LazyLock::new(|| regex(r"禁止|严禁|不得|必须|每(?:个)?(?:小区|项目|户|人|套)"));

/// Plans: what stands in such a clause is no report of what is.
static PLANNED: LazyLock<Regex> =
    LazyLock::new(|| regex(r"力争|争取|计划|预计|预期|(?:^|[，。；：])到20\d\d|确保|将(?:达|建)"));

/// What is still to be done of an earlier year: 「全面完成2022年35个老旧小区改造」. The year says whose
/// the task is, not when it is done.
pub static OF_THAT_YEAR: LazyLock<Regex> =
    LazyLock::new(|| regex(r"(?:完成|实施|落实|做好|推进|巩固)$"));
static EARLIER_TASK: LazyLock<Regex> =
    LazyLock::new(|| regex(r"(?:完成|实施|落实|做好|推进|巩固)(?:19|20)\d\d ?年"));

/// Reports of what is done.
static DONE: LazyLock<Regex> =
    LazyLock::new(|| regex(r"(?:^|[^而])已(?:经)?|达到了|累计(?:完成|实施|获得|建成)|截至"));

/// What a breach costs.
pub const FINE: &str = "罚款";

/// The words around a number.
pub struct Clause<'a> {
    /// What is counted.
    pub name: &'a str,
    /// The clause before the number.
    pub before: &'a str,
    /// The sentence before the number.
    pub opening: &'a str,
    /// What stands right behind number and unit.
    pub behind: &'a str,
    /// What stands behind the limit word.
    pub after: &'a str,
}

/// The kind of a figure. Money to be spent is a budget; a duty, a ban or a number that only describes
/// a class is a limit; what a report or a past year states is a state; all else is a target.
pub fn kind(
    amount: &Amount,
    clause: &Clause<'_>,
    bound: Bound,
    year: Option<i16>,
    context: &Context,
) -> FigureKind {
    let money = amount.unit.ends_with('元');
    if (clause.name == FINE && money || is_condition(clause, bound)) && !context.past {
        return FigureKind::Limit;
    }
    let words = format!("{}{}", clause.name, clause.before);
    let ruled =
        RULE.is_match(clause.before) || BAN.is_match(clause.opening) && bound != Bound::Exact;
    let planned = PLANNED.is_match(clause.opening) || EARLIER_TASK.is_match(clause.before);
    let spent = SPENT.is_match(&words) || GIVEN.is_match(&words) && SPENT.is_match(clause.opening);
    if money && spent && !NOT_SPENT.is_match(&words) {
        return if context.past {
            FigureKind::Actual
        } else {
            FigureKind::Budget
        };
    }
    let describes =
        is_attributive(amount, clause.behind, clause.after) && !is_done(amount, clause.before);
    if describes || (ruled && !context.past) {
        return FigureKind::Limit;
    }
    let ahead = matches!((year, context.this_year), (Some(y), Some(now)) if y > now);
    if context.past && !(planned && ahead) {
        return FigureKind::Actual;
    }
    let past_year = matches!((year, context.this_year), (Some(y), Some(now)) if y < now);
    if (past_year || DONE.is_match(clause.before) && !ahead) && !planned {
        return FigureKind::Actual;
    }
    FigureKind::Target
}

/// Properties of which a threshold makes a class: 「年综合能耗超过1万吨标准煤的企业」.
static PROPERTY: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?:人口|能耗|能源消费量?|用量|用水量|排放量|产值|收入|营收|总?投资额?|投入|销售额|营业额|交易额|成交额|出口额?|面积|规模|产能|装机容量|装机|能力|价格|税收|金额|贷款额度?|增速|年限)$",
    )
});

/// Whether a number only says to whom or what something applies: 「团购规模超过30套的，每平方米补贴20元」, 「年
/// 综合能耗超过1万吨标准煤的企业」, 「（能耗5000吨标煤以上）」.
fn is_condition(clause: &Clause<'_>, bound: Bound) -> bool {
    /// What a text sets itself has a limit as well: 「造林面积10万亩以上的任务」.
    const AIMS: [&str; 4] = ["任务", "目标", "要求", "水平"];
    let limited = matches!(bound, Bound::AtLeast | Bound::AtMost);
    let property = PROPERTY.is_match(clause.name);
    if let Some(rest) = clause.after.strip_prefix('的') {
        let ended = rest.starts_with(['，', ',', '；', '、']);
        return ended || limited && property && !AIMS.iter().any(|aim| rest.starts_with(aim));
    }
    let in_brackets = clause.after.starts_with(['）', ')'])
        && clause
            .opening
            .trim_end()
            .ends_with(clause.before.trim_end())
        && clause
            .opening
            .trim_end()
            .strip_suffix(clause.before.trim_end())
            .is_some_and(|lead| lead.ends_with(['（', '(']));
    // 「（规模达到7万吨/年以上）」 is to be reached; 「（能耗5000吨标煤以上）」 says which.
    limited && PROPERTY.is_match(clause.before.trim_end()) && in_brackets
}

/// Whether a number is how much is done: 「完成1000万平方米以上既有建筑绿色化改造工作」. With another unit the
/// same words may tell which is meant: 「完成30万千瓦及以上热电联产电厂…关停整合」.
fn is_done(amount: &Amount, before: &str) -> bool {
    const VERBS: [&str; 3] = ["完成", "新增", "实施"];
    const EXTENTS: [&str; 7] = [
        "平方米",
        "亩",
        "公顷",
        "平方公里",
        "平方千米",
        "公里",
        "千米",
    ];
    VERBS.iter().any(|verb| before.trim_end().ends_with(verb))
        && EXTENTS.iter().any(|unit| amount.unit.ends_with(unit))
}

/// Whether a number with its limit only describes the noun behind it: 「35蒸吨/小时以下高污染燃料
/// 锅炉」, 「45毫米以下“瘦身胶带”」. A count, share or sum does not.
pub fn is_attributive(amount: &Amount, behind: &str, after: &str) -> bool {
    !amount.counter
        && amount.unit != "%"
        && !amount.unit.ends_with('元')
        && bound_after(behind).is_some()
        && after
            .chars()
            .next()
            .is_some_and(|c| !matches!(c, '，' | '。' | '；' | '、' | '）' | ')' | '：' | ','))
}
