use clap::Args;

const REVIEW_EXAMPLES: &str = "\
Examples:
  cewen review                       the documents, the most doubtful first
  cewen review city-2021 --open      one document, in the browser of this machine

Accepted records are kept in content/reviews/, corrections in content/corrections/; both are files to
commit. The page answers this machine alone.";

/// Arguments of `review`.
#[derive(Clone, Debug, Args)]
#[command(after_help = REVIEW_EXAMPLES)]
pub struct Review {
    /// Id of the document to begin with
    #[arg(value_name = "DOCUMENT")]
    pub document: Option<String>,
    /// Port on this machine; 0 takes a free one
    #[arg(long, value_name = "PORT", default_value_t = 8000)]
    pub port: u16,
    /// Open the page in the browser of this machine
    #[arg(long)]
    pub open: bool,
}
