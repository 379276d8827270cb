-- What the role latchkey_product may do with tables of your own: a service beside the API gets what it needs, and no more.
-- Run it after roles.sql, as the owner of the tables.
grant select, insert, update, delete on notes to latchkey_product;
