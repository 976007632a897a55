//! The arguments of the program and their help texts.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::messages::Language;
use crate::report::{Host, MessageFormat};

mod fill;
mod help;
mod read;
mod reply;
mod review;

pub use read::read;
pub use reply::Reply;
pub use review::Review;

const EXAMPLES: &str = "\
Examples:
  cewen build                        read seeds/, publish to public/
  cewen import 方案.pdf               make a seed of a file as it was found
  cewen check                        list everything that is wrong, write nothing
  cewen search 光伏装机               find a word or phrase in all texts
  cewen extract some-policy.txt      show what is read from one text

Exit codes: 0 all went well, 1 the input has problems, 2 the command could not run.";

/// Reads folders of Chinese policy texts and publishes what they promise as a searchable site.
#[derive(Clone, Debug, Parser)]
#[command(name = "cewen", version, about = "策问: reads, searches and compares public policy texts in Chinese", after_help = EXAMPLES)]
pub struct Cli {
    /// Folder of the site: the one with seeds/, content/ and themes/
    #[arg(long, global = true, value_name = "DIR", default_value = ".")]
    pub root: PathBuf,
    /// How problems are told: for people on stderr, or for programs on stdout, a line each
    #[arg(long, global = true, value_enum, value_name = "FORMAT", default_value_t = MessageFormat::Human)]
    pub message_format: MessageFormat,
    /// Language of messages and help [default: that of LC_ALL, LC_MESSAGES or LANG]
    #[arg(long, global = true, value_enum, value_name = "LANGUAGE")]
    pub lang: Option<Language>,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What the program can do.
#[derive(Clone, Debug, Subcommand)]
pub enum Command {
    /// Read the texts in seeds/, write content/documents/, publish the site
    Build(Build),
    /// List everything that is wrong with texts, lists and templates; write nothing
    Check(Check),
    /// Show what is read from single texts, as in content/documents/; write nothing
    Extract(Extract),
    /// Turn files from the sites of governments (PDF, Word, Excel, saved pages, texts) into seeds
    Import(Import),
    /// Show the site on this machine, built anew with every change
    Serve(Serve),
    /// Find words in the texts of the last build
    Search(Search),
    /// Answer an assistant that asks the last build over the Model Context Protocol, on stdin and stdout
    Mcp,
    /// Set right what was read wrongly; the correction survives every build
    Correct(Correct),
    /// Check what was read, record by record, on a page with the text beside it; accept or correct
    Review(Review),
    /// Write the records of the last build for a search cluster: its index with a Chinese analyser, and
    /// bulk files
    Export(Export),
    /// Make the folder of a new site that builds at once
    New(New),
    /// Say what a code of a message means
    Explain(Explain),
    /// Print what makes a shell complete the arguments of this program
    Completions(Completions),
    /// Print the manual page, or write those of all commands into a folder
    #[command(hide = true)]
    Man(Man),
}

const BUILD_EXAMPLES: &str = "\
Examples:
  cewen build
  cewen build --base-url https://example.org/policies/ --for github-pages
  cewen --root ~/policies build --out /srv/www/policies --strict

The output folder is replaced whole, and only if an earlier build made it or it is empty.
Where anything is wrong with the input, the former site stays as it was.";

/// Arguments of `build`.
#[derive(Clone, Debug, Args)]
#[command(after_help = BUILD_EXAMPLES)]
pub struct Build {
    /// Folder to publish to [default: public/ in the site's folder]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Address the site will stand at, instead of base_url in content/site.yaml
    #[arg(long, value_name = "URL")]
    pub base_url: Option<String>,
    /// Host that the site is for: what it does not take is an error (files, size, size of a file)
    #[arg(long = "for", value_enum, value_name = "HOST")]
    pub host: Option<Host>,
    /// Exit with 1 where there are warnings; the site is published all the same
    #[arg(long)]
    pub strict: bool,
    /// Do not wait until the site is on the disk: faster, for a folder that may be lost with the power
    #[arg(long)]
    pub no_sync: bool,
    /// Print how long each stage took and how much memory it held, the slowest texts and templates
    #[arg(long)]
    pub timings: bool,
    /// Say what is being done
    #[arg(short, long)]
    pub verbose: bool,
}

/// Arguments of `check`.
#[derive(Clone, Debug, Args)]
pub struct Check {
    /// Exit with 1 where there are warnings
    #[arg(long)]
    pub strict: bool,
    /// Print what became of every number and of every word such as 牵头 or 负责 instead: part of a
    /// figure or assignment, or why not
    #[arg(long)]
    pub account: bool,
    /// Texts to account for instead of the seeds
    #[arg(value_name = "FILE", requires = "account")]
    pub files: Vec<PathBuf>,
}

const EXTRACT_EXAMPLES: &str = "\
Examples:
  cewen extract some-policy.txt
  cewen extract seeds/*.txt --format json > all.json
  cewen extract --ndjson < documents.ndjson > records.ndjson";

/// Arguments of `extract`.
#[derive(Clone, Debug, Args)]
#[command(after_help = EXTRACT_EXAMPLES)]
pub struct Extract {
    /// Text files, from anywhere
    #[arg(required_unless_present = "ndjson", value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Read documents from stdin, one JSON object a line: {"text", "file"?, "id"?, "url"?,
    /// "region"?}; write one record a line in the same order: {"policy"}, with its warnings, or {"error"}
    #[arg(long, conflicts_with_all = ["files", "format"])]
    pub ndjson: bool,
    /// How to write it; several files are several YAML documents or one JSON list
    #[arg(long, value_enum, default_value_t = Format::Yaml)]
    pub format: Format,
}

/// A form of data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// As in content/documents/
    Yaml,
    /// The same fields as JSON
    Json,
}

const IMPORT_EXAMPLES: &str = "\
Examples:
  cewen import ~/Downloads/*.pdf
  cewen import 方案.docx --url https://www.example.gov.cn/art/2024/1/2/1.html --region 某市
  cewen import ~/gazette/ --url-list ~/gazette/urls.tsv

Writes seeds/<region>-<year>-<title>.txt, never over a file that is there, and an entry in
content/sources.yaml with the day, the address and the fingerprint of the file.
PDFs need pdftotext (poppler-utils and poppler-data).";

/// Arguments of `import`.
#[derive(Clone, Debug, Args)]
#[command(after_help = IMPORT_EXAMPLES)]
pub struct Import {
    /// Files, and folders of files, of any of these kinds
    #[arg(required_unless_present = "url_list", value_name = "PATH")]
    pub files: Vec<PathBuf>,
    /// Address that the file was fetched from; a saved page may know it
    #[arg(long, value_name = "URL")]
    pub url: Option<url::Url>,
    /// List of files and addresses that they were fetched from, a tab between them, a line each; without
    /// PATH the files of the list are imported. Nothing is fetched
    #[arg(long, value_name = "FILE", conflicts_with = "url")]
    pub url_list: Option<PathBuf>,
    /// Code or full name of its region, where the text does not say it
    #[arg(long, value_name = "NAME")]
    pub region: Option<String>,
    /// Day on which it was fetched [default: today, in UTC]
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub retrieved_on: Option<jiff::civil::Date>,
    /// Import what hardly looks like a text, too; its page will say so
    #[arg(long)]
    pub force: bool,
}

const CORRECT_EXAMPLES: &str = "\
Examples:
  cewen correct city-2021#f12 value=28 --why 原文为28%，换行处断开
  cewen correct city-2021/3-1 title=屋顶光伏行动 --why 标题多读了一句
  cewen correct city-2021/3-1 --agency 市发改委 role=participant --why 原文为配合单位
  cewen correct city-2021#f7 --drop --why 是文号，不是指标

Writes content/corrections/<document>.yaml, with what was read before: when the text changes, a
correction that no longer fits is told and not carried out.";

/// Arguments of `correct`.
#[derive(Clone, Debug, Args)]
#[command(after_help = CORRECT_EXAMPLES)]
pub struct Correct {
    /// Id of the record, as the 纠错 box of its page shows it
    #[arg(value_name = "ID")]
    pub id: String,
    /// Fields as in content/documents/ and their right values
    #[arg(value_name = "FIELD=VALUE")]
    pub fields: Vec<String>,
    /// Why: shown beside what was corrected
    #[arg(long, value_name = "WORDS")]
    pub why: String,
    /// The body of the measure that is meant, by its name
    #[arg(long, value_name = "NAME")]
    pub agency: Option<String>,
    /// Take the record out
    #[arg(long)]
    pub drop: bool,
    /// Version of the record that the reader saw; a warning is given if it has changed since
    #[arg(long, value_name = "VERSION")]
    pub version: Option<String>,
}

/// Arguments of `serve`.
#[derive(Clone, Debug, Args)]
pub struct Serve {
    /// Port on this machine; 0 takes a free one
    #[arg(long, value_name = "PORT", default_value_t = 8000)]
    pub port: u16,
    /// Address or name of this machine to answer at: 0.0.0.0 lets a phone in the same network look
    #[arg(long, value_name = "HOST", default_value = "127.0.0.1")]
    pub host: String,
    /// Open the site in the browser of this machine
    #[arg(long)]
    pub open: bool,
}

const EXPORT_EXAMPLES: &str = "\
Examples:
  cewen export --target opensearch --out bulk/
  curl -X PUT localhost:9200/cewen -H 'Content-Type: application/json' -d @bulk/index.json
  for f in bulk/*.ndjson; do
    curl -X POST localhost:9200/_bulk -H 'Content-Type: application/x-ndjson' --data-binary @$f; done
  cewen export --target quickwit --out qw/
  quickwit index create --index-config qw/index-config.json
  quickwit index ingest --index cewen --input-path qw/records-0001.ndjson";

/// Arguments of `export`.
#[derive(Clone, Debug, Args)]
#[command(after_help = EXPORT_EXAMPLES)]
pub struct Export {
    /// The cluster
    #[arg(long, value_enum, value_name = "CLUSTER")]
    pub target: Target,
    /// A folder that is not there yet, or empty
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
}

/// A kind of search cluster.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Target {
    /// Quickwit 0.8 and later
    Quickwit,
    /// OpenSearch 1 and later
    Opensearch,
    /// Elasticsearch 7 and later
    Elasticsearch,
}

/// Arguments of `new`.
#[derive(Clone, Debug, Args)]
pub struct New {
    /// A folder that is not there yet, or empty
    #[arg(value_name = "DIR")]
    pub dir: PathBuf,
}

/// Arguments of `explain`.
#[derive(Clone, Debug, Args)]
pub struct Explain {
    /// The word in brackets after error or warning; all of them where none is given
    #[arg(value_name = "CODE")]
    pub code: Option<String>,
}

const COMPLETIONS_EXAMPLES: &str = "\
Examples:
  cewen completions bash > ~/.local/share/bash-completion/completions/cewen
  cewen completions zsh > ~/.zfunc/_cewen            # a folder of fpath
  cewen completions fish > ~/.config/fish/completions/cewen.fish
  cewen completions powershell >> $PROFILE";

/// Arguments of `completions`.
#[derive(Clone, Debug, Args)]
#[command(after_help = COMPLETIONS_EXAMPLES)]
pub struct Completions {
    /// The shell
    #[arg(value_enum, value_name = "SHELL")]
    pub shell: clap_complete::Shell,
}

/// Arguments of `man`.
#[derive(Clone, Debug, Args)]
pub struct Man {
    /// Folder for a page of each command, made where it is not there
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
}

const SEARCH_EXAMPLES: &str = "\
Examples:
  cewen search 光伏装机                    all its words, those that stand together first
  cewen search '\"绿色建筑\"' -装配式        as it stands, without another word
  cewen search 类型:指标 年份:2025 充电桩    figures of a year
  cewen search 森林碳汇 --topic 能源 --json --limit 50";

/// Arguments of `search`.
#[derive(Clone, Debug, Args)]
#[command(after_help = SEARCH_EXAMPLES)]
pub struct Search {
    /// Words to look for; any two neighbouring characters of a text will do
    #[arg(required_unless_present_any = ["city", "province", "level", "topic", "agency", "kind", "year", "genre", "status", "document"], value_name = "QUERY")]
    pub query: Vec<String>,
    /// Only of this city; several times for any of several, as all filters
    #[arg(long, value_name = "NAME")]
    pub city: Vec<String>,
    /// Only from this province, its cities and counties
    #[arg(long, value_name = "NAME")]
    pub province: Vec<String>,
    /// Only from documents of the nation, a province, a city or a county
    #[arg(long, value_name = "LEVEL")]
    pub level: Vec<String>,
    /// Only about this topic
    #[arg(long, value_name = "NAME")]
    pub topic: Vec<String>,
    /// Only what names this body
    #[arg(long, value_name = "NAME")]
    pub agency: Vec<String>,
    /// Only measure, figure, paragraph, document or agency
    #[arg(long, value_name = "KIND")]
    pub kind: Vec<String>,
    /// Only what speaks of this year, or of one of several: 2021-2025
    #[arg(long, value_name = "YEAR")]
    pub year: Vec<String>,
    /// Only from documents of this type: 规划, 方案
    #[arg(long, value_name = "NAME")]
    pub genre: Vec<String>,
    /// Only from documents that are in_force, not_yet, expired, repealed, period_over or unknown
    #[arg(long, value_name = "STATUS")]
    pub status: Vec<String>,
    /// Only from this document
    #[arg(long, value_name = "ID")]
    pub document: Vec<String>,
    /// No word stands for another
    #[arg(long)]
    pub exact: bool,
    /// What comes first
    #[arg(long, value_enum, default_value_t = Sort::Match)]
    pub sort: Sort,
    /// Write the answer as JSON
    #[arg(long)]
    pub json: bool,
    /// Show at most so many hits
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..))]
    pub limit: u32,
}

/// An order of hits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Sort {
    /// The best match first
    Match,
    /// The latest year first
    Year,
}
