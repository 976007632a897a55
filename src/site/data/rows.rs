//! The rows of the tables, each made of the records when it is asked for.

use super::table::{Cell, Sink};
use crate::atlas::ReferenceTarget;
use crate::model::{Agency, Diagnostic, Lines, Measure, MeasureRole, ReferenceKind, Role, Value};
use crate::site::figure_view::id_of;
use crate::site::{Site, link_rows, web_address};

type Done = Result<(), Diagnostic>;

/// Between several values of one cell.
const AND: &str = "；";

/// See the table of that name.
pub fn cities(site: &Site<'_>, put: Sink<'_>) -> Done {
    for city in &site.atlas.cities {
        let code = city.region.as_ref().map(|r| r.code.as_str());
        put(vec![
            Cell::text(&city.slug),
            Cell::text(site.city_name(city)),
            code.map_or(Cell::Null, Cell::text),
            Cell::count(city.policies.len()),
        ])?;
    }
    Ok(())
}

/// See the table of that name.
pub fn topics(site: &Site<'_>, put: Sink<'_>) -> Done {
    for topic in &site.atlas.topics {
        let en = site.vocabulary.topics.get(&topic.id);
        put(vec![
            Cell::text(&topic.id),
            Cell::text(&topic.name),
            Cell::text(en.map_or(topic.id.as_str(), |t| t.en.as_str())),
            topic.parent.as_deref().map_or(Cell::Null, Cell::text),
        ])?;
    }
    Ok(())
}

/// See the table of that name.
pub fn agencies(site: &Site<'_>, put: Sink<'_>) -> Done {
    for agency in &site.atlas.agencies {
        put(vec![
            Cell::text(&agency.id),
            Cell::text(&agency.name),
            Cell::Integer(agency.is_kind.into()),
        ])?;
    }
    Ok(())
}

/// A day or month, or nothing.
fn date(date: Option<impl ToString>) -> Cell<'static> {
    date.map_or(Cell::Null, |d| Cell::text(d.to_string()))
}

/// See the table of that name.
pub fn documents(site: &Site<'_>, put: Sink<'_>) -> Done {
    for (n, p) in site.atlas.policies.iter().enumerate() {
        let status = p.status_on(site.today);
        put(vec![
            Cell::text(&p.id),
            Cell::text(&p.title),
            p.kind.as_deref().map_or(Cell::Null, Cell::text),
            Cell::text(&site.atlas.city_of(n).slug),
            p.document_number.as_deref().map_or(Cell::Null, Cell::text),
            Cell::text(p.issuing_bodies.join(AND)),
            date(p.issued_on),
            date(p.published_on),
            date(p.effective_on),
            date(p.last_day()),
            p.ended.map_or(Cell::Null, |e| Cell::text(e.status.id())),
            Cell::text(status.status.id()),
            Cell::text(status.reason.id()),
            status
                .lines
                .map_or(Cell::Null, |lines| Cell::count(lines.first)),
            Cell::year(p.period.from),
            Cell::year(p.period.to),
            Cell::text(&p.source.file),
            Cell::text(&p.source.sha256),
            Cell::text(web_address(p.source.url.as_deref())),
            Cell::count(p.measures.len()),
            Cell::count(p.figures.len()),
        ])?;
    }
    Ok(())
}

/// See the table of that name.
pub fn references(site: &Site<'_>, document: usize, put: Sink<'_>) -> Done {
    let p = &site.atlas.policies[document];
    let targets = &site.atlas.references.targets[document];
    for (reference, target) in p.references.iter().zip(targets) {
        let cited = match target {
            ReferenceTarget::Own => continue,
            ReferenceTarget::Held(held) => Cell::text(&site.atlas.policies[*held].id),
            ReferenceTarget::Several | ReferenceTarget::NotHeld => Cell::Null,
        };
        let kind = site.vocabulary.references.kind(&reference.title);
        let [first, last] = lines(reference.lines);
        let number = reference.document_number.as_deref();
        put(vec![
            Cell::text(&p.id),
            Cell::text(&reference.title),
            cited,
            number.map_or(Cell::Null, Cell::text),
            Cell::text(kind.unwrap_or(ReferenceKind::Policy).id()),
            Cell::text(reference.relation.id()),
            first,
            last,
            Cell::text(&reference.quote),
        ])?;
    }
    Ok(())
}

/// See the table of that name.
pub fn measures(site: &Site<'_>, document: usize, put: Sink<'_>) -> Done {
    let p = &site.atlas.policies[document];
    let city = &site.atlas.city_of(document).slug;
    for m in &p.measures {
        let role = match m.role {
            MeasureRole::Action => "action",
            MeasureRole::Safeguard => "safeguard",
        };
        let [first, last] = lines(m.lines);
        put(vec![
            Cell::text(&m.id),
            Cell::text(&p.id),
            Cell::text(city),
            m.number.as_deref().map_or(Cell::Null, Cell::text),
            Cell::text(&m.title),
            Cell::text(m.section.join(" › ")),
            Cell::text(role),
            bodies(m, Role::Lead),
            bodies(m, Role::Responsible),
            bodies(m, Role::Participant),
            Cell::text(m.topics.join(";")),
            Cell::text(&m.text),
            first,
            last,
        ])?;
    }
    Ok(())
}

fn bodies(measure: &Measure, role: Role) -> Cell<'_> {
    let own = measure.agencies.iter().filter(|a| a.role == role);
    Cell::text(own.map(|a| a.name.as_str()).collect::<Vec<_>>().join(AND))
}

