//! The figures of a document by the line and value they were read from.

use std::collections::HashMap;

use crate::model::{Policy, Value};

/// Figures that have not been matched with a number of the text yet.
pub struct Taken(HashMap<(usize, [u64; 2]), usize>);

impl Taken {
    /// All figures of a document.
    pub fn of(policy: &Policy) -> Self {
        let mut free = HashMap::new();
        for figure in &policy.figures {
            if let Some(value) = figure.value {
                *free.entry((figure.lines.first, ends(value))).or_default() += 1;
            }
        }
        Self(free)
    }

    /// Removes a figure with this value on this line, if there is one; each accounts for one number only.
    pub fn take(&mut self, line: usize, value: Value) -> bool {
        let free = self.0.get_mut(&(line, ends(value))).filter(|n| **n > 0);
        free.map(|n| *n -= 1).is_some()
    }
}

fn ends(value: Value) -> [u64; 2] {
    match value {
        Value::Number(n) => [n.to_bits(); 2],
        Value::Range { from, to } => [from.to_bits(), to.to_bits()],
    }
}
