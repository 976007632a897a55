//! Figures as answers tell them.

use serde_json::{Value, json};

use super::answer::{clip, line};
use super::published::{QUOTE, SiteReader, TITLE, quoted};
use crate::atlas::Place;
use crate::model::{Figure, Lines, address};

impl SiteReader<'_> {
    /// A figure as data, with its quote and source.
    pub fn figure_data(&self, place: Place) -> Value {
        let figure = self.atlas().figure(place);
        let policy = self.policy(place.policy);
        let others = self.site.others_of(place);
        let (lines, path) = self.quote_place(place);
        let mut data = json!({
            "figure": format!("{}#{}", policy.id, figure.id),
            "place": self.place(place.policy),
            "name": clip(&figure.name, TITLE),
            "indicator": figure.indicator,
            "said": clip(&self.published.phrases.of(figure).whole, TITLE),
            "value": figure.value,
            "text": figure.text.as_deref().map(|text| clip(text, TITLE)),
            "unit": figure.unit,
            "bound": figure.bound,
            "year": figure.year,
            "horizon": figure.horizon,
            "base_year": figure.base_year,
            "change": figure.change,
            "kind": figure.kind,
            "measure": figure.measure,
            "quote": clip(&figure.quote, QUOTE),
            "number_lines": figure.lines,
            "source": self.source(place.policy, lines, &path),
        });
        if !others.is_empty() {
            data["contradicted"] = json!(others);
        }
        if let Some(fields) = data.as_object_mut() {
            fields.retain(|_, value| !value.is_null());
        }
        data
    }

    /// The same in lines: what it says, its quote, and where that stands.
    pub fn figure_lines(&self, place: Place) -> String {
        let figure = self.atlas().figure(place);
        let said = self.said(place, figure);
        let (lines, path) = self.quote_place(place);
        let source = self.source_line(place.policy, lines, &path);
        format!("- {said}\n  {}\n  {source}\n", quoted(&figure.quote))
    }

    fn said(&self, place: Place, figure: &Figure) -> String {
        let phrases = &self.published.phrases;
        let said = phrases.with_name(figure);
        let others = self.site.others_of(place);
        let said = phrases.joined([&said, &others]);
        line(&format!("{} {said}", self.place(place.policy)), 2 * TITLE)
            .trim()
            .to_owned()
    }

    /// The lines and the address of the paragraph or row that the quote of a figure stands in: its number
    /// alone may stand on the second of them.
    fn quote_place(&self, place: Place) -> (Lines, String) {
        let figure = self.atlas().figure(place);
        let policy = self.policy(place.policy);
        let anchors = self.site.anchors(place.policy);
        let anchor = anchors.of_quote(policy, figure.lines, &figure.quote);
        let passages = self.passages(place.policy);
        let own = passages.iter().find(|passage| passage.anchor == anchor);
        let lines = own.map_or(figure.lines, |passage| passage.lines.join(figure.lines));
        (lines, address::passage(&policy.id, anchor))
    }
}
