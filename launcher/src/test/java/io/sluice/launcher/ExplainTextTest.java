package io.sluice.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExplainTextTest {

    @Test
    void shouldPrintEachCandidateWithItsReason() throws Exception {
        String page = """
            {"request_id": "1", "model": "gpt", "upper_bound_cost": 0.012, "groups": [{"model_group": "gpt", "choices": [
              {"strategy": "least-busy", "chosen": "a", "why": "the only one left", "then": ["b"], "candidates": [
                {"deployment_id": "a", "provider": "openai", "model": "gpt-4o", "reason": "was chosen", "saw": {"in_flight": 2.0}},
                {"deployment_id": "b", "provider": "azure", "model": "gpt-4o", "reason": "rests after failures", "saw": {}}]}]}],
             "fallbacks": {"general": ["claude"], "context_window": []}}""";
        assertThat(ExplainText.of(new ObjectMapper().readTree(page)).lines())
                .contains(
                        "Call of gpt, at most $0.012",
                        "  least-busy -> a: the only one left",
                        "    a (openai/gpt-4o): was chosen, in_flight 2.0",
                        "    b (azure/gpt-4o): rests after failures",
                        "    then: b",
                        "Fallbacks, general: claude");
    }

    @Test
    void shouldRefuseWhatItDoesNotKnow() {
        assertThatThrownBy(() -> ExplainMain.run(List.of("--what"), Map.of())).hasMessageContaining("--what");
        assertThatThrownBy(() -> ExplainMain.run(List.of(), Map.of())).hasMessageContaining("which model");
    }
}
