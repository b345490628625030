package io.sluice.router.wire.vertex;

import io.sluice.router.deployment.Target;

/**
 * Where a model is called: {@code cloud.google.com/vertex-ai/docs/reference/rest}, and for the hosts {@code _api_client.py} of
 * googleapis/python-genai.
 */
final class VertexAddress {

    private static final String GLOBAL = "https://global-aiplatform.googleapis.com";

    /** Stands for the project of the service account; {@code GoogleOauth} puts it in. */
    private static final String OWN_PROJECT = "-";

    private VertexAddress() {}

    /**
     * @param publisher {@code google}, {@code anthropic} ...
     * @param method with its colon, and a query if it has one
     */
    static String of(Target target, String publisher, String method) {
        String base = host(target.apiBase());
        if (base.contains("/models/") || base.contains("/endpoints/")) {
            return base + method; // LiteLLM's reading of an api_base: all but the method
        }
        String model = target.providerModel();
        // a model of the user's own has a number and an endpoint of its own
        String path = model.chars().allMatch(Character::isDigit)
                ? "/endpoints/" + model
                : "/publishers/" + publisher + "/models/" + model;
        return (base.contains("/projects/") ? base : base + project(target)) + path + method;
    }

    /** An address of the project that names no model. */
    static String below(Target target, String path) {
        String base = host(target.apiBase());
        if (base.endsWith(path)) {
            return base;
        }
        return (base.contains("/projects/") ? base : base + project(target)) + path;
    }

    /** Of a base that is a host only: a proxy, or a private endpoint. */
    private static String project(Target target) {
        String project = first(target, "vertex_project", "vertex_ai_project", OWN_PROJECT);
        String location = first(target, "vertex_location", "vertex_ai_location", "us-central1");
        return "/v1/projects/" + project + "/locations/" + location;
    }

    private static String first(Target target, String name, String other, String otherwise) {
        return target.params()
                .string(name)
                .or(() -> target.params().string(other))
                .orElse(otherwise);
    }

    /** The location {@code global} has a host without a prefix, and those of several regions one of their own kind. */
    private static String host(String base) {
        if (base.startsWith(GLOBAL)) {
            return "https://aiplatform.googleapis.com" + base.substring(GLOBAL.length());
        }
        for (String regions : new String[] {"us", "eu"}) {
            String usual = "https://" + regions + "-aiplatform.googleapis.com";
            if (base.startsWith(usual)) {
                return "https://aiplatform." + regions + ".rep.googleapis.com" + base.substring(usual.length());
            }
        }
        return base;
    }
}
