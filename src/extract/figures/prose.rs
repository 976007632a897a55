//! Figures in running text: sentence by sentence, run by run of numbers, rule by rule.

mod around;
mod change;
mod earlier;
mod naming;
mod place;
mod regions;
mod run;
mod things;
mod when;
mod worded;

use super::lexer::{Kind, Token, tokens};
use super::mask::masks;
use super::number::{Amount, numbers};
use super::years::{YearMention, years};
use super::{Context, Draft};
use crate::model::FigureKind;
use crate::text::Line;
use crate::vocabulary::{Class, Grammar, Vocabulary};
use place::is_time;

/// A paragraph with its tokens and numbers.
pub struct Paragraph<'a> {
    text: &'a str,
    line: &'a Line,
    amounts: Vec<Amount>,
    years: Vec<YearMention>,
    tokens: Vec<Token>,
    context: &'a Context,
    words: &'a Vocabulary,
}

/// State of reading a sentence.
#[derive(Default)]
struct State {
    /// End of the tokens whose words belong to earlier figures.
    consumed: usize,
    /// The last thing counted, for a clause that omits it.
    subject: Option<String>,
    /// Its things without their verb, and their number: 「新建高标准农田10万亩」.
    things: Option<(String, Amount)>,
    /// The verb and the measure shared by the things of a list.
    measure: Option<[String; 2]>,
    /// The things counted in a list of regions.
    of_regions: Option<String>,
    /// Byte offset of the clause of that subject.
    subject_at: usize,
    /// Whether that clause states an aspiration (力争).
    striving: bool,
    /// The names of the numbers so far, one for each clause.
    named: Vec<String>,
    /// The base year of the last change.
    base: Option<i16>,
    /// The year that opened the paragraph.
    carried: Option<i16>,
}

/// Maximum number of tokens of a sentence.
const SENTENCE_MAX: usize = 600;

/// The figures of a paragraph, in reading order.
pub fn figures(line: &Line, context: &Context, words: &Vocabulary) -> Vec<Draft> {
    let mut drafts = read(line, context, words);
    drafts.retain(|draft| is_named(draft, &words.grammar));
    drafts
}

/// The figures of a paragraph whose run-in heading names the things listed for regions:
/// 「生活垃圾焚烧工程。大连市（2250吨/日）、抚顺市（1200吨/日）」.
pub fn figures_under(
    heading: &str,
    line: &Line,
    context: &Context,
    words: &Vocabulary,
) -> Vec<Draft> {
    let mut drafts = figures(line, context, words);
    for draft in &mut drafts {
        if regions::is_region(&draft.name, words) {
            draft.name.push_str(heading);
        }
    }
    drafts
}

/// Byte offsets of the numbers of a paragraph whose name, alone, does not tell a reader what they count.
pub fn unnamed(line: &Line, words: &Vocabulary) -> Vec<usize> {
    let drafts = read(line, &Context::default(), words).into_iter();
    let unnamed = drafts.filter(|draft| !is_named(draft, &words.grammar));
    unnamed.map(|draft| draft.at).collect()
}

/// Whether the name of a number tells a reader what it counts.
fn is_named(draft: &Draft, grammar: &Grammar) -> bool {
    let name = draft.name.as_str();
    let limit = draft.kind == FigureKind::Limit;
    let is = |class| grammar.is(class, name);
    let time = draft
        .unit
        .as_ref()
        .is_some_and(|unit| is_time(unit, grammar));
    let cut = grammar.ending(Class::Unfinished, name).is_some()
        || time && grammar.ending(Class::Moment, name).is_some();
    let alone = is(Class::NoName)
        || is(Class::Spread)
        || is(Class::BareThing)
        || !limit && is(Class::Unnamed);
    name.chars().any(char::is_alphabetic) && !cut && !alone
}

