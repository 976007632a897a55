use std::fmt::Write;
use std::io;

use super::{End, terminal};
use crate::cli;
use crate::model::Diagnostic;
use crate::pipeline::{self, Failure, Layout};
use crate::report::count;
use crate::search::{Answer, Asked, Filter, Hit, RecordKind, Snippet};

/// Searches the index of the last build.
pub fn run(layout: &Layout, arguments: &cli::Search) -> Result<End, Failure> {
    let query = arguments.query.join(" ");
    if !query.chars().any(char::is_alphanumeric) && filters(arguments).is_empty() {
        return Err(Failure::CannotRun(
            Diagnostic::error("arguments", "QUERY", "has no word to look for")
                .help("such as: cewen search 光伏装机"),
        ));
    }
    let unusable = |error: &dyn std::fmt::Display| {
        Failure::CannotRun(
            Diagnostic::error("search-index", layout.index(), error.to_string())
                .help("run `cewen build` first"),
        )
    };
    let index = pipeline::open_index(layout).map_err(|error| unusable(&error))?;
    let asked = Asked {
        filters: filters(arguments),
        exact: arguments.exact,
        by_year: arguments.sort == cli::Sort::Year,
        limit: usize::try_from(arguments.limit).unwrap_or(usize::MAX),
    };
    let results = index
        .search(&query, &asked)
        .map_err(|error| unusable(&error))?;
    if arguments.json {
        let json = serde_json::to_string_pretty(&results).map_err(|error| unusable(&error))?;
        terminal::out(&(json + "\n"));
    } else {
        terminal::out(&show(&results, terminal::coloured(&io::stdout())));
    }
    Ok(End::Fine)
}

/// The filters of the arguments.
fn filters(arguments: &cli::Search) -> Vec<Filter> {
    let of = |field: &str, values: &[String]| -> Vec<Filter> {
        let filter = |value: &String| Filter {
            field: field.to_owned(),
            value: value.clone(),
            not: false,
        };
        values.iter().map(filter).collect()
    };
    [
        of("city", &arguments.city),
        of("province", &arguments.province),
        of("level", &arguments.level),
        of("topic", &arguments.topic),
        of("agency", &arguments.agency),
        of("kind", &arguments.kind),
        of("year", &arguments.year),
        of("genre", &arguments.genre),
        of("status", &arguments.status),
        of("document", &arguments.document),
    ]
    .concat()
}

fn show(results: &Answer, coloured: bool) -> String {
    let mut text = String::new();
    for (n, hit) in results.hits.iter().enumerate() {
        show_hit(&mut text, n + 1, hit, coloured);
    }
    for line in notes(results) {
        text.push_str(&terminal::translated(&line));
        text.push('\n');
    }
    text
}

/// What is said below the hits, a line each.
fn notes(results: &Answer) -> Vec<String> {
    let unknown = results.unknown.iter();
    let mut lines: Vec<String> = unknown
        .map(|value| format!("no such value: {value}"))
        .collect();
    lines.extend(alternatives(results));
    if results.complete < results.total {
        lines.push(match results.complete {
            0 => "no record has all the words; these have some".to_owned(),
            n => format!("{n} with all the words, the others with some"),
        });
    }
    for (word, others) in &results.widened {
        let others = others.join(", ");
        lines.push(format!("{word} finds also {others} (not with --exact)"));
    }
    let mut found = count(results.total, "record", "records");
    if results.passages < results.total {
        let passages = count(results.passages, "passage", "passages");
        found = format!("{found} in {passages}");
    }
    if results.hits.len() < results.passages {
        let shown = results.hits.len();
        found = format!("{found}, the first {shown} shown (--limit N shows more)");
    }
    lines.push(found);
    lines
}

/// Alternatives for queries with missing words or results, a line each.
fn alternatives(results: &Answer) -> Vec<String> {
    let mut lines = Vec::new();
    for (word, near) in &results.nearest {
        let alike = results.sounding_like.get(word).map(Vec::as_slice);
        lines.push(match (alike.unwrap_or_default(), near.join(", ")) {
            ([], near) if near.is_empty() => format!("nowhere: {word}"),
            ([], near) => format!("nowhere: {word}; near it: {near}"),
            (alike, _) => {
                let alike = alike.join(&terminal::translated(" or "));
                format!("nowhere: {word}; did you mean {alike}?")
            }
        });
        if let Some(topics) = results.topics.get(word) {
            lines.push(format!("topics of {word}: {}", topics.join(", ")));
        }
    }
    for there in &results.elsewhere {
        let (words, without) = (there.words.join(" "), there.without.join(", "));
        lines.push(match there.count {
            1 => format!("1 record has {words}, but none of {without}"),
            n => format!("{n} records have {words}, but none of {without}"),
        });
    }
    if !results.held.is_empty() {
        lines.push(format!("there are texts of {}", results.held.join(", ")));
    }
    lines
}

fn show_hit(text: &mut String, n: usize, hit: &Hit, coloured: bool) {
    let (bold, plain) = if coloured {
        ("\u{1b}[1m", "\u{1b}[0m")
    } else {
        ("", "")
    };
    let place: Vec<&str> = [hit.city.as_deref(), hit.document.as_deref()]
        .into_iter()
        .flatten()
        .collect();
    let kind = terminal::translated(hit.kind.id());
    let _ = writeln!(text, "{n}. {bold}{}{plain}  [{kind}]", hit.title);
    if !place.is_empty() {
        let _ = writeln!(text, "   {}", place.join(" · "));
    }
    let _ = writeln!(text, "   {}", mark(&hit.snippet, coloured));
    if hit.kind == RecordKind::Figure && !hit.figures.is_empty() {
        let _ = writeln!(text, "   {}", hit.figures.join("; "));
    }
    if !hit.bodies.is_empty() {
        let _ = writeln!(text, "   {}", hit.bodies.join(", "));
    }
    if !hit.same.is_empty() {
        let more = format!("   {} more in this passage\n", hit.same.len());
        text.push_str(&terminal::translated(&more));
    }
    let _ = writeln!(text, "   {}", hit.url);
    let _ = writeln!(text, "   {}:{}\n", hit.source.file, hit.source.lines);
}

/// The snippet with its matches in red.
fn mark(snippet: &Snippet, coloured: bool) -> String {
    if !coloured {
        return snippet.text.clone();
    }
    let mut text = String::new();
    let mut done = 0;
    for range in &snippet.marks {
        text.push_str(&snippet.text[done..range.start]);
        let _ = write!(
            text,
            "\u{1b}[1;31m{}\u{1b}[0m",
            &snippet.text[range.clone()]
        );
        done = range.end;
    }
    text.push_str(&snippet.text[done..]);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_red_on_a_terminal_only() {
        let snippet = Snippet {
            text: "新增光伏装机".to_owned(),
            marks: std::iter::once(6..12).collect(),
        };
        assert_eq!(mark(&snippet, true), "新增\u{1b}[1;31m光伏\u{1b}[0m装机");
        assert_eq!(mark(&snippet, false), "新增光伏装机");
    }
}
