#!/bin/sh
# Runs `latchkey backup` when the newest backup is older than BACKUP_HOURS, and keeps the newest BACKUP_KEEP. Looks once a minute, so a
# failed one is tried again, and a restart makes none that is not due. `backup.sh check` fails if the newest is twice as old as it should be.
set -eu
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

# A date in the future proves nothing: the clock was wrong then, or is now.
has_one_of_the_last_hours() {
  [ -n "$(find "$folder" -name 'backup-*.dump' -mmin "-$(($1 * 60))" ! -newermt now)" ]
}

if [ "${1:-}" = check ]; then
  has_one_of_the_last_hours "$((hours * 2))"
  exit
fi
trap 'exit 0' TERM INT
while :; do
  if ! has_one_of_the_last_hours "$hours"; then
    # In the background, because a shell handles a signal only between programs.
    latchkey backup "$folder" --keep "$keep" &
    wait $! || echo 'The backup failed, and will be tried again in a minute. The line above says why.' >&2
  fi
  sleep 60 &
  wait $!
done
