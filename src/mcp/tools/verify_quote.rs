use std::cmp::Reverse;
use std::ops::Range;

use rayon::prelude::*;
use serde_json::{Value, json};

use super::Tool;
use crate::mcp::answer::{ToolAnswer, clip, line};
use crate::mcp::arguments::{Argument, ArgumentKind, Arguments};
use crate::mcp::published::{QUOTE, SiteReader, quoted};
use crate::mcp::quote::{
    Difference, Letters, Standing, best_windows, nearest, sentence_around, standing,
};
use crate::model::{PassageKind, TextPassage, address};

/// Characters of a quote, and letters that it needs.
const LONGEST: usize = 600;
const SHORTEST: usize = 4;
/// Places told in an answer, and counted in a document.
const TOLD: usize = 5;
const COUNTED: usize = 100;
/// Stretches that are looked at closely: of a document, and of all.
const OF_DOCUMENT: usize = 4;
const CLOSE: usize = 16;
/// Likeness from which a passage is the quote with differences, and from which it is worth showing.
const DIFFERS: f64 = 0.6;
const NEAR: f64 = 0.4;
/// Nearest passages told, and how much less alike than the first they may be.
const NEAREST: usize = 3;
const LESS: f64 = 0.15;
/// Differences told at most.
const DIFFERENCES: usize = 20;

pub const TOOL: Tool = Tool {
    name: "verify_quote",
    title: "核对引文 Verify a quote",
    about: "一句话是否在文本中、在哪里：verbatim 逐字找到（全半角、繁简、换行、标点形式不计），differs 最接近的原句与不同之处，not_found 只表示本站文本中没有。引文 4–600 字；至多列出 5 处。\n\
Whether words stand in the texts, and where: verbatim (whatever the width, traditional or simplified, line ends and forms of punctuation), differs (the nearest passage and what differs), or not_found, which says only that the texts of this site do not have it. 4 to 600 characters; at most 5 places are listed.",
    arguments: &[
        Argument {
            name: "quote",
            kind: ArgumentKind::Text(LONGEST),
            about: "要核对的原话 the words to verify",
            is_required: true,
        },
        Argument {
            name: "document",
            kind: ArgumentKind::Text(300),
            about: "只查这个文件 only in this document, by id",
            is_required: false,
        },
        Argument {
            name: "place",
            kind: ArgumentKind::Texts(8),
            about: "只查这些地方的文件 only in the documents of these places",
            is_required: false,
        },
    ],
    run,
};

/// A stretch of a document's text.
struct QuotedStretch {
    document: usize,
    /// Its passages, the bytes of the first and the last.
    passages: Range<usize>,
    start: usize,
    end: usize,
}

/// What one document has of a quote.
struct QuoteMatches {
    document: usize,
    verbatim: Vec<QuotedStretch>,
    other_punctuation: Vec<QuotedStretch>,
    /// Pairs of letters in the best windows, and where they begin; where the letters stand inside another
    /// number: there.
    windows: Vec<(usize, usize)>,
}

fn run(reader: &SiteReader<'_>, arguments: &Arguments<'_>) -> Result<ToolAnswer, String> {
    let quote = arguments.text("quote").unwrap_or_default();
    let quoted = Letters::of(quote);
    if quoted.letters.len() < SHORTEST {
        return Err(format!(
            "`quote` has to have at least {SHORTEST} letters or digits"
        ));
    }
    let documents = documents(reader, arguments)?;
    let found = documents.par_iter();
    let found = found.map(|&document| matches(reader, document, (quote, &quoted)));
    let found: Vec<QuoteMatches> = found.collect();
    let verbatim: Vec<&QuotedStretch> = found.iter().flat_map(|own| &own.verbatim).collect();
    let looked_in = documents.len();
    if !verbatim.is_empty() {
        return Ok(told(reader, "verbatim", (quote, looked_in), &verbatim));
    }
    let punctuation: Vec<&QuotedStretch> = found
        .iter()
        .flat_map(|own| &own.other_punctuation)
        .collect();
    if !punctuation.is_empty() {
        let mut answer = told(reader, "differs", (quote, looked_in), &punctuation);
        answer.structured["only_punctuation"] = json!(true);
        answer.text += &format!("\n{}", reader.words().of("assistant", "only_punctuation"));
        return Ok(answer);
    }
    let close = found.iter().flat_map(|own| {
        let windows = own.windows.iter();
        windows.map(|(pairs, window)| (*pairs, own.document, *window))
    });
    let mut close: Vec<(usize, usize, usize)> = close.collect();
    close.sort_by_key(|(pairs, ..)| Reverse(*pairs));
    let near = close.iter().take(CLOSE);
    let near = near
        .filter_map(|(_, document, window)| closest(reader, *document, (quote, &quoted), *window));
    let mut near: Vec<Closest> = near.filter(|own| own.likeness >= NEAR).collect();
    near.sort_by(|a, b| b.likeness.total_cmp(&a.likeness));
    Ok(unlike(reader, (quote, looked_in), as_near(near)))
}

