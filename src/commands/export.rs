use std::fs;

use super::{End, clock, empty_or_new, terminal};
use crate::atlas::Atlas;
use crate::cli;
use crate::content;
use crate::export::{self, Cluster, ExportRecords};
use crate::model::Diagnostic;
use crate::pipeline::{Failure, Layout, inputs};
use crate::report::count;
use crate::search;
use crate::site;

/// Writes the records of the last build for a search cluster.
pub fn run(layout: &Layout, arguments: &cli::Export) -> Result<End, Failure> {
    let folder = &arguments.out;
    empty_or_new(folder)?;
    let vocabulary = inputs::vocabulary(layout)?;
    let policies = content::read(&layout.documents()).map_err(Failure::Input)?;
    if policies.is_empty() {
        return Err(Failure::CannotRun(
            Diagnostic::error("document", layout.documents(), "holds no documents")
                .help("run `cewen build` first"),
        ));
    }
    let atlas = Atlas::link(policies, &vocabulary);
    let settings = inputs::settings(layout).map_err(Failure::Input)?;
    let phrases = site::phrases(&layout.theme(&settings.theme), &settings.language)
        .map_err(|problem| Failure::Input(vec![problem]))?;
    let records = search::records(&atlas, &vocabulary, &phrases);
    let cluster = match arguments.target {
        cli::Target::Quickwit => Cluster::Quickwit,
        cli::Target::Opensearch => Cluster::OpenSearch,
        cli::Target::Elasticsearch => Cluster::Elasticsearch,
    };
    let unwritable =
        |error: std::io::Error| Failure::CannotRun(Diagnostic::unwritable(folder, &error));
    fs::create_dir_all(folder).map_err(unwritable)?;
    let made_of = ExportRecords::of(&atlas, clock::today().map_err(Failure::CannotRun)?);
    let files = export::cluster_files(&records, &made_of, cluster);
    for (name, bytes) in &files {
        fs::write(folder.join(name), bytes).map_err(unwritable)?;
    }
    let records = count(records.len(), "record", "records");
    let files = count(files.len() - 1, "file", "files");
    let folder = folder.display();
    terminal::say(&format!("{records} in {files} written to {folder}\n"));
    Ok(End::Fine)
}
