-- Two roles with no more rights than they need. Run it as the owner of the tables, and again after each upgrade; it changes nothing
-- else. Then make the roles that sign in, and give each its group:
--
--   create role api login password '…' in role latchkey_api;
--   create role product login password '…' in role latchkey_product;
--
-- latchkey_api: the API itself, in DATABASE_URL. It reads and writes rows, and cannot alter a table, switch a trigger off, or empty a
-- table at once. DATABASE_DIRECT_URL stays the owner's: it migrates, and listens.
--
-- latchkey_product: the queries of what you build beside it. It sees who there is, and may refer to them; no hash of a password, token
-- or mailed secret, no session and no device, whatever SQL somebody smuggles into those queries. Your own tables are in product-roles.sql.
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

-- Postgres before version 15 let everybody make tables here.
revoke create on schema public from public;
revoke all on all tables in schema public, pgboss from latchkey_api, latchkey_product;
grant usage on schema public, pgboss to latchkey_api;
grant select, insert, update, delete on all tables in schema public, pgboss to latchkey_api;
grant usage on all sequences in schema public, pgboss to latchkey_api;
-- The migrations of the next version, so that it works before this file is run again.
alter default privileges in schema public grant select, insert, update, delete on tables to latchkey_api;
alter default privileges in schema public grant usage on sequences to latchkey_api;
-- What was migrated is the owner's to say.
revoke insert, update, delete on _prisma_migrations from latchkey_api;
-- Of the audit log it adds rows, drops what is personal, and deletes what is old (a trigger sees to its age); it changes nothing else.
revoke update on audit_events, audit_chain, audit_checkpoints from latchkey_api;
grant update (salt, address, ip, user_agent) on audit_events to latchkey_api;

grant usage on schema public to latchkey_product;
grant select (id, email, name, disabled_at, deleted_at, created_at, updated_at), references (id) on users to latchkey_product;
