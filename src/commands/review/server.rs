//! The pages of a review. Only a page that this server made can have something written.

use std::io;
use std::net::TcpListener;
use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::{HeaderMap, HeaderName, Method, StatusCode, header};
use axum::middleware;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde_json::{Value, json};
use tokio::sync::watch;

use super::super::serve::guard::{self, Guard, Hosts};
use super::super::serve::live::{self, Now};
use super::form::Forms;
use super::request::ReviewRequest;
use super::session::{RefusalKind, ReviewRefusal, ReviewSession};
use super::texts::ReviewSummary;
use super::words;
use crate::messages::Language;
use crate::site;

/// The largest request, in bytes: more than any correction needs.
const LARGEST: usize = 256 * 1024;
/// The header in which the page shows that this server made it.
const TOKEN: HeaderName = HeaderName::from_static("x-cewen-token");
/// Nothing of other hosts, no script in the page itself, no frames.
const POLICY: &str = "default-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'";

/// What the pages are made from.
pub struct ReviewServer {
    /// The review.
    pub session: ReviewSession,
    /// The proof that a request comes from a page of this run.
    pub token: String,
    /// The language of the pages.
    pub language: Language,
    /// The state that open pages are notified of.
    pub now: watch::Receiver<Now>,
}

/// Answers requests until the program ends.
pub fn serve(listener: TcpListener, server: Arc<ReviewServer>) -> io::Result<()> {
    let guard = Guard {
        hosts: Hosts("localhost".to_owned()),
        methods: &[Method::GET, Method::HEAD, Method::POST],
    };
    let app = Router::new()
        .route("/", get(list))
        .route("/documents/{id}", get(document))
        .route("/documents/{id}/records", get(records).post(change))
        .route("/page/{name}", get(script))
        .route("/page/review.css", get(style))
        .route("/events", get(events))
        .with_state(server)
        .layer(DefaultBodyLimit::max(LARGEST))
        .layer(middleware::from_fn_with_state(guard, guard::check));
    live::run(listener, app)
}

fn answer(status: StatusCode, kind: &'static str, body: String) -> Response {
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CACHE_CONTROL, "no-store"),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
    ];
    (status, headers, body).into_response()
}

fn json_answer(status: StatusCode, body: &Value) -> Response {
    answer(status, "application/json", body.to_string())
}

/// The scripts and the style of the pages.
const FILES: [(&str, &str); 6] = [
    ("review.js", include_str!("page/review.js")),
    ("document.js", include_str!("page/document.js")),
    ("element.js", include_str!("page/element.js")),
    ("form.js", include_str!("page/form.js")),
    ("list.js", include_str!("page/list.js")),
    ("text.js", include_str!("page/text.js")),
];

async fn script(Path(name): Path<String>) -> Response {
    match FILES.iter().find(|(file, _)| *file == name) {
        Some((_, text)) => answer(
            StatusCode::OK,
            "text/javascript; charset=utf-8",
            (*text).to_owned(),
        ),
        None => answer(StatusCode::NOT_FOUND, "text/plain", String::new()),
    }
}

async fn style() -> Response {
    let text = include_str!("page/review.css").to_owned();
    answer(StatusCode::OK, "text/css; charset=utf-8", text)
}

async fn events(State(server): State<Arc<ReviewServer>>) -> impl IntoResponse {
    live::stream(server.now.clone())
}

/// A page with its data.
fn page(server: &ReviewServer, status: StatusCode, mut data: Value) -> Response {
    data["token"] = json!(server.token);
    data["words"] = words::words(server.language);
    let language = match server.language {
        Language::Zh => "zh-CN",
        Language::En => "en",
    };
    let page = include_str!("page/page.html")
        .replace("{language}", language)
        .replace("{data}", &site::inline_json(&data));
    answer(status, "text/html; charset=utf-8", page)
}

async fn list(State(server): State<Arc<ReviewServer>>) -> Response {
    let texts = server.session.texts();
    let documents = texts.summaries(&server.session.layout);
    drop(texts);
    page(&server, StatusCode::OK, json!({"documents": documents}))
}

async fn document(State(server): State<Arc<ReviewServer>>, Path(id): Path<String>) -> Response {
    let texts = server.session.texts();
    let found = server.session.document(&texts, &id);
    let data = match &found {
        Ok(document) => json!({
            "document": document.data(&texts),
            "forms": Forms::of(&texts.reader.vocabulary, server.language),
            "next": next(texts.summaries(&server.session.layout), &id),
        }),
        Err(refusal) => json!({"problem": told(refusal, server.language)}),
    };
    let status = found.as_ref().map_or_else(status, |_| StatusCode::OK);
    page(&server, status, data)
}

/// The most doubtful of the other documents that are not yet reviewed.
fn next(documents: Vec<ReviewSummary>, id: &str) -> Option<String> {
    let mut open = documents.into_iter();
    let next = open.find(|other| other.id != id && other.reviewed < other.records);
    next.map(|document| document.id)
}

async fn records(State(server): State<Arc<ReviewServer>>, Path(id): Path<String>) -> Response {
    let texts = server.session.texts();
    match server.session.document(&texts, &id) {
        Ok(document) => json_answer(StatusCode::OK, &json!(document.data(&texts))),
        Err(refusal) => json_answer(status(&refusal), &told(&refusal, server.language)),
    }
}

async fn change(
    State(server): State<Arc<ReviewServer>>,
    Path(_): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    if !is_of_page(&headers, &server.token) {
        let message = "this page is of another run of cewen review: load it again";
        let message = server.language.translate(message);
        return json_answer(StatusCode::FORBIDDEN, &json!({"message": message}));
    }
    let request: ReviewRequest = match serde_json::from_slice(&body) {
        Ok(request) => request,
        Err(error) => {
            let message = json!({"message": error.to_string()});
            return json_answer(StatusCode::BAD_REQUEST, &message);
        }
    };
    match server.session.carry_out(&request) {
        Ok(reply) => json_answer(StatusCode::OK, &json!(reply)),
        Err(refusal) => json_answer(status(&refusal), &told(&refusal, server.language)),
    }
}

/// Whether a request comes from a page that this run of the server made.
fn is_of_page(headers: &HeaderMap, token: &str) -> bool {
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let origin = text(header::ORIGIN).and_then(|origin| origin.strip_prefix("http://"));
    let is_json =
        text(header::CONTENT_TYPE).is_some_and(|kind| kind.starts_with("application/json"));
    origin.is_some() && origin == text(header::HOST) && is_json && text(TOKEN) == Some(token)
}

fn status(refusal: &ReviewRefusal) -> StatusCode {
    match refusal.kind {
        RefusalKind::Unknown => StatusCode::NOT_FOUND,
        RefusalKind::Changed => StatusCode::CONFLICT,
        RefusalKind::Invalid => StatusCode::UNPROCESSABLE_ENTITY,
        RefusalKind::Failed => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// The reasons in words, and the field that they are about.
fn told(refusal: &ReviewRefusal, language: Language) -> Value {
    let first = refusal.reasons.first();
    let field = first.and_then(|reason| reason.message.strip_prefix('`'));
    let field = field.and_then(|rest| rest.split_once('`'));
    let words = refusal.reasons.iter().flat_map(|reason| {
        let help = reason.help.as_deref();
        [Some(reason.message.as_str()), help]
    });
    let words: Vec<_> = words
        .flatten()
        .map(|text| language.translate(text))
        .collect();
    json!({"message": words.join("\n"), "field": field.map(|(field, _)| field)})
}
