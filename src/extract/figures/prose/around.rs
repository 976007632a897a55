//! The name from the words before a run, else from those behind it, else from a name used earlier.

use super::super::name;
use super::naming::Reading;
use super::place::{RunPlace, is_rate, is_time};
use super::{Paragraph, State};
use crate::text::is_han;
use crate::vocabulary::{Class, Grammar};

/// The words on both sides of a run.
pub(super) struct Beside<'p> {
    /// The name made from the words before the run.
    pub(super) before: String,
    /// The last verb before it that describes the act: 「新建」.
    verb: &'p str,
    /// The things behind it, and their number of tokens.
    pub(super) things: String,
    taken: usize,
    /// The letter of the token behind it.
    next: u8,
    /// The letters before it without those of limits and the like.
    near: &'p str,
    /// The letters before it.
    pub(super) letters: &'p str,
    rate: bool,
    pub(super) counter: bool,
    listed: bool,
}

/// Completes an incomplete name with the subject of the number before it:
/// 「绿色建筑1236个，建筑面积4521万平方米」「生活污水收集率达到70%、处理率达到95%」.
fn whole_of(of: &str, name: String, grammar: &Grammar) -> String {
    let measured = grammar.ending(Class::Measure, of).is_some();
    let dimension = grammar.is(Class::Dimension, &name);
    if dimension && of.ends_with(&name) {
        return of.to_owned();
    }
    if grammar.is(Class::Unnamed, &name) || dimension && !measured {
        return format!("{}{name}", of.trim_end_matches("新增"));
    }
    let process = grammar.pattern("^(.{2,}?)@process@率$");
    match process.captures(of) {
        Some(found) if grammar.pattern("^@process@率$").is_match(&name) => {
            format!("{}{name}", &found[1])
        }
        _ => name,
    }
}

impl Beside<'_> {
    /// Whether the words behind belong to the number, without a comma or 的 in between.
    fn goes_on(&self) -> bool {
        !self.things.is_empty() && !b"d,j.;)(".contains(&self.next)
    }

    /// Whether the words before the run name no thing.
    fn is_bare(&self) -> bool {
        self.before == self.verb || self.before.is_empty()
    }
}

