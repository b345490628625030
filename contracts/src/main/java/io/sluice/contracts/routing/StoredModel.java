package io.sluice.contracts.routing;

/**
 * A deployment that was added while Sluice ran.
 *
 * @param id {@code model_info.id}, also the context of the seal
 * @param name of its model group
 * @param model {@code litellm_params.model}, so that a deployment whose parameters cannot be read has a name all the same
 * @param sealedParams {@code litellm_params} as JSON, sealed: routers open it, nobody else sees it
 * @param info {@code model_info} as JSON
 * @param blocked an administrator took it out of service
 */
public record StoredModel(String id, String name, String model, String sealedParams, String info, boolean blocked) {

    /** Without the parameters: this may reach a log. */
    @Override
    public String toString() {
        return "StoredModel[" + id + ", " + name + ']';
    }
}
