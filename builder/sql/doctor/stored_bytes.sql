-- Size of a column's values on disk, compressed. Values that are stored out of line are not fetched.
SELECT coalesce(sum(pg_column_size({column})), 0)::int8 AS bytes FROM {table}
