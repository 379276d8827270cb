#!/bin/sh
# Runs once, when Postgres makes its data. The roles of prisma/roles.sql get their rights later, by `latchkey migrate --roles`.
# The passwords are read inside psql, so that no list of processes shows them.
set -e
psql --no-psqlrc --set=ON_ERROR_STOP=1 --username="$POSTGRES_USER" --dbname=postgres <<'SQL'
\set owner `cat "${SECRETS:-/run/latchkey}/owner"`
\set api `cat "${SECRETS:-/run/latchkey}/api"`
create role latchkey login password :'owner';
create role latchkey_api nologin;
create role latchkey_product nologin;
create role api login password :'api' in role latchkey_api;
create database latchkey owner latchkey template template0 encoding 'UTF8';
revoke connect on database postgres from public;
SQL
