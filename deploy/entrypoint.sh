#!/bin/sh
# Becomes the JVM, so that it gets the signals. JAVA_OPTS comes last and wins.
set -eu
cd /opt/sluice
aot=
if [ -f app/app.aot ]; then aot=-XX:AOTCache=app/app.aot; fi
# shellcheck disable=SC2046,SC2086
exec java $(sed -e 's/#.*//' -e '/^[[:space:]]*$/d' jvm.options) $aot ${JAVA_OPTS:-} -jar app/quarkus-run.jar
