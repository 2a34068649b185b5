CASE WHEN {x}::timestamp >= timestamp '0001-01-01' AND {x}::timestamp < timestamp '10000-01-01'
     THEN (extract(epoch FROM {x}::timestamp) * 1000000)::int8::text ELSE {x}::text END AS {x}
