//! `cewen review` over HTTP: what is written, and what is refused.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};

use crate::site::Site;

/// A running review, ended with the test.
struct Review {
    program: Child,
    host: String,
    token: String,
}

impl Drop for Review {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

/// The status and the body of an answer.
type Answer = (u16, String);

impl Review {
    fn of(site: &Site) -> Self {
        let settings = text(site, "content/site.yaml");
        site.write("content/site.yaml", settings.replace("zh-CN", "en"));
        let mut program = Command::new(env!("CARGO_BIN_EXE_cewen"))
            .args(["review", "--port", "0", "--root"])
            .arg(site.root())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(program.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let host = line.split('/').nth(2).unwrap().to_owned();
        let mut review = Self {
            program,
            host,
            token: String::new(),
        };
        let (_, page) = review.get("/");
        let token = page.split("\"token\":\"").nth(1).unwrap();
        review.token = token.split('"').next().unwrap().to_owned();
        review
    }

    fn send(&self, request: &str) -> Answer {
        let mut stream = TcpStream::connect(&self.host).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        (status, body.to_owned())
    }

    fn get(&self, path: &str) -> Answer {
        let host = &self.host;
        self.send(&format!(
            "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
        ))
    }

    /// Sends a request as another page than the review's own might.
    fn post_as(&self, origin: &str, token: &str, body: &Value) -> Answer {
        let (host, body) = (&self.host, body.to_string());
        let length = body.len();
        self.send(&format!(
            "POST /documents/first/records HTTP/1.1\r\nHost: {host}\r\nOrigin: {origin}\r\nX-Cewen-Token: {token}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
        ))
    }

    fn post(&self, body: &Value) -> (u16, Value) {
        let origin = format!("http://{}", self.host);
        let (status, body) = self.post_as(&origin, &self.token, body);
        (status, serde_json::from_str(&body).unwrap())
    }

    /// The records of the first document.
    fn records(&self) -> Vec<Value> {
        let (status, body) = self.get("/documents/first/records");
        assert_eq!(status, 200, "{body}");
        let data: Value = serde_json::from_str(&body).unwrap();
        data["records"].as_array().unwrap().clone()
    }

    fn version(&self, id: &str) -> String {
        let records = self.records();
        let record = records.iter().find(|record| record["id"] == id).unwrap();
        record["version"].as_str().unwrap().to_owned()
    }

    fn accept(&self, id: &str) -> Value {
        json!({"action": "accept", "document": "first", "record": id, "version": self.version(id)})
    }

    fn correct(&self, id: &str, changes: Value) -> Value {
        json!({
            "action": "correct", "document": "first", "record": id, "version": self.version(id),
            "why": "以原文为准", "changes": changes,
        })
    }
}

fn text(site: &Site, name: &str) -> String {
    fs::read_to_string(site.path(name)).unwrap_or_default()
}

const CORRECTIONS: &str = "content/corrections/first.yaml";
const REVIEWS: &str = "content/reviews/first.yaml";

#[test]
fn what_is_accepted_and_corrected_is_written_and_the_next_build_applies_it() {
    let site = Site::new();
    let review = Review::of(&site);
    let (status, _) = review.post(&review.accept("first/1-1"));
    assert_eq!(status, 200);
    assert!(text(&site, REVIEWS).starts_with("- record: first/1-1\n  version: "));
    let request = review.correct("first#f1", json!([{"set": {"value": 28, "unit": "兆瓦"}}]));
    let (status, reply) = review.post(&request);
    assert_eq!(status, 200, "{reply}");
    let written = text(&site, CORRECTIONS);
    assert!(
        written.contains("was:\n    quote:") && written.contains("value: 27"),
        "{written}"
    );
    let bodies = json!([
        {"set": {"title": "屋顶光伏行动"}},
        {"agency": "市发改委", "role": "lead", "set": {"role": "participant"}},
        {"add": {"agency": {"name": "市水利局", "role": "lead"}}},
    ]);
    let (status, reply) = review.post(&review.correct("first/1-1", bodies));
    assert_eq!(status, 200, "{reply}");
    let (status, reply) = review.post(&review.correct("first#f2", json!([{"drop": true}])));
    assert_eq!(status, 200, "{reply}");
    let figure = json!([{"add": {"figure": {"name": "绿地率", "value": 40, "unit": "%", "quote": "推进国土绿化", "lines": [5, 5]}}}]);
    let (status, reply) = review.post(&review.correct("first/1-2", figure));
    assert_eq!(
        (status, &reply["record"]),
        (200, &json!("first#c1")),
        "{reply}"
    );
    // Corrected and added records are reviewed; the measure with the new figure is not.
    let reviewed: Vec<_> = review
        .records()
        .into_iter()
        .map(|r| {
            (
                r["id"].as_str().unwrap().to_owned(),
                r["reviewed"].is_string(),
            )
        })
        .filter(|(_, is_reviewed)| *is_reviewed)
        .map(|(id, _)| id)
        .collect();
    assert_eq!(reviewed, ["first/1-1", "first#f1", "first#c1"]);
    site.build();
    let document = text(&site, "content/documents/first.yaml");
    assert!(
        document.contains("兆瓦") && document.contains("绿地率"),
        "{document}"
    );
    assert!(
        !document.contains("森林覆盖率\n    indicator"),
        "{document}"
    );
}

#[test]
fn what_was_done_last_is_undone_unless_somebody_changed_the_file() {
    let site = Site::new();
    let kept = "# by hand\n- {document: first, measure: 1-2, set: {title: 造林行动}, why: 原文}\n";
    site.write(CORRECTIONS, kept);
    let review = Review::of(&site);
    let undo = json!({"action": "undo", "document": "first"});
    assert_eq!(review.post(&undo).0, 409);
    let change = review.correct("first#f1", json!([{"set": {"value": 28}}]));
    assert_eq!(review.post(&change).0, 200);
    assert_ne!(text(&site, CORRECTIONS), kept);
    let (status, reply) = review.post(&undo);
    assert_eq!((status, &reply["record"]), (200, &json!("first#f1")));
    assert_eq!(text(&site, CORRECTIONS), kept);
    assert_eq!(text(&site, REVIEWS), "");
    assert_eq!(
        review
            .post(&review.correct("first#f1", json!([{"drop": true}])))
            .0,
        200
    );
    let other = format!(
        "{}- {{document: first, set: {{title: 甲}}, why: 乙}}\n",
        text(&site, CORRECTIONS)
    );
    site.write(CORRECTIONS, &other);
    let (status, reply) = review.post(&undo);
    assert_eq!(status, 409);
    assert!(
        reply["message"].as_str().unwrap().contains("changed"),
        "{reply}"
    );
    assert_eq!(text(&site, CORRECTIONS), other);
}

#[test]
fn what_does_not_apply_is_told_with_its_field_and_nothing_is_written() {
    let site = Site::new();
    let review = Review::of(&site);
    let cases = [
        (
            json!([{"set": {"valeu": 28}}]),
            "`valeu` is no field of a figure",
            json!("valeu"),
        ),
        (
            json!([{"set": {"year": "明年"}}]),
            "`year` cannot hold",
            json!("year"),
        ),
        (
            json!([{"set": {"value": 1}, "drop": true}]),
            "one of `set`",
            json!(null),
        ),
        (json!([]), "nothing is changed", json!(null)),
    ];
    for (changes, message, field) in cases {
        let (status, reply) = review.post(&review.correct("first#f1", changes));
        assert_eq!((status, &reply["field"]), (422, &field), "{reply}");
        assert!(
            reply["message"].as_str().unwrap().contains(message),
            "{reply}"
        );
    }
    let mut unexplained = review.correct("first#f1", json!([{"drop": true}]));
    unexplained["why"] = json!(" ");
    let (status, reply) = review.post(&unexplained);
    assert_eq!((status, &reply["field"]), (422, &json!("why")));
    let mut stale = review.accept("first#f1");
    stale["version"] = json!("000000000000");
    assert_eq!(review.post(&stale).0, 409);
    // A record that has changed under the page, by another hand, is to be looked at again.
    let seen = review.accept("first/1-2");
    site.write(
        CORRECTIONS,
        "- {document: first, measure: 1-2, set: {title: 造林行动}, why: 原文}\n",
    );
    assert_eq!(review.post(&seen).0, 409);
    for id in ["third", "../first", "first/../../etc", ""] {
        let request = json!({"action": "accept", "document": id, "record": id, "version": "1"});
        assert_eq!(review.post(&request).0, 404, "{id}");
    }
    assert_eq!(text(&site, REVIEWS), "");
    assert!(!site.path("content/reviews").exists());
}

#[test]
fn only_the_page_of_this_run_can_write() {
    let site = Site::new();
    let review = Review::of(&site);
    let accept = review.accept("first/1-1");
    let own = format!("http://{}", review.host);
    let token = review.token.clone();
    for (origin, token) in [
        (own.as_str(), "0123456789abcdef0123456789abcdef"),
        (own.as_str(), ""),
        ("null", &token),
        ("http://127.0.0.1:1", &token),
        ("http://evil.example", &token),
    ] {
        let (status, _) = review.post_as(origin, token, &accept);
        assert!([403, 421].contains(&status), "{origin} {token}: {status}");
    }
    let long = json!({"action": "undo", "document": "x".repeat(1 << 20)});
    assert_eq!(review.post_as(&own, &token, &long).0, 413);
    let unknown = json!({"action": "publish", "document": "first"});
    assert_eq!(review.post_as(&own, &token, &unknown).0, 400);
    for path in [
        "/documents/..%2f..%2fetc%2fpasswd",
        "/page/..%2fmod.rs",
        "/documents/none",
    ] {
        assert_eq!(review.get(path).0, 404, "{path}");
    }
    assert!(!site.path("content/reviews").exists());
}

#[test]
fn a_title_ends_no_element_of_the_page() {
    let site = Site::new();
    site.write(
        "seeds/first.txt",
        crate::site::FIRST.replace("光伏惠民行动", "</script><b>行动"),
    );
    let review = Review::of(&site);
    let (status, page) = review.get("/documents/first");
    assert_eq!(status, 200);
    assert!(page.contains("\\u003c/script\\u003e") && !page.contains("</script><b>"));
    assert_eq!(page.matches("</script>").count(), 2);
}

#[test]
fn an_unknown_document_is_refused_before_anything_is_served() {
    let site = Site::new();
    let run = site.run(&["review", "none"]);
    assert_eq!(run.code, Some(2));
    assert!(run.err.contains("there is no document none"), "{}", run.err);
}
