-- The tables of the migrations since 20261128110200_revoke_default_grants. A platform may have set its default privileges again before
-- they were made, and given other roles, such as "anon" on Supabase, rights to them. From now on a server withdraws these defaults
-- before it applies migrations (packages/database/src/migrations/default-grants.ts). prisma/roles.sql grants what is needed.
DO $$
DECLARE
    withdrawn record;
BEGIN
    FOR withdrawn IN
        SELECT DISTINCT pg_class.oid::regclass::text AS name,
            CASE acl.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(acl.grantee)) END AS grantee
        FROM pg_class CROSS JOIN aclexplode(relacl) acl
        WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace
            AND relname IN ('former_passwords', 'passkeys', 'recovery_codes', 'totp_apps')
            AND acl.grantee <> relowner
            AND (acl.grantee = 0 OR pg_get_userbyid(acl.grantee) NOT IN ('latchkey_api', 'latchkey_product'))
    LOOP
        EXECUTE format('REVOKE ALL ON TABLE %s FROM %s CASCADE', withdrawn.name, withdrawn.grantee);
    END LOOP;
END $$;
