package io.sluice.bench.load;

/** Whose SDK asks, header for header. */
public enum Client {
    /** {@code openai-python} 2 */
    OPENAI("/v1/chat/completions", "OpenAI/Python 2.8.0", "2.8.0", "Authorization: Bearer %s\r\n", "data: [DONE]\n\n"),
    /** {@code anthropic-sdk-python} 0.75 */
    ANTHROPIC(
            "/v1/messages",
            "Anthropic/Python 0.75.0",
            "0.75.0",
            "X-Api-Key: %s\r\nanthropic-version: 2023-06-01\r\n",
            "data: {\"type\":\"message_stop\"}\n\n");

    private final String path;
    private final String agent;
    private final String version;
    private final String credentials;
    private final String streamEnd;

    Client(String path, String agent, String version, String credentials, String streamEnd) {
        this.path = path;
        this.agent = agent;
        this.version = version;
        this.credentials = credentials;
        this.streamEnd = streamEnd;
    }

    /** The last bytes of a stream that is whole. */
    public String streamEnd() {
        return streamEnd;
    }

    String head(String host, String key, int bodyLength) {
        return "POST " + path + " HTTP/1.1\r\n"
                + "Host: " + host + "\r\n"
                + "Accept-Encoding: gzip, deflate\r\n"
                + "Connection: keep-alive\r\n"
                + "Accept: application/json\r\n"
                + "Content-Type: application/json\r\n"
                + "User-Agent: " + agent + "\r\n"
                + "X-Stainless-Lang: python\r\n"
                + "X-Stainless-Package-Version: " + version + "\r\n"
                + "X-Stainless-OS: Linux\r\n"
                + "X-Stainless-Arch: x64\r\n"
                + "X-Stainless-Runtime: CPython\r\n"
                + "X-Stainless-Runtime-Version: 3.12.3\r\n"
                + credentials.formatted(key)
                + "X-Stainless-Async: false\r\n"
                + "x-stainless-retry-count: 0\r\n"
                + "x-stainless-read-timeout: 600\r\n"
                + "Content-Length: " + bodyLength + "\r\n\r\n";
    }
}
