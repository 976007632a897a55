//! The geometry of a map of tiles: a cell for each province where the vocabulary puts it, in it a square for
//! each place that has a number, the darker the higher. No borders, so that none can be wrong.

use serde::Serialize;

use super::Site;
use crate::atlas;
use crate::vocabulary::short_name;

/// A place and its number on the map.
pub struct MapValue {
    /// Index of the place in the atlas.
    pub place: usize,
    /// What it is compared by.
    pub number: f64,
    /// What is shown of it: 64%.
    pub amount: String,
}

/// A map, drawn by the theme as inline SVG.
#[derive(Clone, Debug, Serialize)]
pub struct TileMap {
    width: f64,
    height: f64,
    cells: Vec<ProvinceTile>,
    /// For each shade that is used the numbers that it stands for.
    legend: Vec<Shade>,
}

#[derive(Clone, Debug, Serialize)]
struct ProvinceTile {
    x: f64,
    y: f64,
    name: String,
    /// Name and amount of the only place in the province that has one; no name where it is the province.
    place: String,
    amount: String,
    squares: Vec<Square>,
}

#[derive(Clone, Debug, Serialize)]
struct Square {
    x: f64,
    y: f64,
    width: f64,
    height: f64,
    /// 1 for the lowest numbers to [`SHADES`].
    shade: usize,
    label: String,
}

#[derive(Clone, Debug, Serialize)]
struct Shade {
    shade: usize,
    from: String,
    to: String,
}

/// Size of a cell, and the space below and beside it.
const CELL: f64 = 68.0;
const GAP: f64 = 4.0;
/// Height of the line with the name.
const NAME: f64 = 20.0;
/// Shades of a map.
const SHADES: usize = 5;
/// Fewer places, or places of fewer provinces, are no map.
const PLACES: usize = 6;
const PROVINCES: usize = 3;

/// The map of these numbers; `None` where they are of too few places.
pub fn tile_map(site: &Site<'_>, mut values: Vec<MapValue>) -> Option<TileMap> {
    let regions = &site.vocabulary.regions;
    let provinces = atlas::provinces(&site.atlas.cities, regions);
    values.sort_by(|a, b| a.number.total_cmp(&b.number));
    let shade = |number: f64| {
        let below = values.partition_point(|value| value.number < number);
        1 + below * SHADES / values.len()
    };
    let (mut shown, mut held) = (0, 0);
    let mut cells = Vec::new();
    let tiles = regions.all().filter_map(|entry| Some((entry, entry.tile?)));
    for (entry, [column, row]) in tiles {
        let province = provinces.iter().find(|own| own.code == entry.region.code);
        let places = province.map_or(&[][..], |own| own.places.as_slice());
        let own: Vec<&MapValue> = values
            .iter()
            .filter(|value| places.contains(&value.place))
            .collect();
        shown += own.len();
        held += usize::from(!own.is_empty());
        let only = match own.as_slice() {
            [only] => Some(*only),
            _ => None,
        };
        let place = only.and_then(|only| site.atlas.cities[only.place].region.as_ref());
        let place = place.filter(|place| **place != entry.region);
        cells.push(ProvinceTile {
            x: f64::from(column) * (CELL + GAP),
            y: f64::from(row) * (CELL + GAP),
            name: short(&entry.region.name),
            place: place.map_or(String::new(), |place| short(&place.name)),
            amount: only.map_or(String::new(), |only| only.amount.clone()),
            squares: squares(site, &own, shade),
        });
    }
    if shown < PLACES || held < PROVINCES {
        return None;
    }
    let end = |of: fn(&ProvinceTile) -> f64| cells.iter().map(of).fold(0.0, f64::max) + CELL;
    Some(TileMap {
        width: end(|cell| cell.x),
        height: end(|cell| cell.y),
        legend: legend(&values, shade),
        cells,
    })
}

/// 绍兴 of 绍兴市; the whole name of one that has no shorter one.
fn short(name: &str) -> String {
    short_name(name).unwrap_or(name).to_owned()
}

/// Squares that fill the cell of their province, in rows.
fn squares(site: &Site<'_>, own: &[&MapValue], shade: impl Fn(f64) -> usize) -> Vec<Square> {
    let columns = (own.len() as f64).sqrt().ceil();
    let rows = (own.len() as f64 / columns).ceil();
    let (width, height) = (CELL / columns, (CELL - NAME) / rows);
    let square = |(n, value): (usize, &&MapValue)| {
        let city = &site.atlas.cities[value.place];
        Square {
            x: (n % columns as usize) as f64 * width,
            y: NAME + (n / columns as usize) as f64 * height,
            width: width - 1.0,
            height: height - 1.0,
            shade: shade(value.number),
            label: format!("{} {}", site.city_name(city), value.amount),
        }
    };
    own.iter().enumerate().map(square).collect()
}

/// The lowest and the highest amount of each shade; `values` are sorted.
fn legend(values: &[MapValue], shade: impl Fn(f64) -> usize) -> Vec<Shade> {
    let groups = values.chunk_by(|a, b| shade(a.number) == shade(b.number));
    groups
        .map(|group| Shade {
            shade: shade(group[0].number),
            from: group[0].amount.clone(),
            to: group[group.len() - 1].amount.clone(),
        })
        .collect()
}
