SELECT i.indicator, i.name, i.scope, i.unit, i.year, i.kind, count(DISTINCT i.city) AS places, min(i.value),
  max(coalesce(i.value_to, i.value)),
  group_concat(c.name || ' ' || CASE i.bound WHEN 'at_least' THEN '≥' WHEN 'at_most' THEN '≤' WHEN 'about' THEN '≈'
    WHEN 'strive' THEN 'strive ' ELSE '' END || printf('%.12g', i.value) ||
    CASE WHEN i.value_to IS NULL THEN '' ELSE '–' || printf('%.12g', i.value_to) END, '；'),
  {site} || 'indicators/' || i.indicator || '/'
FROM indicators i
JOIN cities c ON c.city = i.city
WHERE i.change IS NULL AND i.year IS NOT NULL AND i.value IS NOT NULL
GROUP BY i.indicator, i.scope, i.unit, i.year, i.kind
HAVING places > 1
ORDER BY places DESC, i.indicator, i.year
