"""The official openai package as a client of Azure OpenAI against SIM_URL: deployments, v1, Entra token, filters, errors."""
import os

import openai

URL = os.environ["SIM_URL"] + "/s/slot"
VERSION = "2024-10-21"
HELLO = [{"role": "user", "content": "repeat: hello from python"}]
client = openai.AzureOpenAI(azure_endpoint=URL, api_key="azure-test", api_version=VERSION, max_retries=0)


def refused(kind, call):
    try:
        call()
    except kind as e:
        return e
    raise AssertionError("expected " + kind.__name__)


def chat():
    answer = client.chat.completions.create(model="my-gpt", messages=HELLO)
    assert answer.choices[0].message.content == "hello from python" and answer.model == "my-gpt"
    assert answer.choices[0].content_filter_results["hate"] == {"filtered": False, "severity": "safe"}
    assert answer.prompt_filter_results[0]["prompt_index"] == 0


def stream():
    parts = list(client.chat.completions.create(
        model="my-gpt", messages=HELLO, stream=True, stream_options={"include_usage": True}
    ))
    assert parts[0].choices == [] and parts[0].prompt_filter_results
    assert "".join(p.choices[0].delta.content or "" for p in parts if p.choices) == "hello from python"
    assert parts[-1].usage.completion_tokens == 5


def others():
    assert len(client.embeddings.create(model="my-embedding", input="a", dimensions=8).data[0].embedding) == 8
    assert client.images.generate(model="dall-e-3", prompt="a lock").data[0].url
    assert client.audio.transcriptions.create(
        model="my-whisper", file=("a.wav", bytes(100)), prompt="repeat: hi"
    ).text == "hi"


def version_one():
    v1 = openai.OpenAI(base_url=URL + "/openai/v1", api_key="unused", default_headers={"api-key": "azure-test"})
    answer = v1.chat.completions.create(model="my-gpt", messages=HELLO)
    assert answer.choices[0].content_filter_results
    assert v1.responses.create(model="my-gpt", input="repeat: hi").output_text == "hi"


def entra():
    form = {"grant_type": "client_credentials", "client_id": "app", "client_secret": "s",
            "scope": "https://cognitiveservices.azure.com/.default"}
    http = client._client
    token = http.post(URL + "/tenant/oauth2/v2.0/token", data=form).json()["access_token"]
    with_token = openai.AzureOpenAI(azure_endpoint=URL, azure_ad_token=token, api_version=VERSION)
    assert with_token.chat.completions.create(model="my-gpt", messages=HELLO).choices
    assert http.post(URL + "/tenant/oauth2/v2.0/token", data={**form, "client_secret": "invalid"}).status_code == 401


def errors():
    missing = refused(
        openai.NotFoundError, lambda: client.chat.completions.create(model="missing-one", messages=HELLO)
    )
    assert missing.code == "DeploymentNotFound"
    refused(
        openai.AuthenticationError,
        lambda: client.with_options(api_key="invalid").chat.completions.create(model="my-gpt", messages=HELLO),
    )
    limited = refused(
        openai.RateLimitError,
        lambda: client.chat.completions.create(model="my-gpt~status=429~retry-after=7", messages=HELLO),
    )
    assert limited.code == "429" and limited.response.headers["retry-after"] == "7"
    bare = client._client.post(
        URL + "/openai/deployments/my-gpt/chat/completions", json={"messages": HELLO}, headers={"api-key": "k"}
    )
    assert bare.status_code == 404 and bare.json()["error"]["message"] == "Resource not found"


for test in (chat, stream, others, version_one, entra, errors):
    test()
    print("ok", test.__name__)
