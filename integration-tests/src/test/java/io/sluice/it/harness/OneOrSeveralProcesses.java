package io.sluice.it.harness;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** As {@link EveryShape}, without two standalones: for what a client sees of one call, which a second process of the same kind does not change. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedClass(name = "{0}")
@MethodSource("io.sluice.it.harness.Shape#oneOrSeveral")
@ExtendWith(LogsOnFailure.class)
public @interface OneOrSeveralProcesses {}
