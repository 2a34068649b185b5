-- Columns that rows are looked up by, one row for each: foreign keys of the schemas of the catalogue's tables ($1), foreign
-- keys from elsewhere to those and to another table ($2), and columns ($4) of tables ($3) that the service filters by.
-- For each column the operator, collation and operator class that an index needs so that the planner can use it.
WITH catalogue (name, relation) AS (
    SELECT name, to_regclass(quote_ident(name))::oid
    FROM unnest($1::text[] || $2::text) AS name
),
-- The other table may be missing here and found in another application's schema.
schemas AS (
    SELECT relnamespace FROM catalogue JOIN pg_class ON pg_class.oid = relation WHERE name <> $2::text
),
filtered AS (
    SELECT * FROM unnest($3::text[], $4::text[]) AS filtered (table_name, column_name)
),
looked_up (relation, foreign_key, referenced, place, attnum, referenced_attnum, operator) AS (
    SELECT conrelid, conname::text, confrelid, place, conkey[place], confkey[place], conpfeqop[place]
    FROM pg_constraint
    CROSS JOIN LATERAL generate_subscripts(conkey, 1) AS place
    -- The key of a partition is that of its parent.
    WHERE contype = 'f' AND conparentid = 0
      AND (connamespace IN (SELECT relnamespace FROM schemas)
           OR conrelid IN (SELECT relation FROM catalogue)
           OR confrelid IN (SELECT relation FROM catalogue))
    UNION ALL
    SELECT attrelid, NULL, NULL, 1, attnum, NULL, NULL
    FROM filtered
    JOIN catalogue ON name = table_name
    JOIN pg_attribute ON attrelid = relation AND attname = column_name AND NOT attisdropped
),
typed AS (
    SELECT looked_up.*,
           own.attname,
           own.attcollation,
           CASE WHEN type.typtype = 'd' THEN type.typbasetype ELSE type.oid END AS type,
           coalesce(other.atttypid, own.atttypid) AS value_type,
           -- A foreign key compares by the collation of the key it refers to, if equal texts may differ in bytes there.
           CASE WHEN other.attcollation <> own.attcollation AND NOT theirs.collisdeterministic
                THEN other.attcollation ELSE own.attcollation END AS index_collation
    FROM looked_up
    JOIN pg_attribute AS own ON own.attrelid = relation AND own.attnum = looked_up.attnum
    JOIN pg_type AS type ON type.oid = own.atttypid
    LEFT JOIN pg_attribute AS other ON other.attrelid = referenced AND other.attnum = referenced_attnum
    LEFT JOIN pg_collation AS theirs ON theirs.oid = other.attcollation
),
compared AS (
    SELECT typed.*,
           coalesce(nullif(of_key.oprcom, 0), of_key.oid) AS key_operator,
           of_key.oprright AS key_operand,
           -- The cast converts the value, so an index of the column itself does not serve.
           EXISTS (SELECT FROM pg_cast
                   WHERE castsource = type AND casttarget = of_key.oprright AND castmethod <> 'b'
                     AND castsource <> casttarget) AS is_converted
    FROM typed
    LEFT JOIN pg_operator AS of_key ON of_key.oid = typed.operator
),
-- The default operator class of an index.
defaulted AS (
    SELECT compared.*,
           class.oid AS default_class,
           coalesce(key_operand, class.opcintype) AS operand,
           coalesce(key_operator, (
               SELECT amopopr FROM pg_amop
               WHERE amopfamily = class.opcfamily AND amopstrategy = 3 AND amoplefttype = class.opcintype
                 AND amoprighttype = class.opcintype
           )) AS index_operator
    FROM compared
    JOIN pg_type AS indexed ON indexed.oid = CASE WHEN is_converted THEN key_operand ELSE type END
    LEFT JOIN LATERAL (
        SELECT pg_opclass.oid, opcfamily, opcintype
        FROM pg_opclass JOIN pg_am ON pg_am.oid = opcmethod AND amname = 'btree'
        WHERE opcdefault
          AND (opcintype = indexed.oid
               OR opcintype = CASE WHEN typtype = 'e' THEN 'anyenum'::regtype
                                   WHEN typtype = 'r' THEN 'anyrange'::regtype
                                   WHEN typcategory = 'A' THEN 'anyarray'::regtype END
               OR opcintype IN (SELECT casttarget FROM pg_cast
                                WHERE castsource = indexed.oid AND castmethod = 'b' AND castcontext = 'i'))
        ORDER BY opcintype = indexed.oid DESC, opcintype
        LIMIT 1
    ) AS class ON true
)
SELECT relation,
       relation::regclass::text AS table_name,
       foreign_key,
       referenced::regclass::text AS referenced,
       attname::text AS column_name,
       index_operator,
       index_collation,
       class.opcfamily AS family,
       CASE WHEN is_converted THEN cast_key ELSE quote_ident(attname) END AS key,
       -- Casts without a conversion, which are the same value to the planner.
       ARRAY(
           SELECT format('((%I)::%s)', attname, format_type(casttarget, -1))
           FROM pg_cast
           WHERE castsource = type AND castmethod = 'b' AND NOT is_converted
       ) AS casts,
       collate_clause,
       CASE WHEN class.oid = default_class THEN '' ELSE format(' %I.%I', class.nspname, class.opcname) END
           AS class_clause,
       format('%s OPERATOR(%I.%s) (SELECT NULL::%s)%s',
              CASE WHEN operand = type OR operand_type.typtype = 'p' THEN quote_ident(attname) ELSE cast_key END,
              equality.nspname, equality.oprname, format_type(value_type, -1), collate_clause) AS comparison
FROM defaulted
JOIN pg_class AS relation_class ON relation_class.oid = relation AND relkind IN ('r', 'p', 'm')
JOIN pg_type AS operand_type ON operand_type.oid = operand
JOIN LATERAL (
    SELECT nspname, oprname, oprleft
    FROM pg_operator JOIN pg_namespace ON pg_namespace.oid = oprnamespace
    WHERE pg_operator.oid = index_operator
) AS equality ON true
CROSS JOIN LATERAL (
    SELECT format('((%I)::%s)', attname, format_type(operand, -1)) AS cast_key,
           CASE WHEN index_collation = attcollation THEN '' ELSE ' COLLATE ' || (
               SELECT format('%I.%I', nspname, collname)
               FROM pg_collation JOIN pg_namespace ON pg_namespace.oid = collnamespace
               WHERE pg_collation.oid = index_collation
           ) END AS collate_clause
) AS texts
JOIN LATERAL (
    -- The default class, or else one with the operator.
    SELECT pg_opclass.oid, opcname, opcfamily, nspname
    FROM pg_opclass
    JOIN pg_am ON pg_am.oid = opcmethod AND amname = 'btree'
    JOIN pg_namespace ON pg_namespace.oid = opcnamespace
    JOIN pg_amop ON amopfamily = opcfamily AND amopopr = index_operator AND amopstrategy = 3
    WHERE pg_opclass.oid = default_class OR opcintype = oprleft
    ORDER BY pg_opclass.oid IS NOT DISTINCT FROM default_class DESC, opcdefault DESC, opcname
    LIMIT 1
) AS class ON true
-- The foreign key comes before the filter, because it says more.
ORDER BY relation, foreign_key NULLS LAST, CASE WHEN foreign_key IS NULL THEN attname END, place
