//! Serves the site on this machine and rebuilds it with every change.

pub(super) mod guard;
pub(super) mod live;
pub(super) mod watch;

use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener, UdpSocket};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;

use super::console::Console;
use super::progress::Progress;
use super::{End, acquire_lock, clock, terminal};
use crate::cli;
use crate::model::{Diagnostic, Severity};
use crate::pipeline::{self, BuildOptions, BuildReport, Failure, Layout};
use crate::publish;
use crate::report::count;
use crate::search::Cutter;
use guard::Hosts;
use live::{Now, ServedSite};

/// Builds, serves, and rebuilds whenever a text, a list, a page or the theme changes, until it is
/// stopped. Errors are shown on every open page, over the last good state.
pub fn run(layout: &Layout, arguments: &cli::Serve, console: &Console) -> Result<End, Failure> {
    let folder = publish::claim(&layout.served(), layout.root(), &layout.kept())?;
    let cannot = |what: &str, error: &dyn std::fmt::Display| {
        Failure::CannotRun(
            Diagnostic::error("serve", what, error.to_string())
                .help("name another port with --port, such as --port 8001"),
        )
    };
    let host = arguments.host.trim_matches(['[', ']']);
    let listener = TcpListener::bind((host, arguments.port))
        .map_err(|e| cannot(&format!("{host}:{}", arguments.port), &e))?;
    let address = listener.local_addr().map_err(|e| cannot(host, &e))?;
    if !address.ip().is_loopback() {
        terminal::note(
            "warning: everybody in this network can read the preview, unpublished texts too\n",
        );
    }
    let (tell, now) = tokio::sync::watch::channel(Now::default());
    let site = ServedSite {
        folder: folder.clone(),
        now,
    };
    // The site before its first page is asked for.
    let cutter = Cutter::kept();
    let first = one(layout, &folder, &cutter, console, 1);
    let here = announce(address, "");
    if arguments.open
        && let Err(error) = open::that_detached(&here)
    {
        terminal::note(&format!("warning: no browser can be opened: {error}\n"));
    }
    let _ = tell.send(first);
    let root = layout.root().to_owned();
    let written = vec![layout.documents(), layout.updates(), layout.reviews()];
    let _watcher = watch::watch(layout, written, {
        let (format, folder) = (console.format(), folder.clone());
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
                &Console::new(&root, format),
                version,
            ));
        }
    })
    .map_err(|error| cannot("watching", &error))?;
    let hosts = Hosts(arguments.host.clone());
    live::serve(listener, Arc::new(site), hosts).map_err(|e| cannot(&address.to_string(), &e))?;
    Ok(End::Fine)
}

/// Prints the addresses at which the site is to be seen; returns the one for this machine.
pub(super) fn announce(address: SocketAddr, path: &str) -> String {
    if !address.ip().is_unspecified() {
        let here = format!("http://{address}/{path}");
        terminal::say(&format!("{here} (Ctrl+C ends it)\n"));
        return here;
    }
    let here = format!("http://localhost:{}/", address.port());
    terminal::say(&format!("{here} (Ctrl+C ends it)\n"));
    if let Some(ip) = address_in_network() {
        let there = SocketAddr::new(ip, address.port());
        terminal::say(&format!("http://{there}/ on a phone in the same network\n"));
    }
    here
}

/// The address of this machine in its network: the one that packets to elsewhere would be sent from. None is
/// sent.
fn address_in_network() -> Option<IpAddr> {
    // An address of no machine, reserved for documentation (RFC 5737).
    const ELSEWHERE: (Ipv4Addr, u16) = (Ipv4Addr::new(192, 0, 2, 1), 9);
    let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).ok()?;
    socket.connect(ELSEWHERE).ok()?;
    let ip = socket.local_addr().ok()?.ip();
    (!ip.is_loopback()).then_some(ip)
}

/// Runs one build and returns its state for open pages.
fn one(layout: &Layout, folder: &PathBuf, cutter: &Cutter, console: &Console, version: u64) -> Now {
    let options = BuildOptions {
        target: folder,
        base_url: None,
        cutter,
        is_preview: true,
        is_last: false,
        is_strict: false,
        is_synced: false,
        today: clock::today,
    };
    let started = std::time::Instant::now();
    let build = || -> Result<BuildReport, Failure> {
        let lock = acquire_lock(layout)?;
        pipeline::build(layout, &options, &lock, &Progress::default())
    };
    let made = catch_unwind(AssertUnwindSafe(build)).unwrap_or_else(|_| {
        // The reason has been printed already.
        Err(Failure::CannotRun(
            Diagnostic::error(
                "serve",
                "build",
                "the program failed; the pages are those before",
            )
            .help("a fault of the program: please report it; the next change is built again"),
        ))
    });
    let wrong = match made {
        Ok(made) => {
            let (wrong, told): (Vec<Diagnostic>, _) = made
                .diagnostics
                .into_iter()
                .partition(|d| d.severity == Severity::Error);
            console.tell(&told);
            let pages = count(made.pages, "page", "pages");
            let time = started.elapsed().as_millis();
            terminal::say(&format!("{pages}, {time} ms\n"));
            wrong
        }
        Err(Failure::Input(wrong)) => wrong,
        Err(Failure::CannotRun(wrong)) => vec![wrong],
    };
    console.tell(&wrong);
    Now {
        version,
        wrong: console.plain(&wrong),
    }
}
