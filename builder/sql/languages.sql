SELECT id::text,
       name::text,
       file_extension::text,
       runtime_version::text,
       documentation_url::text,
       description::text
FROM languages
