-- Everything of the specs that have implementations, in the order of their numbers.
-- {time:x} is replaced by time.sql, of column x.
SELECT id::text,
       title::text,
       description::text,
       applications::text[],
       data::text[],
       notes::text[],
       tags::jsonb::text,
       issue::int8,
       suggested::text,
       {time:created},
       {time:updated}
FROM specs
WHERE EXISTS (SELECT FROM impls WHERE impls.spec_id = specs.id)
ORDER BY id::text COLLATE "C"
