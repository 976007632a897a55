//! Pages as data: what stands as `index.json` beside each of them.

use serde::Serialize;

use super::Site;
use super::link_rows::{self, LinkRow};
use super::links;
use super::version::measure_version;
use crate::atlas::{AgencyEntry, City, Duty, Place, TopicEntry};
use crate::model::{Figure, FigureKind, Measure, Region, Role};

/// What lists say of a document.
#[derive(Serialize)]
pub struct DocumentRef<'a> {
    id: &'a str,
    /// Of its page, below the site's root.
    address: String,
    title: &'a str,
    kind: Option<&'a str>,
    region: Option<&'a Region>,
    document_number: Option<&'a str>,
    issuing_bodies: &'a [String],
    issued_on: Option<crate::model::PartialDate>,
    published_on: Option<jiff::civil::Date>,
    measures: usize,
    figures: usize,
}

/// What lists say of a measure.
#[derive(Serialize)]
pub struct MeasureRef<'a> {
    id: &'a str,
    address: String,
    title: &'a str,
    document: &'a str,
    city: &'a str,
}

/// A measure whole.
#[derive(Serialize)]
struct MeasureFile<'a> {
    version: String,
    document: DocumentRef<'a>,
    measure: &'a Measure,
    figures: Vec<&'a Figure>,
    comparable: Vec<LinkRow<'a>>,
}

/// A figure of a city.
#[derive(Serialize)]
struct CityFigure<'a> {
    document: &'a str,
    #[serde(flatten)]
    figure: &'a Figure,
}

#[derive(Serialize)]
struct CityFile<'a> {
    region: Option<&'a Region>,
    documents: Vec<DocumentRef<'a>>,
    measures: Vec<MeasureRef<'a>>,
    targets: Vec<CityFigure<'a>>,
}

#[derive(Serialize)]
struct TopicFile<'a> {
    id: &'a str,
    name: &'a str,
    parent: Option<&'a str>,
    coverage: Vec<CoverageRow<'a>>,
    measures: Vec<MeasureRef<'a>>,
}

/// How much the texts of a city hold about a topic.
#[derive(Serialize)]
struct CoverageRow<'a> {
    city: &'a str,
    name: &'a str,
    measures: usize,
    tasks: usize,
    figures: usize,
    /// Paragraphs and rows that hold a word of the topic.
    mentions: usize,
    /// Whether anything is said of the topic above it.
    subject: bool,
}

#[derive(Serialize)]
struct AgencyFile<'a> {
    id: &'a str,
    name: &'a str,
    /// Whether it is a kind of body that several cities have.
    is_kind: bool,
    duties: Vec<DutyRow<'a>>,
    issued: Vec<&'a str>,
}

#[derive(Serialize)]
struct DutyRow<'a> {
    document: &'a str,
    measure: Option<&'a str>,
    /// The words of a row of a task list that is no measure.
    task: Option<&'a str>,
    name: &'a str,
    role: Role,
    line: usize,
}

#[derive(Serialize)]
struct HomeFile<'a> {
    title: &'a str,
    description: &'a str,
    cities: Vec<CityRef<'a>>,
    documents: Vec<DocumentRef<'a>>,
}

/// What lists say of a city.
#[derive(Serialize)]
pub struct CityRef<'a> {
    region: Option<&'a Region>,
    address: String,
    documents: Vec<&'a str>,
    measures: usize,
}

/// What lists say of a topic, an indicator or a body.
#[derive(Serialize)]
pub struct EntryRef<'a> {
    id: &'a str,
    address: String,
    name: &'a str,
    /// The topic above, or those of an indicator.
    topics: Vec<&'a str>,
    /// Measures, figures or assignments.
    count: usize,
}

