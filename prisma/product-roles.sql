-- What the role latchkey_product may do with your own tables. Grant a service beside the API only what it needs.
-- Run this after roles.sql, as the owner of the tables.
grant select, insert, update, delete on public.notes to latchkey_product;
