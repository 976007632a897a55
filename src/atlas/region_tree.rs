//! The places of a site in the order of administration: the nation, provinces, prefectures, counties.

use super::City;
use crate::vocabulary::{RegionEntry, Regions};

/// A province with those of its places that have texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Province {
    /// Its code; empty for the nation and for texts of no known place.
    pub code: String,
    /// Its full name; empty if it has no code.
    pub name: String,
    /// Indices of places: the province itself first, then each prefecture before its counties.
    pub places: Vec<usize>,
}

/// The places of a site by province, in the order of codes; the nation comes first, texts without a place
/// come last.
pub fn provinces(cities: &[City], regions: &Regions) -> Vec<Province> {
    let mut provinces: Vec<Province> = Vec::new();
    for (n, city) in cities.iter().enumerate() {
        let own = city.region.as_ref();
        let province = own.and_then(|own| province_of(&own.code, regions));
        let code = province.map_or("", |province| province.region.code.as_str());
        match provinces.last_mut() {
            Some(last) if !code.is_empty() && last.code == code => last.places.push(n),
            _ => provinces.push(Province {
                code: code.to_owned(),
                name: province.map_or(String::new(), |province| province.region.name.clone()),
                places: vec![n],
            }),
        }
    }
    provinces
}

/// Places around another, by index.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Relatives {
    /// The regions above, whose texts are valid for it, too: the nation, its province, its prefecture.
    pub above: Vec<usize>,
    /// Those in it.
    pub below: Vec<usize>,
    /// The regions of its level in the same province.
    pub beside: Vec<usize>,
}

/// The relatives of a place among all of a site.
pub fn relatives(n: usize, cities: &[City], regions: &Regions) -> Relatives {
    let Some(own) = &cities[n].region else {
        return Relatives::default();
    };
    let level = Regions::level(&own.code);
    let province = province_of(&own.code, regions);
    let mut relatives = Relatives::default();
    for (other_n, other) in cities.iter().enumerate() {
        let Some(other) = other.region.as_ref().filter(|_| other_n != n) else {
            continue;
        };
        if is_within(&own.code, &other.code, regions) {
            relatives.above.push(other_n);
        } else if is_within(&other.code, &own.code, regions) {
            relatives.below.push(other_n);
        } else if province.is_some()
            && Regions::level(&other.code) == level
            && province_of(&other.code, regions).map(|entry| &entry.region)
                == province.map(|entry| &entry.region)
        {
            relatives.beside.push(other_n);
        }
    }
    // The nation contains every place; its page links to the list of all.
    if regions
        .nation()
        .is_some_and(|nation| nation.region.code == own.code)
    {
        relatives.below.clear();
    }
    relatives
}

/// The province of a region, or the region itself if it is one; `None` for the nation.
pub fn province_of<'r>(code: &str, regions: &'r Regions) -> Option<&'r RegionEntry> {
    let nation = regions.nation().map(|nation| nation.region.code.as_str());
    let above = std::iter::successors(regions.get(code), |entry| {
        regions.parent(&entry.region.code)
    });
    above
        .last()
        .filter(|top| Some(top.region.code.as_str()) != nation)
}

/// Whether a place lies in another.
fn is_within(code: &str, other: &str, regions: &Regions) -> bool {
    let nation = regions.nation().map(|nation| nation.region.code.as_str());
    if nation == Some(other) {
        return code != other;
    }
    let mut above = std::iter::successors(regions.parent(code), |entry| {
        regions.parent(&entry.region.code)
    });
    above.any(|entry| entry.region.code == other)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::tests::REAL;

    fn cities(names: &[&str], regions: &Regions) -> Vec<City> {
        let city = |name: &&str| {
            let entry = match *name {
                "全国" => regions.nation(),
                name => regions.by_name(name),
            };
            City {
                region: entry.map(|entry| entry.region.clone()),
                slug: (*name).to_owned(),
                policies: Vec::new(),
            }
        };
        names.iter().map(city).collect()
    }

    #[test]
    fn places_stand_below_their_province() {
        let regions = &REAL.regions;
        let all = cities(
            &[
                "全国",
                "北京市",
                "海淀区",
                "江苏省",
                "徐州市",
                "无锡市",
                "义乌市",
                "无",
            ],
            regions,
        );
        let found: Vec<(String, Vec<usize>)> = provinces(&all, regions)
            .into_iter()
            .map(|own| (own.name, own.places))
            .collect();
        let group = |name: &str, places: &[usize]| (name.to_owned(), places.to_vec());
        assert_eq!(
            found,
            [
                group("", &[0]),
                group("北京市", &[1, 2]),
                group("江苏省", &[3, 4, 5]),
                group("浙江省", &[6]),
                group("", &[7]),
            ]
        );
        let of = |n| relatives(n, &all, regions);
        assert_eq!(of(4).above, [0, 3]);
        assert_eq!(of(4).beside, [5]);
        assert_eq!(of(3).below, [4, 5]);
        assert_eq!(of(2).above, [0, 1]);
        assert_eq!(of(0), Relatives::default());
        assert_eq!(of(7), Relatives::default());
    }
}
