line_count::int8
