//! Serves pages on which a person checks what was read, and writes what they accept and correct.

mod form;
mod queue;
mod request;
mod server;
mod session;
mod texts;
mod words;

use std::net::{Ipv4Addr, TcpListener};
use std::sync::Arc;

use super::console::Console;
use super::serve::live::Now;
use super::serve::{announce, watch};
use super::{End, terminal};
use crate::cli;
use crate::messages::Language;
use crate::model::Diagnostic;
use crate::pipeline::{self, Failure, Layout, inputs};
use server::ReviewServer;
use session::ReviewSession;
use texts::Texts;

/// Serves the review of a site until it is stopped.
pub fn run(layout: Layout, arguments: &cli::Review, console: &Console) -> Result<End, Failure> {
    let (texts, wrong) = Texts::read(&layout)?;
    console.tell(&wrong);
    let begin = match &arguments.document {
        Some(id) if texts.document(&layout, id).is_none() => {
            let message = format!("there is no document {id}");
            return Err(Failure::CannotRun(
                Diagnostic::error("arguments", "DOCUMENT", message)
                    .help("`cewen review` without it lists the documents with their ids"),
            ));
        }
        Some(id) => format!("documents/{id}"),
        None => String::new(),
    };
    let cannot = |what: &str, error: &dyn std::fmt::Display| {
        Failure::CannotRun(
            Diagnostic::error("serve", what, error.to_string())
                .help("name another port with --port, such as --port 8001"),
        )
    };
    let place = (Ipv4Addr::LOCALHOST, arguments.port);
    let at = format!("{}:{}", place.0, place.1);
    let listener = TcpListener::bind(place).map_err(|e| cannot(&at, &e))?;
    let address = listener.local_addr().map_err(|e| cannot(&at, &e))?;
    let token = token().map_err(|e| cannot("random numbers", &e))?;
    let (settings, _) = inputs::salvaged_settings(&layout);
    let is_chinese = settings.is_none_or(|settings| settings.language.starts_with("zh"));
    let language = if is_chinese {
        Language::Zh
    } else {
        Language::En
    };
    let (tell, now) = tokio::sync::watch::channel(Now::default());
    let written = vec![
        layout.documents(),
        layout.updates(),
        layout.reviews(),
        layout.corrections(),
    ];
    let root = layout.root().to_owned();
    let server = Arc::new(ReviewServer {
        language,
        token,
        now,
        session: ReviewSession::new(layout, texts),
    });
    let _watcher = watch::watch(&server.session.layout, written, {
        let (server, format) = (Arc::clone(&server), console.format());
        let mut version = 0;
        move || {
            version += 1;
            let console = Console::new(&root, format);
            let _ = tell.send(renew(&server.session, &console, version));
        }
    })
    .map_err(|error| cannot("watching", &error))?;
    let here = announce(address, &begin);
    if arguments.open
        && let Err(error) = open::that_detached(&here)
    {
        terminal::note(&format!("warning: no browser can be opened: {error}\n"));
    }
    server::serve(listener, server).map_err(|e| cannot(&address.to_string(), &e))?;
    Ok(End::Fine)
}

/// Reads all texts again after a change; what cannot be read is told on open pages.
fn renew(session: &ReviewSession, console: &Console, version: u64) -> Now {
    let wrong = match Texts::read(&session.layout) {
        Ok((texts, wrong)) => {
            session.renew(texts);
            wrong
        }
        Err(Failure::Input(wrong)) => wrong,
        Err(Failure::CannotRun(wrong)) => vec![wrong],
    };
    console.tell(&wrong);
    let wrong = match pipeline::has_errors(&wrong) {
        true => console.plain(&wrong),
        false => String::new(),
    };
    Now { version, wrong }
}

/// A random word that no other page can guess.
fn token() -> Result<String, getrandom::Error> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes)?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}
