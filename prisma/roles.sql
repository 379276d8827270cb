-- Two roles with only the rights that they need, and no rights for any other role. Run this after each upgrade. It can run again
-- without harm, and while servers run if it is one transaction (psql -1). Rights that you granted to other roles on Latchkey's tables are withdrawn: grant them in a file that you run afterwards.
--
-- Run it as the owner of the tables, who must also own the database. The first run creates two roles, so it needs CREATEROLE.
-- If the owner has not that right, an administrator creates the roles before, and the rest runs as the owner:
--
--   create role latchkey_api nologin;
--   create role latchkey_product nologin;
--
-- Then create the roles that sign in, and put each into its group:
--
--   create role api login password '…' in role latchkey_api;
--   create role product login password '…' in role latchkey_product;
--
-- latchkey_api: the API, in DATABASE_URL. It reads and writes rows. It cannot alter a table, disable a trigger or truncate a table.
-- DATABASE_DIRECT_URL keeps the owner, because it migrates and listens.
--
-- latchkey_product: your own services beside the API. It can read users and reference them. It cannot read hashes of passwords, tokens
-- or mailed secrets, nor sessions and devices, even through SQL injection. It cannot hear or forge what the database announces to the
-- servers. Grant access to your own tables in product-roles.sql.
do $$
declare
  role text;
begin
  if to_regclass('public.users') is null then
    raise exception 'The database % has no tables of Latchkey.', current_database()
      using hint = 'Start one server with the owner''s address first. It makes the tables.';
  end if;
  foreach role in array array['latchkey_api', 'latchkey_product'] loop
    continue when exists (select from pg_roles where rolname = role);
    begin
      execute format('create role %I nologin', role);
    exception
      when duplicate_object or unique_violation then
        null;
      when insufficient_privilege then
        raise exception '% may not create the role %.', current_user, role
          using hint = 'Let a role with CREATEROLE run "create role latchkey_api nologin; create role latchkey_product nologin;", then run this file again.';
    end;
  end loop;
end $$;

-- Postgres before version 15 let every role create tables here.
revoke create on schema public from public;
-- By default every role may create temporary tables. None of ours needs them.
do $$
begin
  execute format('revoke temporary on database %I from public', current_database());
  if has_database_privilege('latchkey_api', current_database(), 'temporary') then
    raise warning 'Every role may still create temporary tables.'
      using hint = format('As the owner of the database, run: revoke temporary on database %I from public;', current_database());
  end if;
end $$;

-- What any other role was given on our tables and functions, by default privileges or by hand.
do $$
declare
  ours constant text[] := '{_prisma_migrations,announcement_channel,audit_chain,audit_checkpoints,audit_events,challenges,devices,former_passwords,'
    'heartbeats,identities,limits,passkeys,passwords,recovery_codes,sessions,totp_apps,unannounced_changes,users}';
  withdrawn record;
begin
  for withdrawn in
    with objects (kind, name, owner, acl) as (
      select 'table', oid::regclass::text, relowner, relacl from pg_class
      where relkind in ('r', 'p')
        and (relnamespace = 'pgboss'::regnamespace or relnamespace = 'public'::regnamespace and relname = any (ours))
      union all
      select 'table', attrelid::regclass::text, relowner, attacl from pg_attribute join pg_class on pg_class.oid = attrelid
      where relkind in ('r', 'p') and attacl is not null and not attisdropped
        and (relnamespace = 'pgboss'::regnamespace or relnamespace = 'public'::regnamespace and relname = any (ours))
      union all
      -- Without an entry everybody may execute it. A backup that was restored without its privileges has none.
      select 'function', oid::regprocedure::text, proowner, coalesce(proacl, acldefault('f', proowner)) from pg_proc
      where pronamespace = 'public'::regnamespace and proname ~ '^(announce|audit)(_|$)'
      union all
      select 'schema', quote_ident(nspname), nspowner, nspacl from pg_namespace where nspname = 'pgboss'
    )
    select distinct kind, name, case grantee when 0 then 'public' else quote_ident(pg_get_userbyid(grantee)) end as grantee
    from objects cross join aclexplode(acl)
    where grantee <> owner
  loop
    execute format('revoke all on %s %s from %s cascade', withdrawn.kind, withdrawn.name, withdrawn.grantee);
  end loop;
end $$;

-- Only on what the owner of our tables owns: ours, and those of your product. Others may own tables here too, as an extension does.
do $$
declare
  our_owner constant oid := (select relowner from pg_class where oid = 'public.users'::regclass);
  owned record;
begin
  for owned in
    select case relkind when 'S' then 'sequence' else 'table' end as kind, oid::regclass::text as name,
      case relkind when 'S' then 'usage' else 'select, insert, update, delete' end as rights
    from pg_class
    where relkind in ('r', 'p', 'v', 'm', 'f', 'S') and relowner = our_owner
      and relnamespace in ('public'::regnamespace, 'pgboss'::regnamespace)
  loop
    execute format('revoke all on %s %s from latchkey_api, latchkey_product', owned.kind, owned.name);
    execute format('grant %s on %s %s to latchkey_api', owned.rights, owned.kind, owned.name);
  end loop;
  -- For tables of later migrations, so that a new version works before this file is run again.
  execute format('alter default privileges for role %I in schema public grant select, insert, update, delete on tables to latchkey_api',
    pg_get_userbyid(our_owner));
  execute format('alter default privileges for role %I in schema public grant usage on sequences to latchkey_api',
    pg_get_userbyid(our_owner));
end $$;
grant usage on schema public, pgboss to latchkey_api;
-- Only the owner may change the record of migrations, and the channel on which the database announces.
revoke insert, update, delete on public._prisma_migrations, public.announcement_channel from latchkey_api;
revoke insert, update on public.unannounced_changes from latchkey_api;
-- In the audit log the API adds events, clears personal fields and deletes old events (a trigger checks their age), and nothing else.
revoke update on public.audit_events, public.audit_chain, public.audit_checkpoints from latchkey_api;
grant update (salt, address, ip, user_agent) on public.audit_events to latchkey_api;

grant usage on schema public to latchkey_product;
grant select (id, email, name, disabled_at, deleted_at, created_at, updated_at), references (id) on public.users to latchkey_product;
