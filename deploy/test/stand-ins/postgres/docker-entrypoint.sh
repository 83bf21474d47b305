#!/bin/sh
# Makes a cluster where there is none, as the public image does: user, database and password by the environment.
set -eu
if [ "$1" = postgres ] && [ "$(id -u)" = 0 ]; then
  exec setpriv --reuid postgres --regid postgres --clear-groups "$0" "$@"
fi
if [ "$1" = postgres ] && [ ! -s "$PGDATA/PG_VERSION" ]; then
  password=${POSTGRES_PASSWORD:-$(cat "${POSTGRES_PASSWORD_FILE:?no password is set}")}
  user=${POSTGRES_USER:-postgres}
  database=${POSTGRES_DB:-$user}
  printf %s "$password" >/tmp/password
  initdb -U "$user" --pwfile=/tmp/password --auth-local=trust --auth-host=scram-sha-256 -D "$PGDATA"
  rm /tmp/password
  echo "host all all all scram-sha-256" >>"$PGDATA/pg_hba.conf"
  pg_ctl -D "$PGDATA" -o "-c listen_addresses=''" -w start
  [ "$database" = postgres ] || createdb -U "$user" --maintenance-db=postgres "$database"
  pg_ctl -D "$PGDATA" -m fast -w stop
  echo "PostgreSQL init process complete; ready for start up."
fi
exec "$@"
