use std::fs;
use std::io::ErrorKind;

use super::layout::Layout;
use super::{End, Stop, terminal};
use crate::atlas::Atlas;
use crate::cli;
use crate::content;
use crate::model::Diagnostic;
use crate::search::{self, Cluster};
use crate::vocabulary::Vocabulary;

/// Writes the records of the last build for a search cluster.
pub fn run(layout: &Layout, arguments: &cli::Export) -> Result<End, Stop> {
    let folder = &arguments.out;
    let cannot = |message: String, help: &str| {
        Stop::CannotRun(Diagnostic::error("out", folder, message).help(help))
    };
    let empty = match fs::read_dir(folder) {
        Ok(mut entries) => entries.next().is_none(),
        Err(error) if error.kind() == ErrorKind::NotFound => true,
        Err(error) => {
            return Err(cannot(
                format!("cannot be used: {error}"),
                "name a new folder",
            ));
        }
    };
    if !empty {
        return Err(cannot(
            "is not empty".to_owned(),
            "name a new or an empty folder",
        ));
    }
    let vocabulary = Vocabulary::load(&layout.vocabulary()).map_err(Stop::Input)?;
    let policies = content::read(&layout.documents()).map_err(Stop::Input)?;
    if policies.is_empty() {
        return Err(Stop::CannotRun(
            Diagnostic::error("document", layout.documents(), "holds no documents")
                .help("run `cewen build` first"),
        ));
    }
    let atlas = Atlas::link(policies, &vocabulary);
    let records = search::records(&atlas, &vocabulary);
    let cluster = match arguments.target {
        cli::Target::Quickwit => Cluster::Quickwit,
        cli::Target::Opensearch => Cluster::OpenSearch,
        cli::Target::Elasticsearch => Cluster::Elasticsearch,
    };
    let unwritable = |error: std::io::Error| {
        cannot(
            format!("cannot be written: {error}"),
            "see that the folder can be written to and the disk is not full",
        )
    };
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
