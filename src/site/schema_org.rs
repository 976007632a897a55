//! What a page is about, in the words of schema.org: a data block for search engines and archives.

use serde_json::{Map, Value, json};

use super::Site;
use super::links;
use super::page::root_of;
use crate::atlas::{AgencyEntry, City, IndicatorEntry, Place, TopicEntry};
use crate::model::{Policy, Region, Role};

/// Fields of a thing; those without a value are left out.
struct Thing(Map<String, Value>);

impl Thing {
    fn new(kind: &str) -> Self {
        let mut fields = Map::new();
        fields.insert("@context".to_owned(), json!("https://schema.org"));
        fields.insert("@type".to_owned(), json!(kind));
        Self(fields)
    }

    fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        let value = value.into();
        let empty = match &value {
            Value::Null => true,
            Value::String(text) => text.is_empty(),
            Value::Array(list) => list.is_empty(),
            _ => false,
        };
        if !empty {
            self.0.insert(name.to_owned(), value);
        }
        self
    }

    fn value(self) -> Value {
        Value::Object(self.0)
    }
}

fn body(name: &str) -> Value {
    json!({"@type": "GovernmentOrganization", "name": name})
}

fn area(region: &Region) -> Value {
    json!({"@type": "AdministrativeArea", "name": region.name, "identifier": region.code})
}

fn date(date: Option<impl ToString>) -> Value {
    date.map_or(Value::Null, |d| json!(d.to_string()))
}

/// A place below the site's root, seen from a page: absolute where the site knows its own address.
struct From<'a> {
    base: Option<&'a str>,
    root: String,
}

impl From<'_> {
    fn to(&self, path: &str) -> String {
        match self.base {
            Some(base) => format!("{}/{path}", base.trim_end_matches('/')),
            None => format!("{}{path}", self.root),
        }
    }
}