/// The nearest passages, each once: the first and those that are hardly less like the quote.
fn as_near(near: Vec<Closest>) -> Vec<Closest> {
    let least = near.first().map_or(0.0, |own| own.likeness - LESS);
    let mut kept: Vec<Closest> = Vec::new();
    for own in near {
        let place = |own: &Closest| (own.stretch.document, own.stretch.passages.start);
        let is_new = kept.iter().all(|other| place(other) != place(&own));
        if own.likeness >= least && is_new && kept.len() < NEAREST {
            kept.push(own);
        }
    }
    kept
}

/// The documents that are looked in.
fn documents(reader: &SiteReader<'_>, arguments: &Arguments<'_>) -> Result<Vec<usize>, String> {
    if let Some(id) = arguments.text("document") {
        return Ok(vec![reader.named_document(id)?]);
    }
    let places = reader.named_places(&arguments.texts("place"))?;
    let atlas = reader.atlas();
    let all = 0..atlas.policies.len();
    let of_places = |n: &usize| places.is_empty() || places.contains(&atlas.city_index(*n));
    Ok(all.filter(of_places).collect())
}

fn letters_of(passages: &[TextPassage<'_>]) -> Letters {
    Letters::of_all(passages.iter().map(|passage| passage.text.as_ref()))
}

/// What a document has of a quote.
fn matches(
    reader: &SiteReader<'_>,
    document: usize,
    (quote, quoted): (&str, &Letters),
) -> QuoteMatches {
    let passages = reader.passages(document);
    let letters = letters_of(&passages);
    let mut own = QuoteMatches {
        document,
        verbatim: Vec::new(),
        other_punctuation: Vec::new(),
        windows: Vec::new(),
    };
    let text_of = |n: usize| passages[n].text.as_ref();
    let is_row = |n: usize| {
        matches!(
            passages[n].kind,
            PassageKind::TableHead | PassageKind::TableRow
        )
    };
    for at in letters.find(&quoted.letters, COUNTED) {
        let range = at..at + quoted.letters.len();
        match standing((quote, quoted), (&letters, at), &text_of, &is_row) {
            Standing::Verbatim => own.verbatim.push(stretch(document, &letters, &range)),
            Standing::OtherPunctuation => {
                let stretch = stretch(document, &letters, &range);
                own.other_punctuation.push(stretch);
            }
            // Every pair of letters stands there.
            Standing::OtherNumber => own.windows.push((quoted.letters.len(), at)),
        }
    }
    if own.verbatim.is_empty() && own.other_punctuation.is_empty() {
        let best = best_windows(&quoted.letters, &letters.letters, OF_DOCUMENT);
        own.windows.extend(best);
        own.windows.truncate(OF_DOCUMENT);
    }
    own
}

fn stretch(document: usize, letters: &Letters, range: &Range<usize>) -> QuotedStretch {
    let (first, last) = (letters.places[range.start], letters.places[range.end - 1]);
    QuotedStretch {
        document,
        passages: first.text..last.text + 1,
        start: first.start,
        end: last.end,
    }
}

/// A stretch as data and in lines: its words, its sentence, and where it stands.
fn shown(reader: &SiteReader<'_>, stretch: &QuotedStretch) -> (Value, String) {
    let passages = reader.passages(stretch.document);
    let own = &passages[stretch.passages.clone()];
    let (text, sentence) = match own {
        [one] => (
            one.text[stretch.start..stretch.end].to_owned(),
            sentence_around(&one.text, stretch.start..stretch.end).to_owned(),
        ),
        [first, between @ .., last] => {
            let mut all = vec![&first.text[stretch.start..]];
            all.extend(between.iter().map(|passage| passage.text.as_ref()));
            all.push(&last.text[..stretch.end]);
            let all = clip(&all.join("\n"), QUOTE);
            (all.clone(), all)
        }
        [] => (String::new(), String::new()),
    };
    let lines = own.iter().map(|passage| passage.lines);
    let lines = lines.reduce(crate::model::Lines::join);
    let (Some(lines), Some(first)) = (lines, own.first()) else {
        return (Value::Null, String::new());
    };
    let id = &reader.policy(stretch.document).id;
    let path = address::passage(id, first.anchor);
    let headings = first.headings.iter().map(|&n| passages[n].text.as_ref());
    let data = json!({
        "text": clip(&text, QUOTE),
        "sentence": sentence,
        "headings": headings.map(|own| clip(own, QUOTE)).collect::<Vec<_>>(),
        "measure": first.measure,
        "source": reader.source(stretch.document, lines, &path),
    });
    let source = reader.source_line(stretch.document, lines, &path);
    (data, format!("{}\n{source}", quoted(&sentence)))
}

/// The answer for a quote that stands in the texts.
fn told(
    reader: &SiteReader<'_>,
    verdict: &str,
    (quote, looked_in): (&str, usize),
    found: &[&QuotedStretch],
) -> ToolAnswer {
    let shown = found.iter().take(TOLD).map(|own| shown(reader, own));
    let (places, lines): (Vec<Value>, Vec<String>) = shown.unzip();
    let head = reader.words().of("assistant", verdict);
    let head = head.replace("{n}", &found.len().to_string());
    let mut text = vec![format!(
        "{verdict}: {head}{}",
        reader.texts_looked_in(looked_in)
    )];
    text.extend(lines);
    let data = json!({
        "verdict": verdict,
        "quote": quote,
        "texts_looked_in": looked_in,
        "count": found.len(),
        "places": places,
    });
    ToolAnswer::new(data, text.join("\n"))
}

/// The passage of a document that is nearest to a quote.
struct Closest {
    likeness: f64,
    stretch: QuotedStretch,
    /// Words of the quote and those of the text in their place.
    differences: Vec<(String, String)>,
}

fn closest(
    reader: &SiteReader<'_>,
    document: usize,
    (quote, quoted): (&str, &Letters),
    window: usize,
) -> Option<Closest> {
    let passages = reader.passages(document);
    let letters = letters_of(&passages);
    let nearest = nearest(quoted, &letters, window)?;
    let text_of = |n: usize| passages[n].text.as_ref();
    let words = |(own, there): &Difference| {
        (
            words_of(quoted, own, &|_| quote),
            words_of(&letters, there, &text_of),
        )
    };
    let differences = nearest.differences.iter().take(DIFFERENCES).map(words);
    Some(Closest {
        likeness: nearest.likeness,
        differences: differences.collect(),
        stretch: stretch(document, &letters, &nearest.letters),
    })
}

/// The words of a text that these letters are of.
fn words_of<'t>(
    letters: &Letters,
    range: &Range<usize>,
    text_of: &dyn Fn(usize) -> &'t str,
) -> String {
    let places = &letters.places[range.clone()];
    let of_one = places.chunk_by(|a, b| a.text == b.text);
    let words = of_one.map(|own| {
        let (first, last) = (own[0], own[own.len() - 1]);
        clip(&text_of(first.text)[first.start..last.end], QUOTE)
    });
    words.collect::<Vec<_>>().join("\n")
}

