#!/bin/sh
# The command line in the container: `docker compose exec api latchkey user list`. compose.yaml keeps secrets in this file.
secrets=/run/latchkey/settings.env
if [ -r "$secrets" ]; then set -- "--env-file=$secrets" /srv/latchkey/apps/api/src/auth/admin/cli.ts "$@"
else set -- /srv/latchkey/apps/api/src/auth/admin/cli.ts "$@"; fi
exec node "$@"
