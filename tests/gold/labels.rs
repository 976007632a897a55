//! The shape of a file of hand labels.

use std::path::Path;

use serde::Deserialize;

#[derive(Debug, Deserialize)]
pub struct Labels {
    pub seed: String,
    /// None where the text holds no title.
    pub title: Option<String>,
    pub issuers: Vec<String>,
    pub number: Option<String>,
    pub issued: Option<String>,
    pub published: Option<String>,
    pub effective: Option<String>,
    pub period: Option<[i16; 2]>,
    pub measures: Vec<MeasureLabel>,
    pub figures: Vec<FigureLabel>,
}

#[derive(Debug, Deserialize)]
pub struct MeasureLabel {
    pub title: String,
    pub agencies: Vec<AgencyLabel>,
    pub lines: [usize; 2],
}

#[derive(Debug, Deserialize)]
pub struct AgencyLabel {
    pub name: String,
    pub role: String,
}

#[derive(Debug, Deserialize)]
pub struct FigureLabel {
    pub measure: Option<String>,
    pub indicator: String,
    pub value: Option<serde_yaml::Value>,
    pub unit: Option<String>,
    pub bound: String,
    pub year: Option<i16>,
    pub base_year: Option<i16>,
    pub change: Option<String>,
    pub kind: String,
    #[serde(default)]
    pub optional: bool,
    pub line: usize,
}

impl Labels {
    pub fn load(file: &Path) -> Self {
        let text = std::fs::read_to_string(file).unwrap();
        serde_yaml::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", file.display()))
    }
}

impl FigureLabel {
    /// The number, or the two ends of a range.
    pub fn numbers(&self) -> Vec<f64> {
        match &self.value {
            Some(serde_yaml::Value::Sequence(ends)) => {
                ends.iter().filter_map(|v| v.as_f64()).collect()
            }
            Some(value) => value.as_f64().into_iter().collect(),
            None => Vec::new(),
        }
    }
}
