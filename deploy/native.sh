#!/bin/sh
# ./sluice native: compiles the three services to native executables and tries a suite of them with the official SDKs.
# Called by ./sluice, which found the JDK and exports SLUICE_HOME.
set -eu

say() { printf '%s\n' "$*" >&2; }
die() { say "$*"; exit 1; }

services="router-service accounting-service gateway-service"
container=
build=yes
while [ $# -gt 0 ]; do
    case $1 in
        --container-build) container=yes ;;
        --skip-build) build= ;;
        *) die "unknown option $1; see ./sluice native --help" ;;
    esac
    shift
done
cd "$SLUICE_HOME"

find_compiler() {
    if [ -z "${GRAALVM_HOME:-}" ] && command -v native-image >/dev/null 2>&1; then
        GRAALVM_HOME=$(dirname -- "$(dirname -- "$(readlink -f "$(command -v native-image)")")")
    fi
    [ -x "${GRAALVM_HOME:-}/bin/native-image" ] || die "No native-image. Set GRAALVM_HOME to a GraalVM or Mandrel for JDK 25
(https://github.com/graalvm/mandrel/releases), or let a container compile: ./sluice native --container-build (needs Docker or Podman)."
    export GRAALVM_HOME
}

executable() {
    for file in "$1"/target/*-runner; do
        if [ -x "$file" ]; then printf '%s\n' "$file"; fi
    done
}

is_current() {
    file=$(executable "$1")
    [ -n "$file" ] && [ -z "$(find pom.xml contracts/src/main configuration/src/main grantor/src/main "$1/pom.xml" "$1/src/main" \
        -newer "$file" -print | head -n 1)" ]
}

compile() {
    say "Compiling $1 (minutes; what the compiler says is in $1/target/native.log) ..."
    started=$(date +%s)
    ./mvnw -B -ntp package -Dquick -Dmaven.test.skip=true -pl "$1" -am -Dquarkus.native.enabled=true -Dquarkus.package.jar.enabled=false \
        -Dquarkus.native.container-build="${container:-no}" \
        >"$1/target/native.log" 2>&1 || {
        tail -n 30 "$1/target/native.log" >&2
        die "$1 could not be compiled."
    }
    # a compiler made from packages links the JDK's own libraries, which have to lie beside the program
    for libraries in "$1"/target/*-native-image-source-jar/jdklib; do
        if [ -d "$libraries" ]; then cp -R "$libraries" "$1/target/"; fi
    done
    say "  $(($(date +%s) - started)) s, $(($(wc -c <"$(executable "$1")") / 1048576)) MB"
}

if [ -n "$build" ]; then
    [ -n "$container" ] || find_compiler
    for service in $services; do
        mkdir -p "$service/target"
        if is_current "$service"; then say "$service is compiled already."; else compile "$service"; fi
    done
fi
for service in $services; do
    [ -n "$(executable "$service")" ] || die "$service is not compiled: ./sluice native"
done

say "Trying a suite of them with the official SDKs ..."
exec ./mvnw -B -ntp -q verify -Dquick -pl integration-tests -am -Dsurefire.failIfNoSpecifiedTests=false \
    -Dtest='NativeTest,SdkTest,OpenAiJavaTest' -Dsluice.it.shapes=SUITE -Dsluice.it.native=true
