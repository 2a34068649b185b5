-- Time of the newest change, in whole seconds, and if all these times have this form, which years 1 to 9999 have.
SELECT to_char(newest, 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS changed,
       coalesce(oldest >= timestamp '0001-01-01' AND newest < timestamp '10000-01-01', true) AS has_form
FROM (
    SELECT greatest(of_specs.newest, of_impls.newest) AS newest, least(of_specs.oldest, of_impls.oldest) AS oldest
    FROM (SELECT max(updated_at::timestamp) AS newest, min(updated_at::timestamp) AS oldest FROM specs) AS of_specs,
         (SELECT max(updated_at::timestamp) AS newest, min(updated_at::timestamp) AS oldest FROM impls) AS of_impls
) AS bounds
