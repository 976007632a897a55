use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::Tool;
use super::indicator::without_figures;
use crate::atlas::TopicEntry;
use crate::mcp::answer::{ToolAnswer, line};
use crate::mcp::arguments::{Argument, ArgumentKind, Arguments};
use crate::mcp::lookup::NamedIndicator;
use crate::mcp::portion::Portion;
use crate::mcp::published::{SiteReader, TITLE};
use crate::model::address;
use crate::site::{ComparedFigures, FigureRow, gap_of};

/// Values in an answer, places whose gap is told in a row, and measures named of a place.
const VALUES: usize = 24;
const GAPS: usize = 40;
const MEASURES: usize = 3;

pub const TOOL: Tool = Tool {
    name: "compare",
    title: "各地对照 Compare places",
    about: "同一指标（indicator）或领域（topic）在各地的数字并列：年份、性质、限定、单位、原句和地址；没有数字的地方写明缺什么。二者选一。每次至多 24 个数值，用 cursor 续取。\n\
An indicator or a topic across places: year, kind, bound, unit, quote and address of each figure; places without one are named with what is missing. One of the two is needed. At most 24 values an answer, more with cursors.",
    arguments: &[
        Argument {
            name: "indicator",
            kind: ArgumentKind::Text(100),
            about: "指标名称或标识 name or id",
            is_required: false,
        },
        Argument {
            name: "topic",
            kind: ArgumentKind::Text(100),
            about: "领域名称或标识 name or id",
            is_required: false,
        },
        Argument {
            name: "places",
            kind: ArgumentKind::Texts(20),
            about: "地方，缺省为全部 places; all if left out",
            is_required: false,
        },
        Argument {
            name: "year",
            kind: ArgumentKind::Number(1900, 2100),
            about: "只看这一年 only this year",
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
    let places = reader.named_places(&arguments.texts("places"))?;
    let atlas = reader.atlas();
    match (arguments.text("indicator"), arguments.text("topic")) {
        (Some(name), None) => match reader.named_indicator(name)? {
            NamedIndicator::Unused(id, name) => Ok(without_figures(reader, id, name)),
            NamedIndicator::Entry(entry) => {
                let compared = ComparedFigures::of_indicator(&reader.site, entry);
                let topics = entry.topics.iter();
                let topic = topics
                    .filter_map(|id| atlas.topics.iter().find(|topic| topic.id == *id))
                    .next();
                let head = (entry.name.as_str(), address::indicator(&entry.id));
                told(reader, arguments, (&compared, topic), (head, &places))
            }
        },
        (None, Some(name)) => {
            let topic = reader.named_topic(name)?;
            let compared = ComparedFigures::of(&reader.site, topic);
            let head = (topic.name.as_str(), address::compare(&topic.id));
            let mut answer = told(reader, arguments, (&compared, Some(topic)), (head, &places))?;
            if arguments.cursor() == 0 {
                add_measures(reader, topic, &places, &mut answer);
            }
            Ok(answer)
        }
        _ => Err("either `indicator` or `topic` is needed, not both".to_owned()),
    }
}

/// The rows as an answer.
fn told(
    reader: &SiteReader<'_>,
    arguments: &Arguments<'_>,
    (compared, topic): (&ComparedFigures<'_>, Option<&TopicEntry>),
    ((name, path), places): ((&str, String), &[usize]),
) -> Result<ToolAnswer, String> {
    let is_asked = |place: &usize| places.is_empty() || places.contains(place);
    let year = arguments.number("year");
    let of_year = |row: &&FigureRow<'_>| {
        let first = row.values.values().flatten().next();
        let figure = first.map(|point| reader.atlas().figure(point.figure));
        let own = figure.and_then(|figure| figure.year.or(figure.horizon));
        year.is_none_or(|year| own.is_some_and(|own| i64::from(own) == year))
    };
    let has_value = |row: &&FigureRow<'_>| row.values.keys().any(is_asked);
    let rows = compared.rows().iter().filter(of_year).filter(has_value);
    let rows: Vec<&FigureRow<'_>> = rows.collect();
    let count = |row: &&FigureRow<'_>| {
        let own = row.values.iter().filter(|(place, _)| is_asked(place));
        own.map(|(_, points)| points.len()).sum()
    };
    let sizes = rows.iter().map(count).collect();
    let portion = Portion::by_size(sizes, arguments.cursor(), VALUES)?;
    let words = reader.words();
    let mut text = vec![format!("# {name} · {}", reader.address(&path))];
    if rows.is_empty() {
        let nothing = words.of("assistant", "nothing");
        let looked_in = reader.texts_looked_in(reader.atlas().policies.len());
        text.push(format!("{nothing}{looked_in}"));
    }
    let shown = &rows[portion.shown.clone()];
    let told = shown
        .iter()
        .map(|row| row_told(reader, (compared, topic), row, places));
    let (data, lines): (Vec<Value>, Vec<String>) = told.unzip();
    text.extend(lines);
    text.extend(portion.more(words));
    let data = json!({
        "compared": name,
        "address": reader.address(&path),
        "rows": data,
        "rows_count": rows.len(),
        "texts_looked_in": reader.atlas().policies.len(),
        "next_cursor": portion.next,
    });
    Ok(ToolAnswer::new(data, text.join("\n")))
}

/// One row: what each place states, and what those that state nothing have instead.
fn row_told(
    reader: &SiteReader<'_>,
    (compared, topic): (&ComparedFigures<'_>, Option<&TopicEntry>),
    row: &FigureRow<'_>,
    places: &[usize],
) -> (Value, String) {
    let atlas = reader.atlas();
    let is_asked = |place: &usize| places.is_empty() || places.contains(place);
    let stated = row.values.iter().filter(|(place, _)| is_asked(place));
    let all = stated.flat_map(|(_, points)| points.iter().map(|point| point.figure));
    let all: Vec<_> = all.collect();
    // A place with very many figures of one indicator and year is told in part.
    let shown = all.iter().take(VALUES);
    let kind = reader.published.phrases.kind(row.kind);
    let silent = (0..atlas.cities.len())
        .filter(|place| is_asked(place) && !row.values.contains_key(place))
        .filter_map(|place| Some((place, atlas.cities[place].region.as_ref()?)));
    let gaps: Vec<(&str, &str)> = silent
        .map(|(place, region)| {
            let gap = compared.gap(topic, &row.indicator.id, place);
            (region.name.as_str(), gap)
        })
        .collect();
    let words = reader.words();
    let gap_text = |gap: &'static str| words.of("compare.gap", gap);
    let data = json!({
        "indicator": {"id": row.indicator.id, "name": row.indicator.name},
        "scope": row.scope,
        "year": row.year,
        "kind": kind,
        "values": shown.clone().map(|figure| reader.figure_data(*figure)).collect::<Vec<_>>(),
        "values_count": all.len(),
        "gaps": gaps.iter().take(GAPS).map(|(place, gap)| json!({"place": place, "gap": gap, "gap_text": gap_text(gap)})).collect::<Vec<_>>(),
        "gaps_count": gaps.len(),
    });
    let scope = row.scope.join("、");
    let title = [row.indicator.name.as_str(), scope.as_str(), &row.year, kind];
    let title: Vec<&str> = title.into_iter().filter(|part| !part.is_empty()).collect();
    let mut text = format!("\n## {}\n", line(&title.join(" · "), TITLE));
    text.extend(shown.map(|figure| reader.figure_lines(*figure)));
    let kinds: BTreeSet<&str> = gaps.iter().map(|(_, gap)| *gap).collect();
    for kind in kinds {
        let own = gaps.iter().filter(|(_, gap)| *gap == kind);
        let own: Vec<&str> = own.map(|(place, _)| *place).take(GAPS).collect();
        text += &format!("- {}：{}\n", words.of("compare.gap", kind), own.join("、"));
    }
    (data, text)
}

/// Adds what each place has of a topic besides numbers.
fn add_measures(
    reader: &SiteReader<'_>,
    topic: &TopicEntry,
    places: &[usize],
    answer: &mut ToolAnswer,
) {
    let atlas = reader.atlas();
    let asked = |place: &usize| places.is_empty() || places.contains(place);
    let cities = (0..atlas.cities.len()).filter(asked).take(GAPS);
    let mut all = Vec::new();
    let words = reader.words();
    answer.text += &format!("\n\n## {}\n", words.of("assistant", "measures_of_topic"));
    for place in cities {
        let Some(region) = &atlas.cities[place].region else {
            continue;
        };
        let own = topic.measures.iter();
        let own = own.filter(|measure| atlas.city_index(measure.policy) == place);
        let own: Vec<_> = own.map(|measure| atlas.measure(*measure)).collect();
        let first = own.iter().take(MEASURES);
        let gap = match own.is_empty() {
            true => gap_of(topic, place),
            false => "",
        };
        let shown = first.clone().map(|measure| {
            let title = line(&measure.title, TITLE);
            let address = reader.address(&address::measure(&measure.id));
            json!({"id": measure.id, "title": title, "address": address})
        });
        all.push(json!({
            "place": region.name,
            "measures_count": own.len(),
            "measures": shown.collect::<Vec<_>>(),
            "gap": gap,
        }));
        let said = match own.is_empty() {
            true => words.of("compare.gap", gap).to_owned(),
            false => {
                let first = first.map(|measure| {
                    let address = reader.address(&address::measure(&measure.id));
                    format!("{} {address}", line(&measure.title, TITLE))
                });
                format!("{}：{}", own.len(), first.collect::<Vec<_>>().join("；"))
            }
        };
        answer.text += &format!("- {} {said}\n", region.name);
    }
    answer.structured["places"] = json!(all);
}
