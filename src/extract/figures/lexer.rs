//! A paragraph as tokens: numbers, years, marks, the words of the grammar, and the text between.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::mask::is_masked;
use super::number::Amount;
use super::years::YearMention;
use crate::model::{Bound, Change};
use crate::pattern::regex;
use crate::vocabulary::{Class, Grammar};

/// The kind of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A number, by its index in the list of amounts.
    Number(usize),
    /// A year, by its index in the list of years.
    Year(usize),
    /// A word of the grammar.
    Word(Class),
    /// A comma, bracket or the like.
    Mark,
    /// Words that the grammar does not know.
    Other,
}

/// A range of the text with its kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Its kind.
    pub kind: Kind,
    /// Its letter, which the patterns of the rules use.
    pub symbol: u8,
    /// Its bytes.
    pub span: Range<usize>,
}

/// The letter of a class in a pattern.
fn symbol(class: Class) -> u8 {
    match class {
        Class::AtLeast | Class::AtMost | Class::About => b'L',
        Class::AtLeastBehind | Class::AtMostBehind | Class::AboutBehind => b'l',
        Class::Strive => b'S',
        Class::Respectively => b'R',
        Class::Each => b'E',
        Class::All => b'U',
        Class::LastYear => b'B',
        Class::IncreaseNoun | Class::DecreaseNoun => b'c',
        Class::Increase | Class::Decrease => b'C',
        Class::Ahead => b'q',
        Class::Average => b'Q',
        Class::Level => b'V',
        Class::Origin => b'<',
        Class::Telling => b'T',
        Class::Fine => b'f',
        Class::Gift => b'G',
        Class::Give => b'g',
        Class::Per => b'e',
        Class::Must => b'M',
        Class::Basis => b'F',
        Class::Condition => b'A',
        Class::Doing => b'D',
        Class::Opening | Class::Manner | Class::Adverb => b'w',
        Class::Inclusive => b'_',
        _ => b'o',
    }
}

impl Token {
    /// The limit that it sets.
    pub fn bound(&self) -> Option<Bound> {
        match self.kind {
            Kind::Word(Class::AtLeast | Class::AtLeastBehind) => Some(Bound::AtLeast),
            Kind::Word(Class::AtMost | Class::AtMostBehind) => Some(Bound::AtMost),
            Kind::Word(Class::About | Class::AboutBehind) => Some(Bound::About),
            _ => None,
        }
    }

    /// The change that it states.
    pub fn change(&self) -> Option<Change> {
        match self.kind {
            Kind::Word(Class::Increase | Class::IncreaseNoun) => Some(Change::Increase),
            Kind::Word(Class::Decrease | Class::DecreaseNoun) => Some(Change::Decrease),
            _ => None,
        }
    }
}

/// All tokens of a text in order; joined, they give the text.
pub fn tokens(
    text: &str,
    amounts: &[Amount],
    years: &[YearMention],
    names: &[Range<usize>],
    grammar: &Grammar,
) -> Vec<Token> {
    let mut fixed: Vec<(Range<usize>, Kind, u8)> = Vec::new();
    let numbers = amounts.iter().enumerate();
    fixed.extend(numbers.map(|(n, a)| (a.span.clone(), Kind::Number(n), b'N')));
    for (n, year) in years.iter().enumerate() {
        let symbol = if year.base { b'B' } else { b'Y' };
        fixed.push((year.at..year.end, Kind::Year(n), symbol));
    }
    fixed.sort_by_key(|f| f.0.start);
    let mut tokens = Vec::new();
    let mut at = 0;
    for (span, kind, symbol) in fixed {
        if span.start < at {
            continue;
        }
        words(text, at..span.start, names, grammar, &mut tokens);
        at = span.end;
        tokens.push(Token { kind, symbol, span });
    }
    words(text, at..text.len(), names, grammar, &mut tokens);
    depend_on_place(text, &mut tokens);
    tokens
}

/// The words and marks of a stretch without numbers.
fn words(
    text: &str,
    stretch: Range<usize>,
    names: &[Range<usize>],
    grammar: &Grammar,
    tokens: &mut Vec<Token>,
) {
    let mut at = stretch.start;
    for (found, classes) in grammar.words(&text[stretch.clone()]) {
        let span = stretch.start + found.start..stretch.start + found.end;
        // Words inside a quoted name belong to it.
        if is_masked(names, span.start) {
            continue;
        }
        let Some(class) = classes.first() else {
            continue;
        };
        if *class == Class::Plain {
            continue;
        }
        between(text, at..span.start, tokens);
        at = span.end;
        let kind = Kind::Word(*class);
        tokens.push(Token {
            kind,
            symbol: symbol(*class),
            span,
        });
    }
    between(text, at..stretch.end, tokens);
}