fn lines(lines: Lines) -> [Cell<'static>; 2] {
    [Cell::count(lines.first), Cell::count(lines.last)]
}

/// See the table of that name.
pub fn measure_topics(site: &Site<'_>, document: usize, put: Sink<'_>) -> Done {
    for m in &site.atlas.policies[document].measures {
        for (rank, topic) in m.topics.iter().enumerate() {
            put(vec![
                Cell::text(&m.id),
                Cell::text(topic),
                Cell::count(rank + 1),
            ])?;
        }
    }
    Ok(())
}

/// See the table of that name.
pub fn assignments(site: &Site<'_>, put: Sink<'_>) -> Done {
    let mut number = 0;
    let mut one = |document: &str, measure: Option<&str>, task: Option<&str>, a: &Agency| {
        number += 1;
        let [first, last] = lines(a.lines);
        put(vec![
            Cell::count(number),
            Cell::text(document),
            measure.map_or(Cell::Null, Cell::text),
            task.map_or(Cell::Null, Cell::text),
            Cell::text(&a.agency),
            Cell::text(&a.name),
            Cell::text(a.role.id()),
            first,
            last,
        ])
    };
    for p in &site.atlas.policies {
        for m in &p.measures {
            for a in &m.agencies {
                one(&p.id, Some(&m.id), None, a)?;
            }
            for task in &m.tasks {
                for a in &task.agencies {
                    one(&p.id, Some(&m.id), Some(&task.text), a)?;
                }
            }
        }
        for task in &p.tasks {
            for a in &task.agencies {
                one(&p.id, None, Some(&task.text), a)?;
            }
        }
    }
    Ok(())
}

/// Both ends of a range; the second only of a range.
fn ends(value: Option<Value>) -> [Cell<'static>; 2] {
    match value {
        Some(Value::Number(n)) => [Cell::Number(n), Cell::Null],
        Some(Value::Range { from, to }) => [Cell::Number(from), Cell::Number(to)],
        None => [Cell::Null, Cell::Null],
    }
}

/// See the table of that name.
pub fn figures(site: &Site<'_>, document: usize, put: Sink<'_>) -> Done {
    let p = &site.atlas.policies[document];
    let city = &site.atlas.city_of(document).slug;
    for f in &p.figures {
        let [value, value_to] = ends(f.value);
        let [normalized, normalized_to] = ends(f.normalized.as_ref().map(|n| n.value));
        let unit = f.normalized.as_ref().map(|n| n.unit.as_str());
        let [first, last] = lines(f.lines);
        put(vec![
            Cell::text(format!("{}#{}", p.id, f.id)),
            Cell::text(&p.id),
            Cell::text(city),
            f.measure.as_deref().map_or(Cell::Null, Cell::text),
            Cell::text(&f.name),
            f.indicator.as_deref().map_or(Cell::Null, Cell::text),
            value,
            value_to,
            f.text.as_deref().map_or(Cell::Null, Cell::text),
            f.unit.as_deref().map_or(Cell::Null, Cell::text),
            normalized,
            normalized_to,
            unit.map_or(Cell::Null, Cell::text),
            Cell::text(id_of(&f.bound)),
            Cell::year(f.year),
            Cell::year(f.horizon),
            Cell::year(f.base_year),
            f.change
                .as_ref()
                .map_or(Cell::Null, |c| Cell::text(id_of(c))),
            Cell::text(id_of(&f.kind)),
            f.binding
                .as_ref()
                .map_or(Cell::Null, |b| Cell::text(id_of(b))),
            Cell::text(&f.quote),
            first,
            last,
            Cell::Integer(f.corrected.into()),
        ])?;
    }
    Ok(())
}

/// See the table of that name.
pub fn indicators(site: &Site<'_>, put: Sink<'_>) -> Done {
    for entry in &site.atlas.indicators {
        for series in &entry.series {
            for point in &series.points {
                let policy = point.figure.policy;
                let figure = site.atlas.figure(point.figure);
                let document = &site.atlas.policies[policy].id;
                let [value, value_to] = ends(point.value);
                put(vec![
                    Cell::text(&entry.id),
                    Cell::text(&entry.name),
                    // A target in words has no unit: the word for none is a word, not nothing.
                    Cell::Text(series.unit.as_deref().unwrap_or("-").into()),
                    series
                        .change
                        .as_ref()
                        .map_or(Cell::Null, |c| Cell::text(id_of(c))),
                    Cell::text(series.scope.join(AND)),
                    Cell::text(format!("{document}#{}", figure.id)),
                    Cell::text(&site.atlas.city_of(policy).slug),
                    Cell::year(figure.year),
                    Cell::text(id_of(&figure.kind)),
                    Cell::text(id_of(&figure.bound)),
                    value,
                    value_to,
                    figure.text.as_deref().map_or(Cell::Null, Cell::text),
                    Cell::Integer(point.contradicted().into()),
                ])?;
            }
        }
    }
    Ok(())
}

/// See the table of that name.
pub fn comparable(site: &Site<'_>, document: usize, put: Sink<'_>) -> Done {
    for row in link_rows::of_policy(site, document) {
        put(vec![
            Cell::text(row.measure),
            Cell::text(row.comparable),
            Cell::count(row.rank),
            Cell::Number(row.score),
            Cell::text(row.terms.join(AND)),
            Cell::text(row.topics.join(";")),
            Cell::text(row.indicators.join(";")),
            Cell::text(row.agencies.join(";")),
        ])?;
    }
    Ok(())
}
