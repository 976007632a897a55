//! Charts as files: what stands in the tables of a page, in its SVG and in its CSV is the same.

use scraper::{ElementRef, Html};

use super::built::Site;
use super::select;

/// A row: its place, its number with all that is said of it, and the number that it started from.
type Row = [String; 3];

fn text(element: ElementRef<'_>) -> String {
    let text: String = element.text().collect();
    text.split_whitespace().collect()
}

/// The rows of all tables of a page.
fn table_rows(page: &Html) -> Vec<Row> {
    let rows = select("table.plot tbody tr");
    let amount = |row: ElementRef<'_>, cell: &str| {
        let found = row.select(&select(&format!("{cell} .amount"))).next();
        let Some(found) = found else {
            return String::new();
        };
        // What else the text says of it stands in the same element.
        let fixed = select(".fixed");
        let others = found.select(&fixed).map(text);
        others.fold(text(found), |all, other| all.replace(&other, ""))
    };
    let row = |row| {
        [
            text(row_head(row)),
            amount(row, "td.right"),
            amount(row, "td.from"),
        ]
    };
    page.select(&rows).map(row).collect()
}

fn row_head(row: ElementRef<'_>) -> ElementRef<'_> {
    row.select(&select("th a")).next().unwrap()
}

/// The rows of a chart as SVG.
fn svg_rows(svg: &str) -> Vec<Row> {
    let parsed = roxmltree::Document::parse(svg).unwrap();
    let rows = parsed.descendants().filter(|node| node.has_tag_name("g"));
    let said = |row: roxmltree::Node<'_, '_>, class: &str| -> String {
        let found = row
            .descendants()
            .find(|node| node.attribute("class") == Some(class));
        let text = found.and_then(|node| node.text()).unwrap_or_default();
        text.split_whitespace().collect()
    };
    let row = |row: roxmltree::Node<'_, '_>| {
        let place = row.first_element_child().unwrap().text().unwrap();
        [place.to_owned(), said(row, "amount"), said(row, "start")]
    };
    rows.map(row).collect()
}

/// The rows of a chart as CSV.
fn csv_rows(csv: &[u8]) -> Vec<Row> {
    let without_mark = csv.strip_prefix("\u{FEFF}".as_bytes()).unwrap();
    let mut reader = csv::Reader::from_reader(without_mark);
    let columns = reader.headers().unwrap().clone();
    let columns = ["place", "amount", "start_amount"]
        .map(|name| columns.iter().position(|own| own == name).unwrap());
    let rows = reader.records().map(|row| {
        let row = row.unwrap();
        columns.map(|n| row[n].split_whitespace().collect())
    });
    rows.collect()
}

#[test]
fn a_table_its_svg_and_its_csv_have_the_same_numbers() {
    let site = Site::of_the_seeds();
    let mut charts = 0;
    for (path, page) in &site.pages {
        let Some(folder) = path
            .strip_prefix("indicators/")
            .and_then(|path| path.strip_suffix("/index.html"))
        else {
            continue;
        };
        let links = select("a[href='chart.svg'], a[href='chart.png'], a[href='chart.csv']");
        let linked = page.select(&links).count();
        let beside = site.root().join("indicators").join(folder);
        if linked == 0 {
            assert!(!beside.join("chart.csv").exists(), "{path}");
            continue;
        }
        assert_eq!(linked, 3, "{path}");
        charts += 1;
        let table = table_rows(page);
        let svg = std::fs::read_to_string(beside.join("chart.svg")).unwrap();
        let drawn = svg_rows(&svg);
        assert_eq!(table.len(), drawn.len(), "{path}");
        for (told, drawn) in table.iter().zip(&drawn) {
            // Targets in words may be too long for a picture.
            let whole = drawn[1].strip_suffix('…');
            assert!(told[1].starts_with(whole.unwrap_or(&drawn[1])), "{path}");
            assert!(
                whole.is_some() || told[1] == drawn[1],
                "{path}: {told:?} {drawn:?}"
            );
            assert_eq!((&told[0], &told[2]), (&drawn[0], &drawn[2]), "{path}");
        }
        let data = csv_rows(&std::fs::read(beside.join("chart.csv")).unwrap());
        assert_eq!(table, data, "{path}");
        let png = std::fs::read(beside.join("chart.png")).unwrap();
        assert!(png.len() > 1000 && png.len() < 20_000, "{path}");
    }
    assert!(charts > 20, "{charts}");
}

#[test]
fn a_chart_says_how_to_cite_it() {
    let site = Site::of_the_seeds();
    let page = &site.pages["indicators/forest-coverage/index.html"];
    let cited = page.select(&select(".citation .cite")).next().unwrap();
    let cited = text(cited);
    assert!(cited.starts_with("策问.森林覆盖率："), "{cited}");
    assert!(cited.contains("[DB/OL]"), "{cited}");
}