impl Site<'_> {
    fn from(&self, path: &str) -> From<'_> {
        From {
            base: self.settings.base_url.as_deref(),
            root: root_of(path),
        }
    }

    /// The site itself, and how to search it.
    pub fn website_linked(&self) -> Value {
        let from = self.from("");
        let target = json!({"@type": "EntryPoint", "urlTemplate": format!("{}?q={{q}}", from.to("search/"))});
        Thing::new("WebSite")
            .with("name", self.settings.title.as_str())
            .with("description", self.settings.description.as_str())
            .with("url", from.to(""))
            .with("inLanguage", self.settings.language.as_str())
            .with("potentialAction", json!({"@type": "SearchAction", "target": target, "query-input": "required name=q"}))
            .value()
    }

    /// A document as an act of a government.
    pub fn document_linked(&self, policy: usize) -> Value {
        let p = &self.atlas.policies[policy];
        let path = links::document(&p.id);
        let from = self.from(&path);
        let json_file = from.to(&format!("{path}index.json"));
        Thing::new("Legislation")
            .with("@id", from.to(&path))
            .with("url", from.to(&path))
            .with("name", p.title.as_str())
            .with("inLanguage", "zh-CN")
            .with("legislationIdentifier", p.document_number.clone())
            .with("legislationType", p.kind.clone())
            .with("legislationDate", date(p.issued_on))
            .with("datePublished", date(p.published_on))
            .with("temporalCoverage", period(p))
            .with("legislationPassedBy", p.issuing_bodies.iter().map(|b| body(b)).collect::<Vec<_>>())
            .with("legislationJurisdiction", p.region.as_ref().map_or(Value::Null, area))
            .with("isBasedOn", super::web_address(p.source.url.as_deref()))
            .with("encoding", json!([{"@type": "MediaObject", "encodingFormat": "application/json", "contentUrl": json_file}]))
            .value()
    }

    /// A measure as a part of its document, which tells the rest.
    pub fn measure_linked(&self, place: Place) -> Value {
        let p = &self.atlas.policies[place.policy];
        let m = self.atlas.measure(place);
        let path = links::measure(&m.id);
        let from = self.from(&path);
        let whole = from.to(&links::document(&p.id));
        let answerable = m.agencies.iter().filter(|a| a.role != Role::Participant);
        Thing::new("Legislation")
            .with("@id", from.to(&path))
            .with("name", m.title.as_str())
            .with("isPartOf", json!({"@id": whole}))
            .with("legislationDate", date(p.issued_on))
            .with(
                "legislationResponsible",
                answerable.map(|a| body(&a.name)).collect::<Vec<_>>(),
            )
            .value()
    }

    /// A body.
    pub fn agency_linked(&self, entry: &AgencyEntry, names: &[&str]) -> Value {
        let path = links::agency(&entry.id);
        let others: Vec<&str> = names.iter().copied().filter(|n| *n != entry.name).collect();
        Thing::new("GovernmentOrganization")
            .with("name", entry.name.as_str())
            .with("alternateName", others)
            .with("url", self.from(&path).to(&path))
            .value()
    }

    /// What is held of a city.
    pub fn city_linked(&self, city: &City) -> Value {
        let path = links::city(&city.slug);
        let from = self.from(&path);
        let parts: Vec<Value> = city
            .policies
            .iter()
            .map(|&n| {
                let p = &self.atlas.policies[n];
                json!({"@type": "Legislation", "name": p.title, "url": from.to(&links::document(&p.id))})
            })
            .collect();
        Thing::new("CollectionPage")
            .with("name", self.city_name(city))
            .with("url", from.to(&path))
            .with("about", city.region.as_ref().map_or(Value::Null, area))
            .with("hasPart", parts)
            .value()
    }

    /// A topic.
    pub fn topic_linked(&self, topic: &TopicEntry) -> Value {
        let path = links::topic(&topic.id);
        Thing::new("CollectionPage")
            .with("name", topic.name.as_str())
            .with("url", self.from(&path).to(&path))
            .with("about", json!({"@type": "Thing", "name": topic.name}))
            .value()
    }

    /// A list of things.
    pub fn list_linked(&self, path: &str) -> Value {
        Thing::new("CollectionPage")
            .with("url", self.from(path).to(path))
            .with("isPartOf", json!({"@type": "WebSite", "name": self.settings.title, "url": self.from(path).to("")}))
            .value()
    }

    /// The numbers of an indicator as a dataset; they describe themselves.
    pub fn indicator_linked(&self, entry: &IndicatorEntry, shown: &[String]) -> Value {
        let path = links::indicator(&entry.id);
        let from = self.from(&path);
        let mut areas: Vec<&Region> = entry
            .points()
            .filter_map(|point| self.atlas.policies[point.figure.policy].region.as_ref())
            .collect();
        areas.sort();
        areas.dedup();
        let years = || {
            entry
                .points()
                .filter_map(|p| self.atlas.figure(p.figure).year)
        };
        let (first, last) = (years().min(), years().max());
        let covered = first.zip(last).map(|(a, b)| format!("{a}/{b}"));
        Thing::new("Dataset")
            .with("name", entry.name.as_str())
            .with("description", format!("{}：{}", entry.name, shown.join("；")))
            .with("url", from.to(&path))
            .with("variableMeasured", entry.name.as_str())
            .with("spatialCoverage", areas.into_iter().map(area).collect::<Vec<_>>())
            .with("temporalCoverage", covered)
            .with("license", self.settings.data_licence.as_ref().map(|l| l.path.clone()))
            .with("isAccessibleForFree", true)
            .with("distribution", json!([{"@type": "DataDownload", "encodingFormat": "application/json", "contentUrl": from.to(&format!("{path}index.json"))}]))
            .value()
    }

    /// All downloads as a dataset; `files` are names and media types.
    pub fn data_linked(&self, files: &[(&str, &str)]) -> Value {
        let from = self.from("data/");
        let files: Vec<Value> = files
            .iter()
            .map(|(name, kind)| json!({"@type": "DataDownload", "encodingFormat": kind, "contentUrl": from.to(&format!("data/{name}"))}))
            .collect();
        Thing::new("Dataset")
            .with("name", self.settings.title.as_str())
            .with("description", self.settings.description.as_str())
            .with("url", from.to("data/"))
            .with("inLanguage", "zh-CN")
            .with(
                "license",
                self.settings.data_licence.as_ref().map(|l| l.path.clone()),
            )
            .with("isAccessibleForFree", true)
            .with("distribution", files)
            .value()
    }
}

/// The years a policy is made for, as an interval of ISO 8601.
fn period(policy: &Policy) -> Option<String> {
    let (from, to) = (policy.period.from?, policy.period.to?);
    Some(format!("{from}/{to}"))
}
