# For the tests that need Docker: a client that can build with BuildKit, compose, and an engine, started where none runs.
# Sets COMPOSE and, for an engine of its own, DOCKER_HOST; `end_docker` ends that engine.
docker_directory=${AZULEJO_DOCKER_DIRECTORY:-/var/tmp/azulejo-docker}
dockerd_pid=

install_docker() {
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 1
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    docker.io docker-compose debootstrap iptables binutils >/dev/null
}

can_build() { docker buildx version >/dev/null 2>&1 || docker --version 2>/dev/null | grep -q 'version 20\.'; }

find_docker() {
  # A client alone, without buildx, may stand in front of Debian's whole one.
  can_build || { [ -x /usr/bin/docker ] && PATH=/usr/bin:$PATH && can_build; }
}

find_compose() {
  if docker compose version >/dev/null 2>&1; then export COMPOSE="docker compose"
  elif command -v docker-compose >/dev/null; then export COMPOSE=docker-compose
  else return 1; fi
}

start_docker() {
  docker info >/dev/null 2>&1 && return 0
  [ "$(id -u)" = 0 ] && command -v dockerd >/dev/null || return 1
  mkdir -p "$docker_directory"
  export DOCKER_HOST=unix://$docker_directory/docker.sock
  docker info >/dev/null 2>&1 && return 0
  setsid dockerd --data-root "$docker_directory/data" --exec-root "$docker_directory/exec" -H "$DOCKER_HOST" \
    -p "$docker_directory/dockerd.pid" >"$docker_directory/dockerd.log" 2>&1 &
  dockerd_pid=$!
  for _ in $(seq 60); do
    docker info >/dev/null 2>&1 && return 0
    kill -0 "$dockerd_pid" 2>/dev/null || break
    sleep 0.5
  done
  tail -20 "$docker_directory/dockerd.log" >&2
  return 1
}

end_docker() {
  [ -z "$dockerd_pid" ] || { kill "$dockerd_pid" 2>/dev/null && wait "$dockerd_pid" 2>/dev/null; } || true
}

# Returns 1 where there is no Docker; where tests may not be left out, installs it first.
need_docker() {
  { find_docker && find_compose; } || [ -z "${AZULEJO_REQUIRE_ALL_TESTS:-${CI:-}}" ] || install_docker
  find_docker && find_compose && start_docker
}
