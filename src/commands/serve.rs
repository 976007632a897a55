//! The site on this machine, built anew with every change.

mod live;
mod watch;

use std::path::PathBuf;
use std::sync::Arc;

use super::build::{self, Aim};
use super::layout::Layout;
use super::report::Reporter;
use super::timings::Timings;
use super::{End, Stop, publish, terminal};
use crate::cli;
use crate::model::{Diagnostic, Severity};
use crate::search::Cutter;
use live::{Now, Site};

/// Builds, serves, and builds again whenever a text, a list, a page or the theme changes, until it is
/// stopped. What goes wrong is shown on every open page, over the last state that was right.
pub fn run(layout: &Layout, arguments: &cli::Serve, reporter: &Reporter) -> Result<End, Stop> {
    let folder = publish::claim(&layout.served(), layout)?;
    let cannot = |what: &str, error: &dyn std::fmt::Display| {
        Stop::CannotRun(
            Diagnostic::error("serve", what, error.to_string())
                .help("name another port with --port, such as --port 8001"),
        )
    };
    let address = format!("127.0.0.1:{}", arguments.port);
    let listener = std::net::TcpListener::bind(&address).map_err(|e| cannot(&address, &e))?;
    let address = listener.local_addr().map_err(|e| cannot(&address, &e))?;
    let (tell, now) = tokio::sync::watch::channel(Now::default());
    let site = Site {
        folder: folder.clone(),
        now,
    };
    // The site before its first page is asked for.
    let cutter = Cutter::kept();
    let first = one(layout, &folder, &cutter, reporter, 1);
    terminal::out(&format!("http://{address}/ (Ctrl+C ends it)\n"));
    let _ = tell.send(first);
    let root = layout.root().to_owned();
    let _watcher = watch::watch(layout, {
        let (format, folder) = (reporter.format(), folder.clone());
        let mut version = 1;
        move || {
            let Ok(layout) = Layout::new(&root) else {
                return;
            };
            version += 1;
            let _ = tell.send(one(
                &layout,
                &folder,
                &cutter,
                &Reporter::new(&root, format),
                version,
            ));
        }
    })
    .map_err(|error| cannot("watching", &error))?;
    live::serve(listener, Arc::new(site)).map_err(|e| cannot(&address.to_string(), &e))?;
    Ok(End::Fine)
}

/// One build, and what a page is to say of it.
fn one(
    layout: &Layout,
    folder: &PathBuf,
    cutter: &Cutter,
    reporter: &Reporter,
    version: u64,
) -> Now {
    let aim = Aim {
        target: folder,
        base_url: None,
        cutter,
        preview: true,
        last: false,
        strict: false,
    };
    let started = std::time::Instant::now();
    let wrong = match build::make(layout, &aim, &Timings::new(false)) {
        Ok(made) => {
            let (wrong, told): (Vec<Diagnostic>, _) = made
                .told
                .into_iter()
                .partition(|d| d.severity == Severity::Error);
            reporter.tell(&told);
            terminal::out(&format!(
                "{}, {} ms\n",
                terminal::count(made.pages, "page", "pages"),
                started.elapsed().as_millis()
            ));
            wrong
        }
        Err(Stop::Input(wrong)) => wrong,
        Err(Stop::CannotRun(wrong)) => vec![wrong],
    };
    reporter.tell(&wrong);
    Now {
        version,
        wrong: reporter.plain(&wrong),
    }
}
