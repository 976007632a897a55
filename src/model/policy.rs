use jiff::civil::Date;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::{
    Account, Ended, Figure, Lines, Measure, PagesOfLines, PartialDate, Reference, RepealedBy, Task,
    ValidFor, ValidFrom, ValidUntil, Warning,
};

/// One whole policy document (政策文件), the content of `content/documents/<id>.yaml`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Policy {
    /// Version of this shape; 1.
    pub schema: u32,
    /// Short id: the one given in `content/sources.yaml`, else made from region, year and title.
    pub id: String,
    /// The document's own title, without 关于印发…的通知; the name of its file if it has none.
    pub title: String,
    /// 文种: 意见, 方案, 规划, 计划, 通知, 办法, …; `None` if the title contains none.
    pub kind: Option<String>,
    /// The region of the policy.
    pub region: Option<Region>,
    /// 发文机关, as written.
    pub issuing_bodies: Vec<String>,
    /// 发文字号, such as 丽政办发〔2021〕56号.
    pub document_number: Option<String>,
    /// 成文日期; a month if the text states no day.
    pub issued_on: Option<PartialDate>,
    /// 发布日期 of the page it was found on.
    pub published_on: Option<Date>,
    /// 施行日期.
    pub effective_on: Option<Date>,
    /// The start of validity, with the lines that state it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<ValidFrom>,
    /// 有效期至: the last day that the text states.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<ValidUntil>,
    /// 有效期五年: the period of validity from its start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_for: Option<ValidFor>,
    /// 同时废止《…》: the documents that it replaces.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub repeals: Vec<Reference>,
    /// 「已废止」「已失效」: the end of validity that the text itself states.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<Ended>,
    /// Another document of the site that repeals it. It is published, but never stored in
    /// `content/documents/`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repealed_by: Option<RepealedBy>,
    /// 「有效性：现行有效」: the lines on which the page of the text states that it is in force.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stated_in_force: Option<Lines>,
    /// 转发: the bodies whose text the issuing bodies pass on, as written.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub forwarded_from: Vec<String>,
    /// The years that it is made for, if title or text states them.
    pub period: Period,
    /// The origin of the text.
    pub source: Source,
    /// The pages of the original for its lines, if it was imported from a file with pages.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pages: Vec<PagesOfLines>,
    /// Other policies named in the text, in order of first mention.
    pub references: Vec<Reference>,
    /// The cleaned text in reading order.
    pub blocks: Vec<Block>,
    /// 举措, in reading order.
    pub measures: Vec<Measure>,
    /// 数字, in reading order.
    pub figures: Vec<Figure>,
    /// Rows of lists of targets, tasks or policies that carry out no single measure.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tasks: Vec<Task>,
    /// Indicator tables and task lists, cell by cell.
    pub tables: Vec<Table>,
    /// Passages that the parser found but could not read.
    pub warnings: Vec<Warning>,
    /// What became of its numbers and words of responsibility when it was read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<Account>,
    /// Corrections by people, from `content/corrections/`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub corrections: Vec<Correction>,
    /// Whether a field of the record itself was corrected.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub corrected: bool,
    /// The diagnostic code, if the text could not be read in the last build and the document is an older
    /// one. It is published, but never stored in `content/documents/`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_updated: Option<String>,
}

impl Policy {
    /// The date it is listed under: that of its issue, else that of its publication.
    pub fn dated(&self) -> Option<PartialDate> {
        self.issued_on.or(self.published_on.map(PartialDate::from))
    }

    /// The tables by their ids.
    pub fn tables_by_id(&self) -> FxHashMap<&str, &Table> {
        let tables = self.tables.iter().rev();
        tables.map(|table| (table.id.as_str(), table)).collect()
    }

    /// The indices of the figures of each measure, in reading order.
    pub fn figures_of_measures(&self) -> Vec<Vec<usize>> {
        let ids = self.measures.iter().map(|m| m.id.as_str());
        let places: FxHashMap<&str, usize> = ids.zip(0..).collect();
        let mut all = vec![Vec::new(); self.measures.len()];
        for (n, figure) in self.figures.iter().enumerate() {
            let measure = figure.measure.as_deref();
            if let Some(&measure) = measure.and_then(|id| places.get(id)) {
                all[measure].push(n);
            }
        }
        all
    }
}

/// A correction that was laid over a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// Id of the record that was set right.
    pub what: String,
    /// The reason, in the words of the person who made it.
    pub why: String,
}

/// A province, city or county by GB/T 2260.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Region {
    /// Six digits, such as `331100`.
    pub code: String,
    /// Full name, such as 丽水市.
    pub name: String,
}

/// The years a plan is made for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    /// First year.
    pub from: Option<i16>,
    /// Last year.
    pub to: Option<i16>,
}

/// The origin of a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// Path below the site's root, with `/`: `seeds/000.txt`.
    pub file: String,
    /// SHA-256 of its bytes, 64 hex digits.
    pub sha256: String,
    /// The official address, from `content/sources.yaml`.
    pub url: Option<String>,
    /// The encoding its bytes were read in, lower case: `utf-8`.
    pub encoding: String,
    /// The reason to doubt that the text is complete, if it was imported in spite of that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub forced: Option<TextDoubt>,
}

/// Reasons to doubt that an imported file gave a complete text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TextDoubt {
    /// Most letters of the file were left out as frames, tables of contents or numbers.
    MostlyLeftOut,
    /// Many letters look like the result of a wrong encoding.
    WrongLetters,
    /// Few of its letters are Chinese.
    HardlyChinese,
    /// Few of its Chinese letters form words.
    UnknownWords,
    /// Lines do not go on in the next ones.
    LinesOutOfOrder,
}

/// A piece of the cleaned text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Block {
    /// The document's own title or that of an annex.
    Title {
        /// Its words.
        text: String,
        /// Its lines in the text.
        lines: Lines,
    },
    /// A heading on a line of its own or at the head of a paragraph.
    Heading {
        /// 1 for 一、 or 第一章, 2 for （一）, 3 for 1., …
        level: u8,
        /// The number as written.
        number: Option<String>,
        /// The words, without the final 。
        title: String,
        /// Id of the measure it heads.
        measure: Option<String>,
        /// Its lines in the text.
        lines: Lines,
    },
    /// Running text.
    Paragraph {
        /// Hard wraps undone.
        text: String,
        /// Id of the measure it belongs to.
        measure: Option<String>,
        /// Its lines in the text.
        lines: Lines,
    },
    /// A table; its cells are in [`Policy::tables`].
    Table {
        /// Id of the table.
        table: String,
        /// Its lines in the text.
        lines: Lines,
    },
}

impl Block {
    /// Its lines in the seed.
    pub fn lines(&self) -> Lines {
        match self {
            Self::Title { lines, .. }
            | Self::Heading { lines, .. }
            | Self::Paragraph { lines, .. }
            | Self::Table { lines, .. } => *lines,
        }
    }
}

/// A table of the text, cell by cell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// `t1`, `t2`, … in the order of the text.
    pub id: String,
    /// Its caption, if any.
    pub caption: Option<String>,
    /// The words of the head row.
    pub header: Vec<String>,
    /// The rows below the head.
    pub rows: Vec<TableRow>,
    /// Its lines in the text.
    pub lines: Lines,
}

/// A row of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableRow {
    /// One cell for each column of the head, possibly empty. A row that spans the table (a group heading)
    /// has a single one.
    pub cells: Vec<String>,
    /// Its lines in the text.
    pub lines: Lines,
}
