import type { Client } from 'pg'
import { roles } from '../technical.ts'

/** The migration that does so first, and takes back what was granted by then. */
export const withdrawsDefaultGrants = '20261128110200_revoke_default_grants'

/**
 * Takes back what other roles would be granted on each new table, sequence and function of this role. Platforms such as Supabase set
 * these default privileges for roles of their own, and may set them again between two upgrades: their API would then show the tables of
 * the next migration to anybody. What a migration grants by name stays. PUBLIC may execute functions unless a default says otherwise;
 * our functions withdraw that themselves.
 */
export async function withdrawDefaultGrants(client: Client): Promise<void> {
  const { rows } = await client.query<{ sql: string }>(defaultGrants, [Object.values(roles)])
  for (const { sql } of rows) await client.query(sql)
}

const defaultGrants = `
  select distinct format(
    'alter default privileges %s revoke all on %s from %s',
    case when defaclnamespace <> 0 then format('in schema %s', defaclnamespace::regnamespace) end,
    case defaclobjtype when 'r' then 'tables' when 'S' then 'sequences' else 'functions' end,
    case grantee when 0 then 'public' else quote_ident(pg_get_userbyid(grantee)) end
  ) as sql
  from pg_default_acl cross join aclexplode(defaclacl)
  where defaclrole = current_user::regrole and grantee <> defaclrole
    and defaclobjtype in ('r', 'S', 'f') and (defaclobjtype, grantee) <> ('f', 0::oid)
    and defaclnamespace in (0, 'public'::regnamespace, coalesce(to_regnamespace('pgboss'), 0::oid))
    and (grantee = 0 or pg_get_userbyid(grantee) <> all ($1))`
