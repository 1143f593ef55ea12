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
export LC_ALL=C.UTF-8 FIRMTRAIL_JAVA_HOME="$FIRMTRAIL_JDK"

"$FIRMTRAIL_JDK/bin/java" -XX:AOTCacheOutput="$cache/pvr.aot" -XX:+UseSerialGC -XX:-UsePerfData --enable-native-access=ALL-UNNAMED \
  -cp "$root"/lib/firmtrail-cli-*.jar dev.firmtrail.cli.StartUpTraining "$work" >"$work/log" 2>&1 || {
  cat "$work/log" >&2
  exit 1
}

# The hub writes its cache when it ends. It says its URL as soon as it serves.
mkfifo "$work/url"
FIRMTRAIL_JAVA_OPTS="-XX:AOTCacheOutput=$cache/firmtrail-hub.aot" \
  "$root/bin/firmtrail-hub" serve --data "$work/hub" --listen 127.0.0.1:0 >"$work/url" 2>"$work/log" &
hub=$!
if read -r url <"$work/url" && [ -n "$url" ]; then
  printf 'nobody\nnothing\n' | HOME=$work/home FIRMTRAIL_JAVA_OPTS=-XX:AOTMode=off "$root/bin/pvr" login "$url" >/dev/null 2>&1 || true
  kill "$hub"
fi
wait "$hub" || true
[ -s "$cache/firmtrail-hub.aot" ] || {
  cat "$work/log" >&2
  exit 1
}
printf '%s\n' "$FIRMTRAIL_JDK" >"$cache/jdk"
