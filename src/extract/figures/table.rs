//! Figures in tables whose columns are years: one indicator a row.

use std::ops::Range;
use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::row_names::{carry, name_columns};
use super::{Context, Draft};
use crate::model::{Binding, Bound, Change, FigureKind, Value};
use crate::outline::Number;
use crate::pattern::regex;
use crate::text::{RawRow, Shape, is_han};
use crate::vocabulary::{Class, Grammar, Vocabulary};

/// The content of the columns of an indicator table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Columns {
    /// The column of the indicators' names.
    pub name: usize,
    /// The column of units, if there is one.
    pub unit: Option<usize>,
    /// The columns of values with their years, in order.
    pub years: Vec<(usize, i16)>,
    /// The kind that the head states for each of these columns, if any.
    called: Vec<Option<FigureKind>>,
    /// The unit of all numbers whose row states none: 「单位：万吨」 above the table.
    pub unit_of_all: Option<String>,
}

static YEAR: LazyLock<Regex> = LazyLock::new(|| regex(r"((?:19|20)\d\d) ?年"));
/// One of several columns of names, from the widest group to the indicator itself.
static LEVEL: LazyLock<Regex> = LazyLock::new(|| regex(r"^[一二三四]级"));
static NUMBER: LazyLock<Regex> = LazyLock::new(|| regex(r"-?\d+(?:,\d{3})*(?:\.\d+)?"));

/// 「较2015年下降12.4」: a change stated in the cell.
const CHANGE: &str = r"^@year_compare@(?P<base>(?:19|20)\d\d) ?年?末?@in_total@?(?:(?P<fewer>@decrease@)|@increase@)(?P<value>\d+(?:\.\d+)?)(?P<unit>%|个?百分点|[万亿]?\p{Han}{0,3})$";

/// 「氮氧化物1.2氨氮0.3」: the parts of an indicator, each with its number.
const PARTS: &str = r"^(?:\p{Han}{2,8}[:：]? ?\d+(?:\.\d+)?@part_unit@?[、，；, ]?){2,}$";
const PART: &str = r"(?P<name>\p{Han}{2,8}?)[:：]? ?(?P<value>\d+(?:\.\d+)?)(?P<unit>@part_unit@|)";

/// A unit that a cell itself contains.
fn own_unit(unit: &str) -> Option<String> {
    (!unit.is_empty()).then(|| unit.to_owned())
}

/// The columns of a table whose head contains years and an indicator; `None` for any other table.
pub fn columns_by_year(shape: &Shape<'_>, grammar: &Grammar) -> Option<Columns> {
    let heads = &shape.heads;
    let year = |head: &String| YEAR.captures(head)?[1].parse().ok();
    let years = heads.iter().enumerate();
    let years: Vec<(usize, i16)> = years
        .filter_map(|(n, head)| Some((n, year(head)?)))
        .collect();
    let names = |head: &String| {
        let other = grammar.stands(Class::TableOther, head) || YEAR.is_match(head);
        grammar.stands(Class::TableName, head) && !other
    };
    let unit = |head: &String| grammar.is(Class::TableUnit, head);
    let called = years
        .iter()
        .map(|&(n, _)| kind_called(&heads[n], grammar))
        .collect();
    // Of 「一级指标」 and 「二级指标」 the last is what is counted.
    let is_level = |head: &String| LEVEL.is_match(head);
    let level = heads.iter().rposition(|head| is_level(head) && names(head));
    let levels = heads.iter().filter(|head| is_level(head)).count();
    let level = level.filter(|_| levels > 1);
    Some(Columns {
        name: level.or_else(|| heads.iter().position(names))?,
        unit: heads.iter().position(unit),
        years,
        called,
        unit_of_all: shape.unit.clone(),
    })
    .filter(|columns| !columns.years.is_empty())
}

