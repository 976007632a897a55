//! The messages of the Model Context Protocol over stdio: one JSON-RPC 2.0 object a line.
//!
//! Revisions up to 2025-11-25 begin with `initialize`; that of 2026-07-28 states its version in every
//! request. A server of tools needs five methods of them, so the messages are read and written here: the
//! official SDK would add 27 seconds of processor time to the first compilation.

use serde_json::{Map, Value, json};

use super::answer::ToolAnswer;
use super::tools;

/// Revisions that begin with `initialize`, the latest last.
const WITH_HANDSHAKE: [&str; 4] = ["2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"];
/// The revision whose requests state their version.
const STATELESS: &str = "2026-07-28";

/// The fields of `_meta` of the stateless revision.
const VERSION_FIELD: &str = "io.modelcontextprotocol/protocolVersion";
const SERVER_FIELD: &str = "io.modelcontextprotocol/serverInfo";

const PARSE_ERROR: i32 = -32700;
const INVALID_REQUEST: i32 = -32600;
const METHOD_NOT_FOUND: i32 = -32601;
const INVALID_PARAMS: i32 = -32602;
const UNSUPPORTED_VERSION: i32 = -32022;

/// Messages of one batch.
const BATCH: usize = 50;

/// Milliseconds for which a client may keep the list of tools.
const KEPT: u32 = 3_600_000;

/// An error of the protocol: code, message, and data or null.
type ProtocolError = (i32, String, Value);

/// Runs a tool by its name with its arguments.
pub type RunTool<'a> = dyn FnMut(&str, &Map<String, Value>) -> ToolAnswer + 'a;

/// The answer to a line, without its end; `None` for a notification, an answer or an empty line.
pub fn answer(line: &str, run: &mut RunTool<'_>) -> Option<String> {
    if line.trim().is_empty() {
        return None;
    }
    let answer = match serde_json::from_str(line) {
        Ok(Value::Array(batch)) if (1..=BATCH).contains(&batch.len()) => {
            let answers = batch.iter().filter_map(|message| answer_one(message, run));
            let answers: Vec<Value> = answers.collect();
            (!answers.is_empty()).then_some(Value::Array(answers))
        }
        Ok(message) => answer_one(&message, run),
        Err(error) => {
            let message = format!("is no JSON: {error}");
            Some(failure(&Value::Null, (PARSE_ERROR, message, Value::Null)))
        }
    };
    // JSON without line ends: a line is a message.
    answer.map(|answer| answer.to_string())
}

/// The answer to a line that is longer than a message may be.
pub fn too_long(most: usize) -> String {
    let message = format!("a message has at most {most} bytes");
    failure(&Value::Null, (INVALID_REQUEST, message, Value::Null)).to_string()
}

fn answer_one(message: &Value, run: &mut RunTool<'_>) -> Option<Value> {
    let id = message.get("id");
    let wrong = |text: &str| {
        let id = id.filter(|id| is_id(id)).unwrap_or(&Value::Null);
        Some(failure(id, (INVALID_REQUEST, text.to_owned(), Value::Null)))
    };
    if !message.is_object() {
        return wrong("a message is an object, or a list of at most 50 objects");
    }
    let Some(method) = message.get("method").and_then(Value::as_str) else {
        // An answer of the client, to nothing that was asked.
        let is_answer = message.get("result").or(message.get("error")).is_some();
        return if is_answer {
            None
        } else {
            wrong("a request has a `method`")
        };
    };
    let id = id?;
    if !is_id(id) {
        return wrong("the `id` of a request is a text or a whole number");
    }
    let nothing = Map::new();
    let params = match message.get("params") {
        None | Some(Value::Null) => &nothing,
        Some(Value::Object(params)) => params,
        Some(_) => {
            let told = "`params` has to be an object".to_owned();
            return Some(failure(id, (INVALID_PARAMS, told, Value::Null)));
        }
    };
    Some(match result(method, params, run) {
        Ok(result) => json!({"jsonrpc": "2.0", "id": id, "result": result}),
        Err(error) => failure(id, error),
    })
}

fn is_id(id: &Value) -> bool {
    id.is_string() || id.is_i64() || id.is_u64()
}

fn failure(id: &Value, (code, message, data): ProtocolError) -> Value {
    let mut error = json!({"code": code, "message": message});
    if !data.is_null() {
        error["data"] = data;
    }
    json!({"jsonrpc": "2.0", "id": id, "error": error})
}

/// The result of a request.
fn result(
    method: &str,
    params: &Map<String, Value>,
    run: &mut RunTool<'_>,
) -> Result<Value, ProtocolError> {
    let stated = params.get("_meta").and_then(|meta| meta.get(VERSION_FIELD));
    let is_stateless = stated.is_some();
    if let Some(stated) = stated.filter(|stated| *stated != STATELESS) {
        let data = json!({"supported": supported(), "requested": stated});
        let message = "the version of the protocol is not supported".to_owned();
        return Err((UNSUPPORTED_VERSION, message, data));
    }
    let mut result = match method {
        "initialize" => json!({
            "protocolVersion": agreed(params),
            "capabilities": capabilities(),
            "serverInfo": server(),
            "instructions": tools::INSTRUCTIONS,
        }),
        "server/discover" => json!({
            "supportedVersions": supported(),
            "capabilities": capabilities(),
            "instructions": tools::INSTRUCTIONS,
            "ttlMs": KEPT,
            "cacheScope": "private",
        }),
        "ping" => json!({}),
        "tools/list" => {
            let mut list = json!({"tools": tools::list()});
            if is_stateless {
                list["ttlMs"] = json!(KEPT);
                list["cacheScope"] = json!("private");
            }
            list
        }
        "tools/call" => call(params, run)?,
        _ => {
            let message = format!("there is no method {method:.100}");
            return Err((METHOD_NOT_FOUND, message, Value::Null));
        }
    };
    if is_stateless {
        result["resultType"] = json!("complete");
        result["_meta"] = json!({SERVER_FIELD: server()});
    }
    Ok(result)
}

