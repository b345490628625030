"""The official anthropic package against SIM_URL: messages, stream, thinking, tools, JSON, counting, models, errors."""
import json
import os

import anthropic

client = anthropic.Anthropic(base_url=os.environ["SIM_URL"] + "/s/slot", api_key="sk-ant-test", max_retries=0)
MODEL = "claude-simulated"
HELLO = [{"role": "user", "content": "repeat: hello from python"}]
WEATHER = {
    "name": "weather",
    "input_schema": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
}


def message():
    answer = client.messages.create(model=MODEL + "~cached=2~cache-write=1", max_tokens=100, messages=HELLO)
    assert answer.content[0].text == "hello from python" and answer.stop_reason == "end_turn"
    assert answer.usage.cache_read_input_tokens == 2 and answer.usage.cache_creation_input_tokens == 1
    assert answer.usage.cache_creation.ephemeral_5m_input_tokens == 1
    assert answer._request_id.startswith("req_")


def stops():
    answer = client.messages.create(model=MODEL, max_tokens=100, messages=HELLO, stop_sequences=["from"])
    assert answer.stop_reason == "stop_sequence" and answer.stop_sequence == "from"
    assert client.messages.create(model=MODEL, max_tokens=1, messages=HELLO).stop_reason == "max_tokens"


def stream():
    with client.messages.stream(model=MODEL, max_tokens=100, messages=HELLO) as events:
        assert "".join(events.text_stream) == "hello from python"
        final = events.get_final_message()
    assert final.usage.output_tokens == 5 and final.stop_reason == "end_turn"


def thinking():
    wish = {"type": "enabled", "budget_tokens": 1024}
    whole = client.messages.create(model=MODEL, max_tokens=2000, messages=HELLO, thinking=wish)
    assert [b.type for b in whole.content] == ["thinking", "text"]
    with client.messages.stream(model=MODEL, max_tokens=2000, messages=HELLO, thinking=wish) as events:
        final = events.get_final_message()
    assert final.content[0].thinking == whole.content[0].thinking
    assert final.content[0].signature == whole.content[0].signature
    assert final.usage.output_tokens == whole.usage.output_tokens


def tools():
    answer = client.messages.create(
        model=MODEL, max_tokens=100, messages=HELLO, tools=[WEATHER], tool_choice={"type": "any"}
    )
    use = answer.content[0]
    assert answer.stop_reason == "tool_use" and use.name == "weather" and use.input["city"]
    with client.messages.stream(model=MODEL, max_tokens=100, messages=HELLO, tools=[WEATHER]) as events:
        assert events.get_final_message().content[0].input == use.input
    told = HELLO + [
        {"role": "assistant", "content": [{"type": "tool_use", "id": use.id, "name": use.name, "input": use.input}]},
        {"role": "user", "content": [{"type": "tool_result", "tool_use_id": use.id, "content": "12 degrees"}]},
    ]
    again = client.messages.create(model=MODEL, max_tokens=100, messages=told, tools=[WEATHER])
    assert again.content[0].type == "text"


def formats():
    schema = {"type": "object", "properties": {"age": {"type": "integer"}}, "required": ["age"]}
    answer = client.messages.create(
        model=MODEL, max_tokens=100, messages=HELLO, output_config={"format": {"type": "json_schema", "schema": schema}}
    )
    assert isinstance(json.loads(answer.content[0].text)["age"], int)


def counting():
    counted = client.messages.count_tokens(model=MODEL, messages=HELLO)
    answer = client.messages.create(model=MODEL, max_tokens=100, messages=HELLO)
    assert counted.input_tokens == answer.usage.input_tokens


def models():
    assert len(client.models.list().data) > 0


def refused(kind, call):
    try:
        call()
    except kind as e:
        return e
    raise AssertionError("expected " + kind.__name__)


def errors():
    e = refused(
        anthropic.NotFoundError,
        lambda: client.messages.create(model="missing-model", max_tokens=10, messages=HELLO),
    )
    assert e.body["error"]["type"] == "not_found_error"
    refused(
        anthropic.AuthenticationError,
        lambda: client.with_options(api_key="sk-invalid").messages.create(model=MODEL, max_tokens=10, messages=HELLO),
    )
    e = refused(
        anthropic.APIStatusError,
        lambda: client.messages.create(model=MODEL + "~status=529", max_tokens=10, messages=HELLO),
    )
    assert e.status_code == 529 and e.body["error"]["type"] == "overloaded_error"
    def broken():
        with client.messages.stream(model=MODEL + "~fault=error-event~at=4", max_tokens=10, messages=HELLO) as events:
            events.get_final_message()
    refused(anthropic.APIStatusError, broken)


def batches():
    def ask(name, text):
        return {"custom_id": name, "params": {
            "model": MODEL, "max_tokens": 100, "messages": [{"role": "user", "content": text}]}}
    made = client.messages.batches.create(requests=[ask("a", "repeat: one"), ask("b", "no sim{status=400}")])
    assert made.processing_status == "in_progress" and made.request_counts.processing == 2
    assert client.messages.batches.retrieve(made.id).results_url is None
    ended = client.messages.batches.retrieve(made.id)
    assert ended.processing_status == "ended" and ended.ended_at
    assert ended.request_counts.succeeded == 1 and ended.request_counts.errored == 1
    results = {line.custom_id: line.result for line in client.messages.batches.results(made.id)}
    assert results["a"].message.content[0].text == "one" and results["a"].message.usage.output_tokens
    assert results["b"].error.error.type == "invalid_request_error"
    gone = client.messages.batches.cancel(client.messages.batches.create(requests=[ask("a", "repeat: one")]).id)
    assert gone.processing_status == "canceling" and gone.cancel_initiated_at
    for _ in range(2):
        gone = client.messages.batches.retrieve(gone.id)
    assert gone.request_counts.canceled == 1
    assert next(iter(client.messages.batches.results(gone.id))).result.type == "canceled"
    refused(anthropic.BadRequestError, lambda: client.messages.batches.create(requests=[ask("a b", "x")]))
    refused(anthropic.NotFoundError, lambda: client.messages.batches.retrieve("msgbatch_none"))


for test in (message, stops, stream, thinking, tools, formats, counting, models, batches, errors):
    test()
    print("ok", test.__name__)