/// The kind of the values below a column head: 「现状值2020年」「2025年目标」.
fn kind_called(head: &str, grammar: &Grammar) -> Option<FigureKind> {
    let target = grammar.stands(Class::TableTarget, head);
    let baseline = grammar.stands(Class::TableBaseline, head);
    match (target, baseline) {
        (true, _) => Some(FigureKind::Target),
        (_, baseline) => baseline.then_some(FigureKind::Baseline),
    }
}

/// The figures of such a table, row by row. Several numbers in a cell for an indicator of as many parts
/// (「0/1/1」 under 「示范县/示范乡镇/示范村」) are one figure each.
pub fn figures(
    shape: &Shape<'_>,
    columns: &Columns,
    context: &Context,
    words: &Vocabulary,
) -> Vec<Draft> {
    let mut drafts = Vec::new();
    let mut above = String::new();
    let names = name_columns(shape, columns.name, columns.unit, words);
    let mut cells: Vec<&str> = vec![""; names.len()];
    let mut unit_above = None;
    for row in &shape.rows {
        let is_part = carry(&mut cells, row, &names);
        let name = cells.concat();
        if name.is_empty() {
            continue;
        }
        let label = unmarked(&name);
        // 「占电力总装机比重」 is of the row above.
        let share = words.grammar.beginning(Class::TablePartOf, label).is_some();
        if !share {
            above = bare_name(label, None, words).to_owned();
        }
        let own = unit_of(row, columns, label, &words.grammar);
        let unit = own.or_else(|| unit_above.take().filter(|_| is_part));
        unit_above.clone_from(&unit);
        let indicator = TableIndicator {
            label: if share {
                format!("{above}{label}")
            } else {
                label.to_owned()
            },
            unit,
            row,
            columns,
            words,
        };
        for (n, &(column, year)) in columns.years.iter().enumerate() {
            if row.cells.get(column).is_some() {
                let kind = kind(columns, n, year, context);
                drafts.extend(indicator.figures(column, year, kind));
            }
        }
    }
    drafts
}

/// A row of the table.
struct TableIndicator<'a> {
    /// The label as written, without its number.
    label: String,
    unit: Option<String>,
    row: &'a RawRow,
    columns: &'a Columns,
    words: &'a Vocabulary,
}

/// The kind of a value by its column. The first of several years is the baseline; a single one is the
/// target unless it is past.
fn kind(columns: &Columns, n: usize, year: i16, context: &Context) -> FigureKind {
    if let Some(called) = columns.called[n] {
        return called;
    }
    let past = context.this_year.is_some_and(|now| year < now);
    match (columns.years.len(), n) {
        (1, _) if past => FigureKind::Actual,
        (1, _) => FigureKind::Target,
        (_, 0) => FigureKind::Baseline,
        _ if past => FigureKind::Baseline,
        _ => FigureKind::Target,
    }
}

