use serde::Serialize;

use crate::atlas;
use crate::site::Site;
use crate::site::links::{self, Link};
use crate::site::page::Page;

/// A place in a list.
#[derive(Serialize)]
pub struct PlaceView {
    link: Link,
    documents: usize,
    measures: usize,
}

impl PlaceView {
    /// The place of an index.
    pub fn of(site: &Site<'_>, n: usize) -> Self {
        let city = &site.atlas.cities[n];
        let measures = |&p: &usize| site.atlas.policies[p].measures.len();
        Self {
            link: Link::new(links::city(&city.slug), site.city_name(city)),
            documents: city.policies.len(),
            measures: city.policies.iter().map(measures).sum(),
        }
    }
}

/// The places of a province, or one that belongs to none.
#[derive(Serialize)]
pub struct ProvinceView {
    /// Its name; empty for the nation and for texts of no known place.
    name: String,
    /// Whether texts are held of the province itself alone.
    is_alone: bool,
    /// The province itself, where texts are held of it, then those in it.
    places: Vec<PlaceView>,
    documents: usize,
    measures: usize,
}

/// All places by province.
pub fn provinces(site: &Site<'_>) -> Vec<ProvinceView> {
    let provinces = atlas::provinces(&site.atlas.cities, &site.vocabulary.regions);
    let view = |own: atlas::Province| {
        let places = own.places.iter().map(|&n| PlaceView::of(site, n));
        let places: Vec<PlaceView> = places.collect();
        ProvinceView {
            is_alone: places.len() == 1 && places[0].link.text() == own.name,
            name: own.name,
            documents: places.iter().map(|place| place.documents).sum(),
            measures: places.iter().map(|place| place.measures).sum(),
            places,
        }
    };
    provinces.into_iter().map(view).collect()
}

#[derive(Serialize)]
struct CityList {
    provinces: Vec<ProvinceView>,
}

/// The list of all cities.
pub fn list(site: &Site<'_>) -> Page {
    let provinces = provinces(site);
    Page::new("cities/", "cities.html", &CityList { provinces })
        .with_linked(site.list_linked("cities/"))
}
