-- Number of rows in a sample, and of those whose count of lines differs from their code.
SELECT count(*)::int8 AS rows,
       (count(*) FILTER (WHERE coalesce(line_count::int8, {computed}, 0) <> coalesce({computed}, 0)))::int8 AS wrong
FROM (
    SELECT line_count, code FROM {table} TABLESAMPLE BERNOULLI ({percent}) REPEATABLE (0) LIMIT 1000
) AS sample
