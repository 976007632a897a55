//! Figures in tables whose columns are years: one indicator a row.

use std::sync::LazyLock;

use regex::Regex;

use super::{Context, Draft};
use crate::model::{Binding, Bound, Change, FigureKind, Value};
use crate::outline::Number;
use crate::pattern::regex;
use crate::text::{Line, RawRow, Shape};
use crate::vocabulary::{Class, Grammar, Vocabulary};

/// What the columns of an indicator table hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Columns {
    /// The words for what is counted.
    pub name: usize,
    /// The unit, where it has a column of its own.
    pub unit: Option<usize>,
    /// The columns of values with their years, in order.
    pub years: Vec<(usize, i16)>,
    /// What the head calls each of these columns, where it does.
    called: Vec<Option<FigureKind>>,
    /// What all numbers are measured in, where no row says so: 「单位：万吨」 above the table.
    pub unit_of_all: Option<String>,
}

static YEAR: LazyLock<Regex> = LazyLock::new(|| regex(r"((?:19|20)\d\d) ?年"));
static NUMBER: LazyLock<Regex> = LazyLock::new(|| regex(r"-?\d+(?:,\d{3})*(?:\.\d+)?"));

/// 「较2015年下降12.4」: a change told in the cell.
static CHANGE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^[较比](?P<base>(?:19|20)\d\d) ?年?末?(?:累计)?(?P<way>下降|降低|减少|削减|增长|增加|提高|上升)(?P<value>\d+(?:\.\d+)?)(?P<unit>%|个?百分点|[万亿]?\p{Han}{0,3})$",
    )
});

/// 「氮氧化物1.2氨氮0.3」: the parts of an indicator, each with its number.
static PARTS: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"^(?:\p{Han}{2,8}[:：]? ?\d+(?:\.\d+)?(?:%|万吨|吨)?[、，；, ]?){2,}$")
});
static PART: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"(?P<name>\p{Han}{2,8}?)[:：]? ?(?P<value>\d+(?:\.\d+)?)(?P<unit>%|万吨|吨|)")
});

/// A unit that stands in a cell itself.
fn own_unit(unit: &str) -> Option<String> {
    (!unit.is_empty()).then(|| unit.to_owned())
}

/// The columns of a table whose head names years and an indicator; `None` for any other table.
pub fn columns_by_year(shape: &Shape<'_>) -> Option<Columns> {
    let heads = &shape.heads;
    let years: Vec<(usize, i16)> = heads
        .iter()
        .enumerate()
        .filter_map(|(n, head)| Some((n, YEAR.captures(head)?[1].parse().ok()?)))
        .collect();
    let column = |words: &[&str]| {
        heads.iter().position(|head| {
            words.iter().any(|w| head.contains(w))
                && !YEAR.is_match(head)
                && !head.contains("性质")
                && !head.contains("属性")
                && !head.contains("类")
        })
    };
    let name = column(&["指标", "名称", "项目", "内容"])?;
    let unit = heads
        .iter()
        .position(|head| matches!(head.as_str(), "单位" | "计量单位" | "指标单位"));
    let called = years.iter().map(|&(n, _)| kind_called(&heads[n])).collect();
    (!years.is_empty()).then_some(Columns {
        name,
        unit,
        years,
        called,
        unit_of_all: shape.unit.clone(),
    })
}

/// What a head calls the values under it: 「现状值2020年」「2025年目标」.
fn kind_called(head: &str) -> Option<FigureKind> {
    let has = |words: &[&str]| words.iter().any(|w| head.contains(w));
    if has(&["目标", "规划值"]) {
        Some(FigureKind::Target)
    } else {
        has(&["现状", "基期", "基准", "基数"]).then_some(FigureKind::Baseline)
    }
}

/// The figures of such a table, row by row. A cell of several numbers under an indicator of as many
/// parts (「0/1/1」 under 「示范县/示范乡镇/示范村」) is as many figures.
pub fn figures(
    shape: &Shape<'_>,
    columns: &Columns,
    context: &Context,
    words: &Vocabulary,
) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for row in &shape.rows {
        let Some(name) = row.cells.get(columns.name).filter(|c| !c.text.is_empty()) else {
            continue;
        };
        for (n, &(column, year)) in columns.years.iter().enumerate() {
            let Some(cell) = row.cells.get(column) else {
                continue;
            };
            let kind = kind(columns, n, year, context);
            drafts.extend(cell_figures(
                row,
                columns,
                (name, cell, column),
                year,
                kind,
                words,
            ));
        }
    }
    drafts
}

