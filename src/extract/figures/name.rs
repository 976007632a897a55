//! The name of the thing counted, in the text's own words before or behind the number.

use super::lexer::{Kind, Token};
use crate::vocabulary::{Class, Grammar};

/// Maximum length of a name, in characters.
const NAME_MAX: usize = 48;

/// Letters of tokens that are part of no name: at the start of a clause, between a name and its number,
/// and in any position.
const OPENING: &str = "YyBwDSjd,:RUAFgV<L;M)";
const CLOSING: &str = "LSVRUEwBYyjd:<eFDAg;M";
const NOWHERE: &str = "YyBSL";

/// The words of tokens without those that open or close a clause. The noun of a change belongs to the
/// name if it is the object of the verb: 「完成森林质量精准提升49万亩」.
pub fn clean(text: &str, tokens: &[Token], change_is_noun: bool, grammar: &Grammar) -> String {
    let is = |token: &Token, letters: &str| letters.as_bytes().contains(&token.symbol);
    let mut rest = tokens;
    while let [first, others @ ..] = rest
        && (is(first, OPENING) || first.symbol == b'(' && !closes(others))
    {
        rest = others;
    }
    while let [others @ .., last] = rest {
        let change = last.symbol == b'C' && !change_is_noun;
        let open = last.symbol == b'(' || last.symbol == b')' && !opens(others);
        // 「开工建设7项」「改造提升10万亩」: a verb alone names the work.
        if !(is(last, CLOSING) || change || open) {
            break;
        }
        rest = others;
    }
    rest = without_long_bracket(text, rest);
    let kept = rest.iter().filter(|t| !is(t, NOWHERE));
    let words: String = kept.map(|t| &text[t.span.clone()]).collect();
    let count = words.chars().count();
    let name: String = words.chars().skip(count.saturating_sub(NAME_MAX)).collect();
    let name = without_conjunctions(name.trim(), grammar).to_owned();
    if name.chars().count() < 2 {
        String::new()
    } else {
        name
    }
}

/// Tokens without a bracket at their end that holds an explanation in a clause of its own.
fn without_long_bracket<'t>(text: &str, tokens: &'t [Token]) -> &'t [Token] {
    let open = tokens.iter().rposition(|t| t.symbol == b'(');
    let closed = tokens.last().is_some_and(|t| t.symbol == b')');
    match open.filter(|at| closed && *at > 0) {
        Some(at) if tokens[at..].iter().any(|t| t.symbol == b',') => &tokens[..at],
        Some(at) if text[tokens[at].span.end..].starts_with('指') => &tokens[..at],
        _ => tokens,
    }
}

fn closes(tokens: &[Token]) -> bool {
    tokens.iter().any(|t| t.symbol == b')')
}

fn opens(tokens: &[Token]) -> bool {
    tokens.iter().any(|t| t.symbol == b'(')
}

/// Whether an adverb behind the things describes how they are treated: 「5个重点问题全部办结」.
fn is_manner_adverb(token: &Token, words: &str) -> bool {
    let long = words.chars().count() > 1 || matches!(words, "已" | "并");
    token.symbol == b'w' && long && token.kind == Kind::Word(Class::Adverb)
}

/// A name without a conjunction at either end; the 和 of 「碳中和」 is none.
fn without_conjunctions<'n>(name: &'n str, grammar: &Grammar) -> &'n str {
    let conjunction = grammar.beginning(Class::Conjunction, name);
    let name = &name[conjunction.map_or(0, str::len)..];
    let noun = grammar.ending(Class::ConjunctionNoun, name).is_some();
    let conjunction = grammar.ending(Class::Conjunction, name).filter(|_| !noun);
    name[..name.len() - conjunction.map_or(0, str::len)].trim()
}

