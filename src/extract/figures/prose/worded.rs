//! Targets in words instead of numbers.

use std::ops::Range;

use super::super::lexer::Token;
use super::super::name;
use super::{Draft, Paragraph};
use crate::model::{Bound, FigureKind};
use crate::vocabulary::Class;

/// 「完成省下达任务」「完成省下达的控制目标」「达到国家确定的江西省目标值」
const WORDED: &str = r"(@strives@)*(@fulfils@@giver@?@sets@[^，。；、）0-9]{0,14}?@aimed@)";

/// Shares and multiples in words, which a number would not represent exactly: 「三分之二以上」「翻一番」.
const SHARE: &str = r"[二三四五六七八九十]分之[一二三四五六七八九](?:@at_least_behind@|@about_behind@)?|@multiplied@";

impl Paragraph<'_> {
    /// Targets in words: 「单位GDP能耗降低率完成省下达目标」.
    pub(super) fn worded(&self, sentence: Range<usize>, carried: Option<i16>) -> Vec<Draft> {
        if self.context.past {
            return Vec::new();
        }
        let (from, to) = (self.at(sentence.start), self.at(sentence.end));
        let grammar = &self.words.grammar;
        let worded = grammar.pattern(WORDED);
        let found = worded
            .captures_iter(&self.text[from..to])
            .filter_map(|found| {
                let (all, words) = (found.get(0)?, found.get(2)?);
                let at = from + all.start();
                let token = sentence.clone().find(|n| self.at(*n) >= at)?;
                let mut marks = (sentence.start..token)
                    .rev()
                    .filter(|n| b",;:(".contains(&self.tokens[*n].symbol));
                let start = marks.next().map_or(sentence.start, |n| n + 1);
                let name = name::clean(
                    self.text,
                    &self.tokens[start..token],
                    false,
                    &self.words.grammar,
                );
                let strives = found
                    .get(1)
                    .is_some_and(|m| grammar.is(Class::Strive, m.as_str()));
                (!name.is_empty()).then(|| Draft {
                    at,
                    name,
                    value: None,
                    text: Some(words.as_str().to_owned()),
                    unit: None,
                    bound: if strives { Bound::Strive } else { Bound::Exact },
                    year: self.year_at(token, &sentence, carried),
                    base_year: None,
                    change: None,
                    kind: FigureKind::Target,
                    binding: None,
                    quote: self.text[self.at(start)..from + words.end()].to_owned(),
                    lines: self.line.lines_of(from + words.start()..from + words.end()),
                })
            });
        let share = grammar.pattern(SHARE);
        let shares = share.find_iter(&self.text[from..to]);
        let shares =
            shares.filter_map(|m| self.share(from + m.start()..from + m.end(), &sentence, carried));
        found.chain(shares).collect()
    }

    /// A share in words: of the text behind it, else of the text before.
    fn share(
        &self,
        words: Range<usize>,
        sentence: &Range<usize>,
        carried: Option<i16>,
    ) -> Option<Draft> {
        let after = |at: usize| {
            sentence
                .clone()
                .find(|n| self.at(*n) >= at)
                .unwrap_or(sentence.end)
        };
        let (token, next) = (after(words.start), after(words.end));
        let start = self.clause_start(token, sentence.start);
        let (things, _) = name::behind(
            self.text,
            &self.tokens[next..sentence.end],
            &self.words.grammar,
        );
        let of_behind =
            self.tokens.get(next).is_some_and(|t| t.symbol == b'd') && !things.is_empty();
        let before = &self.tokens[start..token];
        let change = before.iter().rev().take(2).find_map(Token::change);
        let name = if of_behind {
            things
        } else {
            name::clean(self.text, before, false, &self.words.grammar)
        };
        let text = &self.text[words.clone()];
        let grammar = &self.words.grammar;
        let ends = |class| grammar.ending(class, text).is_some();
        let bound = match (ends(Class::AtLeastBehind), ends(Class::AboutBehind)) {
            (true, _) => Bound::AtLeast,
            (_, true) => Bound::About,
            _ => Bound::Exact,
        };
        (!name.is_empty()).then(|| Draft {
            at: words.start,
            name,
            value: None,
            text: Some(text.to_owned()),
            unit: None,
            bound,
            year: self.year_at(token, sentence, carried),
            base_year: None,
            change,
            kind: FigureKind::Target,
            binding: None,
            quote: self.text[self.at(start)..words.end].to_owned(),
            lines: self.line.lines_of(words.clone()),
        })
    }
}
