SELECT c.name, a.name, a.agency, m.title, a.task, d.title, d.status, a.line_first, a.line_last,
  {site} || coalesce('measures/' || a.measure, 'documents/' || a.document) || '/', a.measure, a.document, d.city
FROM assignments a
JOIN documents d ON d.document = a.document
JOIN cities c ON c.city = d.city
LEFT JOIN measures m ON m.measure = a.measure
WHERE a.role = 'lead'
ORDER BY a.assignment