impl TableIndicator<'_> {
    /// The figures of a cell.
    fn figures(&self, column: usize, year: i16, kind: FigureKind) -> Vec<Draft> {
        let text = self.row.cells[column].text.as_str();
        let empty = |c| matches!(c, '-' | '—' | '－' | '/' | '–' | '─');
        if text.chars().all(empty) {
            return Vec::new();
        }
        let draft = self.draft(column, year, kind);
        if let Some(found) = self.words.grammar.pattern(CHANGE).captures(text) {
            return vec![self.change(draft, &found)];
        }
        if self.words.grammar.pattern(PARTS).is_match(text) {
            return self.parts(&draft, text);
        }
        let numbers: Vec<Range<usize>> = NUMBER.find_iter(text).map(|n| n.range()).collect();
        match numbers.is_empty() {
            true => vec![Draft {
                text: Some(text.to_owned()),
                unit: None,
                ..draft
            }],
            false if numbers.len() > 1 && YEAR.is_match(text) => Vec::new(),
            false => self.numbers(&draft, text, &numbers),
        }
    }

    /// The properties that all figures of a column share.
    fn draft(&self, column: usize, year: i16, kind: FigureKind) -> Draft {
        let (name, row) = (self.columns.name, self.row);
        let quoted = row.cells[name.min(column)..=name.max(column)].iter();
        let quote: Vec<&str> = quoted.map(|c| c.text.as_str()).collect();
        let quote = quote.into_iter().filter(|words| !words.is_empty());
        Draft {
            at: 0,
            name: self.named(&self.label),
            value: None,
            text: None,
            unit: self.unit.clone(),
            bound: Bound::Exact,
            year: Some(year),
            base_year: None,
            change: change_of(&self.named(&self.label), &self.words.grammar),
            kind,
            binding: binding_of(row, &self.words.grammar),
            quote: quote.collect::<Vec<_>>().join(" "),
            lines: row.cells[column].lines(),
        }
    }

    /// The name without a unit in brackets.
    fn named(&self, label: &str) -> String {
        bare_name(label, self.unit.as_deref(), self.words).to_owned()
    }

    /// 「较2015年下降12.4%」
    fn change(&self, draft: Draft, found: &Captures<'_>) -> Draft {
        let way = match found.name("fewer") {
            Some(_) => Change::Decrease,
            None => Change::Increase,
        };
        Draft {
            value: found["value"].parse().ok().map(Value::Number),
            base_year: found["base"].parse().ok(),
            change: Some(way),
            unit: own_unit(&found["unit"]).or(draft.unit),
            ..draft
        }
    }

    /// 「氮氧化物1.2氨氮0.3」
    fn parts(&self, draft: &Draft, text: &str) -> Vec<Draft> {
        let part = self.words.grammar.pattern(PART);
        let parts = part.captures_iter(text).map(|part| Draft {
            name: format!("{}{}", &part["name"], draft.name),
            value: part["value"].parse().ok().map(Value::Number),
            unit: own_unit(&part["unit"]).or_else(|| self.unit.clone()),
            ..draft.clone()
        });
        parts.collect()
    }

    /// The first number of a cell, or one number for each part of the name: 「0/1/1」.
    fn numbers(&self, draft: &Draft, text: &str, numbers: &[Range<usize>]) -> Vec<Draft> {
        let names = parts(&self.label);
        let several = numbers.len() > 1 && numbers.len() == names.len();
        let divided = several && text.matches('/').count() + 1 == numbers.len();
        let taken = if divided { numbers.len() } else { 1 };
        let figure = |(n, number): (usize, &Range<usize>)| {
            let value = text[number.clone()].replace(',', "").parse().ok()?;
            let after = &text[number.end..];
            let own = self.words.units.at_start(after);
            let behind = &after[own.as_ref().map_or(0, |u| u.len)..];
            let name = if divided { &names[n] } else { &self.label };
            Some(Draft {
                name: self.named(name),
                change: change_of(&self.named(name), &self.words.grammar),
                value: Some(Value::Number(value)),
                unit: own.map(|u| u.unit).or_else(|| self.unit.clone()),
                bound: bound(&text[..number.start], behind, &self.words.grammar),
                ..draft.clone()
            })
        };
        let figures = numbers.iter().take(taken).enumerate();
        figures.filter_map(figure).collect()
    }
}

