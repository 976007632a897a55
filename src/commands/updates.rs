use std::fs;
use std::io;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::Stop;
use super::layout::Layout;
use crate::content::{History, Plan, Revision};
use crate::model::{Diagnostic, Policy};
use crate::vocabulary::Vocabulary;

/// `content/updates.yaml` as it is to be.
pub struct Updates {
    /// What is known of former states.
    pub history: History,
    /// The new text of the file; `None` where nothing changed.
    pub text: Option<String>,
}

/// Adds to the history what this build changes. Without a file all documents are new.
pub fn of(
    layout: &Layout,
    plan: &Plan,
    policies: &[Policy],
    vocabulary: &Vocabulary,
) -> Result<Updates, Stop> {
    let file = layout.updates();
    let (mut history, former) = read(layout).map_err(|wrong| Stop::Input(vec![wrong]))?;
    let (revisions, kept) = if former.is_some() {
        plan.revisions(policies)
    } else {
        let new = policies.iter().map(|policy| Revision {
            old: None,
            new: Some(policy),
        });
        (new.collect(), Vec::new())
    };
    if !revisions.is_empty() {
        history.record(&revisions, &kept, vocabulary, today()?);
    }
    let text = history
        .to_yaml()
        .map_err(|error| Stop::CannotRun(Diagnostic::error("updates", &file, error)))?;
    let text = (former.as_ref() != Some(&text)).then_some(text);
    Ok(Updates { history, text })
}

/// The history as it is, and the text of its file; empty where there is none.
pub fn read(layout: &Layout) -> Result<(History, Option<String>), Diagnostic> {
    let file = layout.updates();
    match fs::read_to_string(&file) {
        Ok(text) => Ok((History::parse(&text, &file)?, Some(text))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok((History::default(), None)),
        Err(error) => Err(Diagnostic::error(
            "unreadable",
            &file,
            format!("cannot be read: {error}"),
        )),
    }
}

/// The day of this build in UTC: that of `SOURCE_DATE_EPOCH` where it is set, so that two builds of
/// one state are the same, else that of the clock.
pub fn today() -> Result<Date, Stop> {
    const NAME: &str = "SOURCE_DATE_EPOCH";
    let now = match std::env::var(NAME) {
        Ok(seconds) => seconds
            .trim()
            .parse()
            .ok()
            .and_then(|s| Timestamp::from_second(s).ok())
            .ok_or_else(|| {
                Stop::CannotRun(
                    Diagnostic::error("environment", NAME, format!("“{seconds}” is no time"))
                        .help("give the seconds since 1970, such as the output of `git log -1 --format=%ct`, or unset it"),
                )
            })?,
        Err(_) => Timestamp::now(),
    };
    Ok(now.to_zoned(TimeZone::UTC).date())
}
