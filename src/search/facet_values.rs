use serde::{Deserialize, Serialize};

use super::terms::Terms;

/// Words that mean the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SynonymGroup {
    /// The words that occur in the texts.
    pub found: Vec<String>,
    /// Synonyms that do not occur but may be searched for.
    pub asked: Vec<String>,
}

/// A value of a field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FacetValue {
    /// Its id.
    pub id: String,
    /// The name shown to a reader; the theme names the kinds of records.
    pub label: String,
    /// Other names of the value, as symbols.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<String>,
}

impl SynonymGroup {
    /// A group of synonyms, if at least one of them occurs in the texts.
    pub fn of(group: Vec<String>, terms: &Terms) -> tantivy::Result<Option<Self>> {
        let (mut found, mut asked) = (Vec::new(), Vec::new());
        for word in group.into_iter().filter(|word| word.chars().count() > 1) {
            match terms.count(&*terms.string(&word)?)? {
                0 => asked.push(word),
                _ => found.push(word),
            }
        }
        let is_of_use = !found.is_empty() && found.len() + asked.len() > 1;
        Ok(is_of_use.then_some(Self { found, asked }))
    }
}

impl FacetValue {
    /// A value.
    pub fn new(id: impl ToString, label: impl Into<String>, names: Vec<String>) -> Self {
        Self {
            id: id.to_string(),
            label: label.into(),
            names,
        }
    }
}
