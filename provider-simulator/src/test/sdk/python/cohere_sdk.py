"""The official cohere package against SIM_URL: chat, streams, thinking, tools, JSON, citations, embed, rerank v1 and v2, errors."""
import json
import os

import cohere
from cohere.core.api_error import ApiError

URL = os.environ["SIM_URL"] + "/s/slot"
client = cohere.ClientV2(api_key="cohere-test", base_url=URL)
first = cohere.Client(api_key="cohere-test", base_url=URL)
NO_RETRY = {"max_retries": 0}
MODEL = "command-a-03-2025"
HELLO = [{"role": "user", "content": "repeat: hello from python"}]
WEATHER = {"type": "function", "function": {"name": "weather", "parameters": {
    "type": "object", "properties": {"city": {"type": "string"}}}}}


def refused(status, call):
    try:
        call()
    except ApiError as e:
        assert e.status_code == status, e
        return e
    raise AssertionError(f"expected {status}")


def chat():
    answer = client.chat(model=MODEL + "~cached=3", messages=HELLO)
    assert answer.message.content[0].text == "hello from python" and answer.finish_reason == "COMPLETE"
    assert answer.usage.tokens.output_tokens == 5 and answer.usage.billed_units.input_tokens == 7
    assert answer.usage.cached_tokens == 3
    cut = client.chat(model=MODEL, messages=HELLO, max_tokens=2)
    assert cut.finish_reason == "MAX_TOKENS" and cut.message.content[0].text == "hello fr"
    assert client.chat(model=MODEL, messages=HELLO, stop_sequences=["from"]).finish_reason == "STOP_SEQUENCE"


def stream():
    events = list(client.chat_stream(model=MODEL, messages=HELLO))
    assert events[0].type == "message-start" and events[-1].type == "message-end"
    assert "".join(e.delta.message.content.text for e in events if e.type == "content-delta") == "hello from python"
    assert events[-1].delta.usage.tokens.output_tokens == 5


def thinking():
    wish = {"type": "enabled", "token_budget": 100}
    whole = client.chat(model=MODEL, messages=HELLO, thinking=wish)
    assert [c.type for c in whole.message.content] == ["thinking", "text"]
    events = list(client.chat_stream(model=MODEL, messages=HELLO, thinking=wish))
    thought = "".join(e.delta.message.content.thinking or "" for e in events if e.type == "content-delta")
    assert thought == whole.message.content[0].thinking


def tools():
    answer = client.chat(model=MODEL, messages=HELLO, tools=[WEATHER])
    call = answer.message.tool_calls[0]
    assert answer.finish_reason == "TOOL_CALL" and json.loads(call.function.arguments)["city"]
    events = list(client.chat_stream(model=MODEL, messages=HELLO, tools=[WEATHER]))
    arguments = "".join(
        e.delta.message.tool_calls.function.arguments for e in events if e.type == "tool-call-delta")
    assert arguments == call.function.arguments
    told = HELLO + [
        {"role": "assistant", "tool_calls": [call.model_dump()], "tool_plan": answer.message.tool_plan},
        {"role": "tool", "tool_call_id": call.id, "content": "12 degrees"},
    ]
    assert client.chat(model=MODEL, messages=told, tools=[WEATHER]).message.content[0].text == "hello from python"


def formats():
    schema = {"type": "object", "properties": {"age": {"type": "integer"}}, "required": ["age"]}
    answer = client.chat(
        model=MODEL, messages=HELLO, response_format={"type": "json_object", "json_schema": schema})
    assert isinstance(json.loads(answer.message.content[0].text)["age"], int)
    picture = [{"type": "text", "text": "repeat: hi"}, {"type": "image_url", "image_url": {"url": "data:,"}}]
    assert client.chat(model=MODEL, messages=[{"role": "user", "content": picture}]).message.content[0].text == "hi"


def citations():
    documents = [{"id": "d1", "data": {"text": "a river"}}]
    answer = client.chat(model=MODEL, messages=HELLO, documents=documents)
    assert answer.message.citations[0].text == "hello" and answer.message.citations[0].sources[0].id == "d1"
    events = list(client.chat_stream(model=MODEL, messages=HELLO, documents=documents))
    assert "citation-start" in [e.type for e in events]


def embed():
    answer = client.embed(
        model="embed-v4.0", texts=["a", "b"], input_type="search_query", embedding_types=["float", "int8"],
        output_dimension=256)
    assert [len(v) for v in answer.embeddings.float_] == [256, 256] and len(answer.embeddings.int8[0]) == 256
    assert answer.meta.billed_units.input_tokens == 2
    plain = first.embed(model="embed-english-v3.0", texts=["a"], input_type="search_query")
    assert len(plain.embeddings[0]) == 1024


def rerank():
    documents = ["a quiet river", "the deep lock", "nothing"]
    answer = client.rerank(model="rerank-v3.5", query="deep lock", documents=documents, top_n=2)
    assert [r.index for r in answer.results][0] == 1 and len(answer.results) == 2
    assert answer.meta.billed_units.search_units == 1
    old = first.rerank(model="rerank-v3.5", query="deep lock", documents=documents, return_documents=True)
    assert old.results[0].document.text == "the deep lock"


def errors():
    missing = refused(404, lambda: client.chat(model="missing-x", messages=HELLO, request_options=NO_RETRY))
    assert "not found" in missing.body["message"]
    refused(401, lambda: cohere.ClientV2(api_key="invalid", base_url=URL).chat(model=MODEL, messages=HELLO))
    limited = refused(429, lambda: client.chat(
        model=MODEL + "~status=429~retry-after=7", messages=HELLO, request_options=NO_RETRY))
    assert limited.headers["retry-after"] == "7"
    failed = list(client.chat_stream(model=MODEL + "~fault=error-event~at=3", messages=HELLO))
    assert failed[-1].delta.finish_reason == "ERROR" and failed[-1].delta.error
    assert client.chat(model=MODEL + "~usage=missing", messages=HELLO).usage is None


for test in (chat, stream, thinking, tools, formats, citations, embed, rerank, errors):
    test()
    print("ok", test.__name__)
