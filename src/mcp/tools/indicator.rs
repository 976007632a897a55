use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::Tool;
use crate::atlas::{Base, IndicatorEntry, Point, Series};
use crate::mcp::answer::{ToolAnswer, line};
use crate::mcp::arguments::{Argument, ArgumentKind, Arguments};
use crate::mcp::lookup::NamedIndicator;
use crate::mcp::portion::Portion;
use crate::mcp::published::{SiteReader, TITLE};
use crate::model::{FigureKind, address};

/// Figures and names of an answer.
const FIGURES: usize = 20;
const NAMES: usize = 100;
/// Places without a figure that are named.
const PLACES: usize = 60;

/// Kinds of figures.
const KINDS: [(&str, FigureKind); 5] = [
    ("target", FigureKind::Target),
    ("actual", FigureKind::Actual),
    ("baseline", FigureKind::Baseline),
    ("budget", FigureKind::Budget),
    ("limit", FigureKind::Limit),
];

pub const TOOL: Tool = Tool {
    name: "indicator",
    title: "一个指标 One indicator",
    about: "一个指标的全部数字：地方、数值、单位、限定、年份、性质、原句和地址，以及没有读到数字的地方；不给 name 时列出全部指标。每次至多 20 个数字或 100 个名称，用 cursor 续取。\n\
All figures of an indicator: place, value, unit, bound, year, kind, quote and address, and the places without one; without `name` the list of indicators. At most 20 figures or 100 names an answer, more with cursors.",
    arguments: &[
        Argument {
            name: "name",
            kind: ArgumentKind::Text(100),
            about: "指标名称或标识 name or id: 森林覆盖率, forest-coverage",
            is_required: false,
        },
        Argument {
            name: "place",
            kind: ArgumentKind::Texts(20),
            about: "只看这些地方 only of these places",
            is_required: false,
        },
        Argument {
            name: "year",
            kind: ArgumentKind::Number(1900, 2100),
            about: "只看这一年 only for this year",
            is_required: false,
        },
        Argument {
            name: "kind",
            kind: ArgumentKind::Choice(&["target", "actual", "baseline", "budget", "limit"]),
            about: "性质 kind of figure",
            is_required: false,
        },
        Argument {
            name: "cursor",
            kind: ArgumentKind::Cursor,
            about: "上次回答的 next_cursor",
            is_required: false,
        },
    ],
    run,
};

fn run(reader: &SiteReader<'_>, arguments: &Arguments<'_>) -> Result<ToolAnswer, String> {
    let Some(name) = arguments.text("name") else {
        return list(reader, arguments);
    };
    match reader.named_indicator(name)? {
        NamedIndicator::Entry(entry) => figures(reader, arguments, entry),
        NamedIndicator::Unused(id, name) => Ok(without_figures(reader, id, name)),
    }
}

/// The answer for an indicator that no text has a figure of.
pub fn without_figures(reader: &SiteReader<'_>, id: &str, name: &str) -> ToolAnswer {
    let looked_in = reader.atlas().policies.len();
    let data = json!({
        "indicator": {"id": id, "name": name},
        "figures_count": 0,
        "figures": [],
        "texts_looked_in": looked_in,
    });
    let nothing = reader.words().of("assistant", "nothing");
    let text = format!("{name}：{nothing}{}", reader.texts_looked_in(looked_in));
    ToolAnswer::new(data, text)
}

/// All indicators.
fn list(reader: &SiteReader<'_>, arguments: &Arguments<'_>) -> Result<ToolAnswer, String> {
    let all = &reader.atlas().indicators;
    let portion = Portion::of(all.len(), arguments.cursor(), NAMES)?;
    let shown = &all[portion.shown.clone()];
    let data: Vec<Value> = shown
        .iter()
        .map(|entry| {
            let mut data = naming(reader, entry);
            data["figures_count"] = json!(entry.points().count());
            data
        })
        .collect();
    let mut text: Vec<String> = shown
        .iter()
        .map(|entry| {
            format!(
                "- {} ({}): {}",
                entry.name,
                entry.id,
                entry.points().count()
            )
        })
        .collect();
    text.extend(portion.more(reader.words()));
    let data = json!({"indicators": data, "count": all.len(), "next_cursor": portion.next});
    Ok(ToolAnswer::new(data, text.join("\n")))
}