/// The answer for a quote that does not stand in the texts, with the passages that are nearest.
fn unlike(
    reader: &SiteReader<'_>,
    (quote, looked_in): (&str, usize),
    near: Vec<Closest>,
) -> ToolAnswer {
    let verdict = match near.first() {
        Some(best) if best.likeness >= DIFFERS => "differs",
        _ => "not_found",
    };
    let words = reader.words();
    let head = match verdict {
        "differs" => words.of("assistant", "not_verbatim"),
        _ => words.of("assistant", "not_found"),
    };
    let mut text = vec![format!(
        "{verdict}: {head}{}",
        reader.texts_looked_in(looked_in)
    )];
    if !near.is_empty() {
        text.push(words.of("assistant", "nearest").to_owned());
    }
    let told = near.iter().map(|own| {
        let (mut data, lines) = shown(reader, &own.stretch);
        data["likeness"] = json!((own.likeness * 100.0).round() / 100.0);
        let differences = own.differences.iter();
        let differences = differences.map(|(own, there)| json!({"quote": own, "text": there}));
        data["differences"] = differences.collect();
        text.push(lines);
        let differences = own.differences.iter();
        let differences = differences.map(|(own, there)| {
            let (own, there) = (line(own, QUOTE), line(there, QUOTE));
            format!("- 「{own}」 → 「{there}」")
        });
        text.extend(differences);
        data
    });
    let nearest: Vec<Value> = told.collect();
    let data = json!({
        "verdict": verdict,
        "quote": quote,
        "texts_looked_in": looked_in,
        "nearest": nearest,
    });
    ToolAnswer::new(data, text.join("\n"))
}
