#!/bin/sh
# Writes the files of make-secrets.ts from the saved settings on the standard input: after the volumes of the secrets are gone, and their
# database is not. `setup` gives the files to their owners at the next `up`.
set -eu
umask 077
secrets=${SECRETS:-/secrets}
settings=$(cat)

value_of() { printf '%s\n' "$settings" | sed -n "s|^$1=||p"; }
password_in() { value_of "$1" | sed -n 's|^[^:]*://[^:]*:\([^@]*\)@.*|\1|p'; }
owner=$(password_in DATABASE_DIRECT_URL)
api=$(password_in DATABASE_URL)
if [ -z "$(value_of APP_SECRET)" ] || [ -z "$owner" ] || [ -z "$api" ]; then
  echo 'This is not the saved file: it needs APP_SECRET, DATABASE_URL and DATABASE_DIRECT_URL. Nothing was written.' >&2
  exit 1
fi

# A file of another user cannot be written to, but replaced.
write() { cat >"$1.part" && mv -f "$1.part" "$1"; }
printf %s "$owner" | write "$secrets/database/owner"
printf %s "$api" | write "$secrets/database/api"
# Nothing signs in with it: Postgres' image wants a file, and its own user needs no password in the container.
head -c 32 /dev/urandom | base64 | write "$secrets/database/superuser"
# Last: it shows that everything before it is there.
printf '%s\n' "$settings" | write "$secrets/api/settings.env"
