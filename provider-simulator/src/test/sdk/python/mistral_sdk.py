"""The official mistralai package against SIM_URL: chat, streams, reasoning, tools, JSON, FIM, embeddings, moderations, OCR, errors."""
import json
import os

from mistralai.client import Mistral
from mistralai.client import errors as sdk

client = Mistral(api_key="mistral-test", server_url=os.environ["SIM_URL"] + "/s/slot/mistral")
MODEL = "mistral-large-latest"
HELLO = [{"role": "user", "content": "repeat: hello from python"}]
WEATHER = {"type": "function", "function": {"name": "weather", "parameters": {
    "type": "object", "properties": {"city": {"type": "string"}}}}}


def refused(kind, call):
    try:
        call()
    except kind as e:
        return e
    raise AssertionError("expected " + kind.__name__)


def chat():
    answer = client.chat.complete(model=MODEL, messages=HELLO)
    assert answer.choices[0].message.content == "hello from python" and answer.choices[0].finish_reason == "stop"
    assert answer.usage.completion_tokens == 5 and answer.usage.prompt_tokens == 7
    assert client.chat.complete(model=MODEL, messages=HELLO, max_tokens=2).choices[0].finish_reason == "length"


def stream():
    parts = [e.data for e in client.chat.stream(model=MODEL, messages=HELLO)]
    assert "".join(p.choices[0].delta.content or "" for p in parts) == "hello from python"
    assert parts[-1].usage.completion_tokens == 5 and parts[-1].choices[0].finish_reason == "stop"
    assert parts[0].usage is None


def reasoning():
    whole = client.chat.complete(model="magistral-medium-latest", messages=HELLO, prompt_mode="reasoning")
    thought, text = whole.choices[0].message.content
    assert thought.thinking[0].text and text.text == "hello from python"
    parts = [e.data.choices[0].delta.content for e in client.chat.stream(
        model="magistral-medium-latest", messages=HELLO, prompt_mode="reasoning")]
    assert "".join(p[0].thinking[0].text for p in parts if isinstance(p, list)) == thought.thinking[0].text


def tools():
    answer = client.chat.complete(model=MODEL, messages=HELLO, tools=[WEATHER], tool_choice="any")
    call = answer.choices[0].message.tool_calls[0]
    assert answer.choices[0].finish_reason == "tool_calls" and len(call.id) == 9
    parts = [e.data for e in client.chat.stream(model=MODEL, messages=HELLO, tools=[WEATHER])]
    assert parts[-1].choices[0].delta.tool_calls[0].function.arguments == call.function.arguments
    told = HELLO + [answer.choices[0].message, {"role": "tool", "tool_call_id": call.id, "content": "12"}]
    again = client.chat.complete(model=MODEL, messages=told, tools=[WEATHER])
    assert again.choices[0].message.content == "hello from python"


def formats():
    schema = {"type": "object", "properties": {"age": {"type": "integer"}}}
    answer = client.chat.complete(model=MODEL, messages=HELLO, response_format={
        "type": "json_schema", "json_schema": {"name": "x", "schema": schema}})
    assert isinstance(json.loads(answer.choices[0].message.content)["age"], int)


def fim():
    answer = client.fim.complete(model="codestral-latest", prompt="repeat: def f(): pass", suffix="return")
    assert answer.choices[0].message.content == "def f(): pass"
    parts = [e.data for e in client.fim.stream(model="codestral-latest", prompt="repeat: x")]
    assert "".join(p.choices[0].delta.content or "" for p in parts) == "x"


def others():
    embedded = client.embeddings.create(model="mistral-embed", inputs=["a", "b"])
    assert [len(d.embedding) for d in embedded.data] == [1024, 1024] and embedded.usage.prompt_tokens == 2
    judged = client.classifiers.moderate(model="mistral-moderation-latest", inputs=["calm", "violence"])
    assert [r.categories["violence_and_threats"] for r in judged.results] == [False, True]
    read = client.ocr.process(
        model="mistral-ocr-latest", pages=[0, 1], document={"type": "document_url", "document_url": "https://x/y.pdf"})
    assert read.usage_info.pages_processed == 2 and read.pages[1].markdown
    assert MODEL in [m.id for m in client.models.list().data]


def errors():
    unknown = refused(sdk.SDKError, lambda: client.chat.complete(model="missing-x", messages=HELLO))
    assert unknown.status_code == 400 and json.loads(unknown.body)["type"] == "invalid_model"
    limited = refused(
        sdk.SDKError, lambda: client.chat.complete(model=MODEL + "~status=429~retry-after=7", messages=HELLO))
    assert limited.headers["retry-after"] == "7" and json.loads(limited.body)["code"] == "1300"
    invalid = refused(sdk.HTTPValidationError, lambda: client.chat.complete(model="", messages=HELLO))
    assert invalid.data.detail[0].loc == ["body", "model"]


def batches():
    def line(name, text):
        return json.dumps({"custom_id": name, "body": {"max_tokens": 100, "messages": [{"role": "user", "content": text}]}})
    lines = line("a", "repeat: one") + "\n" + line("b", "no sim{status=400}") + "\n"
    file = client.files.upload(file={"file_name": "in.jsonl", "content": lines.encode()}, purpose="batch")
    job = client.batch.jobs.create(input_files=[file.id], model=MODEL, endpoint="/v1/chat/completions")
    assert job.status == "QUEUED" and job.total_requests == 2 and not job.output_file
    seen = [client.batch.jobs.get(job_id=job.id) for _ in range(2)]
    assert [each.status for each in seen] == ["RUNNING", "SUCCESS"]
    done = seen[-1]
    assert done.succeeded_requests == 1 and done.failed_requests == 1
    result = json.loads(client.files.download(file_id=done.output_file).read())
    assert result["custom_id"] == "a" and result["response"]["status_code"] == 200
    assert result["response"]["body"]["choices"][0]["message"]["content"] == "one"
    failed = json.loads(client.files.download(file_id=done.error_file).read())
    assert failed["custom_id"] == "b" and failed["response"]["status_code"] == 400
    other = client.batch.jobs.create(input_files=[file.id], model=MODEL, endpoint="/v1/chat/completions")
    assert client.batch.jobs.cancel(job_id=other.id).status == "CANCELLATION_REQUESTED"
    assert client.batch.jobs.get(job_id=other.id).status == "CANCELLED"


for test in (chat, stream, reasoning, tools, formats, fim, others, batches, errors):
    test()
    print("ok", test.__name__)
