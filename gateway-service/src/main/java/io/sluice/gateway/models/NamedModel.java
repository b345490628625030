package io.sluice.gateway.models;

import io.sluice.contracts.identity.Caller;
import io.sluice.contracts.identity.ModelAccess;
import io.sluice.contracts.routing.ModelOffer;
import io.sluice.contracts.routing.ModelTable;
import io.sluice.contracts.routing.PassThrough;
import io.sluice.gateway.errors.Refusal;
import io.sluice.gateway.errors.Refusals;
import java.util.List;

/** What a model's name stands for when a caller says it. Every call of a model asks here first. */
public sealed interface NamedModel {

    /**
     * The caller may use it.
     *
     * @param requested as the client wrote it
     * @param model after the key's aliases
     */
    record Offered(String requested, String model, ModelOffer offer) implements NamedModel {}

    /** Not for this caller, or not at all. */
    sealed interface Refused extends NamedModel {

        /** @param route its name in messages */
        Refusal refusal(String route);
    }

    /** Said first: who may not use a model does not learn whether there is one. */
    record NotAllowed(String requested) implements Refused {

        @Override
        public Refusal refusal(String route) {
            return Refusals.modelNotAllowed(requested);
        }
    }

    /** @param known whether the router has told its models */
    record NotOffered(String requested, String model, boolean known) implements Refused {

        @Override
        public Refusal refusal(String route) {
            return known ? Refusals.unknownModel(route, requested) : Refusals.notReady();
        }
    }

    /** @param requested as the client wrote it */
    static NamedModel of(ModelIndex index, Caller caller, String requested) {
        String model = caller.model(requested);
        ModelOffer offer = index.find(model);
        if (!ModelAccess.allows(caller, model, offer == null ? List.of() : offer.accessGroups())) {
            return new NotAllowed(requested);
        }
        if (offer == null || PassThrough.isGroup(model)) {
            boolean known = !index.table().version().equals(ModelTable.EMPTY.version());
            return new NotOffered(requested, model, known);
        }
        return new Offered(requested, model, offer);
    }
}
