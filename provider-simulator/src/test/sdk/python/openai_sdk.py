"""The official openai package against SIM_URL: chat, stream, tools, structured output, embeddings, models, errors."""
import asyncio
import json
import os

import openai

BASE = os.environ["SIM_URL"] + "/s/slot/v1"
client = openai.OpenAI(base_url=BASE, api_key="sk-test", max_retries=0)
HELLO = [{"role": "user", "content": "repeat: hello from python"}]
WEATHER = {
    "type": "function",
    "function": {
        "name": "weather",
        "parameters": {
            "type": "object",
            "properties": {"city": {"type": "string"}, "unit": {"type": "string", "enum": ["c", "f"]}},
            "required": ["city"],
        },
    },
}


def chat():
    answer = client.chat.completions.create(model="gpt-4o", messages=HELLO, n=2)
    assert [c.message.content for c in answer.choices] == ["hello from python"] * 2
    assert answer.usage.total_tokens == answer.usage.prompt_tokens + answer.usage.completion_tokens
    assert answer.usage.prompt_tokens_details.cached_tokens == 0
    assert answer._request_id.startswith("req_")


def cut():
    answer = client.chat.completions.create(model="gpt-4o", messages=HELLO, max_completion_tokens=2)
    assert answer.choices[0].finish_reason == "length"
    assert answer.choices[0].message.content == "hello fr"
    assert answer.usage.completion_tokens == 2


def stream():
    text, usages, reasons = "", [], []
    for chunk in client.chat.completions.create(
        model="gpt-4o", messages=HELLO, stream=True, stream_options={"include_usage": True}
    ):
        if chunk.choices:
            text += chunk.choices[0].delta.content or ""
            assert chunk.usage is None
            if chunk.choices[0].finish_reason:
                reasons.append(chunk.choices[0].finish_reason)
        else:
            usages.append(chunk.usage)
    assert text == "hello from python" and reasons == ["stop"]
    assert len(usages) == 1 and usages[0].completion_tokens == 5


def tools():
    answer = client.chat.completions.create(model="gpt-4o", messages=HELLO, tools=[WEATHER])
    call = answer.choices[0].message.tool_calls[0]
    assert answer.choices[0].finish_reason == "tool_calls" and call.function.name == "weather"
    assert json.loads(call.function.arguments)["unit"] in ("c", "f")
    told = HELLO + [
        answer.choices[0].message.model_dump(exclude_none=True),
        {"role": "tool", "tool_call_id": call.id, "content": "12 degrees"},
    ]
    again = client.chat.completions.create(model="gpt-4o", messages=told, tools=[WEATHER])
    assert again.choices[0].message.content == "hello from python"
    arguments = ""
    for chunk in client.chat.completions.create(model="gpt-4o", messages=HELLO, tools=[WEATHER], stream=True):
        for delta in chunk.choices[0].delta.tool_calls or []:
            arguments += delta.function.arguments or ""
    assert arguments == call.function.arguments


def structured():
    schema = {
        "type": "object",
        "properties": {"age": {"type": "integer"}, "ok": {"type": "boolean"}},
        "required": ["age", "ok"],
        "additionalProperties": False,
    }
    answer = client.chat.completions.create(
        model="gpt-4o",
        messages=HELLO,
        response_format={"type": "json_schema", "json_schema": {"name": "x", "strict": True, "schema": schema}},
    )
    value = json.loads(answer.choices[0].message.content)
    assert isinstance(value["age"], int) and isinstance(value["ok"], bool)


def reasoning():
    wish = {"thinking": {"type": "enabled"}}
    whole = client.chat.completions.create(model="deepseek-chat", messages=HELLO, extra_body=wish)
    thought = whole.choices[0].message.reasoning_content
    assert thought and whole.usage.completion_tokens_details.reasoning_tokens == 6
    parts = list(client.chat.completions.create(model="deepseek-chat", messages=HELLO, extra_body=wish, stream=True))
    assert "".join(getattr(p.choices[0].delta, "reasoning_content", "") for p in parts) == thought
    assert "".join(p.choices[0].delta.content or "" for p in parts) == "hello from python"


def logprobs():
    answer = client.chat.completions.create(model="gpt-4o", messages=HELLO, logprobs=True)
    content = answer.choices[0].logprobs.content
    assert "".join(t.token for t in content) == "hello from python"


def embeddings():
    answer = client.embeddings.create(model="text-embedding-3-small", input=["a", "b"], dimensions=8)
    plain = client.embeddings.create(
        model="text-embedding-3-small", input=["a", "b"], dimensions=8, encoding_format="float"
    )
    for one, two in zip(answer.data, plain.data):
        assert len(one.embedding) == 8
        assert all(abs(x - y) < 1e-6 for x, y in zip(one.embedding, two.embedding))
        assert abs(sum(x * x for x in one.embedding) - 1) < 1e-5


def models():
    assert "gpt-4o" in [m.id for m in client.models.list()]
    assert client.models.retrieve("gpt-4o").id == "gpt-4o"


def refused(kind, call):
    try:
        call()
    except kind as e:
        return e
    raise AssertionError("expected " + kind.__name__)


def errors():
    missing = refused(
        openai.NotFoundError, lambda: client.chat.completions.create(model="missing-model", messages=HELLO)
    )
    assert missing.code == "model_not_found"
    refused(
        openai.AuthenticationError,
        lambda: client.with_options(api_key="sk-invalid-1").chat.completions.create(model="gpt-4o", messages=HELLO),
    )
    limited = refused(
        openai.RateLimitError,
        lambda: client.chat.completions.create(model="gpt-4o~status=429~retry-after=7", messages=HELLO),
    )
    assert limited.response.headers["retry-after"] == "7"
    refused(
        openai.APIError,
        lambda: list(
            client.chat.completions.create(model="gpt-4o~fault=error-event~at=2", messages=HELLO, stream=True)
        ),
    )
    refused(
        openai.APIConnectionError,
        lambda: client.chat.completions.create(model="gpt-4o~fault=reset-before", messages=HELLO),
    )


async def asynchronous():
    async with openai.AsyncOpenAI(base_url=BASE, api_key="sk-test") as each:
        answers = await asyncio.gather(
            *(
                each.chat.completions.create(model="gpt-4o", messages=[{"role": "user", "content": f"repeat: n{i}"}])
                for i in range(20)
            )
        )
    assert [a.choices[0].message.content for a in answers] == [f"n{i}" for i in range(20)]


for test in (chat, cut, stream, tools, structured, reasoning, logprobs, embeddings, models, errors):
    test()
    print("ok", test.__name__)
asyncio.run(asynchronous())
print("ok asynchronous")
