-- Two roles with only the rights that they need. Run this as the owner of the tables, and again after each upgrade. It can run again
-- without harm. Then create the roles that sign in, and put each into its group:
--
--   create role api login password '…' in role latchkey_api;
--   create role product login password '…' in role latchkey_product;
--
-- latchkey_api: the API, in DATABASE_URL. It reads and writes rows. It cannot alter a table, disable a trigger or truncate a table.
-- DATABASE_DIRECT_URL keeps the owner, because it migrates and listens.
--
-- latchkey_product: your own services beside the API. It can read users and reference them. It cannot read hashes of passwords, tokens
-- or mailed secrets, nor sessions and devices, even through SQL injection. Grant access to your own tables in product-roles.sql.
do $$
declare
  role text;
begin
  foreach role in array array['latchkey_api', 'latchkey_product'] loop
    begin
      execute format('create role %I nologin', role);
    exception when duplicate_object or unique_violation then
      null;
    end;
  end loop;
end $$;

-- Postgres before version 15 let every role create tables here.
revoke create on schema public from public;
revoke all on all tables in schema public, pgboss from latchkey_api, latchkey_product;
grant usage on schema public, pgboss to latchkey_api;
grant select, insert, update, delete on all tables in schema public, pgboss to latchkey_api;
grant usage on all sequences in schema public, pgboss to latchkey_api;
-- For tables of later migrations, so that a new version works before this file is run again.
alter default privileges in schema public grant select, insert, update, delete on tables to latchkey_api;
alter default privileges in schema public grant usage on sequences to latchkey_api;
-- Only the owner may change the record of migrations.
revoke insert, update, delete on _prisma_migrations from latchkey_api;
-- In the audit log the API adds events, clears personal fields and deletes old events (a trigger checks their age), and nothing else.
revoke update on audit_events, audit_chain, audit_checkpoints from latchkey_api;
grant update (salt, address, ip, user_agent) on audit_events to latchkey_api;

grant usage on schema public to latchkey_product;
grant select (id, email, name, disabled_at, deleted_at, created_at, updated_at), references (id) on users to latchkey_product;
