//! What a number says, as one phrase: 「下降 75% 以上（比2005年） · 2030 · 目标」. Search results, lists,
//! comparisons, charts, feeds and the data for search engines all take it from here; its words are those of
//! the theme (`phrase` in its `i18n/`).

use serde::{Deserialize, Serialize};

use crate::atlas::{Atlas, Place};
use crate::model::{Binding, Bound, Change, Figure, FigureKind, Value};
use crate::text::is_han;

/// The words that phrases are made of; `{n}` stands for the number, `{year}` for a year.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Phrases {
    at_least: String,
    at_most: String,
    about: String,
    strive: String,
    increase: String,
    decrease: String,
    base: String,
    horizon: String,
    binding: String,
    expected: String,
    /// The text between the parts.
    joint: String,
    target: String,
    actual: String,
    baseline: String,
    budget: String,
    limit: String,
    /// Said of a number that others of the same text contradict.
    also: String,
}

/// What a number says, in its parts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Phrase {
    /// The text before the number: 下降, 不超过, 力争.
    pub before: String,
    /// The number, or the words of a target without one.
    pub value: String,
    /// The unit as written.
    pub unit: String,
    /// What stands after it: 以上.
    pub after: String,
    /// （比2005年）, or nothing.
    pub base: String,
    /// 2030, 规划期内（至2025年）, or nothing.
    pub year: String,
    /// 目标, 现状, 基期 …
    pub kind: String,
    /// 约束性, 预期性, or nothing.
    pub binding: String,
    /// The number with all that stands around it: 下降 75% 以上（比2005年）.
    pub amount: String,
    /// When and what: 2030 · 目标.
    pub tail: String,
    /// All of it: 下降 75% 以上（比2005年） · 2030 · 目标.
    pub whole: String,
}

const NUMBER: &str = "{n}";
const YEAR: &str = "{year}";

impl Phrases {
    /// What a figure says.
    pub fn of(&self, figure: &Figure) -> Phrase {
        let value = match (figure.value, &figure.text) {
            (Some(value), _) => number(value),
            (None, words) => words.clone().unwrap_or_default(),
        };
        let unit = figure.unit.clone().unwrap_or_default();
        let (before, after) = self.around(figure);
        let base = figure.base_year.map_or(String::new(), |year| {
            self.base.replace(YEAR, &year.to_string())
        });
        let year = self.when(figure);
        let kind = self.kind(figure.kind).to_owned();
        let number = spaced(&before, &format!("{value}{unit}"));
        let amount = format!("{}{base}", spaced(&number, &after));
        let binding = match figure.binding {
            Some(Binding::Binding) => self.binding.clone(),
            Some(Binding::Expected) => self.expected.clone(),
            None => String::new(),
        };
        let tail = self.joined([&year, &kind]);
        let tail = self.joined([&tail, &binding]);
        let whole = self.joined([&amount, &tail]);
        Phrase {
            before,
            value,
            unit,
            after,
            base,
            year,
            kind,
            binding,
            amount,
            tail,
            whole,
        }
    }

    /// Two parts of a phrase, or the one that is there.
    pub fn joined(&self, [left, right]: [&str; 2]) -> String {
        match (left.is_empty(), right.is_empty()) {
            (false, false) => format!("{left}{}{right}", self.joint),
            _ => format!("{left}{right}"),
        }
    }

    /// The same with what is counted in front: 「森林覆盖率 81.5% 以上 · 2025 · 目标」.
    pub fn with_name(&self, figure: &Figure) -> String {
        let whole = self.of(figure).whole;
        format!("{} {whole}", figure.name).trim().to_owned()
    }

    /// That the text has other numbers for the same: 「文中另有 2.8%」; nothing where it has none.
    pub fn others(&self, atlas: &Atlas, figure: Place) -> String {
        let others = atlas.others(figure).iter();
        let amounts: Vec<String> = others
            .map(|&other| self.of(atlas.figure(other)).amount)
            .collect();
        match amounts.as_slice() {
            [] => String::new(),
            amounts => self.also.replace(NUMBER, &amounts.join("、")),
        }
    }

    /// The name of a kind of number.
    pub fn kind(&self, kind: FigureKind) -> &str {
        match kind {
            FigureKind::Target => &self.target,
            FigureKind::Actual => &self.actual,
            FigureKind::Baseline => &self.baseline,
            FigureKind::Budget => &self.budget,
            FigureKind::Limit => &self.limit,
        }
    }

    /// The words before and after the number: the bound is next to it, the direction before both, and
    /// 力争 before all of it.
    fn around(&self, figure: &Figure) -> (String, String) {
        let none = String::new();
        // A target in words says all of this itself.
        let numbered = figure.value.is_some();
        let bound = match figure.bound {
            _ if !numbered => NUMBER,
            Bound::AtLeast => &self.at_least,
            Bound::AtMost => &self.at_most,
            Bound::About => &self.about,
            Bound::Exact | Bound::Strive => NUMBER,
        };
        let change = match figure.change {
            Some(Change::Increase) if numbered => &self.increase,
            Some(Change::Decrease) if numbered => &self.decrease,
            _ => &none,
        };
        let strive = match figure.bound {
            Bound::Strive => &self.strive,
            _ => &none,
        };
        let told = |word: &str| !word.is_empty() && figure.name.ends_with(word);
        let (mut before, mut after) = split(bound);
        for template in [change, strive] {
            let (left, right) = split(template);
            // 「煤炭消费总量下降 5%」 needs no second 下降.
            if told(&left) {
                continue;
            }
            before = spaced(&left, &before);
            after = spaced(&after, &right);
        }
        (before, after)
    }

