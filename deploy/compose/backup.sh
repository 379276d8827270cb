#!/bin/sh
# Writes a dump of the database when the newest one is older than BACKUP_HOURS, and keeps the newest BACKUP_KEEP. Looks once a minute, so a
# failed one is tried again, and a restart makes none that is not due. `backup.sh now` makes one and ends. pg_dump reads PGHOST, PGUSER
# and PGDATABASE; PASSWORD_FILE holds the password.
set -eu
umask 077
folder=${BACKUP_FOLDER:-/backups}
hours=${BACKUP_HOURS:-24}
keep=${BACKUP_KEEP:-14}

for setting in "BACKUP_HOURS $hours" "BACKUP_KEEP $keep"; do
  case ${setting#* } in
  '' | 0* | *[!0-9]*)
    echo "${setting% *} must be a whole number from 1, without a unit." >&2
    exit 1
    ;;
  esac
done

# A dump is whole, or it has another name.
backup() {
  file=$folder/latchkey-$(date -u +%Y%m%dT%H%M%SZ).dump
  rm -f "$folder"/*.part
  if PGPASSWORD=$(cat "$PASSWORD_FILE") pg_dump --format=custom --file="$file.part" && mv "$file.part" "$file"; then
    echo "backed up: $file, $(wc -c <"$file") bytes"
  else
    rm -f "$file.part"
    echo 'The backup failed, and will be tried again in a minute. The line above says why.' >&2
    return 1
  fi
  # Names sort by their time.
  printf '%s\n' "$folder"/latchkey-*.dump | sort -r | tail -n "+$((keep + 1))" | while read -r old; do rm -f "$old"; done
}

is_due() { [ -z "$(find "$folder" -name 'latchkey-*.dump' -mmin "-$((hours * 60))")" ]; }

if [ "${1:-}" = now ]; then
  backup
  exit
fi
trap 'exit 0' TERM INT
while :; do
  if is_due; then backup || :; fi
  # In the background, because a shell handles a signal only between programs.
  sleep 60 &
  wait $!
done
