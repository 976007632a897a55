use std::collections::BTreeMap;

use crate::model::{Policy, Region};
use crate::vocabulary::Vocabulary;

/// A city, province or county with its policies; policies without a region form one group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct City {
    /// Its region; `None` for policies whose text states none.
    pub region: Option<Region>,
    /// Its part of an address.
    pub slug: String,
    /// Its policies, by date and id.
    pub policies: Vec<usize>,
}

impl City {
    /// The id under which its records are found in the search; `None` for policies without a region.
    pub fn searched(&self) -> Option<&str> {
        self.region.as_ref().map(|_| self.slug.as_str())
    }
}

/// Groups policies by region, in the order of the codes; policies without a region come last.
pub fn of(policies: &[Policy], vocabulary: &Vocabulary) -> Vec<City> {
    let mut by_code: BTreeMap<(bool, String), Vec<usize>> = BTreeMap::new();
    for (n, policy) in policies.iter().enumerate() {
        let code = policy
            .region
            .as_ref()
            .map_or(String::new(), |r| r.code.clone());
        by_code.entry((code.is_empty(), code)).or_default().push(n);
    }
    by_code
        .into_values()
        .map(|mut own| {
            own.sort_by_key(|&n| (policies[n].dated(), policies[n].id.clone()));
            let region = policies[own[0]].region.clone();
            let slug = match &region {
                Some(r) => vocabulary
                    .regions
                    .get(&r.code)
                    .map_or_else(|| format!("region-{}", r.code), |e| e.slug.clone()),
                None => "unplaced".to_owned(),
            };
            City {
                region,
                slug,
                policies: own,
            }
        })
        .collect()
}

/// For each policy, by index, the index of its city; `policies` is their number.
pub fn of_policies(cities: &[City], policies: usize) -> Vec<usize> {
    let mut of_city = vec![0; policies];
    for (n, city) in cities.iter().enumerate() {
        for &policy in &city.policies {
            of_city[policy] = n;
        }
    }
    of_city
}
