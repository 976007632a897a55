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

/// Duties and bans.
static RULE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"禁止|严禁|不得|原则上|必须|(?:^|[^适相对响顺供])应(?:当)?(?:不|达|为|按)|须(?:不|达)|每(?:个)?(?:小区|项目|户|人|套)",
    )
});

/// Plans: what stands in such a clause is no report of what is.
static PLANNED: LazyLock<Regex> =
    LazyLock::new(|| regex(r"力争|争取|计划|预计|预期|(?:^|[，。；：])到20\d\d|确保|将(?:达|建)"));

/// Reports of what is done.
static DONE: LazyLock<Regex> =
    LazyLock::new(|| regex(r"(?:^|[^而])已(?:经)?|达到了|累计(?:完成|实施|获得|建成)|截至"));

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
    let words = format!("{}{}", clause.name, clause.before);
    let ruled =
        RULE.is_match(clause.before) || RULE.is_match(clause.opening) && bound != Bound::Exact;
    let planned = PLANNED.is_match(clause.opening);
    if money && SPENT.is_match(&words) && !NOT_SPENT.is_match(&words) {
        return if context.past {
            FigureKind::Actual
        } else {
            FigureKind::Budget
        };
    }
    if is_attributive(amount, clause.behind, clause.after) || (ruled && !context.past) {
        return FigureKind::Limit;
    }
    let ahead = matches!((year, context.this_year), (Some(y), Some(now)) if y > now);
    if context.past && !(planned && ahead) {
        return FigureKind::Actual;
    }
    let past_year = matches!((year, context.this_year), (Some(y), Some(now)) if y < now);
    if (past_year || DONE.is_match(clause.before)) && !planned {
        return FigureKind::Actual;
    }
    FigureKind::Target
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
