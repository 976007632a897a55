//! The kind of a figure: target, actual value, budget or rule.

use super::Context;
use super::number::Amount;
use crate::model::{Bound, FigureKind};
use crate::vocabulary::{Class, Grammar};

/// The words around a number, and what they show about it.
pub struct Clause<'a> {
    /// The kind that the matching rule states.
    pub decided: Option<FigureKind>,
    /// Its bound.
    pub bound: Bound,
    /// Its year.
    pub year: Option<i16>,
    /// The thing that is counted.
    pub name: &'a str,
    /// The clause before the number.
    pub before: &'a str,
    /// The sentence before the number.
    pub opening: &'a str,
    /// Letters of the tokens before the number in its clause.
    pub letters: &'a str,
    /// Letters of the tokens of its part of the sentence, from the last semicolon on.
    pub part: &'a str,
    /// The words before its limit.
    pub level: &'a str,
    /// Whether the sentence states a period or a deadline: 全年, 到2025年.
    pub timed: bool,
    /// Letters of the tokens behind it.
    pub behind: &'a str,
    /// The text behind number and limit.
    pub after: &'a str,
}

/// Returns the kind of a figure, by the first condition that holds.
pub fn kind(
    amount: &Amount,
    clause: &Clause<'_>,
    context: &Context,
    grammar: &Grammar,
) -> FigureKind {
    let Clause { decided, year, .. } = *clause;
    let money = amount.unit.contains('元');
    let now = context.this_year;
    let ahead = matches!((year, now), (Some(y), Some(now)) if y > now);
    let gone = matches!((year, now), (Some(y), Some(now)) if y < now);
    let planned = grammar.stands(Class::Planned, clause.opening);
    // In a report, a year that opened the paragraph is weak evidence: only the number's own sentence sets
    // a target.
    let past = context.past && !(ahead && (planned || clause.timed));
    let words = format!("{}{}", clause.name, clause.before);
    let spends = grammar.stands(Class::Spending, &words) && !grammar.stands(Class::Earning, &words);
    let bounds = grammar.ending(Class::LimitNoun, clause.name).is_some();
    if is_term(amount, clause, context, grammar) || bounds && !past {
        return FigureKind::Limit;
    }
    let done = is_done(clause, grammar) && !ahead && !planned;
    let state = past || gone || done;
    let given = gone && !past && !done && clause.letters.contains('g');
    match decided {
        Some(FigureKind::Limit) if !is_extent(amount, clause, grammar) => return FigureKind::Limit,
        Some(FigureKind::Budget) if !money => return FigureKind::Limit,
        // 「对2020年度考核优秀的单位给予20万元奖励」
        Some(FigureKind::Budget) if !state || given => return FigureKind::Budget,
        _ => {}
    }
    let condition = is_rule(amount, clause, ahead, grammar);
    if !past && condition || is_class(amount, clause, past, grammar) {
        return FigureKind::Limit;
    }
    if money && spends && !state {
        return FigureKind::Budget;
    }
    if state {
        return FigureKind::Actual;
    }
    if is_ruled(amount, clause, grammar) || context.rules && !aims(amount, clause, grammar) {
        return FigureKind::Limit;
    }
    FigureKind::Target
}

/// Whether a number is the period in a condition: 「已满一年、未满两年退出的」「试点期满3年的基地」.
fn is_term(amount: &Amount, clause: &Clause<'_>, context: &Context, grammar: &Grammar) -> bool {
    let limited = clause.bound != Bound::Exact && !clause.letters.contains('V');
    let which = clause.letters.starts_with('A') && clause.after.starts_with('的');
    grammar.is(Class::TermUnit, &amount.unit) && (context.rules || limited || which)
}

/// Whether a clause regulates the conduct of others: 「岸线1公里范围内严禁新建」「不予实施现场核查决定后5个工作日内」.
fn is_ruled(amount: &Amount, clause: &Clause<'_>, grammar: &Grammar) -> bool {
    let forbids = clause.behind.starts_with("lM");
    let span = grammar.ending(Class::Span, &amount.unit).is_some();
    let within = span && clause.bound == Bound::AtMost && clause.behind.starts_with('l');
    let within = within && !clause.letters.contains(['V', 'C']);
    let stated = clause.bound != Bound::Exact && grammar.stands(Class::Ruled, clause.before);
    forbids || within || stated
}

/// Whether a clause states an obligation or a rate that something depends on: 「硬地面积不应超过2公顷」「按不低于20%配建」.
fn is_rule(amount: &Amount, clause: &Clause<'_>, ahead: bool, grammar: &Grammar) -> bool {
    let must = clause.letters.contains('M') || grammar.stands(Class::Must, clause.before);
    let near = clause.letters.trim_end_matches(['L', 'w', 'd']);
    let by_rate = amount.unit == "%" && near.ends_with('F');
    by_rate || is_condition(amount, clause, grammar) || must && !ahead
}

