//! The arguments of tools: one table of them makes the schema that a client reads and the checks.

use serde_json::{Map, Value, json};

/// An argument of a tool.
pub struct Argument {
    /// Its name.
    pub name: &'static str,
    /// What it may be.
    pub kind: ArgumentKind,
    /// What it means, in Chinese and English.
    pub about: &'static str,
    /// Whether the tool needs it.
    pub is_required: bool,
}

/// What an argument may be.
#[derive(Clone, Copy)]
pub enum ArgumentKind {
    /// A text of at most so many characters.
    Text(usize),
    /// At most so many texts, each of at most [`NAME`] characters.
    Texts(usize),
    /// A whole number between these.
    Number(i64, i64),
    /// One of these words.
    Choice(&'static [&'static str]),
    /// Yes or no.
    Flag,
    /// Where the next part of an answer begins, as the former part told it.
    Cursor,
}

/// Characters of a name at most.
pub const NAME: usize = 100;

/// Characters of a cursor at most.
const CURSOR: usize = 12;

/// Arguments that fit the table of their tool.
pub struct Arguments<'a>(&'a Map<String, Value>);

impl<'a> Arguments<'a> {
    /// Checks arguments.
    ///
    /// # Errors
    /// What is wrong, and what is allowed.
    pub fn checked(given: &'a Map<String, Value>, known: &[Argument]) -> Result<Self, String> {
        for (name, value) in given {
            let Some(argument) = known.iter().find(|own| own.name == name) else {
                let names: Vec<&str> = known.iter().map(|own| own.name).collect();
                let name = super::answer::line(name, NAME);
                return Err(format!(
                    "there is no argument `{name}`; there are: {}",
                    names.join(", ")
                ));
            };
            // An argument that is null is none.
            if !value.is_null() && !argument.kind.takes(value) {
                let (name, allowed) = (argument.name, argument.kind.allowed());
                return Err(format!("`{name}` has to be {allowed}"));
            }
        }
        let lacking = known
            .iter()
            .find(|own| own.is_required && given.get(own.name).is_none_or(Value::is_null));
        match lacking {
            Some(own) => Err(format!("`{}` is needed: {}", own.name, own.kind.allowed())),
            None => Ok(Self(given)),
        }
    }

    /// A text; `None` for one that is empty.
    pub fn text(&self, name: &str) -> Option<&'a str> {
        let text = self.0.get(name)?.as_str()?.trim();
        (!text.is_empty()).then_some(text)
    }

    /// Texts, or one text as a list of one.
    pub fn texts(&self, name: &str) -> Vec<&'a str> {
        match self.0.get(name) {
            Some(Value::Array(all)) => all.iter().filter_map(Value::as_str).collect(),
            _ => self.text(name).into_iter().collect(),
        }
    }

    /// A whole number.
    pub fn number(&self, name: &str) -> Option<i64> {
        self.0.get(name)?.as_i64()
    }

    /// Whether something is asked for.
    pub fn flag(&self, name: &str) -> bool {
        self.0.get(name).and_then(Value::as_bool).unwrap_or(false)
    }

    /// Where to begin; 0 without a cursor.
    pub fn cursor(&self) -> usize {
        let cursor = self.text("cursor").and_then(|text| text.parse().ok());
        cursor.unwrap_or(0)
    }
}

impl ArgumentKind {
    fn takes(self, value: &Value) -> bool {
        let fits = |text: &str, most: usize| text.chars().take(most + 1).count() <= most;
        match self {
            Self::Text(most) => value.as_str().is_some_and(|text| fits(text, most)),
            Self::Texts(most) => match value {
                Value::Array(all) => {
                    let fit = |own: &Value| own.as_str().is_some_and(|text| fits(text, NAME));
                    all.len() <= most && all.iter().all(fit)
                }
                one => one.as_str().is_some_and(|text| fits(text, NAME)),
            },
            Self::Number(least, most) => {
                value.as_i64().is_some_and(|n| (least..=most).contains(&n))
            }
            Self::Choice(words) => value.as_str().is_some_and(|word| words.contains(&word)),
            Self::Flag => value.is_boolean(),
            Self::Cursor => value.as_str().is_some_and(|text| {
                fits(text, CURSOR) && text.parse::<usize>().is_ok_and(|n| n < 1_000_000_000)
            }),
        }
    }

