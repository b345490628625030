package io.sluice.simulator.mistral;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.simulator.answer.Sound;
import io.sluice.simulator.exchange.Call;
import io.sluice.simulator.exchange.Json;
import io.sluice.simulator.exchange.Messages;
import io.sluice.simulator.exchange.Reply;
import io.sluice.simulator.journal.Units;
import io.sluice.simulator.journal.Usage;
import java.nio.charset.StandardCharsets;

/**
 * Reads a document of one page, or of the pages that are asked for; what it says depends on the document's address alone. Source:
 * docs.mistral.ai/capabilities/document_ai/basic_ocr.
 */
final class Ocr {

    private static final int PAGE_HEIGHT = 2_200;
    private static final int PAGE_WIDTH = 1_700;

    private Ocr() {}

    static Reply reply(Call call) {
        JsonNode document = call.body().path("document");
        JsonNode picture = document.path("image_url");
        String address = document.path("document_url")
                .asText(picture.isObject() ? picture.path("url").asText("") : picture.asText(""));
        byte[] bytes = address.getBytes(StandardCharsets.UTF_8);
        int count = Math.max(1, Messages.strings(call.body().path("pages")).size());
        ObjectNode json = Json.object();
        ArrayNode pages = json.putArray("pages");
        for (int i = 0; i < count; i++) {
            ObjectNode page = pages.addObject().put("index", i);
            page.put("markdown", "# Page " + (i + 1) + "\n\n" + Sound.heard(bytes))
                    .putArray("images");
            page.putObject("dimensions")
                    .put("dpi", 200)
                    .put("height", PAGE_HEIGHT)
                    .put("width", PAGE_WIDTH);
        }
        json.put("model", call.model());
        Usage produced = new Usage(0, 0, Units.pages(count));
        Usage told = call.shape().usage().tell(produced);
        if (told != null) {
            json.putObject("usage_info")
                    .put("pages_processed", told.units().pages())
                    .put("doc_size_bytes", bytes.length);
        }
        return Reply.json(200, json, told, produced);
    }
}
