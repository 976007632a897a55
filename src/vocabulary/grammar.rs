use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{Arc, PoisonError, RwLock};

use aho_corasick::{AhoCorasick, MatchKind};
use regex::Regex;
use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::{Error, StrDeserializer};

use super::file::{At, EntryReport};
use crate::pattern::regex;

/// The function of a word in a sentence with a figure: a list of `grammar.yaml`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(
    missing_docs,
    reason = "each is described where its words stand, in grammar.yaml"
)]
pub enum Class {
    // The order is that of precedence, for words of several lists.
    Plain,
    AtLeast,
    AtMost,
    About,
    AtLeastBehind,
    AtMostBehind,
    AboutBehind,
    Inclusive,
    Strive,
    Respectively,
    Each,
    All,
    LastYear,
    IncreaseNoun,
    DecreaseNoun,
    Increase,
    Decrease,
    Ahead,
    Average,
    Level,
    Origin,
    Telling,
    Fine,
    Gift,
    Give,
    Per,
    Must,
    Basis,
    Condition,
    Doing,
    Opening,
    Manner,
    Adverb,
    // Lists that are asked for a text, and never cut a sentence.
    Ceiling,
    Spending,
    Earning,
    Property,
    Aim,
    Done,
    Planned,
    Basic,
    Measure,
    Tail,
    Share,
    Unnamed,
    Dimension,
    Process,
    Anaphora,
    LimitNoun,
    BareThing,
    NoName,
    Unfinished,
    Quality,
    UponLead,
    Upon,
    Compare,
    Than,
    ChangeOf,
    Leading,
    Among,
    PerUnit,
    TimeUnit,
    TermUnit,
    RateUnit,
    ClassUnit,
    ClassMark,
    ClassMarkNot,
    PartUnit,
    Odd,
    DateYear,
    DateYearNot,
    DateDay,
    DateDayNot,
    BasisEach,
    DoneNot,
    CeilingOf,
    OfThese,
    Moment,
    MomentLead,
    Spread,
    Caption,
    Group,
    Rules,
    Plan,
    Extent,
    Verb,
    Joint,
    BareChange,
    Ruled,
    Mean,
    Aims,
    BareGift,
    Rank,
    Total,
    Reach,
    Span,
    Now,
    Conjunction,
    ConjunctionNoun,
    // Words of patterns.
    YearTask,
    YearCompare,
    YearGoal,
    YearStart,
    YearSince,
    YearPrice,
    YearLead,
    YearPart,
    YearBegins,
    DateBegins,
    YearRelated,
    YearPriced,
    YearBehind,
    ThisYear,
    ThisYearNot,
    PlanVerb,
    PlanPeriod,
    SpanLead,
    SpanYears,
    SpanTime,
    Due,
    WholeYear,
    InTotal,
    CountedBy,
    Lasting,
    Contact,
    Coded,
    NumeralLimit,
    NumeralVerb,
    NumeralUnit,
    NumeralTime,
    Giver,
    Sets,
    Aimed,
    Fulfils,
    Strives,
    TableName,
    TableOther,
    TableUnit,
    TableNoUnit,
    TableBinding,
    TableExpected,
    TablePartOf,
    TableTarget,
    TableBaseline,
    Deadline,
    Multiplied,
    Being,
}

/// The rows of `grammar.yaml`.
pub type Lists = BTreeMap<Class, Vec<String>>;

/// Words by their function in a sentence.
#[derive(Debug)]
pub struct Grammar {
    words: AhoCorasick,
    /// The classes of each word, by precedence.
    classes: Vec<Vec<Class>>,
    lists: Lists,
    /// The patterns that were asked for, with the words of the lists in them.
    patterns: RwLock<BTreeMap<&'static str, Arc<Regex>>>,
}

impl Default for Grammar {
    fn default() -> Self {
        Self::new(Lists::new(), &mut |_, _| {})
    }
}

impl Grammar {
    pub(super) fn new(lists: Lists, report: EntryReport<'_>) -> Self {
        let mut words: BTreeMap<&str, Vec<Class>> = BTreeMap::new();
        for (class, list) in &lists {
            for (n, word) in list.iter().enumerate() {
                if word.is_empty() {
                    report("an empty word".to_owned(), At::Words("\"\""));
                } else if list[..n].contains(word) {
                    report(
                        format!("the word {word} stands twice in one list"),
                        At::Again(word),
                    );
                } else if *class < Class::Ceiling {
                    words.entry(word).or_default().push(*class);
                }
            }
        }
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .build(words.keys());
        let automaton = match automaton {
            Ok(automaton) => automaton,
            // Only lists of gigabytes are too large; an empty matcher finds nothing.
            Err(error) => {
                report(error.to_string(), At::Words(""));
                return Self::default();
            }
        };
        let classes = words.into_values().collect();
        Self {
            words: automaton,
            classes,
            lists,
            patterns: RwLock::default(),
        }
    }

    /// The words of a text in order; of those that begin at one position, the longest.
    pub fn words<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (Range<usize>, &'a [Class])> {
        let found = self.words.find_iter(text);
        found.map(|m| (m.range(), self.classes[m.pattern().as_usize()].as_slice()))
    }

    /// The words of a list.
    pub fn list(&self, class: Class) -> &[String] {
        self.lists.get(&class).map_or(&[], Vec::as_slice)
    }

    /// Compiles a pattern in which `@name@` matches any word of that list, the longest first.
    pub fn pattern(&self, template: &'static str) -> Arc<Regex> {
        let known = self.patterns.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(pattern) = known.get(template) {
            return Arc::clone(pattern);
        }
        drop(known);
        let mut written = String::new();
        for (n, part) in template.split('@').enumerate() {
            match n % 2 {
                0 => written.push_str(part),
                _ => written.push_str(&self.alternatives(part)),
            }
        }
        let pattern = Arc::new(regex(&written));
        let mut known = self
            .patterns
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        known.insert(template, Arc::clone(&pattern));
        pattern
    }

    /// The words of a list as a pattern; for an empty list one that never matches.
    fn alternatives(&self, name: &str) -> String {
        let name: StrDeserializer<'_, Error> = name.into_deserializer();
        let class = Class::deserialize(name);
        let mut words: Vec<&String> = class.iter().flat_map(|c| self.list(*c)).collect();
        words.sort_by_key(|word| std::cmp::Reverse(word.len()));
        let words: Vec<String> = words.iter().map(|word| regex::escape(word)).collect();
        match words.is_empty() {
            true => r"[^\s\S]".to_owned(),
            false => format!("(?:{})", words.join("|")),
        }
    }

    /// Whether a text is a word of a list.
    pub fn is(&self, class: Class, text: &str) -> bool {
        self.list(class).iter().any(|word| word == text)
    }

    /// Whether a text contains a word of a list.
    pub fn stands(&self, class: Class, text: &str) -> bool {
        self.list(class)
            .iter()
            .any(|word| text.contains(word.as_str()))
    }

    /// The longest word of a list that ends a text.
    pub fn ending<'a>(&'a self, class: Class, text: &str) -> Option<&'a str> {
        let found = self
            .list(class)
            .iter()
            .filter(|word| text.ends_with(word.as_str()));
        found.max_by_key(|word| word.len()).map(String::as_str)
    }

    /// The longest word of a list that begins a text.
    pub fn beginning<'a>(&'a self, class: Class, text: &str) -> Option<&'a str> {
        let found = self
            .list(class)
            .iter()
            .filter(|word| text.starts_with(word.as_str()));
        found.max_by_key(|word| word.len()).map(String::as_str)
    }
}
