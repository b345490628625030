package io.sluice.simulator.azure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.simulator.exchange.Call;
import io.sluice.simulator.exchange.Json;
import io.sluice.simulator.exchange.Reply;

/**
 * Azure's error: a code and a message, no type. Source: learn.microsoft.com/azure/ai-foundry/openai/how-to/quota and
 * /reference (errors).
 */
record AzureError(int status, String code, String message) {

    static AzureError of(int status, String message) {
        return new AzureError(status, Integer.toString(status), message);
    }

    Reply.Whole reply(Call call) {
        ObjectNode json = Json.object();
        json.putObject("error").put("code", code).put("message", message);
        Reply.Whole reply = Reply.json(status, json);
        reply.headers().add("apim-request-id", Filtered.requestId(call));
        return reply;
    }
}
