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
  pvr) jar=@CLI_JAR@ options= ;;
  firmtrail-hub) jar=@HUB_JAR@ options='-Xmx256m' ;;
  *)
    echo "$program: not a program of Firmtrail" >&2
    exit 127
    ;;
esac

# The start-up cache belongs to one JDK, which the build noted beside it.
if [ -z "${FIRMTRAIL_JAVA_HOME:-}" ] && [ -r "$root/cache/jdk" ] && IFS= read -r FIRMTRAIL_JDK <"$root/cache/jdk" &&
  [ -x "$FIRMTRAIL_JDK/bin/java" ]; then
  [ -r "$root/cache/$program.aot" ] && options="$options -XX:AOTCache=$root/cache/$program.aot"
else
  . "$root/libexec/find-jdk.sh"
  firmtrail_find_jdk || exit 1
fi

# No -XX:TieredStopAtLevel=1, though it starts a little faster: only the second compiler hashes with the processor's own SHA-256.
# options holds several words on purpose.
# shellcheck disable=SC2086
exec "$FIRMTRAIL_JDK/bin/java" -XX:+UseSerialGC -XX:-UsePerfData -Xlog:aot=off -Xlog:cds=off $options ${FIRMTRAIL_JAVA_OPTS:-} \
  --enable-native-access=ALL-UNNAMED -jar "$root/lib/$jar" "$@"
