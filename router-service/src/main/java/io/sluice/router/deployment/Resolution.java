package io.sluice.router.deployment;

import java.util.List;

/** What a model name means. */
public sealed interface Resolution {

    /** @param group public name of the group, as fallbacks and metrics know it */
    record Group(String group, List<Deployment> deployments) implements Resolution {}

    /** The group exists, but nothing of it can serve. */
    record NoDeployment(String group, String reason) implements Resolution {}

    record Unknown() implements Resolution {}
}
