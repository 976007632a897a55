//! YAML that every parser understands in the same way.

use std::sync::LazyLock;

use regex::Regex;
use serde::Serialize;
use serde_yaml::Value;

use crate::pattern::regex;

/// Words that some parsers take for other types than text if they have no quotes. This program reads YAML
/// 1.2, most others 1.1, where `no` is false, `12:30` is 750, `1_000` a number and `2021-09-30` a date.
static OTHER_THAN_TEXT: LazyLock<Regex> = LazyLock::new(|| {
    regex(concat!(
        r"(?i)^(?:",
        r"=|<<|~|y|n|yes|no|true|false|on|off|null",
        r"|[-+]?(?:0b[01_]+|0o[0-7_]+|0x[0-9a-f_]+|\.inf|\.nan)",
        r"|[-+]?(?:[0-9][0-9_,]*\.?[0-9_,]*|\.[0-9_,]+)(?:e[-+]?[0-9]+)?",
        r"|[-+]?[0-9][0-9_]*(?::[0-9]{1,2})+(?:\.[0-9_]*)?",
        r"|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[t \t].*)?",
        r")$"
    ))
});

/// A character that no text has: the words to quote begin with it until they are written.
const MARK: char = '\u{FDD0}';
/// Prefix that makes the YAML writer quote a text.
const QUOTED: &str = "@";

/// Writes a value as YAML, with quotes around every text that a reader could take for something else.
///
/// # Errors
/// If the YAML writer refuses.
pub fn to_string(value: &impl Serialize) -> Result<String, serde_yaml::Error> {
    let mut value = serde_yaml::to_value(value)?;
    let longest = longest_mark(&value);
    let mark = format!("{QUOTED}{}", MARK.to_string().repeat(longest + 1));
    quote(&mut value, &mark);
    Ok(serde_yaml::to_string(&value)?.replace(&mark, ""))
}

/// The longest run of marks in any text; a run longer by one occurs nowhere.
fn longest_mark(value: &Value) -> usize {
    let of_text = |text: &str| {
        let other = text.split(|c| c != MARK);
        other.map(|marks| marks.chars().count()).max().unwrap_or(0)
    };
    match value {
        Value::String(text) if text.contains(MARK) => of_text(text),
        Value::Sequence(items) => items.iter().map(longest_mark).max().unwrap_or(0),
        Value::Mapping(fields) => {
            let all = fields.iter().flat_map(|(key, value)| [key, value]);
            all.map(longest_mark).max().unwrap_or(0)
        }
        Value::Tagged(tagged) => longest_mark(&tagged.value),
        _ => 0,
    }
}

/// Puts the mark before every text that needs quotes.
fn quote(value: &mut Value, mark: &str) {
    match value {
        Value::String(text) if OTHER_THAN_TEXT.is_match(text) => text.insert_str(0, mark),
        Value::Sequence(items) => items.iter_mut().for_each(|item| quote(item, mark)),
        Value::Mapping(fields) => fields.values_mut().for_each(|value| quote(value, mark)),
        Value::Tagged(tagged) => quote(&mut tagged.value, mark),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_others_take_for_something_else_is_quoted() {
        for text in [
            "=",
            "<<",
            "~",
            "y",
            "N",
            "Yes",
            "no",
            "on",
            "OFF",
            "true",
            "null",
            "12:30",
            "-1:30:00.5",
            "1_000",
            "1,000",
            "0o17",
            "017",
            "0x1F",
            "0b11",
            ".inf",
            "-.INF",
            ".nan",
            "1e3",
            "1.",
            ".5",
            "+3",
            "2021-09-30",
            "2021-9-3 10:00:00",
            "2021-09-30T10:00:00Z",
        ] {
            assert_eq!(to_string(&[text]).unwrap(), format!("- '{text}'\n"));
        }
    }

    #[test]
    fn what_is_text_for_everyone_stays_as_it_is() {
        for text in [
            "光伏",
            "a-b",
            "3-1",
            "2021-2025",
            "20家",
            "5G",
            "no-one",
            "v1.2",
            "12:30起",
        ] {
            assert_eq!(to_string(&[text]).unwrap(), format!("- {text}\n"));
        }
    }

    #[test]
    fn values_and_marks_come_back() {
        let marked = format!("'@{MARK}{MARK}yes");
        let value = (1, 1.5, true, None::<u8>, "yes", marked, "一\nyes\n");
        let yaml = to_string(&value).unwrap();
        let back: (u8, f64, bool, Option<u8>, String, String, String) =
            serde_yaml::from_str(&yaml).unwrap();
        assert_eq!((back.0, back.1, back.2, back.3), (1, 1.5, true, None));
        assert_eq!(
            (back.4.as_str(), &back.5, back.6.as_str()),
            (value.4, &value.5, value.6)
        );
    }
}
