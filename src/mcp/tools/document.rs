use serde_json::{Value, json};

use super::Tool;
use crate::mcp::answer::{ToolAnswer, clip, line};
use crate::mcp::arguments::{Argument, ArgumentKind, Arguments};
use crate::mcp::portion::Portion;
use crate::mcp::published::{SiteReader, TITLE};
use crate::model::{PassageKind, Policy, address};
use crate::text::parts;

/// Headings of an outline, characters of text in an answer and of a part of a paragraph.
const HEADINGS: usize = 100;
const TEXT: usize = 5_000;
const PART: usize = 1_000;

pub const TOOL: Tool = Tool {
    name: "get_document",
    title: "一个文件 One document",
    about: "一个文件的记录（文号、机关、日期、效力及依据、来源）和目录；text 为 true 时给出全文。目录至多 100 条，每次至多 5000 字正文，用 cursor 续取。\n\
One document: its record (number, bodies, dates, status with reason, source) and outline; its text if `text` is true. At most 100 headings or 5,000 characters of text an answer, more with cursors.",
    arguments: &[
        Argument {
            name: "id",
            kind: ArgumentKind::Text(300),
            about: "文件标识 as search gives it",
            is_required: true,
        },
        Argument {
            name: "text",
            kind: ArgumentKind::Flag,
            about: "要全文，不要目录 the text instead of the outline",
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
    let n = reader.named_document(arguments.text("id").unwrap_or_default())?;
    let policy = reader.policy(n);
    let wants_text = arguments.flag("text");
    let entries = match wants_text {
        true => text_entries(reader, n),
        false => outline(reader, n),
    };
    let portion = match wants_text {
        true => {
            let sizes = entries.iter().map(|(_, line)| line.chars().count());
            Portion::by_size(sizes.collect(), arguments.cursor(), TEXT)?
        }
        false => Portion::of(entries.len(), arguments.cursor(), HEADINGS)?,
    };
    let mut data = record(reader, n);
    let path = address::document(&policy.id);
    let lines = policy.blocks.first().map(|block| block.lines());
    let lines = lines.unwrap_or(crate::model::Lines::at(1));
    let mut text = vec![
        format!("# {}", line(&policy.title, TITLE)),
        reader.source_line(n, lines, &path),
        record_line(reader, policy),
        String::new(),
    ];
    let (shown, lines): (Vec<Value>, Vec<String>) =
        entries[portion.shown.clone()].iter().cloned().unzip();
    let key = match wants_text {
        true => "text",
        false => "outline",
    };
    data[key] = json!(shown);
    data["next_cursor"] = json!(portion.next);
    text.extend(lines);
    text.extend(portion.more(reader.words()));
    Ok(ToolAnswer::new(data, text.join("\n")))
}

/// The record of a document.
fn record(reader: &SiteReader<'_>, n: usize) -> Value {
    let policy = reader.policy(n);
    let status = policy.status_on(reader.published.today);
    let (id, status_text) = reader.status(n);
    let reason = status.reason.id();
    json!({
        "document": policy.id,
        "title": clip(&policy.title, TITLE),
        "place": reader.place(n),
        "kind": policy.kind,
        "document_number": policy.document_number,
        "issuing_bodies": policy.issuing_bodies.iter().take(20).map(|body| clip(body, TITLE)).collect::<Vec<_>>(),
        "issued_on": policy.issued_on,
        "published_on": policy.published_on,
        "effective_on": policy.effective_on,
        "valid_until": policy.last_day(),
        "period": policy.period,
        "status": id,
        "status_text": status_text,
        "status_reason": reader.words().of("document.status_reason", reason),
        "status_lines": status.lines,
        "file": policy.source.file,
        "sha256": policy.source.sha256,
        "source_url": policy.source.url,
        "measures": policy.measures.len(),
        "figures": policy.figures.len(),
        "address": reader.address(&address::document(&policy.id)),
        "citation": reader.site.cite_document(n).csl(&policy.id),
    })
}

/// Who issued it and when, and why its status is what it is.
fn record_line(reader: &SiteReader<'_>, policy: &Policy) -> String {
    let status = policy.status_on(reader.published.today);
    let reason = reader
        .words()
        .of("document.status_reason", status.reason.id());
    let mut parts: Vec<String> = policy.issuing_bodies.iter().take(5).cloned().collect();
    parts.extend(policy.dated().map(|date| date.to_string()));
    parts.push(format!(
        "{}{}",
        reason,
        status.day.map_or(String::new(), |day| format!(" {day}"))
    ));
    line(&parts.join(" · "), 3 * TITLE)
}

/// The headings of a document.
fn outline(reader: &SiteReader<'_>, n: usize) -> Vec<(Value, String)> {
    let id = &reader.policy(n).id;
    let passages = reader.passages(n);
    let headings = passages
        .iter()
        .filter(|passage| passage.kind == PassageKind::Heading);
    let entries = headings.map(|heading| {
        let address = reader.address(&address::passage(id, heading.anchor));
        let depth = heading.headings.len();
        let title = line(&heading.text, TITLE);
        let measure = heading
            .measure
            .map_or(String::new(), |id| format!(" ({id})"));
        let data = json!({
            "depth": depth,
            "title": title,
            "lines": heading.lines,
            "measure": heading.measure,
            "address": address,
        });
        (
            data,
            format!("{}- {title}{measure}", "  ".repeat(depth.min(6))),
        )
    });
    entries.collect()
}

/// The text of a document, a part of a paragraph each.
fn text_entries(reader: &SiteReader<'_>, n: usize) -> Vec<(Value, String)> {
    let id = &reader.policy(n).id;
    let mut entries = Vec::new();
    for passage in reader.passages(n) {
        for part in parts(&passage.text, PART) {
            let address = reader.address(&address::passage(id, passage.anchor));
            let data = json!({
                "text": part,
                "lines": passage.lines,
                "measure": passage.measure,
                "address": address,
            });
            entries.push((data, format!("{}: {}", passage.lines, line(part, PART))));
        }
    }
    entries
}
