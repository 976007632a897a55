//! Documents are read, or made, group by group: what a group adds to all lists is kept, since an edit
//! changes one group of many.

use std::io;
use std::ops::{Deref, Range};
use std::sync::{LazyLock, OnceLock};

use rayon::prelude::*;

use super::bigrams::{ByFirst, Pairs};
use super::documents::{Document, IndexedDocuments};
use super::ngrams::{self, Longer, longer};
use super::posting_lists::{PostingLists, PostingSlice};
use super::segment::{DocumentSegment, Made, symbols};
use super::segment_store::SegmentStore;
use super::vocabulary_terms::{TermCounter, VocabularyTerms};
use super::words::Words;
use crate::fingerprint::FingerprintBuilder;

/// Documents that follow each other, with their lists as if they were one.
pub struct DocumentGroup {
    /// The names of what is kept of it: its lists and its levels. Both change with whatever the documents
    /// are made of.
    pub names: [String; 2],
    /// Where pairs stand in them, as long as that is needed.
    pub lists: PostingLists,
    /// Where longer strings do.
    pub known: ngrams::NgramGroup,
}

impl DocumentGroup {
    /// Its lists among those of others, once it knows where it begins.
    pub fn own(&self) -> PostingSlice<'_> {
        self.lists.own(self.known.first)
    }
}

/// The documents, in their groups, of which none knows yet where its records begin. What is new of the
/// documents is kept.
///
/// # Errors
/// Where a part cannot be kept.
pub fn read(
    source: &IndexedDocuments<'_>,
    parts: &SegmentStore,
    forms: &VocabularyTerms,
    words: impl FnOnce(&[String]) -> Words + Send,
) -> io::Result<(Vec<Document>, Vec<DocumentGroup>)> {
    let making = Making {
        source,
        parts,
        // Neither is asked for where nothing is new.
        tools: LazyLock::new(|| (words(&forms.dictionary), forms.counter())),
    };
    let groups = source.groups().into_par_iter();
    let groups: Vec<(Vec<Document>, DocumentGroup)> = groups
        .map(|own| making.group(own))
        .collect::<io::Result<_>>()?;
    let (documents, groups): (Vec<_>, Vec<_>) = groups.into_iter().unzip();
    Ok((documents.into_iter().flatten().collect(), groups))
}

/// Reads the parts of documents, and makes those that are new or damaged.
struct Making<'a, T> {
    source: &'a IndexedDocuments<'a>,
    parts: &'a SegmentStore,
    /// What cuts records.
    tools: T,
}

/// A document, with its lists where they are at hand.
type Listed = (Document, Option<PostingLists>);

impl<'a, T: Deref<Target = (Words, TermCounter)> + Sync> Making<'a, T> {
    fn group(&self, own: Range<usize>) -> io::Result<(Vec<Document>, DocumentGroup)> {
        let documents = own.clone().into_par_iter().map(|n| self.document(n));
        let mut documents: Vec<Listed> = documents.collect::<io::Result<_>>()?;
        let mut name = FingerprintBuilder::default();
        for own in &self.source.names()[own.clone()] {
            name.text(own);
        }
        let name = name.finish().hex();
        let names = ["group", "longer"].map(|what| format!("{what}-{name}"));
        let lists = match self.parts.group(&names[0]) {
            Some(lists) => lists,
            None => {
                let lists = self.together(own.start, &mut documents)?;
                self.parts.write_group(&names[0], &lists)?;
                lists
            }
        };
        let group = DocumentGroup {
            known: ngrams::NgramGroup::of(own, self.parts.levels(&names[1])),
            names,
            lists,
        };
        let documents = documents.into_iter().map(|(own, _)| own).collect();
        Ok((documents, group))
    }

    /// The lists of documents that follow each other from a number on, as those of one.
    fn together(&self, first: usize, documents: &mut [Listed]) -> io::Result<PostingLists> {
        let read = documents.par_iter_mut().enumerate();
        read.filter(|(_, (_, lists))| lists.is_none())
            .try_for_each(|(n, document)| {
                let n = first + n;
                match self.parts.lists(&self.source.names()[n]) {
                    Some(lists) => document.1 = Some(lists),
                    // The file is damaged where its lists are.
                    None => *document = self.made(n)?,
                }
                io::Result::Ok(())
            })?;
        let mut records = 0;
        let own = documents.iter().filter_map(|(document, lists)| {
            let first = records as u32;
            records += document.part.len();
            Some(lists.as_ref()?.own(first))
        });
        let own: Vec<PostingSlice<'_>> = own.collect();
        Ok(PostingLists::together(&own, &ByFirst))
    }

    fn document(&self, n: usize) -> io::Result<Listed> {
        match self.parts.read(&self.source.names()[n]) {
            Some(part) => Ok((Document::of(part, OnceLock::new()), None)),
            None => self.made(n),
        }
    }

    fn made(&self, n: usize) -> io::Result<Listed> {
        let records = self.source.records(n);
        let (words, counter) = &*self.tools;
        let mut made = DocumentSegment::of(&records, words, counter);
        let name = &self.source.names()[n];
        self.parts.write(name, &made, &records)?;
        let rows = std::mem::take(&mut made.rows).into();
        let Made { part, lists, .. } = made;
        Ok((Document::of(part, rows), Some(lists)))
    }
}

/// See [`longer`]; the groups know their levels afterwards.
pub fn all_longer(
    pairs: &Pairs,
    groups: &mut [DocumentGroup],
    source: &IndexedDocuments<'_>,
    parts: &SegmentStore,
) -> Vec<Longer> {
    let groups = groups.iter_mut().map(|group| &mut group.known);
    longer(pairs, &mut groups.collect::<Vec<_>>(), &|n| {
        let own = parts.symbols(&source.names()[n]);
        own.unwrap_or_else(|| symbols(&source.records(n)))
    })
}

/// Keeps what is new of the groups' levels for the next build.
///
/// # Errors
/// Where that cannot be written.
pub fn keep(groups: &[DocumentGroup], parts: &SegmentStore) -> io::Result<()> {
    let new = groups.par_iter().filter(|group| group.known.changed);
    new.try_for_each(|group| parts.write_levels(&group.names[1], &group.known.levels))
}
