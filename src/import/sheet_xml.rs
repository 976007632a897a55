//! Workbooks of Excel 2003 that are one XML (SpreadsheetML), often under the name of `.xls`.

use std::collections::BTreeSet;

use calamine::{Cell, Range};
use roxmltree::Node;

use super::sheet::{self, Sheets};
use super::sheet_view::{is_per_cent, shown};
use super::word_xml::{LocalName, attribute, child, number, parsed};
use super::{Problem, Raw, limits};

/// What it is called in messages.
const KIND: &str = "the workbook";

/// Reads the sheets that are shown.
pub fn read(text: &str) -> Result<Raw, Problem> {
    let xml = parsed(text).map_err(|reason| Problem::damaged(KIND, reason))?;
    let root = xml.root_element();
    let styles = child(root, "Styles").into_iter();
    let per_cent: BTreeSet<&str> = styles
        .flat_map(|styles| styles.children())
        .filter(|style| {
            let format = child(*style, "NumberFormat").and_then(|f| attribute(f, "Format"));
            format.is_some_and(is_per_cent)
        })
        .filter_map(|style| attribute(style, "ID"))
        .collect();
    let mut sheets = Sheets::new();
    let mut doubts = Vec::new();
    for sheet in root
        .children()
        .filter(|n| n.has_tag_name_local("Worksheet"))
    {
        let name = attribute(sheet, "Name").unwrap_or_default().to_owned();
        let visible = child(sheet, "WorksheetOptions")
            .and_then(|options| child(options, "Visible"))
            .and_then(|visible| visible.text());
        if visible.is_some_and(|v| v.trim() != "SheetVisible") {
            doubts.push(sheet::hidden_sheet(&name));
            continue;
        }
        let (cells, hidden) = cells(sheet, &per_cent);
        doubts.extend(sheet::hidden_cells(&name, hidden));
        let extent = |of: fn((u32, u32)) -> u32| {
            let places = cells.iter().map(|cell| of(cell.get_position()));
            places.max().map_or(0, |last| last as usize + 1)
        };
        limits::cells(extent(|at| at.0), extent(|at| at.1), KIND)?;
        sheets.push((name, Range::from_sparse(cells)));
    }
    let mut raw = sheet::lines(sheets);
    raw.doubts = doubts;
    Ok(raw)
}

/// The cells of a sheet that hold something, and how many are hidden.
fn cells(sheet: Node<'_, '_>, per_cent: &BTreeSet<&str>) -> (Vec<Cell<String>>, usize) {
    let mut cells = Vec::new();
    let mut hidden = 0;
    let Some(table) = child(sheet, "Table") else {
        return (cells, hidden);
    };
    let is_hidden = |node: Node<'_, '_>| attribute(node, "Hidden") == Some("1");
    // Places are counted from 1 where they are said, and go on from the one before where not.
    let place = |node: Node<'_, '_>, next: u32| number(attribute(node, "Index")).unwrap_or(next);
    let named = |node: Node<'_, '_>, name: &str| node.has_tag_name_local(name);
    let mut hidden_columns = BTreeSet::new();
    let mut next = 1;
    for column in table.children().filter(|n| named(*n, "Column")) {
        let first = place(column, next);
        let span = number(attribute(column, "Span")).unwrap_or(0).min(16_384);
        if is_hidden(column) {
            hidden_columns.extend(first..=first.saturating_add(span));
        }
        next = first.saturating_add(span).saturating_add(1);
    }
    let mut next_row = 1;
    for row in table.children().filter(|n| named(*n, "Row")) {
        let at_row = place(row, next_row);
        next_row = at_row.saturating_add(1);
        let mut next = 1;
        for cell in row.children().filter(|n| named(*n, "Cell")) {
            let at = place(cell, next);
            let across = number(attribute(cell, "MergeAcross")).unwrap_or(0);
            next = at.saturating_add(across).saturating_add(1);
            let words = words(cell, row, per_cent);
            if words.is_empty() {
                continue;
            }
            match is_hidden(row) || hidden_columns.contains(&at) {
                true => hidden += 1,
                false => {
                    let place = (at_row.saturating_sub(1), at.saturating_sub(1));
                    cells.push(Cell::new(place, words));
                }
            }
        }
    }
    cells.sort_by_key(Cell::get_position);
    (cells, hidden)
}

/// The words of a cell as they are shown.
fn words(cell: Node<'_, '_>, row: Node<'_, '_>, per_cent: &BTreeSet<&str>) -> String {
    let Some(data) = child(cell, "Data") else {
        return String::new();
    };
    let text: String = data
        .descendants()
        .filter(Node::is_text)
        .filter_map(|n| n.text())
        .collect();
    let style = attribute(cell, "StyleID").or_else(|| attribute(row, "StyleID"));
    let is_per_cent = style.is_some_and(|id| per_cent.contains(id));
    match (attribute(data, "Type"), text.trim().parse::<f64>()) {
        (Some("Error"), _) => String::new(),
        (Some("Number"), Ok(number)) => shown(number, is_per_cent),
        (Some("DateTime"), _) => text.split('T').next().unwrap_or_default().to_owned(),
        _ => text.split_whitespace().collect::<Vec<_>>().join(" "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_shares_and_hidden_sheets() {
        let raw = read(
            r#"<Workbook xmlns:ss="s"><Styles><Style ss:ID="p"><NumberFormat ss:Format="0.0%"/></Style></Styles>
<Worksheet ss:Name="指标"><Table><Row><Cell><Data ss:Type="String">指标</Data></Cell><Cell ss:Index="3"><Data ss:Type="String">2027年</Data></Cell></Row>
<Row ss:Hidden="1"><Cell><Data ss:Type="String">底稿</Data></Cell></Row>
<Row><Cell><Data ss:Type="String">占比</Data></Cell><Cell><Data ss:Type="String">%</Data></Cell><Cell ss:StyleID="p"><Data ss:Type="Number">0.245</Data></Cell></Row></Table></Worksheet>
<Worksheet ss:Name="参数"><Table/><WorksheetOptions><Visible>SheetHidden</Visible></WorksheetOptions></Worksheet></Workbook>"#,
        )
        .unwrap();
        assert_eq!(raw.lines, ["指标\t\t2027年", "占比\t%\t24.5%"]);
        assert_eq!(raw.doubts.len(), 2, "{:?}", raw.doubts);
    }
}
