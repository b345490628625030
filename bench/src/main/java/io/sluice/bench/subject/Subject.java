package io.sluice.bench.subject;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;

/** Something that answers chat calls, measured as the processes it consists of. */
public interface Subject extends AutoCloseable {

    String name();

    InetSocketAddress address();

    /** The processes of it and their names at this moment, descendants too. Empty for the upstream itself. */
    Map<Long, String> processes();

    /** What a caller presents; of Sluice a new virtual key with every kind of limit. */
    default String newKey() {
        return "sk-nobody-looks-at-this";
    }

    /** Nano-dollars that the books have for a key; -1 when there are no books. */
    default long billedNanos(String key) {
        return -1;
    }

    @Override
    void close();

    /** Names of stores, whose processor time is counted apart. */
    List<String> STORES = List.of("PostgreSQL", "Redis");
}