    /// The year that it holds for, else the end of the plan that it is a target of.
    fn when(&self, figure: &Figure) -> String {
        let horizon = |year: i16| self.horizon.replace(YEAR, &year.to_string());
        let year = figure.year.map(|year| year.to_string());
        year.or(figure.horizon.map(horizon)).unwrap_or_default()
    }
}

impl Phrase {
    /// The same of another number, such as the same in another unit: 「下降 75% 以上」.
    pub fn around(&self, number: &str) -> String {
        spaced(&spaced(&self.before, number), &self.after)
    }
}

/// The text before and after the number in a template.
fn split(template: &str) -> (String, String) {
    let (before, after) = template.split_once(NUMBER).unwrap_or((template, ""));
    (before.trim().to_owned(), after.trim().to_owned())
}

/// Two pieces with a space between, unless Chinese meets Chinese.
fn spaced(left: &str, right: &str) -> String {
    let ends = left.chars().next_back().zip(right.chars().next());
    match ends {
        Some((a, b)) if !(is_han(a) && is_han(b)) => format!("{left} {right}"),
        _ => format!("{left}{right}"),
    }
}

/// A number as the text has it: no needless zeros, an en dash between the ends of a range.
pub fn number(value: Value) -> String {
    match value {
        Value::Number(n) => format!("{n}"),
        Value::Range { from, to } => format!("{from}–{to}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Lines;

    fn phrases() -> Phrases {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/themes/default");
        crate::site::phrases(file.as_ref(), "zh-CN").unwrap()
    }

    fn figure(name: &str, value: f64, unit: &str) -> Figure {
        Figure {
            id: "f1".to_owned(),
            measure: None,
            name: name.to_owned(),
            indicator: None,
            value: Some(Value::Number(value)),
            text: None,
            unit: Some(unit.to_owned()),
            normalized: None,
            bound: Bound::Exact,
            year: None,
            horizon: None,
            binding: None,
            base_year: None,
            change: None,
            kind: FigureKind::Target,
            quote: String::new(),
            lines: Lines::at(1),
            corrected: false,
        }
    }

    #[test]
    fn a_change_is_told_with_direction_bound_base_year_and_kind() {
        let figure = Figure {
            bound: Bound::AtLeast,
            year: Some(2030),
            base_year: Some(2005),
            change: Some(Change::Decrease),
            ..figure("单位GDP二氧化碳排放", 75.0, "%")
        };
        let said = "单位GDP二氧化碳排放 下降 75% 以上（比2005年） · 2030 · 目标";
        assert_eq!(phrases().with_name(&figure), said);
    }

    #[test]
    fn the_bound_stands_beside_the_number_and_strive_before_all() {
        let said = |bound, change| {
            let figure = Figure {
                bound,
                change,
                ..figure("煤炭消费量", 27.0, "万吨")
            };
            phrases().of(&figure).amount
        };
        assert_eq!(said(Bound::AtLeast, None), "27万吨以上");
        assert_eq!(said(Bound::AtMost, None), "不超过 27万吨");
        assert_eq!(said(Bound::About, Some(Change::Decrease)), "下降约 27万吨");
        assert_eq!(
            said(Bound::AtMost, Some(Change::Decrease)),
            "下降不超过 27万吨"
        );
        assert_eq!(
            said(Bound::Strive, Some(Change::Increase)),
            "力争提高 27万吨"
        );
        assert_eq!(said(Bound::Exact, None), "27万吨");
    }

    #[test]
    fn what_was_and_where_it_began_are_named() {
        let of = |kind| {
            phrases()
                .of(&Figure {
                    kind,
                    year: Some(2020),
                    ..figure("湿地保护率", 55.0, "%")
                })
                .whole
        };
        assert_eq!(of(FigureKind::Actual), "55% · 2020 · 现状");
        assert_eq!(of(FigureKind::Baseline), "55% · 2020 · 基期");
    }

    #[test]
    fn a_target_without_a_year_has_that_of_its_plan() {
        let figure = Figure {
            horizon: Some(2025),
            binding: Some(Binding::Binding),
            ..figure("湿地保护率", 55.0, "%")
        };
        let said = "55% · 规划期内（至2025年） · 目标 · 约束性";
        assert_eq!(phrases().of(&figure).whole, said);
    }

    #[test]
    fn a_target_in_words_and_a_direction_in_the_name_are_not_told_twice() {
        let words = Figure {
            value: None,
            text: Some("完成省下达任务".to_owned()),
            unit: None,
            change: Some(Change::Decrease),
            ..figure("单位GDP能耗", 0.0, "%")
        };
        assert_eq!(phrases().of(&words).amount, "完成省下达任务");
        let fall = Figure {
            change: Some(Change::Decrease),
            ..figure("煤炭消费总量下降", 5.0, "%")
        };
        assert_eq!(phrases().of(&fall).amount, "5%");
    }
}