/// All numbers of a paragraph with their readings.
fn read(line: &Line, context: &Context, words: &Vocabulary) -> Vec<Draft> {
    let text = line.text.as_str();
    let (amounts, _) = numbers(text, words);
    let years = years(text, context.this_year, &words.grammar);
    let mut tokens = tokens(text, &amounts, &years, &masks(text), &words.grammar);
    tokens.retain(|t| t.symbol != b'_');
    let paragraph = Paragraph {
        text,
        line,
        amounts,
        years,
        tokens,
        context,
        words,
    };
    let mut drafts = Vec::new();
    let mut state = State::default();
    let mut start = 0;
    // Whether only a heading in the paragraph precedes the sentence.
    let mut heading = false;
    while start < paragraph.tokens.len() {
        let stop = paragraph.tokens[start..]
            .iter()
            .position(|t| t.symbol == b'.');
        let end = stop.map_or(paragraph.tokens.len(), |n| start + n + 1);
        // Words that govern a number stand near it, so a text without full stops is read in pieces; the
        // time stays linear.
        let end = end.min(start + SENTENCE_MAX);
        state = State {
            consumed: start,
            carried: state.carried,
            ..State::default()
        };
        state.carried = paragraph.year_of_previous_sentence(start).or(state.carried);
        paragraph.sentence(start..end, &mut state, &mut drafts);
        drafts.extend(paragraph.worded(start..end, state.carried));
        if start == 0 || heading {
            state.carried = paragraph.opening_year(start..end);
            heading = start == 0 && paragraph.is_heading(end);
        } else if paragraph.tokens[start].symbol == b'Y' {
            state.carried = None;
        }
        start = end;
    }
    drafts.sort_by_key(|d| d.at);
    drafts
}

impl Paragraph<'_> {
    /// The letters of some tokens.
    fn letters(&self, range: std::ops::Range<usize>) -> String {
        self.tokens[range]
            .iter()
            .map(|t| char::from(t.symbol))
            .collect()
    }

    /// The year that opens the paragraph and holds for all of it: 「到2025年，…取得成效。…」.
    fn opening_year(&self, sentence: std::ops::Range<usize>) -> Option<i16> {
        let from = self.at(sentence.start);
        let first = self.tokens[sentence]
            .iter()
            .take_while(|t| self.text[from..t.span.start].chars().count() < 6);
        first
            .filter(|t| t.symbol == b'Y')
            .find_map(|t| match t.kind {
                Kind::Year(n) => Some(self.years[n])
                    .filter(|y| y.year != 0 && !y.task && !y.relative && !y.start)
                    .filter(|y| !self.is_event(y)),
                _ => None,
            })
            .map(|y| y.year)
    }

    /// 「2016年6月，获批为试验区」: the day of an event, not the year of the numbers.
    fn is_event(&self, year: &YearMention) -> bool {
        let grammar = &self.words.grammar;
        let rest = self.text[year.end..].trim_start();
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let month = rest[digits..].trim_start().strip_prefix('月');
        digits > 0
            && month.is_some_and(|rest| grammar.beginning(Class::YearPart, rest).is_none())
            && !year.goal
    }

    /// Whether the first sentence only states the subject of the paragraph: 「水环境质量稳步改善。“十三五”期间，…」.
    fn is_heading(&self, end: usize) -> bool {
        const LONG: usize = 24;
        let first = &self.tokens[..end];
        let counts = first.iter().any(|t| matches!(t.symbol, b'N' | b'Y' | b'B'));
        !counts && self.text[..self.at(end)].chars().count() <= LONG
    }

    /// The amount of a token.
    fn amount(&self, token: usize) -> Option<&Amount> {
        match self.tokens.get(token)?.kind {
            Kind::Number(n) => self.amounts.get(n),
            _ => None,
        }
    }

    fn sentence(&self, range: std::ops::Range<usize>, state: &mut State, drafts: &mut Vec<Draft>) {
        let mut n = range.start;
        while n < range.end {
            if self.amount(n).is_none() {
                n += 1;
                continue;
            }
            if self.closes_a_list(n, range.end) {
                n += 1;
                continue;
            }
            let run = self.run(n, range.end);
            let next = run.end;
            self.read_run(&run, &range, state, drafts);
            n = next;
        }
    }

    /// 「化学需氧量、氨氮等4项主要污染物减排量分别达到…」: the number is the length of the list before it.
    fn closes_a_list(&self, number: usize, end: usize) -> bool {
        let counts = self.amount(number).is_some_and(|a| a.counter);
        let before = number
            .checked_sub(1)
            .map_or("", |b| &self.text[self.tokens[b].span.clone()]);
        let mut rest = self.tokens[number + 1..end].iter();
        let next = rest.find(|t| matches!(t.symbol, b',' | b';' | b'.' | b'R' | b'U' | b'N'));
        counts && before.ends_with('等') && next.is_some_and(|t| matches!(t.symbol, b'R' | b'U'))
    }
}
