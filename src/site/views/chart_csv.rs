//! The rows of a chart as CSV: what its page shows, no more and no less.

use crate::site::chart::{Chart, ChartRow};
use crate::site::data::{csv_writer, guarded};

/// What all rows of a series have in common.
pub struct SeriesColumns<'a> {
    /// `increase`, `decrease`, or empty for levels.
    pub change: &'a str,
    /// The year that they are measured from.
    pub base: &'a str,
    /// What is counted, where it is not the whole.
    pub scope: &'a str,
}

const COLUMNS: [&str; 17] = [
    "place",
    "kind",
    "year",
    "amount",
    "value",
    "unit",
    "bound",
    "change",
    "base",
    "scope",
    "normalized",
    "start_year",
    "start_kind",
    "start_amount",
    "document",
    "line",
    "quote",
];

/// The file of the charts of an indicator, of each of its series one.
pub fn chart_csv<'a>(charts: impl Iterator<Item = (SeriesColumns<'a>, &'a Chart)>) -> Vec<u8> {
    let mut csv = csv_writer("\u{FEFF}".as_bytes().to_vec());
    // Memory is not refused a writer.
    let _ = csv.write_record(COLUMNS);
    for (series, chart) in charts {
        for row in chart.parts.iter().flat_map(|part| &part.rows) {
            let _ = csv.write_record(cells(&series, row));
        }
    }
    csv.into_inner().unwrap_or_default()
}

fn cells(series: &SeriesColumns<'_>, row: &ChartRow) -> [String; 17] {
    let figure = &row.figure;
    let start = row.start.as_ref().map(|start| &start.figure);
    let year = |year: Option<i16>| year.map_or(String::new(), |year| year.to_string());
    let cells = [
        figure.city.text().to_owned(),
        figure.kind.to_owned(),
        year(figure.year),
        figure.said.amount.clone(),
        figure.said.value.clone(),
        figure.said.unit.clone(),
        figure.bound.to_owned(),
        series.change.to_owned(),
        series.base.to_owned(),
        series.scope.to_owned(),
        row.normalized.clone(),
        start.map_or(String::new(), |start| year(start.year)),
        start.map_or(String::new(), |start| start.kind.to_owned()),
        start.map_or(String::new(), |start| start.said.amount.clone()),
        figure.document.text().to_owned(),
        figure.line.to_string(),
        figure.quote.text().to_owned(),
    ];
    cells.map(|cell| guarded(&cell).into_owned())
}
