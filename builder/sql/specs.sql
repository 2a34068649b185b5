SELECT id::text,
       title::text,
       tags::text
FROM specs