/// Marks, conjunctions and the words between them.
fn between(text: &str, stretch: Range<usize>, tokens: &mut Vec<Token>) {
    let numbered = |at: usize, opens: bool| match opens {
        true => at + list_number(&text[at..stretch.end]),
        false => at,
    };
    let opens = tokens.last().is_none_or(|t| b".;:".contains(&t.symbol));
    let mut push = |kind, symbol, span: Range<usize>| {
        if !span.is_empty() {
            tokens.push(Token { kind, symbol, span });
        }
    };
    let mut start = numbered(stretch.start, opens);
    push(Kind::Mark, b'_', stretch.start..start);
    for (n, c) in text[stretch.clone()].char_indices() {
        let at = stretch.start + n;
        let symbol = match c {
            '，' | ',' => b',',
            '；' | ';' => b';',
            '：' | ':' => b':',
            '。' | '！' | '？' => b'.',
            '、' => b'j',
            '（' | '(' | '［' | '[' => b'(',
            '）' | ')' | '］' | ']' => b')',
            ' ' => b'_',
            '的' => b'd',
            _ => continue,
        };
        if at < start {
            continue;
        }
        push(Kind::Other, b'o', start..at);
        let end = at + c.len_utf8();
        push(Kind::Mark, symbol, at..end);
        start = numbered(end, matches!(symbol, b'.' | b';' | b':'));
        push(Kind::Mark, b'_', end..start);
    }
    push(Kind::Other, b'o', start..stretch.end);
}

/// The length in bytes of the list number that opens a text: 「3.建立示范基地」「（2）实现」.
fn list_number(text: &str) -> usize {
    static NUMBER: LazyLock<Regex> =
        LazyLock::new(|| regex(r"^(?:\d{1,2}[.．、)）]|[（(]\d{1,2}[）)]|[①-⑳])"));
    NUMBER.find(text).map_or(0, |number| number.end())
}

/// Changes the class of words that depends on their position. A limit of one character counts only
/// directly before or behind a number, a conjunction only between words.
fn depend_on_place(text: &str, tokens: &mut [Token]) {
    let mut said_again = false;
    for n in 0..tokens.len() {
        let before = n.checked_sub(1).map(|b| tokens[b].symbol);
        let after = tokens.get(n + 1).map(|t| t.symbol);
        let single = text[tokens[n].span.clone()].chars().nth(1).is_none();
        let opens_again = tokens[n].symbol == b'('
            && text[tokens[n].span.end..].starts_with('含')
            && tokens[n..]
                .iter()
                .find(|t| matches!(t.symbol, b')' | b'N'))
                .is_some_and(|t| t.symbol == b')');
        let reaches = tokens
            .get(n + 1)
            .is_some_and(|t| t.symbol == b'Y' && text[t.span.start..].starts_with(['到', '至']));
        let token = &mut tokens[n];
        // 「90平方米以上（含90平方米）」
        said_again |= opens_again;
        if said_again {
            said_again = !matches!(token.symbol, b')' | b',' | b'.');
            token.symbol = b'_';
            continue;
        }
        let plain = match token.symbol {
            b'l' => !matches!(before, Some(b'N' | b'l')),
            b'L' => single && !matches!(after, Some(b'N' | b'_' | b'L')),
            b'V' | b'<' => {
                single && !matches!(after, Some(b'N' | b'_' | b'L' | b'Y' | b'S' | b'w' | b'e'))
            }
            b'E' => !matches!(after, Some(b'N')),
            // 「增长到2020年的27.2亿」 states a level: its 到 belongs both to the verb and to the year.
            b'C' if reaches => {
                token.kind = Kind::Word(Class::Level);
                token.symbol = symbol(Class::Level);
                false
            }
            b'w' if token.kind == Kind::Word(Class::Manner) => matches!(after, Some(b'o')),
            _ => false,
        };
        if plain {
            token.symbol = b'o';
            token.kind = Kind::Other;
        }
    }
}
