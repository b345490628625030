"""The official replicate package against SIM_URL: run, wait, poll, stream, cancel, pictures, errors."""
import os

import httpx
import replicate
from replicate.exceptions import ModelError, ReplicateError

client = replicate.Client(api_token="r8_test", base_url=os.environ["SIM_URL"] + "/s/slot/replicate")
client.poll_interval = 0.01
MODEL = "meta/meta-llama-3-8b-instruct"
HELLO = {"prompt": "repeat: hello from python"}


def refused(status, call):
    try:
        call()
    except ReplicateError as e:
        assert e.status == status, e
        return e
    raise AssertionError(f"expected {status}")


def run():
    assert "".join(client.run(MODEL, input=HELLO)) == "hello from python"


def poll():
    prediction = client.models.predictions.create(MODEL, input=HELLO, wait=False)
    seen = [prediction.status]
    while prediction.status not in ("succeeded", "failed"):
        prediction.reload()
        seen.append(prediction.status)
    assert seen == ["starting", "processing", "succeeded"]
    assert "".join(prediction.output) == "hello from python"
    assert prediction.metrics["input_token_count"] == 7 and prediction.metrics["output_token_count"] == 5
    assert client.predictions.get(prediction.id).status == "succeeded"


def wait():
    prediction = client.predictions.create(version="owner/name:hash", input=HELLO, wait=5)
    assert prediction.status == "succeeded" and prediction.model == "owner/name"


def stream():
    events = list(client.stream(MODEL, input=HELLO))
    assert "".join(str(e) for e in events if e.event.value == "output") == "hello from python"
    assert events[-1].event.value == "done"


def cancel():
    prediction = client.models.predictions.create(MODEL, input=HELLO, wait=False)
    prediction.cancel()
    prediction.reload()
    assert prediction.status == "canceled"


def pictures():
    output = client.run("black-forest-labs/flux-schnell", input={"prompt": "a lock", "num_outputs": 2})
    assert len(output) == 2 and httpx.get(output[0]).content.startswith(b"\x89PNG")


def models():
    assert client.models.get(MODEL).latest_version.id


def errors():
    refused(404, lambda: client.run("missing-x/y", input=HELLO))
    refused(422, lambda: client.run(MODEL + "~status=422", input=HELLO))
    unknown = replicate.Client(api_token="invalid", base_url=os.environ["SIM_URL"] + "/replicate")
    assert refused(401, lambda: unknown.run(MODEL, input=HELLO)).title == "Unauthenticated"
    try:
        client.run(MODEL + "~fault=error-event", input=HELLO)
    except ModelError as e:
        assert e.prediction.status == "failed"
    else:
        raise AssertionError("expected a ModelError")


for test in (run, poll, wait, stream, cancel, pictures, models, errors):
    test()
    print("ok", test.__name__)
