"""The official openai package against SIM_URL: responses, completions, images, audio, moderations, files, batches, realtime."""
import base64
import io
import json
import os
import struct

import openai

BASE = os.environ["SIM_URL"] + "/s/slot/v1"
client = openai.OpenAI(base_url=BASE, api_key="sk-test", max_retries=0)
WEATHER = {
    "type": "function",
    "name": "weather",
    "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
    "strict": False,
}
TEXT = "repeat: hello from python"
PNG = b"\x89PNG\r\n\x1a\n"


def wav(seconds):
    data = bytes(16_000 * seconds)
    return b"RIFF" + struct.pack("<I", 36 + len(data)) + b"WAVEfmt " + struct.pack(
        "<IHHIIHH", 16, 1, 1, 8_000, 16_000, 2, 16
    ) + b"data" + struct.pack("<I", len(data)) + data


def refused(kind, call):
    try:
        call()
    except kind as e:
        return e
    raise AssertionError("expected " + kind.__name__)


def response():
    answer = client.responses.create(model="gpt-4o~cached=2", input=TEXT, instructions="be short")
    assert answer.output_text == "hello from python" and answer.status == "completed"
    assert answer.usage.input_tokens == 9 and answer.usage.input_tokens_details.cached_tokens == 2
    cut = client.responses.create(model="gpt-4o", input=TEXT, max_output_tokens=2)
    assert cut.status == "incomplete" and cut.incomplete_details.reason == "max_output_tokens"


def conversation():
    first = client.responses.create(model="gpt-4o", input=TEXT)
    second = client.responses.create(model="gpt-4o", input="repeat: again", previous_response_id=first.id)
    assert second.usage.input_tokens > first.usage.input_tokens and second.previous_response_id == first.id
    assert client.responses.retrieve(first.id).output_text == "hello from python"
    assert client.responses.input_items.list(first.id).data[0].role == "user"
    client.responses.delete(first.id)
    refused(openai.NotFoundError, lambda: client.responses.retrieve(first.id))
    lost = refused(
        openai.BadRequestError,
        lambda: client.responses.create(model="gpt-4o", input=TEXT, previous_response_id=first.id),
    )
    assert lost.code == "previous_response_not_found"


def response_stream():
    kinds = []
    with client.responses.stream(model="gpt-4o", input=TEXT) as stream:
        for number, event in enumerate(stream):
            kinds.append(event.type)
        final = stream.get_final_response()
    assert final.output_text == "hello from python" and final.usage.output_tokens == 5
    assert kinds[:4] == [
        "response.created", "response.in_progress", "response.output_item.added", "response.content_part.added",
    ]
    assert kinds[-1] == "response.completed"
    numbers = [e.sequence_number for e in client.responses.create(model="gpt-4o", input=TEXT, stream=True)]
    assert numbers == list(range(len(numbers)))


def response_reasoning():
    wish = {"effort": "high", "summary": "auto"}
    whole = client.responses.create(
        model="o3-mini", input=TEXT, reasoning=wish, include=["reasoning.encrypted_content"]
    )
    assert [item.type for item in whole.output] == ["reasoning", "message"]
    assert whole.output[0].summary[0].text and whole.output[0].encrypted_content
    assert whole.usage.output_tokens_details.reasoning_tokens == 6
    with client.responses.stream(model="o3-mini", input=TEXT, reasoning=wish) as stream:
        events = list(stream)
        final = stream.get_final_response()
    assert final.output[0].summary == whole.output[0].summary and final.output_text == "hello from python"
    assert {e.output_index for e in events if e.type == "response.output_text.delta"} == {1}


def response_tools():
    answer = client.responses.create(model="gpt-4o", input=TEXT, tools=[WEATHER])
    call = answer.output[0]
    assert call.type == "function_call" and json.loads(call.arguments)["city"]
    with client.responses.stream(model="gpt-4o", input=TEXT, tools=[WEATHER]) as stream:
        assert stream.until_done().get_final_response().output[0].arguments == call.arguments
    told = [{"role": "user", "content": TEXT}, call.model_dump(exclude_none=True),
            {"type": "function_call_output", "call_id": call.call_id, "output": "12 degrees"}]
    again = client.responses.create(model="gpt-4o", input=told, tools=[WEATHER])
    assert again.output_text == "hello from python"


