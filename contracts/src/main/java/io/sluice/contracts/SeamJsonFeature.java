package io.sluice.contracts;

import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import org.graalvm.nativeimage.hosted.Feature;
import org.graalvm.nativeimage.hosted.RuntimeReflection;

/**
 * Lets {@link SeamJson} read and write our records in a native executable too. The compiler runs it (META-INF/native-image names it); on
 * a JVM nobody does. The rule instead of a list: every record and enum of ours that is reachable may cross a seam.
 */
final class SeamJsonFeature implements Feature {

    private static final String OURS = "io.sluice.";

    @Override
    public void beforeAnalysis(BeforeAnalysisAccess access) {
        access.registerSubtypeReachabilityHandler((during, type) -> register(type), Record.class);
        access.registerSubtypeReachabilityHandler((during, type) -> register(type), Enum.class);
    }

    private static void register(Class<?> type) {
        if (!type.getName().startsWith(OURS)) {
            return;
        }
        RuntimeReflection.register(type);
        for (Executable constructor : type.getDeclaredConstructors()) {
            RuntimeReflection.register(constructor);
        }
        for (Executable method : type.getDeclaredMethods()) {
            RuntimeReflection.register(method);
        }
        for (Field field : type.getDeclaredFields()) {
            RuntimeReflection.register(field);
        }
        if (type.isRecord()) {
            RuntimeReflection.registerAllRecordComponents(type);
        }
    }
}