/// The first of several columns of years is where the row starts from; a single one is the target
/// unless it is past.
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

fn cell_figures(
    row: &RawRow,
    columns: &Columns,
    (name, cell, column): (&Line, &Line, usize),
    year: i16,
    kind: FigureKind,
    words: &Vocabulary,
) -> Vec<Draft> {
    let text = cell.text.as_str();
    if text.is_empty()
        || text
            .chars()
            .all(|c| matches!(c, '-' | '—' | '－' | '/' | '–' | '─'))
    {
        return Vec::new();
    }
    let label = unmarked(&name.text);
    let names = parts(label);
    let unit = unit_of(row, columns, label);
    let from = columns.name.min(column);
    let quote: Vec<&str> = row.cells[from..=column.max(columns.name)]
        .iter()
        .map(|c| c.text.as_str())
        .filter(|c| !c.is_empty())
        .collect();
    let draft = |name: &str, value, text, unit, bound| Draft {
        at: 0,
        name: bare_name(name).to_owned(),
        value,
        text,
        unit,
        bound,
        year: Some(year),
        base_year: None,
        change: change_of(name, &words.grammar),
        kind,
        binding: binding_of(row),
        quote: quote.join(" "),
        lines: cell.lines(),
    };
    if let Some(found) = CHANGE.captures(text) {
        let value = found["value"].parse().ok().map(Value::Number);
        let fewer = matches!(&found["way"], "下降" | "降低" | "减少" | "削减");
        let way = if fewer {
            Change::Decrease
        } else {
            Change::Increase
        };
        return vec![Draft {
            base_year: found["base"].parse().ok(),
            change: Some(way),
            ..draft(
                label,
                value,
                None,
                own_unit(&found["unit"]).or(unit),
                Bound::Exact,
            )
        }];
    }
    if PARTS.is_match(text) {
        let parts = PART.captures_iter(text).map(|part| {
            let value = part["value"].parse().ok().map(Value::Number);
            let unit = own_unit(&part["unit"]).or_else(|| unit.clone());
            let name = format!("{}{}", &part["name"], bare_name(label));
            draft(&name, value, None, unit, Bound::Exact)
        });
        return parts.collect();
    }
    let numbers: Vec<_> = NUMBER.find_iter(text).collect();
    if numbers.len() > 1 && YEAR.is_match(text) {
        return Vec::new();
    }
    if numbers.is_empty() {
        return vec![draft(
            label,
            None,
            Some(text.to_owned()),
            None,
            Bound::Exact,
        )];
    }
    let divided = numbers.len() > 1
        && numbers.len() == names.len()
        && text.matches('/').count() + 1 == numbers.len();
    let taken = if divided { numbers.len() } else { 1 };
    numbers
        .iter()
        .take(taken)
        .enumerate()
        .filter_map(|(n, number)| {
            let value = number.as_str().replace(',', "").parse().ok()?;
            let after = &text[number.end()..];
            let own = words.units.at_start(after);
            let behind = &after[own.as_ref().map_or(0, |u| u.len)..];
            let bound = bound(&text[..number.start()], behind, &words.grammar);
            let name = if divided { names[n].as_str() } else { label };
            Some(draft(
                name,
                Some(Value::Number(value)),
                None,
                own.map(|u| u.unit).or_else(|| unit.clone()),
                bound,
            ))
        })
        .collect()
}

/// The parts of 「A/B/C」, brackets and quotations kept whole.
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
fn unit_of(row: &RawRow, columns: &Columns, name: &str) -> Option<String> {
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
                && u != "无"
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

/// The name without a bracketed unit.
fn bare_name(name: &str) -> &str {
    for unit in ["（%）", "(%)", "（％）"] {
        if let Some(bare) = name.strip_suffix(unit) {
            return bare;
        }
    }
    name
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

/// A row is named after the verb as often as after the noun.
fn change_of(name: &str, grammar: &Grammar) -> Option<Change> {
    let name = bare_name(name);
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

/// 约束性 or 预期性, where a cell of the row says so.
fn binding_of(row: &RawRow) -> Option<Binding> {
    let said = |words: &str| {
        row.cells
            .iter()
            .any(|c| c.text.trim_end_matches("指标") == words)
    };
    if said("约束性") {
        Some(Binding::Binding)
    } else {
        said("预期性").then_some(Binding::Expected)
    }
}
