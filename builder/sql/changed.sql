-- When the newest row changed, in whole seconds. An infinite time has no such form and gives NULL.
SELECT to_char(
           greatest(
               (SELECT max(updated_at::timestamp) FROM specs),
               (SELECT max(updated_at::timestamp) FROM impls)
           ),
           'YYYY-MM-DD"T"HH24:MI:SS"Z"'
       ) AS changed