fn is_done(clause: &Clause<'_>, grammar: &Grammar) -> bool {
    let words = grammar.list(Class::Done).iter().map(String::as_str);
    let done = |word: &str| {
        let mut found = clause.before.match_indices(word);
        found.any(|(at, _)| {
            // 「已排查出的27条」 only identifies things.
            let which = clause.before[at..].ends_with('的');
            !which
                && grammar
                    .ending(Class::DoneNot, &clause.before[..at])
                    .is_none()
        })
    };
    let mut words = words;
    words.any(done) || grammar.beginning(Class::Now, clause.opening).is_some()
}

/// Whether a number in a text of rules is a target: 「全年组织30场以上抱团参展活动」「研发投入强度达到2.1%」. A clause that grants
/// or forbids something on a condition sets none.
fn aims(amount: &Amount, clause: &Clause<'_>, grammar: &Grammar) -> bool {
    let part = clause.behind.split(';').next().unwrap_or_default();
    let part = part.split('.').next().unwrap_or_default();
    let rules = |letters: &str| letters.contains(['g', 'G', 'f', 'A', 'M']);
    let own = clause.letters.contains(['Y', 'S']);
    if rules(part) && !own || rules(clause.part) || clause.letters.contains('F') {
        return false;
    }
    let rate = amount.unit == "%";
    let span = grammar.ending(Class::Span, &amount.unit).is_some();
    let does = clause.letters.contains(['D', 'T']) && !span;
    let reached = grammar.stands(Class::Reach, clause.before);
    let strives = clause.part.contains('S') || reached;
    let near = clause.letters.trim_end_matches(['L', 'w']);
    let level = near.ends_with('V') && grammar.ending(Class::Being, clause.level).is_none();
    // 「年度排放量达到2.6万吨」 in a list of conditions only identifies the persons concerned.
    let property = grammar.ending(Class::Property, clause.name).is_some();
    let level = level && (!property || clause.part.contains(['D', 'T']));
    strives || does && !rate || level || clause.timed && !span
}

/// Whether a number only limits to whom or what a rule applies: 「团购规模超过30套的，每平方米补贴20元」,
/// 「年综合能耗超过1万吨标准煤的企业」, 「（能耗5000吨标煤以上）」.
fn is_condition(amount: &Amount, clause: &Clause<'_>, grammar: &Grammar) -> bool {
    let limited = matches!(clause.bound, Bound::AtLeast | Bound::AtMost);
    // A share of the text behind it has no property: 「建成区50%以上面积达到要求」.
    let property = grammar.ending(Class::Property, clause.name);
    let share = amount.unit == "%";
    let property = property.is_some_and(|word| !share || clause.before.contains(word));
    if let Some(rest) = clause.after.strip_prefix('的') {
        let ended = rest.is_empty() || rest.starts_with(['，', ',', '；', '、', '。', ']']);
        let opens = clause.letters.starts_with('A') && clause.behind.starts_with('l');
        return ended
            || limited && (property || opens) && grammar.beginning(Class::Aim, rest).is_none();
    }
    // 「（规模达到7万吨/年以上）」 has to be reached; 「（能耗5000吨标煤以上）」 selects a class.
    let bracket = clause
        .opening
        .strip_suffix(clause.before)
        .unwrap_or_default()
        .trim_end();
    let in_bracket = clause.after.starts_with(['）', ')']) && bracket.ends_with(['（', '(']);
    let opens = clause.letters.starts_with('A') && clause.behind.starts_with('l');
    limited
        && (property && in_bracket && !clause.letters.contains('V')
            || opens && !clause.letters.contains('C'))
}

/// Whether a number defines a class of the things behind it: 「流域面积50平方公里以上河流」「产值超100亿元产业集群」. In a report,
/// 突破 states what was reached.
fn is_class(amount: &Amount, clause: &Clause<'_>, past: bool, grammar: &Grammar) -> bool {
    let limited = matches!(clause.bound, Bound::AtLeast | Bound::AtMost);
    let property = grammar.ending(Class::Property, clause.name);
    let share = amount.unit == "%";
    let property = property.is_some_and(|word| !share || clause.before.contains(word));
    let behind = !clause.letters.contains('V') && clause.behind.starts_with('l');
    let before = clause.letters.ends_with('L') && clause.behind.starts_with('o') && !share && !past;
    let after = match clause.after.strip_prefix('（') {
        Some(bracket) => bracket.split_once('）').map_or("", |(_, rest)| rest),
        None => clause.after,
    };
    let things = after.starts_with(char::is_alphabetic) && !after.starts_with('并');
    let things = things && grammar.beginning(Class::Verb, after).is_none();
    limited && property && (behind || before) && things
}

/// Whether a number with a limit states the amount of work: 「完成1000万平方米以上既有建筑改造工作」. With another unit
/// such words may only select a class: 「完成30万千瓦及以上热电联产电厂…关停整合」.
fn is_extent(amount: &Amount, clause: &Clause<'_>, grammar: &Grammar) -> bool {
    clause.letters.ends_with(['D', 'T']) && grammar.ending(Class::Extent, &amount.unit).is_some()
}
