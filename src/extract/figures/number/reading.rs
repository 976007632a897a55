//! Numbers in digits, each with its unit or the reason why it is none.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::excluded::{excluded, last_words, lasts, unitless};
use super::{Amount, Reason, Skipped, numerals};
use crate::extract::figures::mask::masks;
use crate::model::Value;
use crate::pattern::regex;
use crate::vocabulary::{Class, UnitMatch, Vocabulary};

/// 「1,200」「1 500」「0.17」: groups of three digits, separated by a comma or a space, are one number.
static DIGITS: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?:，\d{3})+|\d{1,3}[ \u{A0}\u{2009}\u{202F}]\d{3}(?:\.\d+)?|\d+(?:\.\d+)?",
    )
});

/// The text between the ends of a range.
static DASH: LazyLock<Regex> = LazyLock::new(|| regex(r"^ ?(?:-|—|–|－|~|～|至|到) ?"));

/// 「3万4000元」「25万6千吨」: digits with a multiplier inside.
static MIXED: LazyLock<Regex> = LazyLock::new(|| regex(r"^([万亿])(\d{1,4}(?:\.\d+)?)([千百])?"));

/// Finds every number of a text: those with a unit, and the others with the reason why they are none.
pub fn numbers(text: &str, words: &Vocabulary) -> (Vec<Amount>, Vec<Skipped>) {
    let reader = Reader {
        text,
        masks: masks(text),
        words,
    };
    let mut amounts: Vec<Amount> = Vec::new();
    let mut skipped = Vec::new();
    let mut at = 0;
    while let Some((digits, value)) = reader.digits_from(at) {
        match reader.amount(digits.clone(), value) {
            Ok(amount) => {
                at = amount.span.end.max(amount.digits.end);
                amounts.push(amount);
            }
            Err(skip) => {
                at = skip.span.end.max(digits.end);
                skipped.push(skip);
            }
        }
    }
    amounts.extend(numerals::amounts(text, &reader.masks, words));
    amounts.sort_by_key(|a| (a.span.start, std::cmp::Reverse(a.span.end)));
    amounts.dedup_by(|b, a| b.span.start < a.span.end);
    (amounts, skipped)
}

struct Reader<'a> {
    text: &'a str,
    masks: Vec<Range<usize>>,
    words: &'a Vocabulary,
}

