# Sourced, never run. Sets FIRMTRAIL_JDK to the home of a JDK 25, or says where it looked and returns 1.
# Reads each candidate's "release" file instead of starting it: that costs no process.

firmtrail_is_jdk_25() {
  [ -x "$1/bin/java" ] && [ -r "$1/release" ] || return 1
  while IFS= read -r firmtrail_line; do
    case $firmtrail_line in
      JAVA_VERSION=\"25 | JAVA_VERSION=\"25[.\"]*) return 0 ;;
      JAVA_VERSION=*) return 1 ;;
    esac
  done <"$1/release"
  return 1
}

firmtrail_find_jdk() {
  for firmtrail_home in "${FIRMTRAIL_JAVA_HOME:-}" "${JAVA_HOME:-}"; do
    if [ -n "$firmtrail_home" ] && firmtrail_is_jdk_25 "$firmtrail_home"; then
      FIRMTRAIL_JDK=$firmtrail_home
      return 0
    fi
  done
  firmtrail_java=$(command -v java 2>/dev/null) && firmtrail_java=$(readlink -f "$firmtrail_java") || firmtrail_java=
  for firmtrail_home in "${firmtrail_java%/bin/java}" /usr/lib/jvm/* /opt/java/* /opt/*jdk* \
    "${HOME:-/nonexistent}"/.sdkman/candidates/java/* "${HOME:-/nonexistent}"/.jdks/*; do
    if firmtrail_is_jdk_25 "$firmtrail_home"; then
      FIRMTRAIL_JDK=$firmtrail_home
      return 0
    fi
  done
  cat >&2 <<EOF
Firmtrail needs a JDK 25 and found none.
Looked at: FIRMTRAIL_JAVA_HOME (${FIRMTRAIL_JAVA_HOME:-not set}), JAVA_HOME (${JAVA_HOME:-not set}), java on the PATH (${firmtrail_java:-none}),
           /usr/lib/jvm/*, /opt/java/*, /opt/*jdk*, ~/.sdkman/candidates/java/*, ~/.jdks/*
Install one (on Debian: temurin-25-jdk or openjdk-25-jdk), or set FIRMTRAIL_JAVA_HOME to where yours is.
EOF
  return 1
}
