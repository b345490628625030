package io.sluice.router.wire.azure;

import io.sluice.router.deployment.Target;
import io.sluice.router.wire.RequestHeaders;
import io.sluice.router.wire.openai.ChatAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Where Azure takes OpenAI's chat requests: a URL for each deployment and version, or the newer one for all. */
public final class AzureAddress {

    private static final String CHAT = "/chat/completions";
    private static final String COMPLETIONS = "/completions";

    /** LiteLLM 1.109.1 asks for transcriptions in this version, whatever is configured. */
    private static final String TRANSCRIPTS = "2025-02-01-preview";

    /** The Realtime API is in these versions; the one that chats have by default is none of them. */
    private static final String REALTIME = "2025-04-01-preview";

    private static final Set<String> EARLIER_REALTIME = Set.of("2024-10-01-preview", "2024-12-17");

    /** Names of the surface that has no versions any more. */
    private static final Set<String> V1 = Set.of("v1", "preview", "latest");

    private AzureAddress() {}

    /** Azure OpenAI: {@code /openai/deployments/NAME/chat/completions?api-version=}, or {@code /openai/v1/chat/completions}. */
    public static ChatAddress ofOpenAi(Target target) {
        return ofOpenAi(target, CHAT);
    }

    /** Legacy completions, likewise. */
    public static ChatAddress ofCompletions(Target target) {
        return ofOpenAi(target, COMPLETIONS);
    }

    /** The Responses API has the address without versions only. */
    public static ChatAddress ofResponses(Target target) {
        return new ChatAddress(
                AzureUrl.of(target.apiBase())
                        .before("/openai")
                        .with("/openai/v1/responses")
                        .inVersion("preview")
                        .text(),
                RequestHeaders.json(target));
    }

    /**
     * Any of OpenAI's endpoints, likewise.
     *
     * @param path below a deployment, with its slash
     */
    public static ChatAddress ofOpenAi(Target target, String path) {
        return ofOpenAi(target, path, target.params().string("api_version").orElse(""));
    }

    /** Transcriptions and translations, which the models of this year have only from a version on: an older one in the configuration is raised. */
    public static ChatAddress ofTranscripts(Target target, String path) {
        String version = target.params().string("api_version").orElse("");
        boolean older = !V1.contains(version) && version.compareTo(TRANSCRIPTS) < 0;
        return ofOpenAi(target, path, older ? TRANSCRIPTS : version);
    }

    private static ChatAddress ofOpenAi(Target target, String path, String version) {
        AzureUrl base = AzureUrl.of(target.apiBase());
        Map<String, String> headers = RequestHeaders.json(target);
        if (base.has("/openai/v1") || V1.contains(version)) {
            String key = target.apiKey();
            if (key != null) {
                headers.remove("api-key");
                headers.put("authorization", "Bearer " + key);
            }
            return new ChatAddress(
                    base.before("/openai").with("/openai/v1" + path).text(), headers);
        }
        AzureUrl deployment = base.has("/openai/deployments/")
                ? base
                : base.before("/openai")
                        .with("/openai/deployments/"
                                + URLEncoder.encode(target.providerModel(), StandardCharsets.UTF_8)
                                        .replace("+", "%20"));
        return new ChatAddress(deployment.with(path).inVersion(version).text(), headers);
    }

    /**
     * The Realtime API: {@code /openai/v1/realtime?model=NAME}, also where {@code realtime_protocol} says so as in LiteLLM, or with a version
     * {@code /openai/realtime?deployment=NAME}. learn.microsoft.com/azure/ai-foundry/openai/how-to/realtime-audio-websockets (seen 2026-11-26).
     */
    public static ChatAddress ofRealtime(Target target) {
        AzureUrl base = AzureUrl.of(target.apiBase());
        Map<String, String> headers = RequestHeaders.json(target);
        String version = target.params().string("api_version").orElse("");
        String protocol = target.params().string("realtime_protocol").orElse("").toLowerCase(Locale.ROOT);
        String name = URLEncoder.encode(target.providerModel(), StandardCharsets.UTF_8)
                .replace("+", "%20");
        if (base.has("/openai/v1") || V1.contains(version) || protocol.equals("ga") || protocol.equals("v1")) {
            String address = base.before("/openai").with("/openai/v1/realtime").text();
            return new ChatAddress(address + (address.contains("?") ? '&' : '?') + "model=" + name, headers);
        }
        boolean without = version.compareTo(REALTIME) < 0 && !EARLIER_REALTIME.contains(version);
        String address = base.before("/openai")
                .with("/openai/realtime")
                .inVersion(without ? REALTIME : version)
                .text();
        return new ChatAddress(address + "&deployment=" + name, headers);
    }

    /**
     * Foundry's models of other makers. On Foundry's own hosts the key has Azure's header and the URL a version; serverless deployments take a
     * bearer below their own host.
     */
    public static ChatAddress ofFoundry(Target target) {
        AzureUrl base = AzureUrl.of(target.apiBase());
        Map<String, String> headers = RequestHeaders.json(target);
        boolean foundry = base.has(".services.ai.azure.com");
        String key = target.apiKey();
        if (key != null && !foundry && !base.has(".openai.azure.com")) {
            headers.remove("api-key");
            headers.put("authorization", "Bearer " + key);
        }
        String version = target.params().string("api_version").orElse("");
        if (!foundry || base.has("/openai/")) {
            return new ChatAddress(base.with(CHAT).inVersion(version).text(), headers);
        }
        return new ChatAddress(
                base.before("/models")
                        .with("/models" + CHAT)
                        .inVersion(version.isEmpty() ? "2024-05-01-preview" : version)
                        .text(),
                headers);
    }
}
