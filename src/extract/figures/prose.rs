//! Figures in running text.

mod worded;
mod years;

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::kind;
use super::name;
use super::number::{Amount, numbers};
use super::sentence::{YearMention, sentences, years};
use super::words::{bound_after, bound_before, change_before, inclusive};
use super::{Context, Draft};
use crate::extract::stretch::{ending, within};
use crate::model::{Bound, Change};
use crate::pattern::regex;
use crate::text::Line;
use crate::vocabulary::Units;

/// Striving without a limit word.
static STRIVE: LazyLock<Regex> = LazyLock::new(|| regex(r"力争|争取|力求"));

/// Names that say nothing without what they are of.
const OF_WHAT: [&str; 11] = [
    "总量",
    "总数",
    "总规模",
    "总额",
    "降幅",
    "增幅",
    "增速",
    "年均增速",
    "涨幅",
    "平均降幅",
    "平均增速",
];

/// What of a sentence has been read so far.
#[derive(Default)]
struct State {
    /// Bytes up to which words belong to earlier figures.
    consumed: usize,
    /// The last thing that was counted, for a clause that leaves it out.
    subject: Option<String>,
    /// Byte where the clause of that subject begins.
    subject_at: usize,
    /// Whether that clause strives.
    striving: bool,
    /// The names of the numbers so far, one for each clause.
    named: Vec<String>,
}

/// The figures of a paragraph, in reading order.
pub fn figures(line: &Line, context: &Context, units: &Units) -> Vec<Draft> {
    let text = &line.text;
    let (amounts, _) = numbers(text, units);
    let mentions = years(text, context.this_year);
    let mut drafts = Vec::new();
    let mut carried: Option<i16> = None;
    for sentence in sentences(text) {
        // Both stand in the order of the text.
        let own: Vec<&Amount> = within(&amounts, &sentence, |a| a.span.start);
        let named: Vec<&YearMention> = within(&mentions, &sentence, |y| y.at);
        let numbers = own.iter().map(|a| a.span.start).collect();
        let reader = Reader {
            text,
            line,
            sentence: sentence.clone(),
            mentions: &named,
            numbers,
            carried,
            context,
        };
        drafts.extend(reader.read(&own));
        drafts.extend(reader.worded());
        // 「到2025年，…取得成效。非化石能源消费比重达到24%」: a year that opens a sentence holds on.
        if let Some(opening) = named.iter().find(|y| {
            !y.base
                && !y.start
                && !y.relative
                && y.at < sentence.start + "（其中力争到".len()
                && !kind::OF_THAT_YEAR.is_match(&text[sentence.start..y.at])
        }) {
            carried = Some(opening.year);
        }
    }
    drafts.sort_by_key(|d| d.at);
    drafts
}

struct Reader<'a> {
    text: &'a str,
    line: &'a Line,
    sentence: Range<usize>,
    mentions: &'a [&'a YearMention],
    /// Where the sentence's numbers begin.
    numbers: Vec<usize>,
    carried: Option<i16>,
    context: &'a Context,
}

