SELECT c.name, coalesce(f.year, f.horizon) AS due, f.name, f.indicator, f.bound, f.value, f.value_to, f.unit, f.text,
  f.change, f.base_year, f.binding, d.title, d.issuing_bodies, d.status, f.quote, f.line_first, f.line_last,
  {site} || coalesce('measures/' || f.measure, 'documents/' || f.document) || '/', f.figure, f.document, f.city
FROM figures f
JOIN documents d ON d.document = f.document
JOIN cities c ON c.city = f.city
WHERE f.kind = 'target'
ORDER BY f.city, due, f.rowid
