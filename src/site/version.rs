use serde::Serialize;

use crate::fingerprint::Fingerprint;
use crate::model::{Figure, Measure, Policy};

/// The version of a record that a reader saw: twelve digits that change with any byte of it.
pub fn version(record: &impl Serialize) -> String {
    let mut digits = Fingerprint::of(record).hex();
    digits.truncate(12);
    digits
}

/// The version of a measure with its figures.
pub fn measure_version(policy: &Policy, measure: &Measure) -> String {
    let figures = policy.figures.iter();
    let own: Vec<&Figure> = figures
        .filter(|figure| figure.measure.as_ref() == Some(&measure.id))
        .collect();
    version(&(measure, own))
}