def response_formats():
    schema = {"type": "object", "properties": {"age": {"type": "integer"}}, "required": ["age"]}
    picture = {"type": "input_image", "image_url": "data:image/png;base64,AAAA", "detail": "auto"}
    answer = client.responses.create(
        model="gpt-4o",
        input=[{"role": "user", "content": [{"type": "input_text", "text": TEXT}, picture]}],
        text={"format": {"type": "json_schema", "name": "x", "schema": schema}},
    )
    assert isinstance(json.loads(answer.output_text)["age"], int)


def completions():
    answer = client.completions.create(model="gpt-3.5-turbo-instruct", prompt=[TEXT, "repeat: b"], n=2, logprobs=1)
    assert [c.text for c in answer.choices] == ["hello from python"] * 2 + ["b"] * 2
    assert answer.choices[0].logprobs.tokens
    parts = list(client.completions.create(
        model="gpt-3.5-turbo-instruct", prompt=TEXT, stream=True, echo=True, stream_options={"include_usage": True}
    ))
    assert "".join(p.choices[0].text for p in parts if p.choices) == TEXT + "hello from python"
    assert parts[-1].usage.completion_tokens == 5


def images():
    linked = client.images.generate(model="dall-e-3", prompt="a lock")
    assert linked.data[0].url.startswith("http://") and linked.data[0].revised_prompt == "a lock"
    assert client._client.get(linked.data[0].url).content.startswith(PNG)
    two = client.images.generate(model="gpt-image-1", prompt="a lock", n=2, quality="low")
    assert base64.b64decode(two.data[1].b64_json).startswith(PNG)
    assert two.usage.output_tokens == 544 and two.usage.input_tokens == 2
    edited = client.images.edit(model="gpt-image-1", image=("a.png", PNG), prompt="a mill")
    assert edited.usage.input_tokens_details.image_tokens == 194
    varied = client.images.create_variation(image=("a.png", PNG), response_format="b64_json")
    assert varied.data[0].b64_json
    events = list(client.images.generate(model="gpt-image-1", prompt="a lock", stream=True, partial_images=2))
    assert [e.type for e in events] == ["image_generation.partial_image"] * 2 + ["image_generation.completed"]
    assert events[-1].usage.total_tokens == 1058


def speech():
    whole = client.audio.speech.create(model="tts-1", voice="alloy", input="hello there")
    assert whole.response.headers["content-type"] == "audio/mpeg" and whole.content[:2] == b"\xff\xfb"
    with client.audio.speech.with_streaming_response.create(
        model="gpt-4o-mini-tts", voice="alloy", input="hello there", response_format="wav"
    ) as stream:
        assert b"".join(stream.iter_bytes())[:4] == b"RIFF"


def transcription():
    sound = ("a.wav", wav(2))
    plain = client.audio.transcriptions.create(model="whisper-1", file=sound, prompt=TEXT)
    assert plain.text == "hello from python" and plain.usage.seconds == 2
    heard = client.audio.transcriptions.create(model="gpt-4o-transcribe", file=sound)
    assert heard.text and heard.usage.input_tokens == 20
    text = client.audio.transcriptions.create(model="whisper-1", file=sound, prompt=TEXT, response_format="text")
    assert text.strip() == "hello from python"
    srt = client.audio.transcriptions.create(model="whisper-1", file=sound, response_format="srt")
    assert "00:00:00,000 --> 00:00:02,000" in srt
    vtt = client.audio.transcriptions.create(model="whisper-1", file=sound, response_format="vtt")
    assert vtt.startswith("WEBVTT")
    long = client.audio.transcriptions.create(
        model="whisper-1", file=sound, prompt=TEXT, response_format="verbose_json",
        timestamp_granularities=["word", "segment"],
    )
    assert long.duration == 2 and [w.word for w in long.words] == ["hello", "from", "python"]
    assert long.segments[0].end == 2
    assert client.audio.translations.create(model="whisper-1", file=sound, prompt=TEXT).text == "hello from python"
    events = list(client.audio.transcriptions.create(model="gpt-4o-transcribe", file=sound, prompt=TEXT, stream=True))
    assert "".join(e.delta for e in events[:-1]) == events[-1].text == "hello from python"


