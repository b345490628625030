package io.sluice.simulator.sdk;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Runs scripts with the official Python and Node SDKs of the providers, in the versions of {@code sdk/python/requirements.txt}
 * and {@code sdk/node/package-lock.json}. The packages are installed once into {@code ${XDG_CACHE_HOME:-~/.cache}/sluice/sdk},
 * under the hash of the lock file and of the interpreter's version, and shared by all modules and builds.
 *
 * <p>Scripts are class path resources; those below {@code /sdk/python} and {@code /sdk/node} of this module's test-jar expect
 * the address of the server in the environment variable {@code SIM_URL}.
 */
public final class SdkRunner {

    /** The languages whose SDKs are at hand. */
    public enum Language {
        PYTHON("python3", List.of("requirements.txt")),
        NODE("node", List.of("package-lock.json", "package.json"));

        private final String command;
        private final List<String> locks;

        Language(String command, List<String> locks) {
            this.command = command;
            this.locks = locks;
        }

        String folder() {
            return "/sdk/" + (this == PYTHON ? "python" : "node") + "/";
        }
    }

    /** How a script ended: exit code, and what it wrote to both outputs. */
    public record Result(int exit, String output) {}

    private final Language language;
    private final Path packages;

    private SdkRunner(Language language, Path packages) {
        this.language = language;
        this.packages = packages;
    }

    /** A runner; empty only when the interpreter, or its installer (pip, npm), is not on this machine. */
    public static Optional<SdkRunner> of(Language language) {
        return packages(language, language.folder()).map(packages -> new SdkRunner(language, packages));
    }

    /**
     * Installs other packages than the SDKs in the same way.
     *
     * @param folder on the class path, with the lock files of the language; with a slash at both ends
     * @return where the packages are; empty as in {@link #of}
     */
    public static Optional<Path> packages(Language language, String folder) {
        boolean complete = language == Language.PYTHON
                ? version("python3", "-m", "pip").isPresent()
                : version("npm").isPresent();
        return complete ? version(language.command).map(found -> install(language, folder, found)) : Optional.empty();
    }

    /** Runs the script that is the resource {@code name}, with {@code environment} on top of this process's own. */
    public Result run(String name, Map<String, String> environment) {
        try {
            Path folder = Files.createTempDirectory("sluice-sdk");
            Path script = folder.resolve(name.substring(name.lastIndexOf('/') + 1));
            Files.write(script, resource(name));
            Path modules = folder.resolve("node_modules");
            Files.createSymbolicLink(modules, packages.resolve("node_modules"));
            ProcessBuilder builder = new ProcessBuilder(language.command, script.toString());
            builder.environment().put("PYTHONPATH", packages.toString());
            builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
            builder.environment().putAll(environment);
            Result result = execute(builder.directory(folder.toFile()));
            Files.delete(modules);
            Files.delete(script);
            Files.delete(folder);
            return result;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path install(Language language, String folder, String version) {
        Path target = cache().resolve(language.command + "-" + key(language, folder, version));
        if (Files.isDirectory(target)) {
            return target;
        }
        // built beside its place and moved there whole, so that neither a parallel build nor a killed one leaves half
        // of it
        Path fresh = target.resolveSibling(target.getFileName() + "." + UUID.randomUUID());
        try {
            Files.createDirectories(fresh);
            for (String lock : language.locks) {
                Files.write(fresh.resolve(lock), resource(folder + lock));
            }
            List<String> command = language == Language.PYTHON
                    ? List.of(
                            "python3",
                            "-m",
                            "pip",
                            "install",
                            "-q",
                            "--disable-pip-version-check",
                            "--no-deps",
                            "--target",
                            fresh.toString(),
                            "-r",
                            fresh.resolve("requirements.txt").toString())
                    : List.of("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts");
            Result installed = execute(new ProcessBuilder(command).directory(fresh.toFile()));
            if (installed.exit() != 0) {
                throw new IllegalStateException("cannot install the SDKs: " + installed.output());
            }
            move(fresh, target);
            return target;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void move(Path fresh, Path target) throws IOException {
        try {
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException | java.nio.file.DirectoryNotEmptyException e) {
            // another build was faster; what it made is the same
            assert Files.isDirectory(target);
        } catch (java.nio.file.FileSystemException e) {
            if (!Files.isDirectory(target)) {
                throw e;
            }
        }
    }

    private static Path cache() {
        String xdg = System.getenv("XDG_CACHE_HOME");
        Path base = xdg == null || xdg.isBlank() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(xdg);
        return base.resolve("sluice").resolve("sdk");
    }

    private static String key(Language language, String folder, String version) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((version + System.getProperty("os.name") + System.getProperty("os.arch"))
                    .getBytes(StandardCharsets.UTF_8));
            digest.update(resource(folder + language.locks.getFirst()));
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] resource(String name) {
        try (InputStream in = SdkRunner.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalArgumentException("no resource " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<String> version(String... command) {
        try {
            List<String> asked = new ArrayList<>(List.of(command));
            asked.add("--version");
            Result result = execute(new ProcessBuilder(asked));
            return result.exit() == 0 ? Optional.of(result.output()) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Result execute(ProcessBuilder builder) throws IOException {
        Process process = builder.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            return new Result(process.waitFor(), output);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            return new Result(-1, output);
        }
    }
}
