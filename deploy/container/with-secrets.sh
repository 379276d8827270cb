#!/bin/sh
# Runs Node with the file that compose.yaml keeps secrets in, where there is one. What the environment says wins over the file.
# An empty variable counts as unset, as in a copy of .env.example. Otherwise it would hide the secret that was made.
secrets=${SECRETS_FILE:-/run/latchkey/settings.env}
if [ -r "$secrets" ]; then
  [ -n "${APP_SECRET-}" ] || unset APP_SECRET
  [ -n "${DATABASE_URL-}" ] || unset DATABASE_URL
  [ -n "${DATABASE_DIRECT_URL-}" ] || unset DATABASE_DIRECT_URL
  set -- "--env-file=$secrets" "$@"
fi
# The process of the shell becomes that of Node, so Node gets the signals.
exec node "$@"