/// The noun phrase behind a number and its limit, and the number of its tokens. Empty if the clause ends
/// there.
pub fn behind(text: &str, tokens: &[Token], grammar: &Grammar) -> (String, usize) {
    let is_lead = |t: &&Token| matches!(t.symbol, b'd' | b'w');
    let lead = tokens.iter().take_while(is_lead).count();
    let taken = lead + phrase(text, &tokens[lead..], grammar);
    let rest = &tokens[lead..taken];
    // 「80个乡镇近300万群众」: the limit is of the next number.
    let limits = rest.iter().rev().take_while(|t| t.symbol == b'L').count();
    let rest = &rest[..rest.len() - limits];
    let empty = |t: &Token| matches!(t.symbol, b'w' | b'U' | b'd' | b'L' | b'l' | b'C' | b'R');
    if rest.iter().all(empty) {
        return (String::new(), taken);
    }
    let words: String = rest.iter().map(|t| &text[t.span.clone()]).collect();
    let verbs = grammar.list(Class::Verb).iter();
    // 「城市建成区」 does not contain the verb 建成.
    let plain = |at: usize, verb: &str| {
        let mut found = grammar.words(&words);
        found.any(|(span, class)| {
            span.contains(&at) && span.len() > verb.len() && class.first() == Some(&Class::Plain)
        })
    };
    let verb = verbs
        .filter_map(|verb| Some((words.find(verb.as_str())?, verb)))
        .filter(|(at, verb)| *at > 0 && !plain(*at, verb))
        .map(|(at, _)| at)
        .min();
    let mut words = words[..verb.unwrap_or(words.len())].trim();
    // 「6家单位中的市中心医院」
    let among = grammar.list(Class::Among).iter();
    let among = among.filter_map(|word| words.find(word.as_str())).min();
    words = &words[..among.unwrap_or(words.len())];
    // 「5个问题和交办的277件信访件」: the text behind the conjunction is of the next number.
    let next = tokens.get(taken).is_some_and(|t| t.symbol == b'N');
    if next && words.ends_with('的') {
        let joint = |c: &String| words.split_once(c.as_str()).map(|(first, _)| first);
        let conjunctions = grammar.list(Class::Conjunction).iter();
        let noun = grammar.stands(Class::ConjunctionNoun, words);
        let first = conjunctions
            .filter_map(joint)
            .find(|f| f.chars().count() > 1);
        words = first.filter(|_| !noun).unwrap_or(words);
    }
    let words: String = words
        .trim_end_matches('的')
        .chars()
        .take(NAME_MAX)
        .collect();
    (without_conjunctions(&words, grammar).to_owned(), taken)
}

/// The number of tokens of the noun phrase that begins here.
fn phrase(text: &str, tokens: &[Token], grammar: &Grammar) -> usize {
    const ENDS: &[u8] = b",;:.()NAFYyBVg";
    let mut bracket = false;
    for (n, token) in tokens.iter().enumerate() {
        let words = &text[token.span.clone()];
        // 「低（零）碳试点村」: a bracket inside a word belongs to it.
        bracket |= n > 0 && is_inside(&tokens[n..]);
        if bracket {
            bracket = token.symbol != b')';
            continue;
        }
        let joint = token.symbol == b'j'
            && !(n > 0 && (joins_levels(text, token) || goes_on(&tokens[n + 1..])));
        let joint = joint || token.symbol == b'j' && next_is_number(&tokens[n + 1..]);
        let done = is_manner_adverb(token, words) || grammar.is(Class::Verb, words);
        if ENDS.contains(&token.symbol) || joint || n > 0 && done {
            return n;
        }
    }
    tokens.len()
}

/// 「低（零）碳」「县（市、区）地质灾害调查」: a bracket of short words inside a phrase.
fn is_inside(tokens: &[Token]) -> bool {
    let [open, rest @ ..] = tokens else {
        return false;
    };
    let closed = rest.iter().take(6).position(|t| t.symbol == b')');
    let inner = &rest[..closed.unwrap_or_default()];
    let goes_on = closed.and_then(|end| rest.get(end + 1));
    let word = |t: &Token| t.symbol == b'o' && (inner.len() == 1 || t.span.len() <= 6);
    let short = inner.iter().all(|t| t.symbol == b'j' || word(t));
    open.symbol == b'(' && !inner.is_empty() && short && goes_on.is_some_and(|t| t.symbol == b'o')
}

fn next_is_number(tokens: &[Token]) -> bool {
    tokens.first().is_some_and(|t| t.symbol == b'N')
}

/// 「1个二氧化碳捕集、利用与封存示范工程」: the rest of the clause is a single list of things.
fn goes_on(tokens: &[Token]) -> bool {
    const LONG: usize = 60;
    let end = tokens.iter().position(|t| b",;:.".contains(&t.symbol));
    let rest = &tokens[..end.unwrap_or(tokens.len())];
    let things = |t: &Token| matches!(t.symbol, b'o' | b'j' | b'd');
    let long = rest.iter().map(|t| t.span.len()).sum::<usize>() > LONG;
    !rest.is_empty() && !long && rest.iter().all(things)
}

/// Whether a conjunction joins two levels of one thing: 「国家级、省级绿色工厂」「中央、省级督察转办件」.
fn joins_levels(text: &str, joint: &Token) -> bool {
    let mut next = text[joint.span.end..].chars().take(3);
    text[..joint.span.start].ends_with('级') || next.any(|c| c == '级')
}
