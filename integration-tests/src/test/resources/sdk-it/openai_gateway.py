"""The official openai package through the gateway: chat, stream, tools, errors, retries."""
import asyncio
import json
import os

import openai

BASE = os.environ["GATEWAY_URL"] + "/v1"
KEY = os.environ["GATEWAY_KEY"]
client = openai.OpenAI(base_url=BASE, api_key=KEY, max_retries=0)
HELLO = [{"role": "user", "content": "repeat: hello from python"}]
MODELS = ("gpt", "claude", "llama")
WEATHER = {
    "type": "function",
    "function": {
        "name": "weather",
        "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
    },
}


def chat():
    for model in MODELS:
        answer = client.chat.completions.create(model=model, messages=HELLO)
        assert answer.choices[0].message.content == "hello from python", answer
        assert answer.usage.total_tokens == answer.usage.prompt_tokens + answer.usage.completion_tokens
        assert answer._request_id


def stream():
    for model in MODELS:
        text, usages, reasons = "", [], []
        for chunk in client.chat.completions.create(
            model=model, messages=HELLO, stream=True, stream_options={"include_usage": True}
        ):
            if chunk.choices:
                text += chunk.choices[0].delta.content or ""
                if chunk.choices[0].finish_reason:
                    reasons.append(chunk.choices[0].finish_reason)
            if chunk.usage:
                usages.append(chunk.usage)
        assert text == "hello from python" and reasons == ["stop"], (model, text, reasons)
        assert len(usages) == 1 and usages[0].completion_tokens > 0, (model, usages)


def tools():
    for model in MODELS:
        answer = client.chat.completions.create(model=model, messages=HELLO, tools=[WEATHER])
        call = answer.choices[0].message.tool_calls[0]
        assert answer.choices[0].finish_reason == "tool_calls" and call.function.name == "weather"
        assert json.loads(call.function.arguments)["city"]
        told = HELLO + [
            answer.choices[0].message.model_dump(exclude_none=True),
            {"role": "tool", "tool_call_id": call.id, "content": "repeat: 12 degrees"},
        ]
        again = client.chat.completions.create(model=model, messages=told, tools=[WEATHER])
        assert again.choices[0].message.content, again
        arguments, names = "", []
        for chunk in client.chat.completions.create(model=model, messages=HELLO, tools=[WEATHER], stream=True):
            for delta in chunk.choices[0].delta.tool_calls or [] if chunk.choices else []:
                arguments += delta.function.arguments or ""
                names += [delta.function.name] if delta.function.name else []
        assert json.loads(arguments)["city"] and names == ["weather"], (model, names, arguments)


def models():
    listed = [m.id for m in client.models.list()]
    assert set(MODELS) <= set(listed) and "cent" not in listed, listed
    assert client.models.retrieve("gpt").id == "gpt"


def refused(kind, call):
    try:
        call()
    except kind as e:
        return e
    raise AssertionError("expected " + kind.__name__)


def errors():
    stranger = openai.OpenAI(base_url=BASE, api_key="sk-nobody-has-this-key", max_retries=0)
    refused(openai.AuthenticationError, lambda: stranger.chat.completions.create(model="gpt", messages=HELLO))
    refused(openai.PermissionDeniedError, lambda: client.chat.completions.create(model="cent", messages=HELLO))
    refused(openai.InternalServerError, lambda: client.chat.completions.create(model="broken", messages=HELLO))
    limited = refused(openai.RateLimitError, lambda: client.chat.completions.create(model="refusing", messages=HELLO))
    assert limited.response.headers["retry-after"] == "7" and limited.response.headers["retry-after-ms"] == "7000"
    bad = refused(
        openai.BadRequestError, lambda: client.chat.completions.create(model="gpt", messages=HELLO, max_tokens=-1)
    )
    assert bad.body["message"]


def broken_stream():
    told = [{"role": "user", "content": "sim{tokens=20,fault=error-event,at=3}"}]
    refused(openai.APIError, lambda: list(client.chat.completions.create(model="gpt", messages=told, stream=True)))


def counting(retries):
    """A client that counts what it sends."""
    sent = []
    http = openai.DefaultHttpxClient(event_hooks={"request": [sent.append]})
    return openai.OpenAI(base_url=BASE, api_key=KEY, max_retries=retries, http_client=http), sent


def retries():
    # the gateway has tried again itself, and says so: asking once more would only multiply
    tired, sent = counting(2)
    error = refused(openai.InternalServerError, lambda: tired.chat.completions.create(model="broken", messages=HELLO))
    assert error.response.headers["x-should-retry"] == "false" and len(sent) == 1, (error.response.headers, len(sent))
    # here it has not tried again: the client's own rules hold
    patient, sent = counting(1)
    refused(openai.InternalServerError, lambda: patient.chat.completions.create(model="untried", messages=HELLO))
    assert len(sent) == 2, len(sent)


def limits():
    limited = openai.OpenAI(base_url=BASE, api_key=os.environ["GATEWAY_LIMITED_KEY"], max_retries=0)
    error = refused(openai.RateLimitError, lambda: limited.chat.completions.create(model="gpt", messages=HELLO))
    assert int(error.response.headers["retry-after"]) >= 0, error.response.headers


async def asynchronous():
    async with openai.AsyncOpenAI(base_url=BASE, api_key=KEY) as each:
        answers = await asyncio.gather(
            *(
                each.chat.completions.create(model="gpt", messages=[{"role": "user", "content": f"repeat: n{i}"}])
                for i in range(20)
            )
        )
    assert [a.choices[0].message.content for a in answers] == [f"n{i}" for i in range(20)]


for test in (chat, stream, tools, models, errors, broken_stream, retries, limits):
    test()
    print("ok", test.__name__)
asyncio.run(asynchronous())
print("ok asynchronous")
