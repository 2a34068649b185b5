coalesce(to_char({x}::timestamp, 'YYYY-MM-DD"T"HH24:MI:SS.US AD'), {x}::text) AS {x}
