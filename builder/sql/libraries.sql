SELECT id::text,
       name::text,
       language_id::text,
       framework::text,
       version::text,
       documentation_url::text,
       description::text
FROM libraries
