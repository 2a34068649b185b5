(octet_length(code) - octet_length(replace(code, E'\n', '')) + 1)::int8
