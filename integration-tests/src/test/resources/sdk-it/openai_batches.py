"""The official openai package through the gateway: files and batches."""
import io
import json
import os
import time

import openai

client = openai.OpenAI(base_url=os.environ["GATEWAY_URL"] + "/v1", api_key=os.environ["GATEWAY_KEY"], max_retries=0)


def line(custom_id, model):
    body = {"model": model, "messages": [{"role": "user", "content": "repeat: hello of " + model}]}
    return json.dumps({"custom_id": custom_id, "method": "POST", "url": "/v1/chat/completions", "body": body})


def finished(batch):
    while batch.status not in ("completed", "failed", "expired", "cancelled"):
        time.sleep(0.3)
        batch = client.batches.retrieve(batch.id)
    return batch


def files():
    content = (line("a", "gpt") + "\n").encode()
    file = client.files.create(file=("mine.jsonl", io.BytesIO(content)), purpose="batch")
    assert file.id.startswith("file-") and file.object == "file" and file.status == "processed", file
    assert (file.bytes, file.filename, file.purpose) == (len(content), "mine.jsonl", "batch"), file
    assert client.files.retrieve(file.id) == file
    assert client.files.content(file.id).read() == content
    assert file.id in [f.id for f in client.files.list(limit=1)], "the SDK pages through the list"
    assert client.files.delete(file.id).deleted
    try:
        client.files.retrieve(file.id)
        raise AssertionError("it is still there")
    except openai.NotFoundError as e:
        assert file.id in e.message, e


def lifetime():
    file = client.files.create(
        file=b"{}", purpose="batch", expires_after={"anchor": "created_at", "seconds": 7200}
    )
    assert file.expires_at - file.created_at == 7200, file


def batch():
    lines = "\n".join([line("one", "gpt"), line("two", "claude"), line("three", "no-such-model")])
    file = client.files.create(file=("input.jsonl", lines.encode()), purpose="batch")
    made = client.batches.create(
        input_file_id=file.id, endpoint="/v1/chat/completions", completion_window="24h", metadata={"of": "python"}
    )
    assert made.object == "batch" and made.status == "validating" and made.metadata == {"of": "python"}, made
    done = finished(made)
    assert done.status == "completed" and done.completed_at >= done.in_progress_at >= done.created_at, done
    counts = done.request_counts
    assert (counts.total, counts.completed, counts.failed) == (3, 2, 1), done
    results = [json.loads(r) for r in client.files.content(done.output_file_id).text.splitlines()]
    assert [r["custom_id"] for r in results] == ["one", "two"], results
    assert results[1]["response"]["body"]["choices"][0]["message"]["content"] == "hello of claude", results
    errors = [json.loads(r) for r in client.files.content(done.error_file_id).text.splitlines()]
    assert errors[0]["custom_id"] == "three" and errors[0]["response"]["status_code"] == 403, errors
    assert client.files.retrieve(done.output_file_id).purpose == "batch_output"
    assert made.id in [b.id for b in client.batches.list(limit=1)]


def of_a_provider():
    file = client.files.create(file=("input.jsonl", line("one", "gpt-4o-mini").encode()), purpose="batch")
    made = client.batches.create(
        input_file_id=file.id,
        endpoint="/v1/chat/completions",
        completion_window="24h",
        extra_body={"custom_llm_provider": "openai"},
    )
    done = finished(made)
    assert done.status == "completed" and done.request_counts.completed == 1, done
    result = json.loads(client.files.content(done.output_file_id).text)
    assert result["response"]["body"]["choices"][0]["message"]["content"] == "hello of gpt-4o-mini", result
    assert client.files.retrieve(done.output_file_id).filename == made.id + "_output.jsonl"


def cancel():
    file = client.files.create(file=("input.jsonl", (line("x", "gpt") + "\n").encode() * 1), purpose="batch")
    made = client.batches.create(
        input_file_id=file.id, endpoint="/v1/chat/completions", completion_window="24h"
    )
    try:
        made = client.batches.cancel(made.id)
        assert made.status == "cancelling", made
    except openai.ConflictError:
        pass  # it was faster
    assert finished(made).status in ("cancelled", "completed")


def refused():
    try:
        client.batches.create(input_file_id="file-x", endpoint="/v1/chat/completions", completion_window="24h")
        raise AssertionError("there is no such file")
    except openai.BadRequestError as e:
        assert e.param == "input_file_id" and "file-x" in e.message, e


for test in (files, lifetime, batch, of_a_provider, cancel, refused):
    test()
    print("ok", test.__name__, flush=True)
