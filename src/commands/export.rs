use std::fs;

use super::layout::Layout;
use super::{End, Stop, empty_or_new, terminal, unwritable};
use crate::atlas::Atlas;
use crate::cli;
use crate::content;
use crate::model::Diagnostic;
use crate::search::{self, Cluster};
use crate::site;
use crate::vocabulary::Vocabulary;

/// Writes the records of the last build for a search cluster.
pub fn run(layout: &Layout, arguments: &cli::Export) -> Result<End, Stop> {
    let folder = &arguments.out;
    empty_or_new(folder)?;
    let vocabulary = Vocabulary::load(&layout.vocabulary()).map_err(Stop::Input)?;
    let policies = content::read(&layout.documents()).map_err(Stop::Input)?;
    if policies.is_empty() {
        return Err(Stop::CannotRun(
            Diagnostic::error("document", layout.documents(), "holds no documents")
                .help("run `cewen build` first"),
        ));
    }
    let atlas = Atlas::link(policies, &vocabulary);
    let settings = super::inputs::settings(layout).map_err(Stop::Input)?;
    let phrases = site::phrases(&layout.theme(&settings.theme), &settings.language)
        .map_err(|problem| Stop::Input(vec![problem]))?;
    let records = search::records(&atlas, &vocabulary, &phrases);
    let cluster = match arguments.target {
        cli::Target::Quickwit => Cluster::Quickwit,
        cli::Target::Opensearch => Cluster::OpenSearch,
        cli::Target::Elasticsearch => Cluster::Elasticsearch,
    };
    let unwritable = |error: std::io::Error| Stop::CannotRun(unwritable(folder, &error));
    fs::create_dir_all(folder).map_err(unwritable)?;
    let files = search::cluster_files(&records, cluster);
    for (name, bytes) in &files {
        fs::write(folder.join(name), bytes).map_err(unwritable)?;
    }
    terminal::out(&format!(
        "{} in {} of {}\n",
        terminal::count(records.len(), "record", "records"),
        terminal::count(files.len() - 1, "file", "files"),
        folder.display()
    ));
    Ok(End::Fine)
}
