"""The official openai package through the gateway: chat, stream, tools, errors, retries, vectors, verdicts, images."""
import asyncio
import base64
import json
import os
import struct

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
    assert limited.response.headers["retry-after"] == "2" and limited.response.headers["retry-after-ms"] == "2000"
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


def embeddings():
    # the package asks for Base64 unless told otherwise, and decodes it
    for form in ({}, {"encoding_format": "float"}):
        answer = client.embeddings.create(model="vectors", input=["one text", "another"], dimensions=8, **form)
        assert [e.index for e in answer.data] == [0, 1] and answer.model == "vectors", answer
        assert all(len(e.embedding) == 8 and isinstance(e.embedding[0], float) for e in answer.data), answer
        assert answer.data[0].embedding != answer.data[1].embedding
        assert answer.usage.prompt_tokens == answer.usage.total_tokens > 0, answer.usage
    numbers = client.embeddings.create(model="vectors", input=[[1, 2, 3], [4]], dimensions=4)
    assert len(numbers.data) == 2 and numbers.usage.prompt_tokens == 4, numbers
    refused(openai.PermissionDeniedError, lambda: client.embeddings.create(model="cent", input="a"))
    refused(openai.BadRequestError, lambda: client.embeddings.create(model="vectors", input="a", dimensions=0))


def moderations():
    answer = client.moderations.create(model="guard", input=["all is well", "this is violence"])
    assert [r.flagged for r in answer.results] == [False, True], answer
    assert answer.results[1].categories.violence and answer.results[1].category_scores.violence > 0, answer
    assert answer.model and answer.id, answer


def images():
    answer = client.images.generate(model="painter", prompt="a lake", n=2, size="1024x1024")
    assert len(answer.data) == 2 and all(image.url for image in answer.data), answer
    told = client.images.generate(model="token-painter", prompt="a lake", quality="low")
    assert len(told.data) == 1 and base64.b64decode(told.data[0].b64_json)[1:4] == b"PNG", told
    assert told.usage.output_tokens > 0 and told.usage.input_tokens > 0, told
    refused(openai.BadRequestError, lambda: client.images.generate(model="painter", prompt="a lake", n=11))


def wav(seconds):
    size = seconds * 16000
    return b"RIFF" + struct.pack("<I", 36 + size) + b"WAVEfmt " + struct.pack(
        "<IHHIIHH", 16, 1, 1, 8000, 16000, 2, 16
    ) + b"data" + struct.pack("<I", size) + bytes(size)


def speech():
    whole = client.audio.speech.create(model="speaker", voice="alloy", input="hello there")
    assert whole.response.headers["content-type"] == "audio/mpeg" and whole.content[:2] == b"\xff\xfb"
    with client.audio.speech.with_streaming_response.create(
        model="speaker-by-time", voice="alloy", input="hello there", response_format="wav"
    ) as stream:
        assert b"".join(stream.iter_bytes())[:4] == b"RIFF"
    assert len(client.audio.speech.create(model="eleven", voice="alloy", input="hello there").content) > 100
    refused(openai.BadRequestError, lambda: client.audio.speech.create(model="speaker", voice="alloy", input=""))


def transcription():
    sound, told = ("a.wav", wav(2)), "repeat: hello from python"
    for model in ("listener", "listener-by-token", "deepgram"):
        more = {} if model == "deepgram" else {"prompt": told}
        answer = client.audio.transcriptions.create(model=model, file=sound, **more)
        assert answer.text if model == "deepgram" else answer.text == "hello from python", answer
    long = client.audio.transcriptions.create(
        model="listener", file=sound, prompt=told, response_format="verbose_json",
        timestamp_granularities=["word", "segment"],
    )
    assert long.duration == 2 and [w.word for w in long.words] == ["hello", "from", "python"]
    text = {"prompt": told, "extra_headers": {"accept": "text/plain"}}
    plain = client.audio.transcriptions.create(model="listener", file=sound, response_format="text", **text)
    assert plain.strip() == "hello from python", plain
    srt = client.audio.transcriptions.create(model="listener", file=sound, response_format="srt", **text)
    assert "00:00:00,000 --> 00:00:02,000" in srt and not srt.startswith("{"), srt
    # as LiteLLM answers when nobody asks for text
    wrapped = client.audio.transcriptions.create(model="listener", file=sound, prompt=told, response_format="vtt")
    assert json.loads(wrapped)["text"].startswith("WEBVTT"), wrapped
    assert client.audio.translations.create(model="listener", file=sound, prompt=told).text == "hello from python"
    events = list(
        client.audio.transcriptions.create(model="listener-by-token", file=sound, prompt=told, stream=True)
    )
    assert "".join(e.delta for e in events[:-1]) == events[-1].text == "hello from python", events
    refused(openai.PermissionDeniedError, lambda: client.audio.transcriptions.create(model="cent", file=sound))


def pictures():
    png = ("a.png", base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="))
    edited = client.images.edit(model="token-painter", image=[png, png], mask=png, prompt="a mill")
    assert edited.usage.input_tokens_details.image_tokens > 0 and edited.data[0].b64_json, edited
    varied = client.images.create_variation(model="painter", image=png, n=2)
    assert len(varied.data) == 2, varied


async def asynchronous():
    async with openai.AsyncOpenAI(base_url=BASE, api_key=KEY) as each:
        answers = await asyncio.gather(
            *(
                each.chat.completions.create(model="gpt", messages=[{"role": "user", "content": f"repeat: n{i}"}])
                for i in range(20)
            )
        )
    assert [a.choices[0].message.content for a in answers] == [f"n{i}" for i in range(20)]


for test in (chat, stream, tools, models, errors, broken_stream, retries, limits, embeddings, moderations, images,
             speech, transcription, pictures):
    test()
    print("ok", test.__name__)
asyncio.run(asynchronous())
print("ok asynchronous")
