use std::io::{self, BufRead, Read as _};

use serde_json::{Map, Value};

use super::{End, clock, terminal};
use crate::atlas::Atlas;
use crate::content::{self, Accuracy};
use crate::mcp::{self, Published, ReaderWords, SiteReader, ToolAnswer};
use crate::model::Diagnostic;
use crate::pipeline::{self, Failure, Layout, history, inputs};
use crate::search::{OpenError, Stamp};
use crate::site;

/// Bytes of a message at most.
const LONGEST: usize = 1 << 20;

/// Answers an assistant until its messages end.
pub fn run(layout: &Layout) -> Result<End, Failure> {
    let unusable = |error: &OpenError| {
        Failure::CannotRun(
            Diagnostic::error("search-index", layout.index(), error.to_string())
                .help("run `cewen build` first"),
        )
    };
    // A site that was never built is told at once, not in an answer.
    pipeline::open_index(layout).map_err(|error| unusable(&error))?;
    let mut server = Server {
        layout,
        loaded: None,
    };
    let mut input = io::stdin().lock();
    let failed = |error: io::Error| {
        Failure::CannotRun(Diagnostic::error(
            "arguments",
            "stdin",
            format!("cannot be read: {error}"),
        ))
    };
    while let Some(message) = next_line(&mut input).map_err(failed)? {
        let answer = match message {
            InputLine::Whole(line) => {
                mcp::answer(&line, &mut |name, arguments| server.run(name, arguments))
            }
            InputLine::TooLong => Some(mcp::too_long(LONGEST)),
        };
        if let Some(answer) = answer {
            terminal::out(&(answer + "\n"));
        }
    }
    Ok(End::Fine)
}

/// A line of the input.
enum InputLine {
    Whole(String),
    TooLong,
}

/// The next line; `None` at the end. A line that is too long is read to its end and not kept.
fn next_line(input: &mut impl BufRead) -> io::Result<Option<InputLine>> {
    let mut line = Vec::new();
    let most = LONGEST as u64 + 1;
    input.by_ref().take(most).read_until(b'\n', &mut line)?;
    if line.is_empty() {
        return Ok(None);
    }
    if line.len() <= LONGEST {
        let line = String::from_utf8_lossy(&line);
        return Ok(Some(InputLine::Whole(line.into_owned())));
    }
    while line.last() != Some(&b'\n') {
        line.clear();
        if input.by_ref().take(most).read_until(b'\n', &mut line)? == 0 {
            break;
        }
    }
    Ok(Some(InputLine::TooLong))
}

/// The tools over the last build, which is loaded when it is first asked, and again after another build.
struct Server<'a> {
    layout: &'a Layout,
    loaded: Option<(Stamp, Published)>,
}

impl Server<'_> {
    fn run(&mut self, name: &str, arguments: &Map<String, Value>) -> ToolAnswer {
        let stamp = Stamp::read(&self.layout.index()).ok();
        let is_same = |(own, _): &(Stamp, Published)| stamp.as_ref().is_none_or(|new| new == own);
        if !self.loaded.as_ref().is_some_and(is_same) {
            match (load(self.layout), stamp) {
                (Ok(published), Some(stamp)) => self.loaded = Some((stamp, published)),
                (Ok(_), None) => {
                    return ToolAnswer::error(OpenError::Missing.to_string());
                }
                (Err(problem), _) => {
                    return ToolAnswer::unreadable(&problem.message);
                }
            }
        }
        match &self.loaded {
            Some((_, published)) => mcp::run_tool(&SiteReader::of(published), name, arguments),
            None => ToolAnswer::error(OpenError::Missing.to_string()),
        }
    }
}

/// Loads the last build of a site.
fn load(layout: &Layout) -> Result<Published, Diagnostic> {
    let first = |all: Vec<Diagnostic>| {
        let first = all.into_iter().next();
        first.unwrap_or_else(|| {
            Diagnostic::error("document", layout.documents(), "holds no documents")
        })
    };
    let of_failure = |failure: Failure| match failure {
        Failure::Input(all) => first(all),
        Failure::CannotRun(problem) => problem,
    };
    let index = pipeline::open_index(layout);
    let index = index
        .map_err(|error| Diagnostic::error("search-index", layout.index(), error.to_string()))?;
    let vocabulary = inputs::vocabulary(layout).map_err(of_failure)?;
    let policies = content::read(&layout.documents()).map_err(first)?;
    let settings = inputs::settings(layout).map_err(first)?;
    let theme = layout.theme(&settings.theme);
    Ok(Published {
        atlas: Atlas::link(policies, &vocabulary),
        phrases: site::phrases(&theme, &settings.language)?,
        words: ReaderWords::new(site::words(&theme, &settings.language)?),
        history: history::read(layout)?.0,
        accuracy: Accuracy::default(),
        today: clock::today()?,
        vocabulary,
        settings,
        index,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_is_too_long_is_skipped() {
        let long = "x".repeat(3 * LONGEST);
        let text = format!("{{}}\n{long}\n[]");
        let mut input = io::Cursor::new(text);
        let mut told = Vec::new();
        while let Some(message) = next_line(&mut input).unwrap() {
            told.push(match message {
                InputLine::Whole(line) => line,
                InputLine::TooLong => "too long".to_owned(),
            });
        }
        assert_eq!(told, ["{}\n", "too long", "[]"]);
    }
}
