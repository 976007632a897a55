/// A topic (领域) of the two-level list.
#[derive(Clone, Debug)]
pub struct Topic {
    /// Stable id, such as `energy` or `pv`.
    pub id: String,
    /// Chinese name.
    pub name: String,
    /// English name.
    pub en: String,
    /// Id of the topic above; `None` on the first level.
    pub parent: Option<String>,
}

/// A topic found in a text, with what it was found by.
#[derive(Clone, Debug)]
pub struct TopicMatch {
    /// The topic's id.
    pub id: String,
    /// Strength of the evidence; the strongest topic of a text has 1.
    pub weight: f64,
    /// The words it was found by.
    pub evidence: Vec<String>,
}

/// The topics.
#[derive(Debug, Default)]
pub struct Topics {}

impl Topics {
    /// The topics of a measure, the strongest first, by weighted words in title and text.
    pub fn assign(&self, _title: &str, _text: &str) -> Vec<TopicMatch> {
        Vec::new()
    }

    /// The topic with this id.
    pub fn get(&self, _id: &str) -> Option<&Topic> {
        None
    }

    /// All topics, each followed by its children, in the order of the file.
    pub fn all(&self) -> &[Topic] {
        &[]
    }
}
