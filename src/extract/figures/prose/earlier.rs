//! Names in earlier clauses than the number's.

use super::super::name;
use super::place::RunPlace;
use super::{Paragraph, State};
use crate::vocabulary::Class;

impl Paragraph<'_> {
    /// A name for a number that has none itself. It comes from the words before its bracket, else from
    /// the last counted subject, else from the last clause with a name.
    pub(super) fn named_earlier(&self, place: &RunPlace<'_>, state: &State) -> String {
        let before = place.start.checked_sub(1);
        let bracket = before.is_some_and(|b| self.tokens[b].symbol == b'(');
        // 「城市管输天然气消费（16.2亿方）」
        let floor = place.sentence.start.max(state.consumed);
        let any = |_: &str| true;
        // 「劣Ⅴ类水体的湖泊，由4个减少为1个」
        let led = place.letters.starts_with('<') && place.start > state.consumed + 1;
        let in_front = (bracket || led).then(|| self.earlier(place, floor, any));
        in_front
            .filter(|name| !name.is_empty())
            .or_else(|| state.subject.clone())
            .unwrap_or_else(|| self.earlier(place, place.sentence.start, any))
    }

    /// The last clause between `floor` and a number with a suitable name.
    pub(super) fn earlier(
        &self,
        place: &RunPlace<'_>,
        floor: usize,
        fits: impl Fn(&str) -> bool,
    ) -> String {
        const CLAUSES: usize = 3;
        let mut end = place.start;
        for _ in 0..CLAUSES {
            while end > floor && b",j;(:".contains(&self.tokens[end - 1].symbol) {
                end -= 1;
            }
            let from = self.clause_start(end, floor);
            let gives = self.letters(from..end).contains(['g', 'F', 'N']);
            let name = name::clean(
                self.text,
                &self.tokens[from..end],
                false,
                &self.words.grammar,
            );
            let verb = self.words.grammar.list(Class::Telling).contains(&name);
            if !name.is_empty() && !verb && !gives && !self.is_group(&name) && fits(&name) {
                return name;
            }
            if from <= floor {
                break;
            }
            end = from;
        }
        String::new()
    }

    /// Whether a name is a group that has to act, which is not the thing counted: 「各县（市、区）至少建成一个」.
    pub(super) fn is_group(&self, name: &str) -> bool {
        let group = self.words.grammar.beginning(Class::Group, name);
        group.is_some() && name.chars().count() <= 12
    }

    /// The things for a verb that stands alone: in 「开工建设7项、投运6项输变电工程」 they follow the next number, in
    /// 「，改造提升10万亩」 they precede the last one.
    pub(super) fn verb_alone(
        &self,
        verb: &str,
        place: &RunPlace<'_>,
        state: &State,
    ) -> Option<String> {
        let sentence = place.sentence;
        let near = place.run.end..sentence.end.min(place.run.end + 4);
        let next = near.clone().find(|n| self.amount(*n).is_some());
        let behind = next.map(|n| {
            let end = self.run(n, sentence.end).end;
            let rest = &self.tokens[end..sentence.end];
            name::behind(self.text, rest, &self.words.grammar).0
        });
        let things = behind
            .filter(|t| !t.is_empty())
            .or_else(|| self.things_of(place, state))?;
        Some(format!("{verb}{things}"))
    }

    /// The things counted last, if their unit is that of the run.
    fn things_of(&self, place: &RunPlace<'_>, state: &State) -> Option<String> {
        let (things, of) = state.things.as_ref()?;
        let amount = self.amount(place.run.first())?;
        let alike = amount.unit == of.unit || amount.counter && of.counter;
        alike.then(|| things.clone())
    }

    /// The name of a grant with its purpose, if an earlier clause of the sentence states one:
    /// 「支持分布式光伏试点示范，按装机容量给予最高300万元补助」. The recipient is not part of the name: 「对获评绿色工厂的企业，给予补贴20万元」.
    pub(super) fn with_rewarded(&self, gift: String, place: &RunPlace<'_>) -> String {
        const CLAUSES: usize = 3;
        const LONG: usize = 20;
        let floor = place.sentence.start;
        let mut end = place.start;
        if place.letters.contains('A') {
            return gift;
        }
        for _ in 0..CLAUSES {
            if end <= floor || self.tokens[end - 1].symbol == b';' {
                break;
            }
            let from = self.clause_start(end - 1, floor);
            let headed = self.tokens[end - 1].symbol == b':';
            let clause = &self.tokens[from..end - 1];
            let letters = self.letters(from..end - 1);
            end = from;
            // An amount of support, or the basis of its calculation.
            if letters.trim_start_matches('w').starts_with('F') {
                continue;
            }
            // 「（2）换电设施项目：按2000元/千瓦的标准补贴。」
            let headed = headed
                && letters
                    .chars()
                    .all(|c| matches!(c, 'o' | 'T' | 'D' | '(' | ')'));
            let told = headed || letters.trim_start_matches('w').starts_with(['D', 'T']);
            if !told || letters.contains(['N', 'd', 'A', 'Y', 'g']) {
                break;
            }
            let rest = &clause[letters.rfind('T').map_or(0, |t| t + 1)..];
            let done = name::clean(
                self.text,
                if rest.is_empty() { clause } else { rest },
                true,
                &self.words.grammar,
            );
            let done = done.split('并').next().unwrap_or_default();
            return match done.chars().count() {
                ..=LONG => format!("{done}{gift}"),
                _ => gift,
            };
        }
        gift
    }
}
