use std::io;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, Uri, header};
use axum::middleware;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use futures_util::stream;
use tokio::sync::watch;

use super::guard::{self, Guard, Hosts};

/// The script that every page gets in the preview only.
const SCRIPT: &str = include_str!("live.js");

/// The state of the site.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Now {
    /// Counts the builds.
    pub version: u64,
    /// The diagnostics of the last build; empty if there are none.
    pub wrong: String,
}

/// The served site.
pub struct ServedSite {
    /// The folder of the last successful build.
    pub folder: PathBuf,
    /// The state that open pages are notified of.
    pub now: watch::Receiver<Now>,
}

/// Answers requests until the program ends.
pub fn serve(listener: TcpListener, site: Arc<ServedSite>, hosts: Hosts) -> io::Result<()> {
    let app = Router::new()
        .route("/.cewen/live.js", get(script))
        .route("/.cewen/events", get(events))
        .fallback(file)
        .with_state(site)
        .layer(middleware::from_fn_with_state(
            Guard::reading(hosts),
            guard::check,
        ));
    run(listener, app)
}

/// Answers requests on a listener until the program ends.
pub fn run(listener: TcpListener, app: Router) -> io::Result<()> {
    listener.set_nonblocking(true)?;
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?
        .block_on(async {
            let listener = tokio::net::TcpListener::from_std(listener)?;
            axum::serve(listener, app).await
        })
}

async fn script() -> impl IntoResponse {
    (
        [(header::CONTENT_TYPE, "text/javascript; charset=utf-8")],
        SCRIPT,
    )
}

async fn events(State(site): State<Arc<ServedSite>>) -> impl IntoResponse {
    stream(site.now.clone())
}

/// A stream of the current state and all following ones.
pub fn stream(mut now: watch::Receiver<Now>) -> impl IntoResponse {
    now.mark_changed();
    let states = stream::unfold(now, |mut now| async move {
        now.changed().await.ok()?;
        let state = now.borrow_and_update().clone();
        let told = serde_json::json!({"version": state.version, "wrong": state.wrong});
        Some((
            Ok::<_, io::Error>(Event::default().data(told.to_string())),
            now,
        ))
    });
    Sse::new(states).keep_alive(KeepAlive::default())
}

async fn file(State(site): State<Arc<ServedSite>>, uri: Uri) -> Response {
    let Some(path) = below(&site.folder, uri.path()) else {
        return answer(&site, StatusCode::NOT_FOUND, None);
    };
    if path.is_dir() && !uri.path().ends_with('/') {
        // A path with two slashes at its start would name another host.
        let to = format!("/{}/", uri.path().trim_start_matches('/'));
        return match HeaderValue::from_str(&to) {
            Ok(to) => (StatusCode::FOUND, [(header::LOCATION, to)]).into_response(),
            Err(_) => answer(&site, StatusCode::NOT_FOUND, None),
        };
    }
    let path = if path.is_dir() {
        path.join("index.html")
    } else {
        path
    };
    match path.is_file() {
        true => answer(&site, StatusCode::OK, Some(&path)),
        false => answer(&site, StatusCode::NOT_FOUND, None),
    }
}

/// The file for an address; `None` for an address that leads out of the folder.
fn below(folder: &Path, address: &str) -> Option<PathBuf> {
    let address = percent_encoding::percent_decode_str(address)
        .decode_utf8()
        .ok()?;
    let mut path = folder.to_owned();
    for part in address.split('/').filter(|part| !part.is_empty()) {
        if part == ".." || part == "." || part.contains(['\\', '\0']) {
            return None;
        }
        path.push(part);
    }
    Some(path)
}

/// Returns a file, or the site's own error page for addresses without one.
fn answer(site: &ServedSite, status: StatusCode, path: Option<&Path>) -> Response {
    let missing = site.folder.join("404.html");
    let path = path.unwrap_or(&missing);
    let kind = content_type(path);
    let mut bytes = match std::fs::read(path) {
        Ok(bytes) => bytes,
        // Before the first successful build there is no site; an empty page can still show the errors.
        Err(_) => b"<!doctype html><title>cewen</title><body></body>".to_vec(),
    };
    if kind.starts_with("text/html") {
        bytes = with_script(bytes);
    }
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (status, headers, Body::from(bytes)).into_response()
}

/// A page with the script at its end.
fn with_script(page: Vec<u8>) -> Vec<u8> {
    const TAG: &[u8] = b"<script src=\"/.cewen/live.js\"></script>";
    const END: &[u8] = b"</body>";
    let at = page
        .windows(END.len())
        .rposition(|w| w == END)
        .unwrap_or(page.len());
    [&page[..at], TAG, &page[at..]].concat()
}

fn content_type(path: &Path) -> &'static str {
    let ending = path
        .extension()
        .and_then(|e| e.to_str())
        .unwrap_or_default();
    match ending {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "svg" => "image/svg+xml",
        "xml" => "application/xml; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        "txt" | "md" | "yaml" | "cff" => "text/plain; charset=utf-8",
        "zip" => "application/zip",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_address_leads_out_of_the_folder() {
        let folder = Path::new("/site");
        assert_eq!(
            below(folder, "/a/%E5%AD%97/"),
            Some(PathBuf::from("/site/a/字"))
        );
        assert_eq!(below(folder, "//a"), Some(PathBuf::from("/site/a")));
        for address in ["/../x", "/a/%2e%2e/x", "/a/..%2fx", "/a%5c..%5cx", "/%00"] {
            let found = below(folder, address);
            assert_eq!(found, None, "{address}");
        }
    }

    #[test]
    fn the_script_stands_at_the_end_of_a_page() {
        let page = with_script(b"<body>x</body></html>".to_vec());
        let page = String::from_utf8(page).unwrap();
        assert!(
            page.starts_with("<body>x<script src=") && page.ends_with("</script></body></html>")
        );
    }
}
