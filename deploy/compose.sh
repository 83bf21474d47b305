# For the scripts beside it: `compose`, whichever of the two programs is there.
if docker compose version >/dev/null 2>&1; then COMPOSE=${COMPOSE:-docker compose}; else COMPOSE=${COMPOSE:-docker-compose}; fi
project=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export COMPOSE_PROJECT_NAME=${COMPOSE_PROJECT_NAME:-$(basename "$project" | tr -cd '[:alnum:]_-' | tr '[:upper:]' '[:lower:]')}
compose() { $COMPOSE --project-directory "$project" -f "$project/docker-compose.yml" "$@"; }
