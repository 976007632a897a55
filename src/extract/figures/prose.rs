//! Figures in running text: sentence by sentence, run by run of numbers, rule by rule.

mod around;
mod change;
mod earlier;
mod naming;
mod place;
mod regions;
mod run;
mod when;
mod worded;

use super::lexer::{Kind, Token, tokens};
use super::mask::masks;
use super::number::{Amount, numbers};
use super::years::{YearMention, years};
use super::{Context, Draft};
use crate::text::Line;
use crate::vocabulary::{Class, Vocabulary};

/// A paragraph with what was found in it.
pub struct Paragraph<'a> {
    text: &'a str,
    line: &'a Line,
    amounts: Vec<Amount>,
    years: Vec<YearMention>,
    tokens: Vec<Token>,
    context: &'a Context,
    words: &'a Vocabulary,
}

/// What of a sentence has been read so far.
#[derive(Default)]
struct State {
    /// Tokens up to which words belong to earlier figures.
    consumed: usize,
    /// The last thing that was counted, for a clause that leaves it out.
    subject: Option<String>,
    /// Its things without their verb, and how many: 「新建高标准农田10万亩」.
    things: Option<(String, Amount)>,
    /// What the regions count that are listed one by one.
    of_regions: Option<String>,
    /// Byte where the clause of that subject begins.
    subject_at: usize,
    /// Whether that clause strives.
    striving: bool,
    /// The names of the numbers so far, one for each clause.
    named: Vec<String>,
    /// The year that the last change was measured from.
    base: Option<i16>,
    /// The year that opened the paragraph.
    carried: Option<i16>,
}

/// Most tokens of a sentence.
const SENTENCE_MAX: usize = 600;

/// The figures of a paragraph, in reading order.
pub fn figures(line: &Line, context: &Context, words: &Vocabulary) -> Vec<Draft> {
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
    while start < paragraph.tokens.len() {
        let stop = paragraph.tokens[start..]
            .iter()
            .position(|t| t.symbol == b'.');
        let end = stop.map_or(paragraph.tokens.len(), |n| start + n + 1);
        // What governs a number does not stand further from it: a text without full stops is still
        // gone through in time.
        let end = end.min(start + SENTENCE_MAX);
        state = State {
            consumed: start,
            carried: state.carried,
            ..State::default()
        };
        // 「到2025年，空气质量达标。其中，优良率稳定在85%」
        let sentence = &paragraph.text[paragraph.at(start)..];
        let opens = words.grammar.beginning(Class::OfThese, sentence).is_some();
        let told = paragraph.mentions(0..start).next_back();
        let told = told.filter(|(_, y)| opens && y.goal).map(|(_, y)| y.year);
        state.carried = told.or(state.carried);
        paragraph.sentence(start..end, &mut state, &mut drafts);
        drafts.extend(paragraph.worded(start..end, state.carried));
        if start == 0 {
            state.carried = paragraph.opening_year(end);
        } else if paragraph.tokens[start].symbol == b'Y' {
            state.carried = None;
        }
        start = end;
    }
    // A number of which nobody can say what it counts is no figure.
    drafts.retain(|d| d.name.chars().any(char::is_alphabetic));
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
    fn opening_year(&self, end: usize) -> Option<i16> {
        let first = self.tokens[..end]
            .iter()
            .take_while(|t| self.text[..t.span.start].chars().count() < 6);
        first
            .filter(|t| t.symbol == b'Y')
            .find_map(|t| match t.kind {
                Kind::Year(n) => Some(self.years[n])
                    .filter(|y| y.year != 0 && !y.task && !y.relative && !y.start),
                _ => None,
            })
            .map(|y| y.year)
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

    /// 「化学需氧量、氨氮等4项主要污染物减排量分别达到…」: the count says how long the list is.
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
