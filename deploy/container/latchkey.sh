#!/bin/sh
# The command line in the container: `docker compose exec api latchkey user list`.
exec sh /srv/latchkey/deploy/container/with-secrets.sh /srv/latchkey/apps/api/src/auth/admin/cli.ts "$@"