impl Site<'_> {
    /// What the home page leads to.
    pub fn home_file(&self) -> impl Serialize + '_ {
        HomeFile {
            title: &self.settings.title,
            description: &self.settings.description,
            cities: self.city_refs(),
            documents: (0..self.atlas.policies.len())
                .map(|p| self.document_ref(p))
                .collect(),
        }
    }

    /// All cities.
    pub fn city_refs(&self) -> Vec<CityRef<'_>> {
        let cities = self.atlas.cities.iter();
        cities
            .map(|city| {
                let own = || city.policies.iter().map(|&p| &self.atlas.policies[p]);
                CityRef {
                    region: city.region.as_ref(),
                    address: links::city(&city.slug),
                    documents: own().map(|p| p.id.as_str()).collect(),
                    measures: own().map(|p| p.measures.len()).sum(),
                }
            })
            .collect()
    }

    /// All measures.
    pub fn measure_refs(&self) -> Vec<MeasureRef<'_>> {
        let policies = self.atlas.policies.iter().enumerate();
        policies
            .flat_map(|(policy, p)| {
                (0..p.measures.len()).map(move |item| self.measure_ref(Place { policy, item }))
            })
            .collect()
    }

    /// All topics that a measure is about.
    pub fn topic_refs(&self) -> Vec<EntryRef<'_>> {
        let topics = self.atlas.topics.iter();
        topics
            .map(|t| EntryRef {
                id: &t.id,
                address: links::topic(&t.id),
                name: &t.name,
                topics: t.parent.as_deref().into_iter().collect(),
                count: t.measures.len(),
            })
            .collect()
    }

    /// All indicators that a figure is of.
    pub fn indicator_refs(&self) -> Vec<EntryRef<'_>> {
        let indicators = self.atlas.indicators.iter();
        indicators
            .map(|i| EntryRef {
                id: &i.id,
                address: links::indicator(&i.id),
                name: &i.name,
                topics: i.topics.iter().map(String::as_str).collect(),
                count: i.points().count(),
            })
            .collect()
    }

    /// All bodies.
    pub fn agency_refs(&self) -> Vec<EntryRef<'_>> {
        let agencies = self.atlas.agencies.iter();
        agencies
            .map(|a| EntryRef {
                id: &a.id,
                address: links::agency(&a.id),
                name: &a.name,
                topics: Vec::new(),
                count: a.mentions.len(),
            })
            .collect()
    }

    /// A document as lists have it.
    pub fn document_ref(&self, policy: usize) -> DocumentRef<'_> {
        let p = &self.atlas.policies[policy];
        DocumentRef {
            id: &p.id,
            address: links::document(&p.id),
            title: &p.title,
            kind: p.kind.as_deref(),
            region: p.region.as_ref(),
            document_number: p.document_number.as_deref(),
            issuing_bodies: &p.issuing_bodies,
            issued_on: p.issued_on,
            published_on: p.published_on,
            measures: p.measures.len(),
            figures: p.figures.len(),
        }
    }

    /// A measure as lists have it.
    pub fn measure_ref(&self, place: Place) -> MeasureRef<'_> {
        let measure = self.atlas.measure(place);
        MeasureRef {
            id: &measure.id,
            address: links::measure(&measure.id),
            title: &measure.title,
            document: &self.atlas.policies[place.policy].id,
            city: self.city_named(place.policy),
        }
    }

    /// The figures that stand in a measure.
    pub fn figures_of(&self, place: Place) -> Vec<&Figure> {
        let figures = &self.atlas.policies[place.policy].figures;
        let own = self.stands.figures(self.atlas, place).iter();
        own.map(|&item| &figures[item]).collect()
    }

    /// What a reader of a measure's page saw.
    pub fn measure_version(&self, place: Place) -> String {
        measure_version(
            &self.atlas.policies[place.policy],
            self.atlas.measure(place),
        )
    }

    /// A measure whole, with its version and what it is comparable to.
    pub fn measure_file(&self, place: Place, version: String) -> impl Serialize + '_ {
        MeasureFile {
            version,
            document: self.document_ref(place.policy),
            measure: self.atlas.measure(place),
            figures: self.figures_of(place),
            comparable: link_rows::rows_of(self, place),
        }
    }

    /// A city with its documents, measures and targets.
    pub fn city_file<'a>(&'a self, city: &'a City) -> impl Serialize + 'a {
        let policies = || city.policies.iter().copied();
        let measures = |policy: usize| {
            let count = self.atlas.policies[policy].measures.len();
            (0..count).map(move |item| self.measure_ref(Place { policy, item }))
        };
        let targets = policies().flat_map(|policy| {
            let p = &self.atlas.policies[policy];
            let own = p.figures.iter().filter(|f| f.kind == FigureKind::Target);
            own.map(|figure| CityFigure {
                document: &p.id,
                figure,
            })
        });
        CityFile {
            region: city.region.as_ref(),
            documents: policies().map(|p| self.document_ref(p)).collect(),
            measures: policies().flat_map(measures).collect(),
            targets: targets.collect(),
        }
    }

    /// How much the texts of each city hold about a topic.
    fn coverage<'a>(&'a self, topic: &'a TopicEntry) -> Vec<CoverageRow<'a>> {
        let cities = self.atlas.cities.iter().zip(&topic.standings);
        cities
            .map(|(city, standing)| CoverageRow {
                city: &city.slug,
                name: self.city_name(city),
                measures: standing.measures,
                tasks: standing.tasks.len(),
                figures: standing.figures.len(),
                mentions: standing.mentions,
                subject: standing.subject,
            })
            .collect()
    }

    /// A topic with its measures.
    pub fn topic_file<'a>(&'a self, topic: &'a TopicEntry) -> impl Serialize + 'a {
        TopicFile {
            id: &topic.id,
            name: &topic.name,
            parent: topic.parent.as_deref(),
            coverage: self.coverage(topic),
            measures: topic
                .measures
                .iter()
                .map(|m| self.measure_ref(*m))
                .collect(),
        }
    }

    /// A body with all it has to do.
    pub fn agency_file<'a>(&'a self, entry: &'a AgencyEntry) -> impl Serialize + 'a {
        let policies = &self.atlas.policies;
        let duties = entry.mentions.iter().map(|mention| {
            let policy = &policies[mention.duty.policy()];
            let (measure, task) = match mention.duty {
                Duty::Measure(place) => (Some(policy.measures[place.item].id.as_str()), None),
                Duty::Task(place) => (None, Some(policy.tasks[place.item].text.as_str())),
            };
            DutyRow {
                document: &policy.id,
                measure,
                task,
                name: &mention.name,
                role: mention.role,
                line: mention.line,
            }
        });
        let issued = entry.issued.iter();
        AgencyFile {
            id: &entry.id,
            name: &entry.name,
            is_kind: entry.is_kind,
            duties: duties.collect(),
            issued: issued.map(|(p, _)| policies[*p].id.as_str()).collect(),
        }
    }
}