/// The parts of 「A/B/C」; brackets and quotations are not split.
fn parts(name: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut depth = 0usize;
    for c in name.chars() {
        match c {
            '（' | '(' | '“' => depth += 1,
            '）' | ')' | '”' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if c == '/' && depth == 0 {
            parts.push(String::new());
        } else if let Some(part) = parts.last_mut() {
            part.push(c);
        }
    }
    parts
}

/// The unit from its column, else from the brackets behind the name: 「森林蓄积量（万立方米）」.
fn unit_of(row: &RawRow, columns: &Columns, name: &str, grammar: &Grammar) -> Option<String> {
    let from_column = columns
        .unit
        .and_then(|n| row.cells.get(n))
        .map(|c| c.text.replace('％', "%"));
    let from_name = || {
        let open = name.rfind(['（', '('])?;
        let inner = name[open..]
            .trim_start_matches(['（', '('])
            .trim_end_matches(['）', ')']);
        (name.ends_with(['）', ')']) && (inner == "%" || inner.chars().count() <= 8))
            .then(|| inner.to_owned())
    };
    from_column
        .filter(|u| {
            !u.chars()
                .all(|c| matches!(c, '-' | '—' | '–' | '－' | '/' | ' '))
                && !grammar.is(Class::TableNoUnit, u)
        })
        .or_else(from_name)
        .or_else(|| columns.unit_of_all.clone())
}

/// The name of a row without its number and without the mark of a footnote: 「（1）森林覆盖率」,
/// 「能耗降低（%）①」, 「生态质量指数*」.
fn unmarked(name: &str) -> &str {
    let number = Number::at_start(name).map_or(0, |(_, len)| len);
    name[number..]
        .trim()
        .trim_end_matches(|c| matches!(c, '①'..='⑳' | '*' | '＊' | '※' | '注'))
        .trim_end()
}

/// The name without a bracketed unit at its end: 「森林蓄积量（万立方米）」.
fn bare_name<'n>(name: &'n str, unit: Option<&str>, words: &Vocabulary) -> &'n str {
    let Some(open) = name.rfind(['（', '(']).filter(|at| *at > 0) else {
        return name;
    };
    let inner = name[open..].trim_start_matches(['（', '(']);
    let inner = inner.trim_end_matches(['）', ')']);
    let known = words.units.at_start(inner);
    let whole = known.is_some_and(|u| u.len == inner.len());
    // 「生态质量指数（EQI）」 is a short name.
    let said = Some(inner) == unit && inner.contains(is_han);
    let is_unit = matches!(inner, "%" | "％") || said || whole;
    match is_unit && name.ends_with(['）', ')']) {
        true => name[..open].trim_end(),
        false => name,
    }
}

/// The limit that a cell states before or behind its number.
fn bound(before: &str, behind: &str, grammar: &Grammar) -> Bound {
    let ends = |class| grammar.ending(class, before.trim_end()).map_or(0, str::len);
    let begins = |class| {
        grammar
            .beginning(class, behind.trim_start())
            .map_or(0, str::len)
    };
    let found = [
        (begins(Class::AtLeastBehind), Bound::AtLeast),
        (begins(Class::AtMostBehind), Bound::AtMost),
        (begins(Class::AboutBehind), Bound::About),
        (ends(Class::AtLeast), Bound::AtLeast),
        (ends(Class::AtMost), Bound::AtMost),
        (ends(Class::About), Bound::About),
    ];
    // 「不超过」 ends in 「超过」: the longer word counts.
    let longest = found.iter().rev().max_by_key(|(len, _)| *len);
    longest
        .filter(|(len, _)| *len > 0)
        .map_or(Bound::Exact, |(_, bound)| *bound)
}

/// The name of a row may contain the verb as well as the noun of a change.
fn change_of(name: &str, grammar: &Grammar) -> Option<Change> {
    let ends = |class| grammar.ending(class, name).is_some();
    if grammar
        .ending(Class::Plain, name)
        .is_some_and(|word| word.ends_with("增长率"))
    {
        None
    } else if ends(Class::Decrease) || ends(Class::DecreaseNoun) {
        Some(Change::Decrease)
    } else {
        (ends(Class::Increase) || ends(Class::IncreaseNoun)).then_some(Change::Increase)
    }
}

/// The binding force, 约束性 or 预期性, if a cell of the row states it.
fn binding_of(row: &RawRow, grammar: &Grammar) -> Option<Binding> {
    let said = |class| row.cells.iter().any(|c| grammar.is(class, &c.text));
    if said(Class::TableBinding) {
        Some(Binding::Binding)
    } else {
        said(Class::TableExpected).then_some(Binding::Expected)
    }
}