/// Id, names and address of an indicator.
pub fn naming(reader: &SiteReader<'_>, entry: &IndicatorEntry) -> Value {
    json!({
        "id": entry.id,
        "name": entry.name,
        "en": entry.en,
        "address": reader.address(&address::indicator(&entry.id)),
    })
}

/// What the figures of a series have in common.
fn series(series: &Series) -> Value {
    let base = match series.base {
        Base::Unstated => Value::Null,
        Base::YearBefore => json!("year-before"),
        Base::Year(year) => json!(year),
    };
    json!({"unit": series.unit, "change": series.change, "base": base, "scope": series.scope})
}

fn figures(
    reader: &SiteReader<'_>,
    arguments: &Arguments<'_>,
    entry: &IndicatorEntry,
) -> Result<ToolAnswer, String> {
    let atlas = reader.atlas();
    let places = reader.named_places(&arguments.texts("place"))?;
    let year = arguments.number("year");
    let kind = arguments.text("kind");
    let kind = KINDS.iter().find(|(name, _)| Some(*name) == kind);
    let wanted = |point: &&Point| {
        let figure = atlas.figure(point.figure);
        let city = atlas.city_index(point.figure.policy);
        let own = figure.year.or(figure.horizon);
        (places.is_empty() || places.contains(&city))
            && year.is_none_or(|year| own.is_some_and(|own| i64::from(own) == year))
            && kind.is_none_or(|(_, kind)| figure.kind == *kind)
    };
    let all = entry.series.iter().flat_map(|own| {
        let points = own.points.iter().filter(wanted);
        points.map(move |point| (own, point))
    });
    let all: Vec<(&Series, &Point)> = all.collect();
    let portion = Portion::of(all.len(), arguments.cursor(), FIGURES)?;
    let shown = &all[portion.shown.clone()];
    let data: Vec<Value> = shown
        .iter()
        .map(|(own, point)| {
            let mut data = reader.figure_data(point.figure);
            data["series"] = series(own);
            data
        })
        .collect();
    let words = reader.words();
    let head = words.of("assistant", "figures_of");
    let head = head.replace("{n}", &all.len().to_string());
    let mut text = vec![format!("# {}", entry.name), head];
    text.extend(
        shown
            .iter()
            .map(|(_, point)| reader.figure_lines(point.figure)),
    );
    let silent = silent(reader, entry, &places);
    if !silent.is_empty() {
        let named = silent.iter().take(PLACES).copied().collect::<Vec<_>>();
        let none = words.of("assistant", "places_without");
        text.push(format!("{none}{}", line(&named.join("、"), 10 * TITLE)));
    }
    text.extend(portion.more(words));
    let data = json!({
        "indicator": naming(reader, entry),
        "figures_count": all.len(),
        "figures": data,
        "places_without": silent.iter().take(PLACES).collect::<Vec<_>>(),
        "places_without_count": silent.len(),
        "texts_looked_in": atlas.policies.len(),
        "next_cursor": portion.next,
    });
    Ok(ToolAnswer::new(data, text.join("\n")))
}

/// The places, of those asked for, whose texts have no figure of an indicator that was read.
fn silent<'a>(reader: &SiteReader<'a>, entry: &IndicatorEntry, asked: &[usize]) -> Vec<&'a str> {
    let atlas = reader.atlas();
    let told = entry
        .points()
        .map(|point| atlas.city_index(point.figure.policy));
    let told: BTreeSet<usize> = told.collect();
    let cities = atlas.cities.iter().enumerate();
    let silent =
        cities.filter(|(n, _)| !told.contains(n) && (asked.is_empty() || asked.contains(n)));
    silent
        .filter_map(|(_, city)| Some(city.region.as_ref()?.name.as_str()))
        .collect()
}
