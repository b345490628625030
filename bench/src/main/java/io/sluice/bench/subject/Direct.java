package io.sluice.bench.subject;

import io.sluice.bench.upstream.Upstream;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;

/** The provider by itself: what all others are compared with. */
public final class Direct implements Subject {

    private final ChildProcess process;
    private final int port;

    private Direct(ChildProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    public static Direct start(Workbench bench) {
        int port = bench.upstreamPort();
        ChildProcess process = bench.start("direct", bench.java(Upstream.class, port), Map.of());
        Ports.awaitOpen(process, port, Duration.ofSeconds(20));
        return new Direct(process, port);
    }

    @Override
    public String name() {
        return "direct";
    }

    @Override
    public InetSocketAddress address() {
        return Ports.address(port);
    }

    @Override
    public Map<Long, String> processes() {
        return Map.of(process.pid(), "upstream");
    }

    @Override
    public void close() {
        process.close();
    }
}
