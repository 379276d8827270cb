-- Default privileges may have given other roles rights to our tables, as they do for the role "anon" on Supabase.
-- Such a role could read password hashes and delete sessions. So what default privileges gave is taken back,
-- from the tables that exist and from those of later migrations. prisma/roles.sql grants what is needed.
--
-- A right that a person granted to another role on one of our tables stays. prisma/roles.sql takes back those too.
DO $$
DECLARE
    ours CONSTANT text[] := '{_prisma_migrations,announcement_channel,audit_chain,audit_checkpoints,audit_events,challenges,devices,'
        'heartbeats,limits,notes,passwords,sessions,unannounced_changes,users}';
    granted record;
    ours_to_revoke record;
BEGIN
    FOR granted IN
        SELECT DISTINCT privilege.defaclnamespace AS namespace, privilege.defaclobjtype AS kind,
            pg_get_userbyid(privilege.defaclrole) = current_user AS is_own,
            CASE acl.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(acl.grantee)) END AS grantee
        FROM pg_default_acl privilege CROSS JOIN aclexplode(privilege.defaclacl) acl
        WHERE privilege.defaclnamespace IN (0, 'public'::regnamespace, 'pgboss'::regnamespace)
            AND acl.grantee <> privilege.defaclrole
            AND pg_get_userbyid(acl.grantee) NOT IN ('latchkey_api', 'latchkey_product')
    LOOP
        -- By default PUBLIC may execute every function. Our functions withdraw that themselves.
        IF granted.is_own AND granted.kind IN ('r', 'S', 'f') AND (granted.kind, granted.grantee) <> ('f', 'PUBLIC') THEN
            EXECUTE format('ALTER DEFAULT PRIVILEGES %s REVOKE ALL ON %s FROM %s',
                CASE WHEN granted.namespace <> 0 THEN format('IN SCHEMA %s', granted.namespace::regnamespace) END,
                CASE granted.kind WHEN 'r' THEN 'TABLES' WHEN 'S' THEN 'SEQUENCES' ELSE 'FUNCTIONS' END,
                granted.grantee);
        END IF;
        IF granted.kind = 'n' THEN
            EXECUTE format('REVOKE ALL ON SCHEMA pgboss FROM %s CASCADE', granted.grantee);
        END IF;
        FOR ours_to_revoke IN
            SELECT 'TABLE' AS kind, oid::regclass::text AS name FROM pg_class
            WHERE relkind IN ('r', 'p')
                AND (relnamespace = 'pgboss'::regnamespace OR relnamespace = 'public'::regnamespace AND relname = ANY (ours))
            UNION ALL
            SELECT 'FUNCTION', oid::regprocedure::text FROM pg_proc
            WHERE granted.grantee <> 'PUBLIC'
                AND (pronamespace = 'pgboss'::regnamespace OR pronamespace = 'public'::regnamespace AND proname ~ '^(announce|audit)(_|$)')
        LOOP
            EXECUTE format('REVOKE ALL ON %s %s FROM %s CASCADE', ours_to_revoke.kind, ours_to_revoke.name, granted.grantee);
        END LOOP;
    END LOOP;
END $$;
