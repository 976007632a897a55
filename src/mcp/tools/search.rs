use serde_json::{Value, json};

use super::Tool;
use crate::mcp::answer::{ToolAnswer, clip, line};
use crate::mcp::arguments::{Argument, ArgumentKind, Arguments};
use crate::mcp::lookup::unknown;
use crate::mcp::portion::Portion;
use crate::mcp::published::{SiteReader, TITLE, quoted};
use crate::mcp::quote::sentence_around;
use crate::model::{Lines, address};
use crate::search::{Asked, Filter, Hit, RecordKind};

/// Hits of an answer at most, and without a limit.
const MOST: i64 = 20;
const SHOWN: usize = 8;
/// Hits that can be reached with cursors.
const REACHED: usize = 200;
/// Figures and bodies told of a hit.
const OF_HIT: usize = 6;

/// Arguments that are filters, by the names of the search.
const FILTERS: [&str; 8] = [
    "place", "province", "level", "topic", "agency", "kind", "year", "status",
];

const fn filter(name: &'static str, about: &'static str) -> Argument {
    Argument {
        name,
        kind: ArgumentKind::Texts(8),
        about,
        is_required: false,
    }
}

pub const TOOL: Tool = Tool {
    name: "search",
    title: "检索 Search",
    about: "按词语检索全部文本中的举措、数字、段落、文件和部门，给出原句、行号和地址。每次至多 20 条，用 cursor 取下一部分，至多 200 条。\n\
Finds measures, figures, paragraphs, documents and bodies by words, with quotes, lines and addresses. At most 20 hits an answer, 200 with cursors.",
    arguments: &[
        Argument {
            name: "query",
            kind: ArgumentKind::Text(200),
            about: "词语，空格分隔；引号内照原样 words; in quotation marks as they stand",
            is_required: true,
        },
        filter("place", "地方 city or province by name"),
        filter("province", "省份及其市县 a province with its places"),
        filter("level", "级别 level: nation, province, city, county"),
        filter("topic", "领域 topic by name"),
        filter("agency", "责任单位 body by name"),
        Argument {
            name: "kind",
            kind: ArgumentKind::Choice(&["measure", "figure", "paragraph", "document", "agency"]),
            about: "类型 kind of record",
            is_required: false,
        },
        filter("year", "年份 year 2025 or years 2021-2025"),
        Argument {
            name: "status",
            kind: ArgumentKind::Choice(&[
                "in_force",
                "not_yet",
                "expired",
                "repealed",
                "period_over",
                "unknown",
            ]),
            about: "文件效力 status of the document",
            is_required: false,
        },
        Argument {
            name: "document",
            kind: ArgumentKind::Text(200),
            about: "只在这个文件中 only in this document, by id",
            is_required: false,
        },
        Argument {
            name: "exact",
            kind: ArgumentKind::Flag,
            about: "不用同义词 no synonyms",
            is_required: false,
        },
        Argument {
            name: "limit",
            kind: ArgumentKind::Number(1, MOST),
            about: "条数，默认 8 hits, 8 if left out",
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
    let query = arguments.text("query").unwrap_or_default();
    if !query.chars().any(char::is_alphanumeric) {
        return Err("`query` has to have a word, such as 光伏装机".to_owned());
    }
    let limit = arguments.number("limit").and_then(|n| n.try_into().ok());
    let (start, limit) = (arguments.cursor(), limit.unwrap_or(SHOWN));
    if start >= REACHED {
        return Err(format!(
            "only the first {REACHED} hits can be had: use more words or filters"
        ));
    }
    let asked = Asked {
        filters: filters(reader, arguments)?,
        exact: arguments.flag("exact"),
        by_year: false,
        limit: start + limit,
    };
    let found = reader.published.index.search(query, &asked);
    let found = found.map_err(|error| format!("{error}; run `cewen build` again"))?;
    if let Some(value) = found.unknown.first() {
        let places = reader.atlas().cities.iter();
        let places = places.filter_map(|city| city.region.as_ref());
        let places = unknown("value", value, places.map(|region| region.name.as_str()));
        return Err(format!(
            "{places}; topics, bodies and years as pages of the site name them"
        ));
    }
    let total = found.passages.min(REACHED);
    let portion = Portion::of(total, start, limit)?;
    let hits = found.hits.iter().skip(start).map(|hit| told(reader, hit));
    let (data, texts): (Vec<Value>, Vec<String>) = hits.unzip();
    let mut data = json!({
        "query": query,
        "records": found.total,
        "passages": found.passages,
        "with_all_words": found.complete,
        "hits": data,
        "next_cursor": portion.next,
    });
    for (key, words) in [
        ("also_searched", &found.widened),
        ("nowhere", &found.nearest),
    ] {
        if !words.is_empty() {
            data[key] = json!(words);
        }
    }
    let words = reader.words();
    let mut text = vec![match texts.is_empty() {
        true => format!(
            "{}{}",
            words.of("assistant", "nothing"),
            reader.texts_looked_in(reader.atlas().policies.len())
        ),
        false => words
            .of("assistant", "found")
            .replace("{n}", &found.passages.to_string()),
    }];
    text.extend(texts);
    text.extend(portion.more(words));
    Ok(ToolAnswer::new(data, text.join("\n")))
}

fn filters(reader: &SiteReader<'_>, arguments: &Arguments<'_>) -> Result<Vec<Filter>, String> {
    let mut filters = Vec::new();
    for name in FILTERS {
        for value in arguments.texts(name) {
            // A place that is not there is told with those that are.
            let (field, value) = match name {
                "place" => {
                    let place = reader.named_places(&[value])?[0];
                    ("city", reader.atlas().cities[place].slug.clone())
                }
                name => (name, value.to_owned()),
            };
            filters.push(filter_of(field, value));
        }
    }
    if let Some(id) = arguments.text("document") {
        let document = reader.named_document(id)?;
        filters.push(filter_of("document", reader.policy(document).id.clone()));
    }
    Ok(filters)
}

fn filter_of(field: &str, value: String) -> Filter {
    Filter {
        field: field.to_owned(),
        value,
        not: false,
    }
}

/// A hit as data and in lines.
fn told(reader: &SiteReader<'_>, hit: &Hit) -> (Value, String) {
    let title = line(&hit.title, TITLE);
    let mut data = json!({"kind": hit.kind, "id": hit.id, "title": clip(&hit.title, TITLE)});
    let mut text = format!("\n[{}] {title} ({})\n", hit.kind.id(), line(&hit.id, TITLE));
    let document = hit.id.split(['/', '#']).next().unwrap_or_default();
    let document = match hit.kind {
        RecordKind::Agency => None,
        _ => reader.document(document),
    };
    match document {
        Some(n) => {
            let quote = quote(reader, n, hit);
            let source = (quote.lines, quote.path.as_str());
            data["quote"] = json!(quote.text);
            data["source"] = reader.source(n, source.0, source.1);
            data["record_address"] = json!(reader.address(&hit.url));
            text += &format!("{}\n", quoted(&quote.text));
            text += &format!("{}\n", reader.source_line(n, source.0, source.1));
        }
        None => {
            data["record_address"] = json!(reader.address(&hit.url));
            text += &format!("{}\n", reader.address(&hit.url));
        }
    }
    for (key, all) in [("figures", &hit.figures), ("bodies", &hit.bodies)] {
        let all: Vec<String> = all
            .iter()
            .take(OF_HIT)
            .map(|one| line(one, TITLE))
            .collect();
        if !all.is_empty() {
            text += &format!("{}\n", all.join("；"));
            data[key] = json!(all);
        }
    }
    (data, text)
}

/// The words of a document that a hit is shown with.
struct HitQuote {
    text: String,
    lines: Lines,
    /// Of the element that shows them.
    path: String,
}

/// The sentence around the snippet of a hit, as it stands in the document.
fn quote(reader: &SiteReader<'_>, n: usize, hit: &Hit) -> HitQuote {
    let id = &reader.policy(n).id;
    let passages = reader.passages(n);
    let own = passages.iter().filter(|passage| {
        passage.lines.first <= hit.source.lines.last && hit.source.lines.first <= passage.lines.last
    });
    // The snippet joins paragraphs and lists of bodies by blanks: its pieces are what stands in the text.
    let mut pieces: Vec<&str> = hit.snippet.text.split([' ', '…']).collect();
    pieces.sort_by_key(|piece| std::cmp::Reverse(piece.len()));
    let found = pieces.iter().take(4).find_map(|piece| {
        let mut own = own.clone();
        let found = own.find_map(|passage| Some((passage, passage.text.find(piece)?)));
        found.map(|(passage, at)| (passage, at..at + piece.len()))
    });
    let found = found.filter(|(_, range)| !range.is_empty());
    let (passage, range) = match (found, own.clone().next()) {
        (Some(found), _) => found,
        (None, Some(first)) => (first, 0..0),
        (None, None) => {
            return HitQuote {
                text: String::new(),
                lines: hit.source.lines,
                path: hit.url.clone(),
            };
        }
    };
    HitQuote {
        text: sentence_around(&passage.text, range).to_owned(),
        lines: passage.lines,
        path: address::passage(id, passage.anchor),
    }
}
