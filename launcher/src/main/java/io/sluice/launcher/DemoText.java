package io.sluice.launcher;

import java.nio.file.Path;

/** What {@code ./sluice demo} prints when all is ready: commands that work as they stand. */
final class DemoText {

    private static final String TEXT = """

            Ask (the simulated models repeat what you tell them to; the models are gpt-4o, claude-sonnet-4-5, llama3.1):

              curl -s {url}/v1/chat/completions \\
                -H 'Authorization: Bearer {key}' -H 'Content-Type: application/json' \\
                -d '{"model": "gpt-4o", "messages": [{"role": "user", "content": "repeat: Hello, Sluice"}]}'

            Stream:

              curl -sN {url}/v1/chat/completions \\
                -H 'Authorization: Bearer {key}' -H 'Content-Type: application/json' \\
                -d '{"model": "claude-sonnet-4-5", "stream": true, "messages": [{"role": "user", "content": "sim{tokens=30,chunk-ms=100}"}]}'

            From Python (pip install openai):

              from openai import OpenAI
              client = OpenAI(base_url="{url}/v1", api_key="{key}")
              answer = client.chat.completions.create(
                  model="llama3.1", messages=[{"role": "user", "content": "repeat: Hello from Python"}])
              print(answer.choices[0].message.content)

            The key above is the master key of this demo. Make one for an application, which may use one model only:

              curl -s {url}/key/generate \\
                -H 'Authorization: Bearer {key}' -H 'Content-Type: application/json' -d '{"models": ["gpt-4o"]}'

            Data: {data} (delete it to begin anew). Stop: Ctrl-C.
            """;

    private DemoText() {}

    static String of(String url, String masterKey, Path data) {
        return TEXT.replace("{url}", url).replace("{key}", masterKey).replace("{data}", data.toString());
    }
}
