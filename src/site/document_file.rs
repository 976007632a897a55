//! The data of a document: what stands as `index.json` beside its page.
//!
//! It is the record of `content/documents/` with every stretch of text once: the text of a measure is that of
//! its blocks. What is not known is left out.

use rustc_hash::FxHashMap;
use serde_json::{Map, Value, json};

use super::Site;
use super::version::{measure_version, version};
use crate::atlas::{Place, ReferenceTarget};
use crate::model::{Block, Figure, Policy};

impl Site<'_> {
    /// The record of a document with its version and those of its measures, and how to cite it.
    pub fn document_file(&self, n: usize) -> Value {
        let policy = &self.atlas.policies[n];
        // Plain records of strings and numbers: the writer has nothing to refuse.
        let mut file = serde_json::to_value(policy).unwrap_or_default();
        file["version"] = json!(version(policy));
        file["citation"] = self.cite_document(n).csl(&policy.id);
        let targets = &self.atlas.references.targets[n];
        for (reference, target) in objects(&mut file, "references").zip(targets) {
            if let ReferenceTarget::Held(held) = target {
                let held = &self.atlas.policies[*held].id;
                reference.insert("document".to_owned(), json!(held));
            }
        }
        for block in objects(&mut file, "blocks") {
            block.shift_remove("measure");
        }
        let reaches = reaches(policy);
        let own = objects(&mut file, "measures");
        for ((item, measure), record) in policy.measures.iter().enumerate().zip(own) {
            if let Some(&(first, last)) = reaches.get(measure.id.as_str())
                && are_text(&policy.blocks[first..=last], &measure.text)
            {
                record.insert("blocks".to_owned(), json!([first, last]));
                record.shift_remove("text");
            }
            let version = self.measure_version(Place { policy: n, item });
            record.insert("version".to_owned(), json!(version));
        }
        leave_out_unknown(&mut file);
        file
    }

    /// The figures that stand in a measure.
    pub fn figures_of(&self, place: Place) -> Vec<&Figure> {
        let figures = &self.atlas.policies[place.policy].figures;
        let own = self.stands.figures(self.atlas, place).iter();
        own.map(|&item| &figures[item]).collect()
    }

    /// What a reader of a measure's page saw.
    pub fn measure_version(&self, place: Place) -> String {
        measure_version(
            &self.atlas.policies[place.policy],
            self.atlas.measure(place),
        )
    }
}

/// The objects of a list.
fn objects<'a>(
    file: &'a mut Value,
    list: &str,
) -> impl Iterator<Item = &'a mut Map<String, Value>> {
    let list = file.get_mut(list).and_then(Value::as_array_mut);
    list.into_iter().flatten().filter_map(Value::as_object_mut)
}

/// From which block to which each measure reaches.
fn reaches(policy: &Policy) -> FxHashMap<&str, (usize, usize)> {
    let mut reaches = FxHashMap::default();
    for (n, block) in policy.blocks.iter().enumerate() {
        if let Block::Heading { measure, .. } | Block::Paragraph { measure, .. } = block
            && let Some(measure) = measure.as_deref()
        {
            reaches.entry(measure).or_insert((n, n)).1 = n;
        }
    }
    reaches
}

/// Whether the paragraphs of these blocks, a newline between them, are a text.
fn are_text(blocks: &[Block], text: &str) -> bool {
    let paragraphs = blocks.iter().filter_map(|block| match block {
        Block::Paragraph { text, .. } => Some(text.as_str()),
        _ => None,
    });
    paragraphs.collect::<Vec<_>>().join("\n") == text
}

/// Takes out the fields that hold nothing.
fn leave_out_unknown(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.retain(|_, field| !field.is_null());
            fields.values_mut().for_each(leave_out_unknown);
        }
        Value::Array(list) => list.iter_mut().for_each(leave_out_unknown),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Lines;

    fn paragraph(text: &str) -> Block {
        Block::Paragraph {
            text: text.to_owned(),
            measure: Some("a/1".to_owned()),
            lines: Lines::at(1),
        }
    }

    #[test]
    fn the_text_of_a_measure_is_that_of_its_paragraphs() {
        let heading = Block::Heading {
            level: 2,
            number: Some("（一）".to_owned()),
            title: "清洁能源".to_owned(),
            measure: Some("a/1".to_owned()),
            lines: Lines::at(1),
        };
        let blocks = [
            heading,
            paragraph("建设光伏电站。"),
            paragraph("推广热泵。"),
        ];
        assert!(are_text(&blocks, "建设光伏电站。\n推广热泵。"));
        assert!(!are_text(&blocks, "建设光伏电站。"));
    }

    #[test]
    fn what_is_not_known_is_left_out() {
        let mut file = json!({"unit": null, "list": [{"year": null, "value": 0}], "empty": []});
        leave_out_unknown(&mut file);
        assert_eq!(file, json!({"list": [{"value": 0}], "empty": []}));
    }
}
