//! The last build of a site, as tools ask it.

use jiff::civil::Date;
use serde_json::{Value, json};

use super::answer::{clip, line};
use super::reader_words::ReaderWords;
use crate::atlas::{Atlas, Place};
use crate::content::{Accuracy, History, Settings};
use crate::model::{Lines, Policy, TextPassage, pages_of, passages};
use crate::phrase::Phrases;
use crate::search::Index;
use crate::site::{self, Site};
use crate::vocabulary::Vocabulary;

/// All that a build published, held in memory.
pub struct Published {
    /// The documents and their links.
    pub atlas: Atlas,
    /// The words they were read with.
    pub vocabulary: Vocabulary,
    /// The settings of the site.
    pub settings: Settings,
    /// The words that say what a number is.
    pub phrases: Phrases,
    /// The words that a reader sees.
    pub words: ReaderWords,
    /// The changes of builds.
    pub history: History,
    /// How right the records are; answers do not speak of it.
    pub accuracy: Accuracy,
    /// The index of the search.
    pub index: Index,
    /// The day for which answers say whether a document is in force.
    pub today: Date,
}

/// Characters of a title in an answer.
pub const TITLE: usize = 200;
/// Characters of a quote in an answer.
pub const QUOTE: usize = 400;

/// What tools look things up in.
pub struct SiteReader<'a> {
    /// What was published.
    pub published: &'a Published,
    /// The same as pages are made of it.
    pub site: Site<'a>,
}

impl<'a> SiteReader<'a> {
    /// A reader of a published site.
    pub fn of(published: &'a Published) -> Self {
        let nowhere = std::path::Path::new("");
        let input = site::Input {
            atlas: &published.atlas,
            vocabulary: &published.vocabulary,
            settings: &published.settings,
            history: &published.history,
            accuracy: &published.accuracy,
            today: published.today,
            theme: nowhere,
            pages: nowhere,
        };
        Self {
            published,
            site: Site::of(&input, &published.phrases),
        }
    }

    /// The documents and their links.
    pub fn atlas(&self) -> &'a Atlas {
        &self.published.atlas
    }

    /// The words that a reader sees.
    pub fn words(&self) -> &'a ReaderWords {
        &self.published.words
    }

    /// A document.
    pub fn policy(&self, n: usize) -> &'a Policy {
        &self.atlas().policies[n]
    }

    /// The index of a document by its id.
    pub fn document(&self, id: &str) -> Option<usize> {
        let policies = &self.atlas().policies;
        policies.binary_search_by(|p| p.id.as_str().cmp(id)).ok()
    }

    /// The text of a document, piece by piece.
    pub fn passages(&self, n: usize) -> Vec<TextPassage<'a>> {
        let anchors = self.site.anchors(n);
        passages(self.policy(n), anchors)
    }

    /// An address below the site's root: absolute where the site knows where it is published.
    pub fn address(&self, path: &str) -> String {
        match &self.published.settings.base_url {
            Some(base) => format!("{}/{path}", base.trim_end_matches('/')),
            None => path.to_owned(),
        }
    }

    /// The name of the place of a document.
    pub fn place(&self, n: usize) -> &'a str {
        let region = self.atlas().city_of(n).region.as_ref();
        region.map_or("", |region| region.name.as_str())
    }

    /// The measure with an id.
    pub fn measure(&self, id: &str) -> Option<Place> {
        let (document, _) = id.split_once('/')?;
        let policy = self.document(document)?;
        let mut measures = self.policy(policy).measures.iter();
        let item = measures.position(|measure| measure.id == id)?;
        Some(Place { policy, item })
    }

    /// Whether a document is in force, as data: its id and words.
    pub fn status(&self, n: usize) -> (&'static str, &'a str) {
        let status = self.policy(n).status_on(self.published.today).status.id();
        (status, self.words().of("status", status))
    }

    /// Where words stand, as data; `path` is the address of the element that shows them.
    pub fn source(&self, n: usize, lines: Lines, path: &str) -> Value {
        let policy = self.policy(n);
        let (status, status_text) = self.status(n);
        let mut source = json!({
            "document": policy.id,
            "title": clip(&policy.title, TITLE),
            "place": self.place(n),
            "document_number": policy.document_number,
            "status": status,
            "status_text": status_text,
            "file": policy.source.file,
            "lines": lines,
            "address": self.address(path),
        });
        if let Some(pages) = pages_of(&policy.pages, lines) {
            source["page"] = json!(pages.to_string());
        }
        source
    }

    /// The same in one line.
    pub fn source_line(&self, n: usize, lines: Lines, path: &str) -> String {
        let policy = self.policy(n);
        let words = self.words();
        let mut parts = vec![format!("《{}》", line(&policy.title, TITLE))];
        parts.extend(
            policy
                .document_number
                .as_deref()
                .map(|own| line(own, TITLE)),
        );
        parts.push(self.status(n).1.to_owned());
        parts.push(format!("{}:{lines}", line(&policy.source.file, TITLE)));
        if let Some(pages) = pages_of(&policy.pages, lines) {
            let page = words.of("assistant", "page");
            parts.push(page.replace("{n}", &pages.to_string()));
        }
        parts.push(self.address(path));
        parts.join(" · ")
    }

    /// A sentence about the texts in which was looked.
    pub fn texts_looked_in(&self, count: usize) -> String {
        let words = self.words().of("assistant", "looked_in");
        words.replace("{n}", &count.to_string())
    }
}

/// A quote as a line of its own.
pub fn quoted(text: &str) -> String {
    format!("> {}", line(text, QUOTE))
}
