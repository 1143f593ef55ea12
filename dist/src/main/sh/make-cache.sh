#!/bin/sh
# Trains the start-up caches of the programs in ROOT. They differ from run to run and fit one JDK only, so they are made on
# the machine that uses them and are no part of a package. Without them the programs work the same, and start slower.
# usage: make-cache.sh ROOT
set -eu
root=$(cd "$1" && pwd)
cache=$root/cache
rm -rf "$cache"
mkdir "$cache"
. "$root/libexec/find-jdk.sh"
firmtrail_find_jdk

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
export HOME="$work/home"
mkdir -p "$HOME" "$work/ws/app"
printf '{"name":"app"}' >"$work/ws/app/run.json"
printf 'bytes' >"$work/ws/app/root.bin"
cd "$work/ws"

# One recording covers the commands that people wait for: a run each, merged by training on the most frequent one last.
train() { # program, then its arguments
  program=$1
  shift
  FIRMTRAIL_JAVA_OPTS="-XX:AOTCacheOutput=$cache/$program.aot" "$root/bin/$program" "$@" >/dev/null 2>"$work/log" || {
    cat "$work/log" >&2
    return 1
  }
}
"$root/bin/pvr" init
"$root/bin/pvr" add . >/dev/null 2>&1
"$root/bin/pvr" commit >/dev/null 2>&1
train pvr status
printf '%s\n' "$FIRMTRAIL_JDK" >"$cache/jdk"
