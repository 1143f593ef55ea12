#!/bin/sh
# Lays out the programs beside the jars that Maven has put into ROOT/lib, writes manual pages, completion scripts and the hub's
# systemd unit into ROOT/share, and trains the start-up caches.
# usage: assemble.sh ROOT VERSION
set -eu
root=$1
version=$2
here=$(cd "$(dirname "$0")/../sh" && pwd)

mkdir -p "$root/bin" "$root/libexec"
cp "$here/find-jdk.sh" "$root/libexec/find-jdk.sh"
for program in pvr firmtrail-hub; do
  sed -e "s/@CLI_JAR@/firmtrail-cli-$version.jar/" -e "s/@HUB_JAR@/firmtrail-hub-$version.jar/" \
    "$here/launch.sh" >"$root/bin/$program.new"
  chmod 755 "$root/bin/$program.new"
  mv "$root/bin/$program.new" "$root/bin/$program"
done
. "$here/find-jdk.sh"
firmtrail_find_jdk
rm -rf "$root/share"
"$FIRMTRAIL_JDK/bin/java" -cp "$root/lib/firmtrail-cli-$version.jar" dev.firmtrail.cli.WritePages "$root/share" pvr
mkdir -p "$root/share/firmtrail"
cp "$here/../systemd/firmtrail-hub.service" "$root/share/firmtrail/firmtrail-hub.service"
sh "$here/make-cache.sh" "$root"
