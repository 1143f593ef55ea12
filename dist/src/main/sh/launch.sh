#!/bin/sh
# Starts the program that this file is named after, from any directory.
self=$0
while [ -L "$self" ]; do
  link=$(readlink "$self")
  case $link in
    /*) self=$link ;;
    *) self=${self%/*}/$link ;;
  esac
done
bin=${self%/*}
root=$bin/..
program=${self##*/}

# File names are text to Java: without a UTF-8 locale it could not even name some of them.
case ${LC_ALL:-${LC_CTYPE:-${LANG:-}}} in
  *[Uu][Tt][Ff]-8 | *[Uu][Tt][Ff]8) ;;
  *) export LC_ALL=C.UTF-8 ;;
esac

case $program in
  pvr)
    jar=@CLI_JAR@
    # A command runs for a moment, and the second compiler would take half of its time: it is kept for what runs long, and for
    # SHA-256 at once, which it alone makes from the processor's own instructions. Bodies come in large pieces: a read and a hand-over
    # between threads for each 16 KiB, as it would be, cost a third of a download.
    options='-XX:Tier4InvocationThreshold=500000 -XX:Tier4MinInvocationThreshold=60000 -XX:Tier4CompileThreshold=1500000
      -XX:Tier4BackEdgeThreshold=4000000 -XX:CompileCommand=quiet
      -XX:CompileCommand=CompileThresholdScaling,sun.security.provider.DigestBase::*,0.01
      -XX:CompileCommand=CompileThresholdScaling,sun.security.provider.SHA2::*,0.01
      -XX:+UnlockDiagnosticVMOptions -XX:-AOTReplayTraining -Djdk.httpclient.bufsize=262144'
    ;;
  firmtrail-hub) jar=@HUB_JAR@ options='-Xmx256m' ;;
  *)
    echo "$program: not a program of Firmtrail" >&2
    exit 127
    ;;
esac

cache=
# The start-up cache belongs to one JDK, which the build noted beside it.
if [ -z "${FIRMTRAIL_JAVA_HOME:-}" ] && [ -r "$root/cache/jdk" ] && IFS= read -r FIRMTRAIL_JDK <"$root/cache/jdk" &&
  [ -x "$FIRMTRAIL_JDK/bin/java" ]; then
  [ -r "$root/cache/$program.aot" ] && cache=-XX:AOTCache=$root/cache/$program.aot
else
  . "$root/libexec/find-jdk.sh"
  firmtrail_find_jdk || exit 1
fi

# options holds several words on purpose; some of them hold a star, which is no pattern here.
set -f
# shellcheck disable=SC2086
exec "$FIRMTRAIL_JDK/bin/java" -XX:+UseSerialGC -XX:-UsePerfData -Xlog:aot=off -Xlog:cds=off ${cache:+"$cache"} $options ${FIRMTRAIL_JAVA_OPTS:-} \
  --enable-native-access=ALL-UNNAMED -jar "$root/lib/$jar" "$@"
