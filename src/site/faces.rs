//! What pages show of documents that are not their own, as keys: most lists stand from build to build,
//! though some document of a site changes with each.

use rayon::prelude::*;

use crate::atlas::{Atlas, Place};
use crate::key::{Key, Parts};
use crate::model::{Figure, Policy};

/// The keys of what lists show.
pub struct Faces {
    /// Of each document: what it is called, where it is from and when.
    documents: Vec<Key>,
    /// All cities in their order.
    pub cities: Key,
}

impl Faces {
    /// Those of an atlas.
    pub fn of(atlas: &Atlas) -> Self {
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
            cities: cities.end(),
        }
    }

    /// Of a document.
    pub fn document(&self, policy: usize) -> Key {
        self.documents[policy]
    }
}

fn document(atlas: &Atlas, n: usize) -> Key {
    let policy = &atlas.policies[n];
    let city = atlas.city_of(n);
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
    // Figures of other documents that contradict its own.
    let items = 0..policy.figures.len();
    let others: Vec<(usize, &Figure)> = items
        .flat_map(|item| {
            let others = atlas.others(Place { policy: n, item }).iter();
            others.map(move |&other| (item, atlas.figure(other)))
        })
        .collect();
    let dated = (issued_on, published_on);
    Key::of(&(named, dated, (&city.slug, &city.region), others))
}