def moderations():
    answer = client.moderations.create(input=["a quiet river", "plain violence"])
    assert [r.flagged for r in answer.results] == [False, True]
    assert answer.results[1].categories.violence and answer.results[1].category_scores.violence > 0.9


def batches():
    lines = [
        {"custom_id": f"c{i}", "method": "POST", "url": "/v1/chat/completions",
         "body": {"model": model, "messages": [{"role": "user", "content": f"repeat: n{i}"}]}}
        for i, model in enumerate(["gpt-4o", "gpt-4o", "missing-model"])
    ]
    content = "\n".join(json.dumps(line) for line in lines).encode()
    file = client.files.create(file=("in.jsonl", content), purpose="batch")
    assert client.files.content(file.id).read() == content
    assert file.id in [f.id for f in client.files.list(purpose="batch")]
    batch = client.batches.create(input_file_id=file.id, endpoint="/v1/chat/completions", completion_window="24h")
    states = [batch.status] + [client.batches.retrieve(batch.id).status for _ in range(3)]
    assert states == ["validating", "in_progress", "completed", "completed"]
    done = client.batches.retrieve(batch.id)
    assert (done.request_counts.total, done.request_counts.completed, done.request_counts.failed) == (3, 2, 1)
    out = [json.loads(line) for line in client.files.content(done.output_file_id).text.splitlines()]
    assert [o["response"]["body"]["choices"][0]["message"]["content"] for o in out] == ["n0", "n1"]
    err = json.loads(client.files.content(done.error_file_id).text)
    assert err["custom_id"] == "c2" and err["response"]["status_code"] == 404
    other = client.batches.create(input_file_id=file.id, endpoint="/v1/chat/completions", completion_window="24h")
    assert client.batches.cancel(other.id).status == "cancelling"
    assert client.batches.retrieve(other.id).status == "cancelled"
    assert client.files.delete(file.id).deleted
    refused(openai.NotFoundError, lambda: client.files.retrieve(file.id))


def realtime():
    with client.realtime.connect(model="gpt-realtime") as connection:
        assert connection.recv().type == "session.created"
        connection.session.update(session={"type": "realtime", "output_modalities": ["text"]})
        assert connection.recv().type == "session.updated"
        connection.conversation.item.create(
            item={"type": "message", "role": "user", "content": [{"type": "input_text", "text": TEXT}]}
        )
        connection.response.create()
        text = ""
        for event in connection:
            text += event.delta if event.type == "response.output_text.delta" else ""
            if event.type == "response.done":
                break
        assert text == "hello from python"
        assert event.response.usage.output_tokens == 5 and event.response.output[0].content[0].text == text


def faults():
    refused(openai.RateLimitError, lambda: client.responses.create(model="gpt-4o~status=429", input=TEXT))
    refused(openai.InternalServerError, lambda: client.images.generate(model="dall-e-3~status=500", prompt="x"))
    failed = list(client.responses.create(model="gpt-4o~fault=error-event~at=5", input=TEXT, stream=True))
    assert len(failed) == 6 and failed[-1].type == "error" and failed[-1].code == "server_error"
    refused(
        openai.APIConnectionError,
        lambda: client.audio.transcriptions.create(model="whisper-1~fault=reset-before", file=("a.wav", wav(1))),
    )
    assert client.responses.create(model="gpt-4o~usage=missing", input=TEXT).usage is None


for test in (response, conversation, response_stream, response_reasoning, response_tools, response_formats, completions,
             images, speech, transcription, moderations, batches, realtime, faults):
    test()
    print("ok", test.__name__)
