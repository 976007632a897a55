//! Views of the SQLite file: questions that need several tables, asked in one place.

/// A view; what it and its columns mean stands in the theme's words under their names.
pub struct DataView {
    /// Its name.
    pub name: &'static str,
    /// Its columns, in their order.
    pub columns: &'static [&'static str],
    /// What it selects. `{site}` stands for the address of the site as an SQL text.
    select: &'static str,
}

/// All of them.
pub const VIEWS: [DataView; 4] = [
    DataView {
        name: "targets",
        columns: &[
            "place",
            "due",
            "name",
            "indicator",
            "bound",
            "value",
            "value_to",
            "unit",
            "text",
            "change",
            "base_year",
            "binding",
            "document_title",
            "issuing_bodies",
            "status",
            "quote",
            "line_first",
            "line_last",
            "address",
            "figure",
            "document",
            "city",
        ],
        select: include_str!("views/targets.sql"),
    },
    DataView {
        name: "lead_bodies",
        columns: &[
            "place",
            "body",
            "agency",
            "measure_title",
            "task",
            "document_title",
            "status",
            "line_first",
            "line_last",
            "address",
            "measure",
            "document",
            "city",
        ],
        select: include_str!("views/lead_bodies.sql"),
    },
    DataView {
        name: "deadlines",
        columns: &[
            "due",
            "day",
            "what",
            "place",
            "name",
            "bound",
            "value",
            "value_to",
            "unit",
            "document_title",
            "status",
            "address",
            "figure",
            "document",
            "city",
        ],
        // What is to come on the day that it is asked, as in the calendar of the site.
        select: include_str!("views/deadlines.sql"),
    },
    DataView {
        name: "indicators_by_place",
        columns: &[
            "indicator",
            "name",
            "scope",
            "unit",
            "year",
            "kind",
            "places",
            "lowest",
            "highest",
            "stated",
            "address",
        ],
        // Levels alone: increases are counted from different years.
        select: include_str!("views/indicators_by_place.sql"),
    },
];

impl DataView {
    /// The statement that makes it, of a site with this address; without one, addresses are below the site's root.
    pub fn statement(&self, base_url: Option<&str>) -> String {
        let base = base_url.map(|url| format!("{}/", url.trim_end_matches('/')));
        let site = format!("'{}'", base.unwrap_or_default().replace('\'', "''"));
        let columns = self.columns.join(", ");
        let select = self.select.trim().replace("{site}", &site);
        format!("CREATE VIEW {} ({columns}) AS\n{select};\n", self.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_begin_with_that_of_the_site() {
        let with = VIEWS[0].statement(Some("https://example.org/o'brien/"));
        assert!(with.contains("'https://example.org/o''brien/' || coalesce('measures/'"));
        let without = VIEWS[0].statement(None);
        assert!(without.contains("'' || coalesce('measures/'"), "{without}");
        assert!(without.starts_with("CREATE VIEW targets (place, due, name,"));
    }
}
