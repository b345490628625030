package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.it.harness.Run;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code ./sluice} in a checkout of its own, whose Maven and JDK only write down how they were called. */
class ScriptTest {

    private static final String MAVEN = """
            #!/bin/sh
            echo "maven $*" >> calls
            if [ -f broken ]; then echo '[ERROR] COMPILATION ERROR : x.java'; echo '[ERROR] -> [Help 1]'; exit 1; fi
            echo '[INFO] Building contracts 1.0.0-SNAPSHOT                                     [2/9]'
            for module in gateway-service router-service accounting-service standalone; do
                mkdir -p $module/target/quarkus-app && touch $module/target/quarkus-app/quarkus-run.jar
            done
            mkdir -p launcher/target/lib provider-simulator/target/lib && touch launcher/target/launcher-1.jar
            """;

    private static final String JAVA = """
            #!/bin/sh
            printf '<%s> ' "$@"; echo
            echo "PORT=$PORT SLUICE_DATA=$SLUICE_DATA CONFIG_FILE_PATH=$CONFIG_FILE_PATH SLUICE_HOME=$SLUICE_HOME"
            """;

    private static final List<String> TOOLS = List.of(
            "awk",
            "cat",
            "comm",
            "dirname",
            "find",
            "flock",
            "head",
            "mkdir",
            "mv",
            "readlink",
            "rm",
            "sed",
            "sh",
            "sort",
            "tee",
            "touch");

    @TempDir
    Path folder;

    private Path checkout;
    private Path jdk;

    private record Result(int exit, String output) {}

    @BeforeEach
    void makeACheckout() throws IOException {
        checkout = Files.createDirectories(folder.toRealPath().resolve("a check out/sluice"));
        Files.copy(Run.HOME.resolve("sluice"), checkout.resolve("sluice"));
        executable(checkout.resolve("mvnw"), MAVEN);
        write("deploy/jvm.options", "# flags\n-Xmx256m\n");
        write("pom.xml", "");
        write(".mvn/jvm.config", "");
        for (String module : List.of("gateway-service", "standalone")) {
            write(module + "/pom.xml", "");
            write(module + "/src/main/java/A.java", "");
            write(module + "/src/main/resources/a.yaml", "");
        }
        jdk = jdk("a jdk", "25.0.3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"up", "demo", "test", "agents", "native", "build"})
    void shouldHelpWithEachCommand(String command) {
        assertThat(run(command, "--help").output()).startsWith("./sluice " + command);
        assertThat(run("help").output()).contains("./sluice " + command);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "up --prot 1|unknown option --prot; see ./sluice up --help",
                "up --port|--port needs a value; see ./sluice up --help",
                "up --port 4o00|--port needs a number from 1 to 65535, not '4o00'.",
                "up --config nowhere.yaml|/nowhere.yaml does not exist.",
                "demo --suite|unknown option --suite; see ./sluice demo --help",
                "ups|unknown command: ups"
            })
    void shouldRefuseWhatItDoesNotUnderstandBeforeItBuilds(String arguments, String message) {
        Result result = run(arguments.split(" "));

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.output().strip()).endsWith(message);
        assertThat(checkout.resolve("calls")).doesNotExist();
    }

    @Test
    void shouldStartFromAnyFolderWithWhatTheOptionsSay() throws IOException {
        Path elsewhere = Files.createDirectories(folder.toRealPath().resolve("else where"));
        Files.writeString(elsewhere.resolve("my config.yaml"), "");
        Path link = Files.createSymbolicLink(elsewhere.resolve("link"), checkout.resolve("sluice"));

        Result result = run(
                elsewhere,
                Map.of(),
                List.of(link.toString(), "up", "--config", "my config.yaml", "--port=4711", "--data", "my data"));

        assertThat(result.exit()).as(result.output()).isZero();
        assertThat(result.output())
                .contains("<-Xmx256m> <-jar> <" + checkout + "/standalone/target/quarkus-app/quarkus-run.jar>")
                .contains("PORT=4711 SLUICE_DATA=" + elsewhere + "/my data CONFIG_FILE_PATH=" + elsewhere
                        + "/my config.yaml SLUICE_HOME=" + checkout);
    }

    @Test
    void shouldUseTheAotCacheThatIsThere() throws IOException {
        run("build");
        Path cache = Files.createFile(checkout.resolve("standalone/target/quarkus-app/app.aot"));

        assertThat(run("up").output()).contains("<-XX:AOTCache=" + cache + ">");
    }

    @Test
    void shouldStartTheLauncherForTheSuiteAndTheDemo() {
        assertThat(run("up", "--suite").output())
                .contains("<-cp> <" + checkout + "/launcher/target/launcher-1.jar> <io.sluice.launcher.SuiteMain>")
                .contains("SLUICE_DATA=" + checkout + "/.sluice ");
        assertThat(run("demo", "--port", "4712").output())
                .contains("<io.sluice.launcher.DemoMain>")
                .contains("PORT=4712 SLUICE_DATA= ");
    }