fn call(params: &Map<String, Value>, run: &mut RunTool<'_>) -> Result<Value, ProtocolError> {
    let name = params.get("name").and_then(Value::as_str);
    let Some(name) = name.filter(|name| tools::has(name)) else {
        let message = format!("there is no such tool; there are {}", tools::names());
        return Err((INVALID_PARAMS, message, Value::Null));
    };
    let nothing = Map::new();
    let arguments = match params.get("arguments") {
        None | Some(Value::Null) => &nothing,
        Some(Value::Object(arguments)) => arguments,
        Some(_) => {
            let wrong = "`arguments` has to be an object".to_owned();
            return Ok(ToolAnswer::error(wrong).result());
        }
    };
    Ok(run(name, arguments).result())
}

fn capabilities() -> Value {
    json!({"tools": {}})
}

fn server() -> Value {
    json!({"name": "cewen", "title": "策问 cewen", "version": env!("CARGO_PKG_VERSION")})
}

fn supported() -> Vec<&'static str> {
    let all = WITH_HANDSHAKE.into_iter().chain([STATELESS]);
    all.rev().collect()
}

/// The version that a client asks for, or the latest that begins as it does.
fn agreed(params: &Map<String, Value>) -> &'static str {
    let asked = params.get("protocolVersion").and_then(Value::as_str);
    let known = WITH_HANDSHAKE.into_iter().find(|own| Some(*own) == asked);
    known.unwrap_or(WITH_HANDSHAKE[WITH_HANDSHAKE.len() - 1])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The answer to a message, from tools that say what they were asked.
    fn told(message: &str) -> Value {
        let mut run = |name: &str, arguments: &Map<String, Value>| ToolAnswer {
            structured: json!({"asked": arguments}),
            text: name.to_owned(),
            is_error: false,
        };
        let answer = answer(message, &mut run);
        answer.map_or(Value::Null, |answer| serde_json::from_str(&answer).unwrap())
    }

    #[test]
    fn a_client_begins_with_the_version_that_both_know() {
        let begin = |version: &str| {
            let message = json!({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"protocolVersion": version, "capabilities": {}, "clientInfo": {"name": "a", "version": "1"}}});
            told(&message.to_string())["result"]["protocolVersion"].clone()
        };
        assert_eq!(begin("2025-06-18"), "2025-06-18");
        assert_eq!(begin("1999-01-01"), "2025-11-25");
    }

    #[test]
    fn a_request_that_states_its_version_needs_no_beginning() {
        let asked = |version: &str| {
            let message = json!({"jsonrpc": "2.0", "id": "a", "method": "tools/list", "params": {"_meta": {VERSION_FIELD: version}}});
            told(&message.to_string())
        };
        let list = asked(STATELESS);
        assert_eq!(list["result"]["resultType"], "complete");
        assert_eq!(list["result"]["_meta"][SERVER_FIELD]["name"], "cewen");
        let refused = asked("2030-01-01");
        assert_eq!(refused["error"]["code"], UNSUPPORTED_VERSION);
        assert_eq!(refused["error"]["data"]["supported"][0], STATELESS);
    }

    #[test]
    fn a_tool_is_run_and_an_unknown_one_is_told() {
        let call = |name: &str| {
            told(&json!({"jsonrpc": "2.0", "id": 7, "method": "tools/call", "params": {"name": name, "arguments": {"query": "光伏"}}}).to_string())
        };
        let found = call("search");
        assert_eq!(found["id"], 7);
        assert_eq!(
            found["result"]["structuredContent"]["asked"]["query"],
            "光伏"
        );
        assert_eq!(found["result"]["content"][0]["text"], "search");
        let unknown = &call("delete")["error"];
        assert_eq!(unknown["code"], INVALID_PARAMS);
        assert!(
            unknown["message"]
                .as_str()
                .unwrap()
                .contains("verify_quote")
        );
    }

    #[test]
    fn what_is_no_request_is_answered_by_an_error_or_by_nothing() {
        for (message, code) in [
            ("{", PARSE_ERROR),
            ("7", INVALID_REQUEST),
            ("[]", INVALID_REQUEST),
            ("{}", INVALID_REQUEST),
            (r#"{"id":{},"method":"ping"}"#, INVALID_REQUEST),
            (r#"{"id":1,"method":"ping","params":[1]}"#, INVALID_PARAMS),
            (r#"{"id":1,"method":"resources/list"}"#, METHOD_NOT_FOUND),
            (r#"{"id":1,"method":"tools/call"}"#, INVALID_PARAMS),
        ] {
            assert_eq!(told(message)["error"]["code"], code, "{message}");
        }
        for silent in [
            "",
            "  ",
            r#"{"jsonrpc":"2.0","method":"notifications/initialized"}"#,
            r#"{"jsonrpc":"2.0","id":1,"result":{}}"#,
        ] {
            assert_eq!(told(silent), Value::Null, "{silent}");
        }
        let deep = "[".repeat(100_000);
        assert_eq!(told(&deep)["error"]["code"], PARSE_ERROR);
    }
}