impl Reader<'_> {
    /// The next run of digits. A space separates groups of digits only if a unit follows.
    fn digits_from(&self, at: usize) -> Option<(Range<usize>, f64)> {
        let found = DIGITS.find_at(self.text, at)?;
        let mut end = found.end();
        let parted = found
            .as_str()
            .contains([' ', '，', '\u{A0}', '\u{2009}', '\u{202F}']);
        let more = self.text[end..].starts_with(|c: char| c.is_ascii_digit());
        let before = self.text[..found.start()].chars().next_back();
        let cut = before.is_some_and(|c| c.is_ascii_digit() || c == '.')
            || self.text[..found.start()]
                .trim_end()
                .ends_with(|c: char| c.is_ascii_digit());
        if parted && (more || cut || self.unit_at(end).is_none()) {
            let first = found
                .as_str()
                .find(|c: char| !c.is_ascii_digit())
                .unwrap_or(0);
            end = found.start() + first;
        }
        let digits = found.start()..end;
        let plain: String = self.text[digits.clone()]
            .chars()
            .filter(|c| c.is_ascii_digit() || *c == '.')
            .collect();
        Some((digits, plain.parse().ok()?))
    }

    fn unit_at(&self, at: usize) -> Option<UnitMatch> {
        self.words.units.at_start(&self.text[at..])
    }

    fn amount(&self, mut digits: Range<usize>, mut value: f64) -> Result<Amount, Skipped> {
        let text = self.text;
        let skip = |span: Range<usize>, reason| Err(Skipped { span, reason });
        if let Some(reason) = excluded(text, &self.masks, digits.clone(), &self.words.grammar) {
            return skip(digits, reason);
        }
        if is_negative(text, digits.start) {
            digits.start -= 1;
            value = -value;
        }
        if let Some(mixed) = MIXED.captures(&text[digits.end..]) {
            return self.mixed(digits, value, &mixed);
        }
        let range_end = self.range_end(digits.end);
        if let Some((end, _)) = range_end {
            digits.end = end;
        }
        let odd = self
            .words
            .grammar
            .beginning(Class::Odd, &text[digits.end..]);
        let odd = odd.filter(|word| self.unit_at(digits.end + word.len()).is_some());
        let unit_at = digits.end + odd.map_or(0, str::len);
        let multiplied = self.odd_multiple(digits.end);
        let odd = odd.is_some() || multiplied.is_some();
        let unit = multiplied
            .or_else(|| self.unit_at(unit_at))
            .or_else(|| self.years(&digits))
            .or_else(|| self.inherited(digits.end, LISTED))
            .or_else(|| self.without_unit(&digits));
        let Some(unit) = unit.map(|u| self.whole(unit_at, u)) else {
            let reason = unitless(text, digits.clone(), &self.words.grammar);
            return skip(digits, reason);
        };
        let span = digits.start..unit_at + unit.len;
        if let Some(reason) = self.is_no_unit(&unit, span.end) {
            return skip(span, reason);
        }
        let value = match range_end {
            Some((_, to)) => Value::Range {
                from: value.min(to),
                to: value.max(to),
            },
            None => Value::Number(value),
        };
        Ok(Amount {
            value,
            unit: unit.unit,
            counter: unit.counter,
            odd,
            span,
            digits,
        })
    }

    /// Reads 「3万4000元」 as 34000 元 and 「25万6千吨」 as 25.6 万吨. Skipped if anything else is mixed in.
    fn mixed(
        &self,
        digits: Range<usize>,
        value: f64,
        mixed: &regex::Captures<'_>,
    ) -> Result<Amount, Skipped> {
        let part = |n: usize| mixed.get(n).map_or("", |m| m.as_str());
        let end = digits.end + mixed.get(0).map_or(0, |m| m.end());
        let big = if part(1) == "万" { 1e4 } else { 1e8 };
        let small: f64 = part(2).parse().unwrap_or(f64::NAN);
        let small = small
            * match part(3) {
                "千" => 1e3,
                "百" => 1e2,
                _ => 1.0,
            };
        let unit = self
            .unit_at(end)
            .filter(|_| part(1) == "万" || part(3).is_empty());
        let Some(unit) = unit.filter(|u| !u.unit.starts_with(['万', '亿']) && small < big) else {
            return Err(Skipped {
                span: digits.start..end,
                reason: Reason::Unexplained,
            });
        };
        let (value, name) = match part(3) {
            "" => (value * big + small, unit.unit),
            _ => (
                (value * big + small) / big,
                format!("{}{}", part(1), unit.unit),
            ),
        };
        Ok(Amount {
            value: Value::Number(value),
            unit: name,
            counter: unit.counter,
            odd: false,
            span: digits.start..end + unit.len,
            digits: digits.start..end,
        })
    }

    /// The byte offset behind the second number of a range, and its value: 「150-168万亿」「6%~15%」「3至5亿元」.
    fn range_end(&self, end: usize) -> Option<(usize, f64)> {
        let text = self.text;
        // 「0.6万至1万人」: each end with its multiplier.
        let multiplier = text[end..]
            .chars()
            .next()
            .filter(|c| matches!(c, '万' | '亿'));
        let alone = multiplier.filter(|c| DASH.is_match(&text[end + c.len_utf8()..]));
        let past = match alone {
            Some(c) => end + c.len_utf8(),
            None => end + self.unit_at(end).map_or(0, |unit| unit.len),
        };
        let dash = DASH.find(&text[past..])?;
        // 「提高1%到3%」 is a range, 「由1.5到1.3」 leads on.
        let onward = dash.as_str().contains('到') && past > end;
        let second = DIGITS.find_at(text, past + dash.end())?;
        let adjacent = second.start() == past + dash.end();
        let value = second.as_str().replace(',', "").parse().ok()?;
        let unit = self.unit_at(second.end());
        let multiplied = alone.is_some_and(|c| text[second.end()..].starts_with(c));
        let same = past == end
            || multiplied
            || unit.as_ref().map(|u| u.unit.as_str())
                == self.unit_at(end).as_ref().map(|u| u.unit.as_str());
        let leads_on = dash.as_str().contains(['到', '至']);
        let from = leads_on && last_words(&text[..end], 12).contains(['由', '从']);
        (adjacent && unit.is_some() && same && !onward && !from).then_some((second.end(), value))
    }

    /// The unit of the next number in the same list: 「0.17、24公斤/亩」.
    fn inherited(&self, end: usize, left: usize) -> Option<UnitMatch> {
        let left = left.checked_sub(1)?;
        // 「30万、20万、10万元」: each has the multiplier of the unit that they share.
        let blank = self.text[end..].trim_start_matches(' ');
        let multiplier = blank.chars().next().filter(|c| matches!(c, '万' | '亿'));
        let behind = multiplier.map_or(blank, |c| &blank[c.len_utf8()..]);
        let rest = behind.strip_prefix(['、', '和', '与', '及'])?;
        let start = self.text.len() - rest.len();
        let next = DIGITS.find(rest).filter(|d| d.start() == 0)?;
        let digits = start..start + next.end();
        if excluded(self.text, &self.masks, digits.clone(), &self.words.grammar).is_some() {
            return None;
        }
        let unit = self
            .unit_at(digits.end)
            .or_else(|| self.inherited(digits.end, left))?;
        let same = multiplier.is_none_or(|c| unit.unit.starts_with(c));
        let len = self.text.len() - end - behind.len();
        same.then_some(UnitMatch { len, ..unit })
    }

    /// 「1万余个」「3万多户」: the unit behind, with the multiplier before 余.
    fn odd_multiple(&self, end: usize) -> Option<UnitMatch> {
        static MULTIPLE: LazyLock<Regex> =
            LazyLock::new(|| regex(r"^ ?([十百千]?万亿?|[十百千]?亿)(?:余|多)"));
        let found = MULTIPLE.captures(&self.text[end..])?;
        let (all, multiplier) = (found.get(0)?, found.get(1)?);
        let unit = self.unit_at(end + all.end())?;
        Some(UnitMatch {
            len: all.end() + unit.len,
            unit: format!("{}{}", multiplier.as_str(), unit.unit),
            counter: unit.counter,
        })
    }

    /// 「签订满2年」
    fn years(&self, digits: &Range<usize>) -> Option<UnitMatch> {
        let year = self.text[digits.end..].starts_with('年')
            && lasts(&self.text[..digits.start], &self.words.grammar);
        year.then(|| UnitMatch {
            len: "年".len(),
            unit: "年".to_owned(),
            counter: false,
        })
    }

    /// A reading for a number that needs no unit: 「农田灌溉水有效利用系数提高到0.65」「电能利用效率（PUE）不高于1.3。」.
    fn without_unit(&self, digits: &Range<usize>) -> Option<UnitMatch> {
        let after = self.text[digits.end..].trim_start();
        let behind = [
            Class::AtLeastBehind,
            Class::AtMostBehind,
            Class::AboutBehind,
            Class::Level,
        ];
        let ends = after.is_empty()
            || after.starts_with(['，', ',', '。', '；', ';', '、', '）', ')'])
            || behind
                .iter()
                .any(|class| self.words.grammar.beginning(*class, after).is_some());
        let clause = last_words(&self.text[..digits.start], 24);
        let clause = clause
            .rsplit(['，', '。', '；', '：'])
            .next()
            .unwrap_or_default();
        let none = ends && self.words.units.counts_without(clause);
        none.then(|| UnitMatch {
            len: 0,
            unit: String::new(),
            counter: false,
        })
    }

    /// A unit with the parts that belong to it: its twin (「35条（个）」), and for 「20个、10个百分点」 百分点.
    fn whole(&self, at: usize, unit: UnitMatch) -> UnitMatch {
        if !unit.counter || unit.len == 0 {
            return unit;
        }
        let rest = &self.text[at + unit.len..];
        static POINTS: LazyLock<Regex> =
            LazyLock::new(|| regex(r"^(?:[、和]\d+(?:\.\d+)?个)*[、和]\d+(?:\.\d+)?个?百分点"));
        if unit.unit == "个" && POINTS.is_match(rest) {
            return UnitMatch {
                unit: "个百分点".to_owned(),
                counter: false,
                ..unit
            };
        }
        let twin = rest.strip_prefix('（').and_then(|r| r.split_once('）'));
        match twin.map(|(inner, _)| inner) {
            Some(inner) if inner.chars().count() == 1 => UnitMatch {
                len: unit.len + "（）".len() + inner.len(),
                unit: format!("{}（{inner}）", unit.unit),
                counter: true,
            },
            _ => unit,
        }
    }

    /// The reason why an apparent unit is none: a class of voltage or pressure, or the beginning of a
    /// longer word.
    fn is_no_unit(&self, unit: &UnitMatch, end: usize) -> Option<Reason> {
        let name = unit.unit.as_str();
        if self.words.grammar.ending(Class::ClassUnit, name).is_some() {
            return Some(Reason::VoltageClass);
        }
        let rest = self.text[end..].trim_start();
        // 「30万千瓦级燃煤机组」: a class.
        let grammar = &self.words.grammar;
        let marked = grammar.beginning(Class::ClassMark, rest).is_some();
        let other = grammar.beginning(Class::ClassMarkNot, rest).is_some();
        let class = !unit.counter && marked && !other;
        if class {
            return Some(Reason::Name);
        }
        // 「0.45kg-CO2/kWh」「0.97kgce/kg」: the unit continues with letters that no list has.
        let mut next = self.text[end..].chars();
        let goes_on = match next.next() {
            Some('-') => next.next().is_some_and(|c| c.is_ascii_alphabetic()),
            next => next.is_some_and(|c| c.is_ascii_alphabetic()),
        };
        if goes_on && name.ends_with(|c: char| c.is_ascii_alphanumeric()) {
            return Some(Reason::Unexplained);
        }
        let per = rest
            .strip_prefix('/')
            .is_some_and(|r| r.trim_start().starts_with(char::is_alphabetic));
        per.then_some(Reason::Unexplained)
    }
}

/// Maximum length of a list of numbers before their common unit.
const LISTED: usize = 20;

/// Whether a minus is a sign, with no number or word before it: 「降低-5.17%」.
fn is_negative(text: &str, start: usize) -> bool {
    text[..start].ends_with('-')
        && text[..start - 1]
            .chars()
            .next_back()
            .is_some_and(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c))
}
