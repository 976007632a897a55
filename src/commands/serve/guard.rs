//! Access control of the preview of unpublished texts. It answers GET and HEAD only, a review POST as well,
//! from this machine or for the host it was given.

use std::net::IpAddr;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use crate::commands::terminal;

/// The host name or address that the preview answers to, in addition to those of this machine.
#[derive(Clone, Debug)]
pub struct Hosts(pub String);

/// The requests that are allowed.
#[derive(Clone, Debug)]
pub struct Guard {
    /// The hosts that they may name.
    pub hosts: Hosts,
    /// The methods that they may have.
    pub methods: &'static [Method],
}

impl Guard {
    /// Allows requests that change nothing.
    pub fn reading(hosts: Hosts) -> Self {
        let methods = &[Method::GET, Method::HEAD];
        Self { hosts, methods }
    }
}

/// Middleware that passes allowed requests on.
pub async fn check(State(guard): State<Guard>, request: Request, next: Next) -> Response {
    let Guard { hosts, methods } = guard;
    if !methods.contains(request.method()) {
        return refuse(
            StatusCode::METHOD_NOT_ALLOWED,
            "only GET and HEAD are answered\n",
        );
    }
    // A page elsewhere may lead a browser here under its own host name (DNS rebinding).
    if !hosts.allow(request.headers(), request.uri().host()) {
        return refuse(
            StatusCode::MISDIRECTED_REQUEST,
            "this is the preview of another site: see the address that cewen serve printed\n",
        );
    }
    next.run(request).await
}

fn refuse(status: StatusCode, words: &'static str) -> Response {
    (status, terminal::translated(words)).into_response()
}

impl Hosts {
    /// Whether a request names an allowed host and, if it comes from a page, an allowed origin. IP
    /// addresses are safe against DNS rebinding.
    fn allow(&self, headers: &HeaderMap, of_uri: Option<&str>) -> bool {
        let text = |name| {
            headers
                .get(name)
                .map(|value| value.to_str().unwrap_or_default())
        };
        let host = of_uri.or_else(|| text(header::HOST));
        let origin =
            text(header::ORIGIN).map(|origin| origin.strip_prefix("http://").unwrap_or(""));
        host.is_some_and(|host| self.is_ours(host)) && origin.is_none_or(|host| self.is_ours(host))
    }

    fn is_ours(&self, host: &str) -> bool {
        let name = match host.rsplit_once(':') {
            Some((name, port)) if port.chars().all(|c| c.is_ascii_digit()) => name,
            _ => host,
        };
        let address = name.trim_start_matches('[').trim_end_matches(']');
        name.eq_ignore_ascii_case("localhost")
            || name.eq_ignore_ascii_case(&self.0)
            || address.parse::<IpAddr>().is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_hosts_of_this_machine_and_the_one_given_are_answered() {
        let hosts = Hosts("preview.lan".to_owned());
        let allowed = |host: &str, origin: Option<&str>| {
            let mut headers = HeaderMap::new();
            headers.insert(header::HOST, host.parse().unwrap());
            if let Some(origin) = origin {
                headers.insert(header::ORIGIN, origin.parse().unwrap());
            }
            hosts.allow(&headers, None)
        };
        for host in [
            "127.0.0.1:8000",
            "localhost:8000",
            "[::1]:80",
            "192.168.1.7",
            "preview.lan:1",
        ] {
            assert!(allowed(host, None), "{host}");
            assert!(allowed(host, Some("http://localhost:8000")), "{host}");
            assert!(!allowed(host, Some("http://evil.example")), "{host}");
            assert!(!allowed(host, Some("null")), "{host}");
        }
        for host in [
            "evil.example",
            "evil.example:8000",
            "127.0.0.1.evil.example",
            "",
        ] {
            assert!(!allowed(host, None), "{host}");
        }
        assert!(!hosts.allow(&HeaderMap::new(), None));
    }
}
