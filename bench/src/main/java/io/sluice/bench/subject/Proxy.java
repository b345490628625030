package io.sluice.bench.subject;

import io.sluice.bench.measure.Processes;
import io.sluice.bench.proxy.PlainProxyMain;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A bare proxy in front of the upstream: bytes in, bytes out. */
public final class Proxy implements Subject {

    private final String name;
    private final ChildProcess process;
    private final int port;

    private Proxy(String name, ChildProcess process, int port) {
        this.name = name;
        this.process = process;
        this.port = port;
        Ports.awaitOpen(process, port, Duration.ofSeconds(20));
    }

    public static Proxy vertx(Workbench bench) {
        int port = Ports.free();
        List<String> command = bench.java(PlainProxyMain.class, port, bench.upstreamPort());
        return new Proxy("bare Vert.x", bench.start("vertx", command, Map.of()), port);
    }

    /** Empty when nginx is not installed. */
    public static Optional<Proxy> nginx(Workbench bench) {
        if (!isInstalled()) {
            return Optional.empty();
        }
        int port = Ports.free();
        String settings = """
            daemon off;
            pid %1$s/nginx.pid;
            error_log %1$s/nginx-error.log warn;
            worker_processes auto;
            events { worker_connections 8192; }
            http {
              access_log off;
              client_body_temp_path %1$s/nginx-body;
              proxy_temp_path %1$s/nginx-proxy;
              keepalive_requests 1000000000;
              client_max_body_size 100m;
              client_body_buffer_size 128k;
              tcp_nodelay on;
              upstream provider {
                server 127.0.0.1:%2$d;
                keepalive 1024;
                keepalive_requests 1000000000;
              }
              server {
                listen 127.0.0.1:%3$d;
                location / {
                  proxy_pass http://provider;
                  proxy_http_version 1.1;
                  proxy_set_header Connection "";
                  proxy_buffering off;
                }
              }
            }
            """.formatted(bench.folder(), bench.upstreamPort(), port);
        String file = bench.write("nginx.conf", settings).toString();
        ChildProcess process = bench.start("nginx", List.of("nginx", "-c", file, "-e", "stderr"), Map.of());
        return Optional.of(new Proxy("nginx", process, port));
    }

    private static boolean isInstalled() {
        try {
            return new ProcessBuilder("nginx", "-v").start().waitFor() == 0;
        } catch (IOException notInstalled) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public InetSocketAddress address() {
        return Ports.address(port);
    }

    @Override
    public Map<Long, String> processes() {
        return Processes.now().tree(process.pid()).stream()
                .collect(Collectors.toMap(Processes.Process::pid, each -> name));
    }

    @Override
    public void close() {
        process.close();
    }
}
