#!/bin/sh
# ./sluice bench comes here: runs the bench of the bench/ module with the JDK and checkout that ./sluice found.
set -eu
exec "$JAVA_HOME/bin/java" -XX:+UseSerialGC -Xmx512m -jar "$SLUICE_HOME/bench/target/bench.jar" "$@"
