use serde_json::{Value, json};

use crate::model::Policy;

/// Ids of a record that can be corrected: a document, and a measure or a figure of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordAddress {
    /// Id of the document.
    pub document: String,
    /// Complete id of the measure.
    pub measure: Option<String>,
    /// Id of the figure in its document.
    pub figure: Option<String>,
}

impl RecordAddress {
    /// The record with an id such as `city-2021`, `city-2021/3-1` or `city-2021#f12`: a document, a
    /// measure, a figure. `None` if there is none.
    pub fn find(id: &str, policies: &[Policy]) -> Option<Self> {
        let (document, figure) = match id.split_once('#') {
            Some((document, figure)) => (document, Some(figure.to_owned())),
            None => (id.split('/').next().unwrap_or(id), None),
        };
        let address = Self {
            document: document.to_owned(),
            measure: id.contains('/').then(|| id.to_owned()),
            figure,
        };
        let policy = policies.iter().find(|policy| policy.id == document)?;
        address.data(policy).map(|_| address)
    }

    /// The record as data.
    pub fn data(&self, policy: &Policy) -> Option<Value> {
        if let Some(id) = &self.figure {
            let figure = policy.figures.iter().find(|figure| figure.id == *id)?;
            return serde_json::to_value(figure).ok();
        }
        match &self.measure {
            Some(id) => {
                let measure = policy.measures.iter().find(|measure| measure.id == *id)?;
                serde_json::to_value(measure).ok()
            }
            None => serde_json::to_value(policy).ok(),
        }
    }

    /// The id of the measure inside its document, such as `3-1`.
    pub(super) fn measure_path(&self) -> Option<Value> {
        let id = self.measure.as_ref()?;
        let path = id.strip_prefix(&self.document).unwrap_or(id);
        Some(json!(path.trim_start_matches('/')))
    }
}
