use serde_json::{Value, json};

use super::Tool;
use crate::atlas::Place;
use crate::mcp::answer::{ToolAnswer, clip, line};
use crate::mcp::arguments::{Argument, ArgumentKind, Arguments};
use crate::mcp::lookup::unknown;
use crate::mcp::portion::Portion;
use crate::mcp::published::{SiteReader, TITLE};
use crate::model::{Agency, address};
use crate::text::parts;

/// Characters of the text in an answer.
const TEXT: usize = 4_000;
/// Characters of a part of a paragraph.
const PART: usize = 800;
/// Figures, bodies, rows of task lists and comparable measures in an answer.
const FIGURES: usize = 30;
const BODIES: usize = 60;
const TASKS: usize = 20;
const COMPARABLE: usize = 5;

pub const TOOL: Tool = Tool {
    name: "get_measure",
    title: "一条举措 One measure",
    about: "一条举措的全文（逐段带行号和地址）、责任单位、指标数字、任务清单、其他地方可比的举措和引用格式。每次至多 4000 字正文、30 个数字，长文用 cursor 续取。\n\
One measure: its text with lines and addresses, responsible bodies, figures, tasks, comparable measures elsewhere, how to cite it. At most 4,000 characters of text and 30 figures an answer; longer texts with cursors.",
    arguments: &[
        Argument {
            name: "id",
            kind: ArgumentKind::Text(300),
            about: "举措标识，如 search 给出的 as search gives it: document/3-1",
            is_required: true,
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
    let id = arguments.text("id").unwrap_or_default();
    let place = match reader.measure(id) {
        Some(place) => place,
        None => {
            let document = reader.named_document(id)?;
            let ids = reader.policy(document).measures.iter();
            return Err(unknown("measure", id, ids.map(|m| m.id.as_str())));
        }
    };
    let (n, measure) = (place.policy, reader.atlas().measure(place));
    let path = address::measure(&measure.id);
    let title = format!(
        "{}{}",
        measure.number.as_deref().unwrap_or_default(),
        measure.title
    );
    let (paragraphs, portion) = paragraphs(reader, place, arguments.cursor())?;
    let is_first = arguments.cursor() == 0;
    let figures: Vec<Place> = reader.site.figure_places(place);
    let mut data = json!({
        "id": measure.id,
        "title": clip(&title, TITLE),
        "section": measure.section.iter().map(|own| clip(own, TITLE)).collect::<Vec<_>>(),
        "source": reader.source(n, measure.lines, &path),
        "paragraphs": paragraphs.iter().map(|p| p.0.clone()).collect::<Vec<_>>(),
        "next_cursor": portion.next,
    });
    let words = reader.words();
    let mut text = vec![
        format!("# {}", line(&title, TITLE)),
        reader.source_line(n, measure.lines, &path),
        String::new(),
    ];
    text.extend(paragraphs.into_iter().map(|p| p.1));
    text.extend(portion.more(words));
    if is_first {
        let shown = figures.iter().take(FIGURES);
        data["figures"] = shown.clone().map(|f| reader.figure_data(*f)).collect();
        data["figures_count"] = json!(figures.len());
        data["bodies"] = bodies(reader, n, &measure.agencies);
        data["body_note"] = json!(measure.agency_note.as_deref().map(|note| clip(note, TITLE)));
        data["tasks"] = tasks(reader, place);
        data["topics"] = json!(measure.topics);
        data["comparable"] = comparable(reader, place);
        data["citation"] = reader.site.cite_measure(n, place.item).csl(&measure.id);
        text.push(format!("\n{}", words.of("assistant", "bodies")));
        text.push(body_line(reader, &measure.agencies));
        text.push(format!("\n{}", words.of("assistant", "figures")));
        if figures.is_empty() {
            text.push(format!("{}\n", words.of("assistant", "none")));
        }
        text.extend(shown.map(|figure| reader.figure_lines(*figure)));
        text.push(words.of("assistant", "comparable").to_owned());
        text.extend(comparable_lines(reader, place));
    }
    Ok(ToolAnswer::new(data, text.join("\n")))
}

/// The text of a measure: each part of a paragraph as data and in lines.
fn paragraphs(
    reader: &SiteReader<'_>,
    place: Place,
    start: usize,
) -> Result<(Vec<(Value, String)>, Portion), String> {
    let measure = reader.atlas().measure(place);
    let document = &reader.policy(place.policy).id;
    let passages = reader.passages(place.policy);
    let own = |passage: &&crate::model::TextPassage<'_>| passage.measure == Some(&measure.id);
    let mut all = Vec::new();
    for passage in passages.iter().filter(own) {
        for part in parts(&passage.text, PART) {
            let address = reader.address(&address::passage(document, passage.anchor));
            let data = json!({"text": part, "lines": passage.lines, "address": address});
            let shown = line(part, PART);
            all.push((
                data,
                format!("> {shown}\n  ({} · {address})", passage.lines),
            ));
        }
    }
    let sizes = all.iter().map(|own| own.1.chars().count()).collect();
    let portion = Portion::by_size(sizes, start, TEXT)?;
    let shown = all.drain(portion.shown.clone()).collect();
    Ok((shown, portion))
}

fn bodies(reader: &SiteReader<'_>, n: usize, agencies: &[Agency]) -> Value {
    let body = |agency: &Agency| {
        json!({
            "name": clip(&agency.name, TITLE),
            "role": agency.role.id(),
            "role_text": reader.words().of("role", agency.role.id()),
            "lines": agency.lines,
            "address": reader.address(&reader.site.line_href(n, agency.lines.first)),
        })
    };
    agencies.iter().take(BODIES).map(body).collect()
}

fn body_line(reader: &SiteReader<'_>, agencies: &[Agency]) -> String {
    if agencies.is_empty() {
        return reader.words().of("assistant", "none").to_owned();
    }
    let bodies = agencies.iter().take(BODIES).map(|agency| {
        let role = reader.words().of("role", agency.role.id());
        format!("{}（{role}）", line(&agency.name, TITLE))
    });
    bodies.collect::<Vec<_>>().join("、")
}

fn tasks(reader: &SiteReader<'_>, place: Place) -> Value {
    let tasks = reader.atlas().measure(place).tasks.iter().take(TASKS);
    tasks
        .map(|task| {
            json!({
                "number": task.number,
                "text": clip(&task.text, PART),
                "bodies": bodies(reader, place.policy, &task.agencies),
                "lines": task.lines,
                "address": reader.address(&reader.site.line_href(place.policy, task.lines.first)),
            })
        })
        .collect()
}

/// Measures of other documents that do the same, the most alike first.
fn comparable(reader: &SiteReader<'_>, place: Place) -> Value {
    let found = reader.atlas().comparable.useful(place).take(COMPARABLE);
    found
        .map(|found| {
            let other = reader.atlas().measure(found.measure);
            json!({
                "id": other.id,
                "title": clip(&other.title, TITLE),
                "place": reader.place(found.measure.policy),
                "address": reader.address(&address::measure(&other.id)),
            })
        })
        .collect()
}

fn comparable_lines(reader: &SiteReader<'_>, place: Place) -> Vec<String> {
    let found = reader.atlas().comparable.useful(place).take(COMPARABLE);
    let lines = found.map(|found| {
        let other = reader.atlas().measure(found.measure);
        format!(
            "- {} {} ({}) {}",
            reader.place(found.measure.policy),
            line(&other.title, TITLE),
            other.id,
            reader.address(&address::measure(&other.id))
        )
    });
    let lines: Vec<String> = lines.collect();
    match lines.is_empty() {
        true => vec![reader.words().of("assistant", "none").to_owned()],
        false => lines,
    }
}
