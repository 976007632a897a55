//! What pages show of documents that are not their own, as keys: most lists stand from build to build,
//! though some document of a site changes with each.

use rayon::prelude::*;

use crate::atlas::{Atlas, Place};
use crate::key::{Key, Keys, Parts};
use crate::model::{Block, Policy};

/// The keys of what lists show.
pub struct Faces {
    /// Of each document: what it is called, where it is from and when, and where its lines stand on its
    /// page.
    documents: Vec<Key>,
    /// Of each measure, with its figures.
    measures: Vec<Vec<Key>>,
    /// All cities in their order.
    pub cities: Key,
}

impl Faces {
    /// The keys of all documents, of which `keys` are known.
    pub fn of(atlas: &Atlas, keys: Vec<Keys>) -> Self {
        let numbers = (0..atlas.policies.len()).into_par_iter();
        let mut cities = Parts::default();
        for city in &atlas.cities {
            let region = city.region.as_ref();
            cities.text(&city.slug);
            cities.text(region.map_or("", |region| &region.name));
            cities.text(region.map_or("", |region| &region.code));
        }
        Self {
            documents: numbers.map(|n| document(atlas, n)).collect(),
            measures: keys.into_iter().map(|keys| keys.measures).collect(),
            cities: cities.end(),
        }
    }

    /// Of a document.
    pub fn document(&self, policy: usize) -> Key {
        self.documents[policy]
    }

    /// Adds a measure, and its document.
    pub fn add(&self, place: Place, parts: &mut Parts) {
        parts.key(self.documents[place.policy]);
        parts.key(self.measures[place.policy][place.item]);
    }

    /// Adds measures in their order, and their documents.
    pub fn add_all(&self, places: &[Place], parts: &mut Parts) {
        parts.number(places.len() as u64);
        for &place in places {
            self.add(place, parts);
        }
    }
}

fn document(atlas: &Atlas, n: usize) -> Key {
    let policy = &atlas.policies[n];
    let city = atlas.city_of(n);
    let lines = policy.blocks.iter().map(Block::lines);
    let rows = policy.tables.iter().flat_map(|table| &table.rows);
    let mut stands = Parts::default();
    for lines in lines.chain(rows.map(|row| row.lines)) {
        stands.number(lines.first as u64).number(lines.last as u64);
    }
    let Policy {
        id,
        title,
        kind,
        region,
        document_number,
        issuing_bodies,
        issued_on,
        published_on,
        ..
    } = policy;
    let named = (id, title, kind, region, document_number, issuing_bodies);
    Key::of(&(
        named,
        issued_on,
        published_on,
        (&city.slug, &city.region),
        stands.end().hex(),
    ))
}