impl Paragraph<'_> {
    /// The name from the words beside a run.
    pub(super) fn around(&self, place: &RunPlace<'_>, state: &State) -> Reading {
        let beside = self.beside(place);
        let (mut name, takes) = self.of_beside(&beside, place, state);
        let mut reading = Reading {
            end: place.run.end + if takes { beside.taken } else { 0 },
            listed: beside.listed,
            may_be_shorter: true,
            ..Reading::default()
        };
        let adjacent = place.start <= state.consumed + 1;
        let grammar = &self.words.grammar;
        let money = self
            .amount(place.run.first())
            .is_some_and(|a| a.unit.contains('元'));
        let thing = |of: &&String| {
            !money || grammar.ending(Class::Property, of).is_none() || of.ends_with(&name)
        };
        if let Some(of) = state.subject.as_ref().filter(|_| adjacent).filter(thing) {
            name = match self.of_level(&name, &beside, state) {
                Some(name) => name,
                None => whole_of(of, name, grammar),
            };
        }
        if grammar.is(Class::BareThing, &name) {
            name.insert_str(0, self.verb_before(&beside, place));
        }
        // 「总投资在10万元及以上的」 is a threshold for all.
        let limited = beside.letters.contains('L') || beside.next == b'l';
        if money && grammar.is(Class::Unnamed, &name) && beside.goes_on() {
            name.insert_str(0, &beside.things);
        } else if money && !limited && grammar.is(Class::Dimension, &name) {
            name.insert_str(0, &self.project_of(place));
        } else if !beside.counter && grammar.is(Class::Unnamed, &name) {
            name.insert_str(0, &self.subject_before(place));
        }
        if grammar.is(Class::Anaphora, &name) {
            name.clear();
        }
        if name.is_empty() || name.starts_with('占') {
            reading.inherits = name.is_empty();
            name = format!("{}{name}", self.named_earlier(place, state));
        }
        reading.name = self.of_property(name, place, state);
        reading
    }

    fn beside<'p>(&'p self, place: &'p RunPlace<'_>) -> Beside<'p> {
        let (run, letters) = (place.run, place.letters.as_str());
        let before = &self.tokens[place.start..run.first()];
        let amount = self.amount(run.first());
        let rate = amount.is_some_and(|a| is_rate(a, &self.words.grammar));
        let (things, taken) = self.things(place);
        let verb = before.iter().rev().find(|t| t.symbol == b'T');
        // 「及80%的老旧柴油车辆」: the text before the joint is of another number.
        let parted = rate && !things.is_empty() && letters.ends_with('j');
        let name = match parted {
            true => String::new(),
            false => name::clean(
                self.text,
                before,
                !rate && (letters.contains('D') || letters.ends_with("TC")),
                &self.words.grammar,
            ),
        };
        Beside {
            before: name,
            verb: verb.map_or("", |t| &self.text[t.span.clone()]),
            things,
            taken,
            next: self.tokens.get(run.end).map_or(b'.', |t| t.symbol),
            letters,
            near: letters.trim_end_matches(['L', 'w', 'S', 'U']),
            rate,
            counter: amount.is_some_and(|a| a.counter),
            listed: letters.contains('R') && run.numbers.len() > 1 || letters.ends_with('E'),
        }
    }

    /// The name, and whether the words behind the run are part of it.
    fn of_beside(
        &self,
        beside: &Beside<'_>,
        place: &RunPlace<'_>,
        state: &State,
    ) -> (String, bool) {
        let name = beside.before.clone();
        let things = &beside.things;
        let goes_on = beside.goes_on();
        let grammar = &self.words.grammar;
        let bare = beside.is_bare() || self.is_group(&name);
        let counted = beside.counter && goes_on && !name.starts_with('占');
        let bracket = things.find('（').filter(|_| things.ends_with('）'));
        let thing = &things[..bracket.unwrap_or(things.len())];
        let common = grammar.is(Class::BareThing, thing) || grammar.is(Class::Spread, thing);
        if beside.counter && common && !beside.listed {
            return (self.common_things(beside, place, state), true);
        }
        if let Some(due) = self.due_within(beside, place) {
            return due;
        }
        // 「对已完工、总投资额不低于200万元的项目」: the last of the conditions.
        let last = place.letters.starts_with('A') && !beside.listed;
        let name = match name.rsplit_once('、').filter(|_| last) {
            Some((_, last)) if self.words.grammar.ending(Class::Property, last).is_some() => {
                last.to_owned()
            }
            _ => name,
        };
        let of_behind = bare && !things.is_empty() && (goes_on || beside.counter);
        if !beside.listed && (counted || of_behind) {
            let verb = if beside.near.ends_with('T') {
                beside.verb
            } else {
                ""
            };
            return (format!("{verb}{things}"), true);
        }
        if bare && !name.is_empty() {
            let whole = self.verb_alone(beside.verb, place, state);
            return (whole.unwrap_or(name), false);
        }
        if things.is_empty() || name.is_empty() {
            return (name, false);
        }
        self.of_both(name, beside, place)
    }

    /// The name of a number with words on both sides. Also returns whether the words behind are part of
    /// it.
    fn of_both(&self, name: String, beside: &Beside<'_>, place: &RunPlace<'_>) -> (String, bool) {
        let things = &beside.things;
        let goes_on = beside.goes_on();
        let property = self.words.grammar.ending(Class::Property, &name);
        // 「禁止销售厚度低于0.025毫米的塑料袋」
        let forbids = beside.letters.contains('M');
        let property = property.filter(|p| beside.next == b'd' && (forbids || *p == name));
        if let Some(property) = property {
            return (format!("{things}{property}"), false);
        }
        let does = beside.near.ends_with('D');
        if beside.rate && does && (goes_on || beside.next == b'd') {
            // 「城镇居住建筑执行75%节能标准」
            let last = self.tokens.get(place.start + beside.near.len() - 1);
            let verb = last.map_or("", |t| &self.text[t.span.clone()]);
            return (format!("{name}{verb}{things}"), true);
        }
        if beside.rate && goes_on && self.done_behind(beside, &name) {
            return (format!("{name}{things}"), true);
        }
        (name, false)
    }

    /// The act that is due within a time limit, if the number is one. Also returns whether the words
    /// behind the number are part of it.
    fn due_within(&self, beside: &Beside<'_>, place: &RunPlace<'_>) -> Option<(String, bool)> {
        let grammar = &self.words.grammar;
        let (name, things) = (&beside.before, &beside.things);
        self.amount(place.run.first())
            .filter(|a| is_time(&a.unit, grammar))?;
        // 「申请单位在活动开始前30个工作日提交活动方案」
        let moment = grammar.pattern("^(?:(.*?)@moment_lead@)?.*@moment@$");
        if let (false, Some(found)) = (things.is_empty(), moment.captures(name)) {
            let who = found.get(1).map_or("", |m| m.as_str());
            let short = things.chars().count() <= 4;
            return Some((format!("{}{things}", if short { who } else { "" }), true));
        }
        // 「收到报告后5个工作日内，反馈意见」
        grammar.ending(Class::Moment, name)?;
        Some((
            self.due_behind(place).unwrap_or_else(|| name.clone()),
            false,
        ))
    }

    /// 「供热半径30公里范围内（其他地区15公里范围内）」: in a bracket, of the property that was measured before it.
    fn of_property(&self, name: String, place: &RunPlace<'_>, state: &State) -> String {
        let grammar = &self.words.grammar;
        let before = place.start.checked_sub(1);
        let bracket = before.is_some_and(|b| self.tokens[b].symbol == b'(');
        let unit = |n: usize| self.amount(n).map(|a| &a.unit);
        let last = (place.sentence.start..place.start).rev();
        let same = last.filter_map(unit).next() == unit(place.run.first());
        let measured = |class| grammar.ending(class, &name).is_some();
        if !bracket || !same || measured(Class::Property) || measured(Class::Measure) {
            return name;
        }
        let subject = state.subject.as_deref().unwrap_or_default();
        let property = grammar.ending(Class::Property, subject);
        let property = property.filter(|p| p.len() < subject.len() && !name.contains(subject));
        format!("{name}{}", property.unwrap_or_default())
    }

    /// Whether the words behind state an act on that share of the things:
    /// 「城镇新建建筑100%执行绿色建筑标准」「放射性废源100%安全处置」.
    fn done_behind(&self, beside: &Beside<'_>, name: &str) -> bool {
        const SHORT: usize = 10;
        let measured = self.words.grammar.ending(Class::Measure, name).is_some();
        let led = beside.letters.contains(['F', 'L', '<', 'V', 'C', 'd']);
        let words = beside.things.starts_with(is_han) && beside.next != b'l';
        beside.next == b'D' || words && !measured && !led && beside.things.chars().count() <= SHORT
    }
}