    /// What is allowed, in words.
    fn allowed(self) -> String {
        match self {
            Self::Text(most) => format!("a text of at most {most} characters"),
            Self::Texts(most) => {
                format!("a list of at most {most} texts of at most {NAME} characters each")
            }
            Self::Number(least, most) => format!("a whole number from {least} to {most}"),
            Self::Choice(words) => format!("one of {}", words.join(", ")),
            Self::Flag => "true or false".to_owned(),
            Self::Cursor => "the `next_cursor` of the former answer".to_owned(),
        }
    }

    fn schema(self) -> Value {
        match self {
            Self::Text(most) => json!({"type": "string", "maxLength": most}),
            Self::Texts(most) => {
                json!({"type": "array", "maxItems": most, "items": {"type": "string", "maxLength": NAME}})
            }
            Self::Number(least, most) => {
                json!({"type": "integer", "minimum": least, "maximum": most})
            }
            Self::Choice(words) => json!({"type": "string", "enum": words}),
            Self::Flag => json!({"type": "boolean"}),
            Self::Cursor => json!({"type": "string", "maxLength": CURSOR}),
        }
    }
}

/// The JSON Schema of arguments.
pub fn schema(known: &[Argument]) -> Value {
    let properties = known.iter().map(|own| {
        let mut schema = own.kind.schema();
        schema["description"] = json!(own.about);
        (own.name.to_owned(), schema)
    });
    let required = known.iter().filter(|own| own.is_required);
    json!({
        "type": "object",
        "properties": properties.collect::<Map<_, _>>(),
        "required": required.map(|own| own.name).collect::<Vec<_>>(),
        "additionalProperties": false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const KNOWN: [Argument; 3] = [
        Argument {
            name: "quote",
            kind: ArgumentKind::Text(5),
            about: "引文",
            is_required: true,
        },
        Argument {
            name: "limit",
            kind: ArgumentKind::Number(1, 20),
            about: "条数",
            is_required: false,
        },
        Argument {
            name: "cursor",
            kind: ArgumentKind::Cursor,
            about: "",
            is_required: false,
        },
    ];

    fn wrong(given: Value) -> String {
        let checked = Arguments::checked(given.as_object().unwrap(), &KNOWN);
        checked.map_or_else(|wrong| wrong, |_| String::new())
    }

    #[test]
    fn wrong_arguments_are_told_with_what_is_allowed() {
        assert_eq!(wrong(json!({"quote": "新增光伏", "limit": null})), "");
        for (given, told) in [
            (
                json!({}),
                "`quote` is needed: a text of at most 5 characters",
            ),
            (
                json!({"quote": "新增光伏装机"}),
                "`quote` has to be a text of at most 5 characters",
            ),
            (
                json!({"quote": "光伏", "limit": 99}),
                "`limit` has to be a whole number from 1 to 20",
            ),
            (
                json!({"quote": "光伏", "limit": 1.5}),
                "`limit` has to be a whole number from 1 to 20",
            ),
            (
                json!({"quote": "光伏", "cursor": "-1"}),
                "`cursor` has to be the `next_cursor` of the former answer",
            ),
            (
                json!({"quote": "光伏", "page": 2}),
                "there is no argument `page`; there are: quote, limit, cursor",
            ),
        ] {
            assert_eq!(wrong(given), told);
        }
    }

    #[test]
    fn the_schema_states_the_limits() {
        let schema = schema(&KNOWN);
        assert_eq!(schema["required"], json!(["quote"]));
        assert_eq!(schema["properties"]["quote"]["maxLength"], 5);
        assert_eq!(schema["properties"]["limit"]["maximum"], 20);
        assert_eq!(schema["additionalProperties"], false);
    }
}
