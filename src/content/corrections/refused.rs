//! Why a correction is not applied.

/// The reason why a correction is not applied.
pub struct Refused {
    /// The reason, in one sentence.
    pub message: String,
    /// The faulty words of the correction.
    pub words: String,
    /// The field of the correction that they stand in, such as `set`; empty if any may hold them.
    pub within: &'static str,
    /// Whether the corrected value has changed since; otherwise the correction matches nothing or sets an
    /// invalid value.
    pub stale: bool,
}

impl Refused {
    /// A correction that matches nothing or sets an invalid value.
    pub fn unmatched(message: impl Into<String>, words: &str) -> Self {
        Self {
            message: message.into(),
            words: words.to_owned(),
            within: "",
            stale: false,
        }
    }

    /// An invalid field or value of `set`.
    pub fn in_set(message: impl Into<String>, field: &str) -> Self {
        Self {
            within: "set",
            ..Self::unmatched(message, field)
        }
    }
}
