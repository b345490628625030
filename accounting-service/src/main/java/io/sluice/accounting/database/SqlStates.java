package io.sluice.accounting.database;

import io.vertx.pgclient.PgException;
import org.jspecify.annotations.Nullable;

/** Classes of SQLSTATE (PostgreSQL manual, appendix A). */
public final class SqlStates {

    private SqlStates() {}

    /** The values are at fault (data exception, constraint, size limits): the same statement will never succeed. */
    public static boolean isDataFault(@Nullable String state) {
        return state != null && (state.startsWith("22") || state.startsWith("23") || state.startsWith("54"));
    }

    public static boolean isUniqueViolation(PgException fault) {
        return "23505".equals(fault.getSqlState());
    }

    /** Serialization faults, deadlocks, lacking resources, shut-downs, or a schema that is not there yet. */
    public static boolean isPassing(@Nullable String state) {
        return state == null
                || state.startsWith("40")
                || state.startsWith("53")
                || state.startsWith("57")
                || state.startsWith("08")
                || state.equals("42P01");
    }
}
