-- What the values of a column take on disk, compressed as they are. Values out of line are not fetched for this.
SELECT coalesce(sum(pg_column_size({column})), 0)::int8 AS bytes FROM {table}