impl Reader<'_> {
    fn read(&self, amounts: &[&Amount]) -> Vec<Draft> {
        let mut state = State {
            consumed: self.sentence.start,
            ..State::default()
        };
        let mut drafts = Vec::new();
        let mut n = 0;
        while n < amounts.len() {
            let run = self.run(amounts, n);
            self.read_run(
                &amounts[n..n + run],
                amounts.get(n + run).copied(),
                &mut state,
                &mut drafts,
            );
            n += run;
        }
        drafts
    }

    /// How many amounts follow each other with nothing but 、 or 和 between: 「0.17、24公斤/亩」.
    fn run(&self, amounts: &[&Amount], first: usize) -> usize {
        let mut len = 1;
        while let (Some(a), Some(b)) = (amounts.get(first + len - 1), amounts.get(first + len)) {
            let between = self.between(self.end_with_bound(a), b.span.start);
            if !matches!(
                between,
                "、" | "和" | "及" | "与" | "，" | "和不少于" | "或"
            ) || between == "，" && len == 1
            {
                break;
            }
            // 「7项、6项工程」 without a noun between is a run; 「5个、10万亩」 counts two things.
            if a.unit != b.unit {
                break;
            }
            len += 1;
        }
        len
    }

    /// The words between two places; none where what stands at the first reaches over the second.
    fn between(&self, from: usize, to: usize) -> &str {
        self.text.get(from..to).unwrap_or_default()
    }

    fn end_with_bound(&self, amount: &Amount) -> usize {
        let after = &self.text[amount.span.end..];
        let bound = bound_after(after).map_or_else(|| inclusive(after), |(_, len)| len);
        // A bracket may go on behind the end of the sentence.
        (amount.span.end + bound).min(self.sentence.end.max(amount.span.end))
    }

    /// Reads amounts that share one predicate.
    fn read_run(
        &self,
        run: &[&Amount],
        next: Option<&Amount>,
        state: &mut State,
        drafts: &mut Vec<Draft>,
    ) {
        let (Some(first), Some(last)) = (run.first(), run.last()) else {
            return;
        };
        let start = self.clause_start(first.span.start, state.consumed);
        let before = &self.text[start..first.span.start];
        // What stands behind belongs to the next number from where that begins.
        let limit = next.map_or(self.sentence.end, |n| n.span.start);
        let after = self.between(self.end_with_bound(last), limit);
        let related = name::related(before.trim_end());
        let named = related.as_ref().map_or(before, |related| related.before);
        // 「（含氢能车20辆）」 names what is among the things before.
        let bracketed = self.text[..start].ends_with(['（', '(']);
        let among = named.strip_prefix('含').filter(|_| bracketed);
        let named = among.unwrap_or(named);
        let mut name = name::before(named, &first.unit);
        let mut quote_start = start;
        let mut quote_end = self.end_with_bound(last);
        let mut inherits = false;
        let each = before.ends_with('各') && run.len() == 1;
        let distributed = (before.contains("分别") && run.len() > 1) || each;
        // A counter is followed by what it counts; a measure by its limit and the end of the clause.
        let (things, taken) = name::behind(after);
        // 「超过30套不足100套」: no thing but the limit of the next number.
        let things = if name::before(things, "").is_empty() {
            ""
        } else {
            things
        };
        let counted_behind = first.counter
            && !things.is_empty()
            && !name.starts_with('占')
            && !after.starts_with(['的', '，', '、', '。', '；', '）']);
        // 「节能量达到1000吨标准煤以上的项目」 says which property the limit is of.
        let property = after.starts_with('的') && !name.is_empty() && !name::is_bare(&name);
        let describes = kind::is_attributive(last, &self.text[last.span.end..], after);
        if describes && !property && !things.is_empty() {
            name = things.to_owned();
            quote_end += taken;
        } else if distributed {
            // The list before the number is the name.
        } else if counted_behind || name::is_bare(&name) && !things.is_empty() {
            name = name::joined(&name, things);
            quote_end += taken;
        } else if !name.is_empty() && name::is_bare(&name) {
            // 「开工建设7项、投运6项输变电工程」: the things stand behind the next number.
            if let Some(next) = next {
                let (things, _) =
                    name::behind(self.between(self.end_with_bound(next), self.sentence.end));
                if !things.is_empty() {
                    name = format!("{name}{things}");
                } else if let Some(things) = name::things_of(state.subject.as_deref()) {
                    name = format!("{name}{things}");
                }
            } else if let Some(things) = name::things_of(state.subject.as_deref()) {
                // 「新建高标准农田15万亩，改造提升10万亩」
                name = format!("{name}{things}");
            }
        } else if let Some(owned) = name::with_owner(&name, after) {
            name = owned;
        } else if !first.counter
            && let Some(whole) = name::with_object(&name, after)
        {
            name = whole;
            quote_end += taken;
        }
        // 「处五万元以上二十万元以下罚款」
        let rest = &self.text[first.span.end..self.sentence.end];
        if (before.ends_with('处') || before.ends_with("处以"))
            && let Some(fine) = rest.split(['，', '；', '。']).next()
            && fine.contains(kind::FINE)
        {
            name = kind::FINE.to_owned();
        }
        // 「新能源装机新增100万千瓦、总量突破600万千瓦」
        let adjacent = self.text[state.consumed.min(start)..start]
            .chars()
            .all(|c| !c.is_alphanumeric());
        if OF_WHAT.contains(&name.as_str())
            && adjacent
            && let Some(of) = state.subject.as_deref()
        {
            name = format!("{}{name}", of.strip_suffix("新增").unwrap_or(of));
        }
        if name.is_empty() {
            let earlier = state
                .subject
                .clone()
                .unwrap_or_else(|| self.earlier_clause(start));
            // 「分别给予100万元、50万元一次性奖励」 behind a list of two is the list's; else it says itself what.
            let listed = distributed && name::shared(&earlier).len() == run.len();
            if distributed && !listed && !things.is_empty() {
                name = things.to_owned();
                quote_end += taken;
            } else {
                inherits = true;
                quote_start = quote_start.min(state.subject_at.max(self.sentence.start));
                name = earlier;
            }
        } else if name.starts_with('占') {
            let subject = state
                .subject
                .clone()
                .unwrap_or_else(|| self.earlier_clause(start));
            name = format!("{subject}{name}");
        } else {
            state.subject_at = start;
        }
        let striving = STRIVE.is_match(before)
            || (state.striving
                && (inherits
                    || before.trim_start().starts_with('、')
                    || self.text[..start].ends_with('、')));
        state.striving = striving;
        let change = change_before(before, &first.unit);
        // 「减少能耗」 states a fall of 能耗; 「节约标准煤」 is the text's own word for what is saved.
        let verbs = ["减少", "增加", "降低", "提高", "减排"];
        let object = verbs
            .iter()
            .find_map(|verb| name.strip_prefix(verb))
            .map(str::to_owned);
        if let (Some(object), Some(_)) = (object.filter(|o| o.chars().count() > 1), change) {
            name = object;
        }
        let mut names = if distributed {
            name::shared(&name)
        } else {
            Vec::new()
        };
        // 「新增企业210家，高新技术企业突破1200家，分别增长15%和22%」: each of what was named before.
        if distributed && inherits && run.len() > 1 && names.len() != run.len() {
            let of_each = state.named.len().checked_sub(run.len());
            names = of_each.map_or(Vec::new(), |from| state.named[from..].to_vec());
        }
        for (n, amount) in run.iter().enumerate() {
            let own_name = match names.get(n) {
                Some(name) if names.len() == run.len() || each => name.clone(),
                _ => name.clone(),
            };
            let copies = if each && names.len() > 1 {
                names.clone()
            } else {
                vec![own_name]
            };
            let year = self.year_in_run(run, n, before, names.len());
            for mut name in copies {
                if let Some(related) = &related {
                    name.push_str(related.average);
                }
                drafts.push(self.draft(
                    amount,
                    name,
                    quote_start..quote_end,
                    change,
                    striving,
                    before,
                    after,
                    year,
                ));
            }
        }
        state.consumed = quote_end;
        if !inherits {
            state.named.push(name.clone());
        }
        if !each {
            state.subject = Some(name);
        }
    }

    #[allow(clippy::too_many_arguments, reason = "all that was read of one clause")]
    fn draft(
        &self,
        amount: &Amount,
        name: String,
        quote: Range<usize>,
        change: Option<Change>,
        striving: bool,
        before: &str,
        after: &str,
        year: Option<i16>,
    ) -> Draft {
        let text = self.text;
        let own_bound = bound_after(&text[amount.span.end..]).map(|(bound, _)| bound);
        let ceiling = before.ends_with("控制在") && name.contains("总量");
        let bound = own_bound
            .or_else(|| amount.odd.then_some(Bound::About))
            .or_else(|| match name::related(before.trim_end()) {
                Some(related) => bound_before(related.limit),
                None => bound_before(before.trim_end()),
            })
            .or_else(|| ceiling.then_some(Bound::AtMost))
            .unwrap_or(if striving {
                Bound::Strive
            } else {
                Bound::Exact
            });
        let base_year = self.base_year(amount.span.start, year, before, change);
        let clause = kind::Clause {
            name: &name,
            before,
            opening: ending(&text[self.sentence.start..amount.span.start]),
            behind: &text[amount.span.end..],
            after,
        };
        let kind = kind::kind(amount, &clause, bound, year, self.context);
        Draft {
            at: amount.span.start,
            name,
            value: Some(amount.value),
            text: None,
            unit: Some(amount.unit.clone()).filter(|unit| !unit.is_empty()),
            bound,
            year,
            base_year,
            change,
            kind,
            binding: None,
            quote: text[quote]
                .trim_matches(['，', '、', '；', ' ', '：'])
                .to_owned(),
            lines: self.line.lines_of(amount.digits.clone()),
        }
    }

    /// Where the clause of a number begins: behind the last comma, list mark of an earlier figure,
    /// or bracket that is still open.
    fn clause_start(&self, at: usize, consumed: usize) -> usize {
        let mut depth = 0usize;
        let mut start = consumed;
        for (n, c) in self.text[consumed..at].char_indices().rev() {
            let here = consumed + n;
            match c {
                '）' | ')' | '”' | '》' => depth += 1,
                '（' | '(' | '“' | '《' if depth > 0 => depth -= 1,
                '（' | '(' => {
                    start = here + c.len_utf8();
                    break;
                }
                '，' | ',' | '；' | ';' | '：' | ':' | '。' if depth == 0 => {
                    start = here + c.len_utf8();
                    break;
                }
                _ => {}
            }
        }
        start
    }

    /// The last clause before `start` that names something: 「城市管输天然气消费（16.2亿方）」.
    fn earlier_clause(&self, start: usize) -> String {
        let mut end = start;
        for _ in 0..3 {
            let words = self.text[self.sentence.start..end]
                .trim_end_matches(['，', '、', '；', '（', '(', '：', ' ']);
            let end_of_words = self.sentence.start + words.len();
            let from = self.clause_start(end_of_words, self.sentence.start);
            let name = name::before(&self.text[from..end_of_words], "");
            if !name.is_empty() && !name::is_bare(&name) {
                return name;
            }
            if from <= self.sentence.start {
                break;
            }
            end = from;
        }
        String::new()
    }
}
