use serde::{Deserialize, Serialize};

/// What became of the numbers of a text and of its words of responsibility (牵头, 负责 …), as counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// Numbers that are part of a figure.
    pub figures: usize,
    /// Words that are part of an assignment.
    pub assignments: usize,
    /// Neither, for a reason that is known: dates, numbers of lists, names of programmes.
    pub excluded: usize,
    /// What nothing explains: a figure or assignment may be missing.
    pub unexplained: usize,
}

impl Account {
    /// Share of what is explained, 0 to 1; 1 for a text without numbers and such words.
    pub fn explained(self) -> f64 {
        let explained = self.figures + self.assignments + self.excluded;
        match explained + self.unexplained {
            0 => 1.0,
            all => explained as f64 / all as f64,
        }
    }
}