    @Test
    void shouldBuildWhatIsStaleAndNothingTwice() throws IOException {
        assertThat(run("up").output())
                .contains("Building Sluice", "[2/9] contracts", "Learning to start fast", "Built.");
        assertThat(checkout.resolve("target/training.log")).content().contains("<io.sluice.launcher.TrainMain>");
        assertThat(run("up").output()).doesNotContain("Building");
        assertThat(calls()).hasSize(1);

        Files.setLastModifiedTime(
                checkout.resolve("standalone/src/main/resources/a.yaml"),
                FileTime.from(Instant.now().plusSeconds(5)));
        run("up");
        assertThat(calls()).as("after a change").hasSize(2);
        Files.setLastModifiedTime(
                checkout.resolve("standalone/src/main/resources/a.yaml"),
                FileTime.from(Instant.now().minusSeconds(60)));

        write("standalone/target/classes/a.yaml", "what the build before this one copied");
        Files.delete(checkout.resolve("standalone/src/main/resources/a.yaml"));
        run("up");
        assertThat(calls()).as("after a deletion").hasSize(3);
        assertThat(checkout.resolve("standalone/target/classes")).doesNotExist();

        Files.delete(checkout.resolve("router-service/target/quarkus-app/quarkus-run.jar"));
        run("up");
        assertThat(calls()).as("after a clean of one module").hasSize(4);
        assertThat(run("up").output()).doesNotContain("Building");
    }

    @Test
    void shouldSayWhatIsWrongWithABuildAndTryAgainNextTime() throws IOException {
        write("broken", "");
        Result result = run("up");
        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.output())
                .contains("COMPILATION ERROR : x.java")
                .contains("The build failed.")
                .contains("target/build.log")
                .doesNotContain("Help 1");

        Files.delete(checkout.resolve("broken"));
        assertThat(run("up").exit()).isZero();
    }

    @Test
    void shouldKeepDownloadsInTheCheckoutWhenTheHomeFolderCannotBeWritten() throws IOException {
        run(checkout, Map.of("HOME", "/proc/no-home"), List.of("./sluice", "build"));

        assertThat(calls().getFirst()).contains("-Dmaven.repo.local=" + checkout + "/target/m2/repository");
    }

    @Test
    void shouldFindAnotherJdkWhenJavaHomeIsNone() throws IOException {
        Path old = jdk("old jdk", "17.0.1");
        Result result = runWithoutInstallFolders(old, home(jdk));

        assertThat(result.exit()).as(result.output()).isZero();
        assertThat(result.output())
                .contains("JAVA_HOME (" + old + ") is no JDK 25; using " + folder)
                .contains("quarkus-run.jar");
    }

    @Test
    void shouldSayWhatIsMissingWhenThereIsNoJdk() throws IOException {
        Path old = jdk("old jdk", "17.0.1");
        Result result = runWithoutInstallFolders(old, home(old));

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.output())
                .contains("needs a JDK 25 and found none")
                .contains("JDK 17  " + old)
                .contains("adoptium.net");
    }

    /** The machine of the test has a JDK in one of the folders that the script looks at: leave those out. */
    private Result runWithoutInstallFolders(Path javaHome, String home) throws IOException {
        Path script = checkout.resolve("sluice");
        executable(
                script,
                Files.readString(script)
                        .replaceAll(" /(usr|opt|Library)/[^ ;]*\\*[^ ;]*", "")
                        .replaceAll(" /[^ ;]*openjdk@25[^ ;]*", ""));
        return run(
                checkout,
                Map.of(
                        "JAVA_HOME",
                        javaHome.toString(),
                        "HOME",
                        home,
                        "PATH",
                        toolsWithoutJava().toString()),
                List.of("./sluice", "up"));
    }

    private Result run(String... arguments) {
        return run(
                checkout,
                Map.of(),
                Stream.concat(Stream.of("./sluice"), Stream.of(arguments)).toList());
    }

    private Result run(Path from, Map<String, String> environment, List<String> command) {
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(command).directory(from.toFile()).redirectErrorStream(true);
            Map<String, String> variables = new TreeMap<>(
                    Map.of("PATH", System.getenv("PATH"), "HOME", folder.toString(), "JAVA_HOME", jdk.toString()));
            variables.putAll(environment);
            builder.environment().clear();
            builder.environment().putAll(variables);
            Process process = builder.start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Result(process.waitFor(), output);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private List<String> calls() throws IOException {
        return Files.readAllLines(checkout.resolve("calls"));
    }

    private Path jdk(String name, String version) throws IOException {
        Path home = Files.createDirectories(folder.toRealPath().resolve(name).resolve("bin"))
                .getParent();
        executable(home.resolve("bin/javac"), "#!/bin/sh\n");
        executable(home.resolve("bin/java"), JAVA);
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
        return home;
    }

    /** A home folder in which SDKMAN has put a JDK. */
    private String home(Path installed) throws IOException {
        Path candidates = Files.createDirectories(folder.resolve("home/.sdkman/candidates/java"));
        Files.createSymbolicLink(candidates.resolve("one"), installed);
        return folder.resolve("home").toString();
    }

    private Path toolsWithoutJava() throws IOException {
        Path tools = Files.createDirectories(folder.resolve("tools"));
        for (String tool : TOOLS) {
            for (String place : List.of("/bin/", "/usr/bin/")) {
                if (Files.exists(Path.of(place + tool)) && Files.notExists(tools.resolve(tool))) {
                    Files.createSymbolicLink(tools.resolve(tool), Path.of(place + tool));
                }
            }
        }
        return tools;
    }

    private void write(String name, String content) throws IOException {
        Path file = checkout.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private static void executable(Path file, String content) throws IOException {
        Files.writeString(file, content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
