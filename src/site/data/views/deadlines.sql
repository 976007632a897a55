SELECT t.due AS due, NULL AS day, 'target', t.place, t.name, t.bound, t.value, t.value_to, t.unit, t.document_title,
  t.status, t.address, t.figure, t.document, t.city
FROM targets t
WHERE t.value IS NOT NULL AND t.due >= CAST(strftime('%Y', 'now', 'localtime') AS INTEGER)
  AND t.status NOT IN ('expired', 'repealed')
UNION ALL
SELECT CAST(substr(d.valid_until, 1, 4) AS INTEGER), d.valid_until, 'valid_until', c.name, d.title, NULL, NULL, NULL,
  NULL, d.title, d.status, {site} || 'documents/' || d.document || '/', NULL, d.document, d.city
FROM documents d
JOIN cities c ON c.city = d.city
WHERE d.valid_until >= date('now', 'localtime') AND d.status NOT IN ('expired', 'repealed')
ORDER BY 1, 2
