"""The official google-genai and anthropic packages against SIM_URL: AI Studio, Vertex with a service account, Claude on Vertex."""
import json
import os
import tempfile

import anthropic
import google.auth.transport.requests
import requests
from google import genai
from google.genai import errors, types
from google.oauth2 import service_account

URL = os.environ["SIM_URL"]
MODEL = "gemini-2.5-flash"
HELLO = "repeat: hello from python"
WEATHER = {"name": "weather", "parameters": {"type": "OBJECT", "properties": {"city": {"type": "STRING"}}}}


def studio():
    options = types.HttpOptions(base_url=URL + "/s/slot", retry_options=types.HttpRetryOptions(attempts=1))
    return genai.Client(api_key="gemini-test", http_options=options)


def vertex_client():
    account = requests.get(URL + "/sim/service-account").json()
    credentials = service_account.Credentials.from_service_account_info(
        account, scopes=["https://www.googleapis.com/auth/cloud-platform"]
    )
    options = types.HttpOptions(base_url=URL + "/s/slot", retry_options=types.HttpRetryOptions(attempts=1))
    return genai.Client(
        vertexai=True, project="p", location="us-central1", credentials=credentials, http_options=options
    )


client = studio()
vertex = vertex_client()


def refused(kind, call):
    try:
        call()
    except kind as e:
        return e
    raise AssertionError("expected " + kind.__name__)


def content():
    answer = client.models.generate_content(
        model=MODEL + "~cached=2", contents=HELLO, config={"system_instruction": "be brief"}
    )
    assert answer.text == "hello from python" and answer.candidates[0].finish_reason == "STOP"
    assert answer.usage_metadata.prompt_token_count == 9 and answer.usage_metadata.candidates_token_count == 5
    assert answer.usage_metadata.cached_content_token_count == 2
    cut = client.models.generate_content(model=MODEL, contents=HELLO, config={"max_output_tokens": 2})
    assert cut.candidates[0].finish_reason == "MAX_TOKENS" and cut.text == "hello fr"


def stream():
    parts = list(client.models.generate_content_stream(model=MODEL, contents=HELLO))
    assert "".join(p.text or "" for p in parts) == "hello from python"
    assert parts[-1].usage_metadata.total_token_count == 12 and parts[-1].candidates[0].finish_reason == "STOP"
    listed = requests.post(
        URL + f"/v1beta/models/{MODEL}:streamGenerateContent?key=k",
        json={"contents": [{"role": "user", "parts": [{"text": HELLO}]}]},
    ).json()
    assert "".join(p["candidates"][0]["content"]["parts"][0]["text"] for p in listed) == "hello from python"


def thinking():
    config = types.GenerateContentConfig(thinking_config=types.ThinkingConfig(include_thoughts=True))
    whole = client.models.generate_content(model=MODEL, contents=HELLO, config=config)
    assert whole.candidates[0].content.parts[0].thought and whole.text == "hello from python"
    assert whole.usage_metadata.thoughts_token_count == 6 and whole.usage_metadata.candidates_token_count == 5
    parts = list(client.models.generate_content_stream(model=MODEL, contents=HELLO, config=config))
    thoughts = "".join(p.text or "" for c in parts for p in c.candidates[0].content.parts if p.thought)
    assert thoughts == whole.candidates[0].content.parts[0].text
    assert parts[-1].usage_metadata == whole.usage_metadata


def tools():
    config = types.GenerateContentConfig(tools=[{"function_declarations": [WEATHER]}])
    answer = client.models.generate_content(model=MODEL, contents=HELLO, config=config)
    call = answer.function_calls[0]
    assert call.name == "weather" and call.args["city"]
    streamed = list(client.models.generate_content_stream(model=MODEL, contents=HELLO, config=config))
    assert streamed[-1].function_calls[0].args == call.args
    told = [
        types.Content(role="user", parts=[types.Part(text=HELLO)]),
        answer.candidates[0].content,
        types.Content(role="user", parts=[types.Part.from_function_response(name="weather", response={"t": 12})]),
    ]
    assert client.models.generate_content(model=MODEL, contents=told, config=config).text == "hello from python"


def formats():
    schema = {"type": "OBJECT", "properties": {"age": {"type": "INTEGER"}, "ok": {"type": "BOOLEAN"}}}
    picture = types.Part.from_bytes(data=b"123", mime_type="image/png")
    answer = client.models.generate_content(
        model=MODEL,
        contents=[HELLO, picture],
        config={"response_mime_type": "application/json", "response_schema": schema},
    )
    value = json.loads(answer.text)
    assert isinstance(value["age"], int) and isinstance(value["ok"], bool)


def media():
    answer = client.models.generate_content(
        model="gemini-2.5-flash-image", contents="a lock", config={"response_modalities": ["TEXT", "IMAGE"]}
    )
    assert answer.candidates[0].content.parts[-1].inline_data.data.startswith(b"\x89PNG")
    pictures = requests.post(
        URL + "/v1beta/models/imagen-4.0-generate-001:predict",
        json={"instances": [{"prompt": "a lock"}], "parameters": {"sampleCount": 2}},
        headers={"x-goog-api-key": "k"},
    ).json()
    assert [p["mimeType"] for p in pictures["predictions"]] == ["image/png"] * 2


def counting():
    assert client.models.count_tokens(model=MODEL, contents=HELLO).total_tokens == 7


def embeddings():
    answer = client.models.embed_content(
        model="gemini-embedding-001", contents=["a", "b"], config={"output_dimensionality": 8}
    )
    assert [len(e.values) for e in answer.embeddings] == [8, 8]


def models():
    assert "models/" + MODEL in [m.name for m in client.models.list()]
    assert client.models.get(model=MODEL).input_token_limit


def on_vertex():
    assert vertex.models.generate_content(model=MODEL, contents=HELLO).text == "hello from python"
    parts = list(vertex.models.generate_content_stream(model=MODEL, contents=HELLO))
    assert "".join(p.text or "" for p in parts) == "hello from python"
    embedded = vertex.models.embed_content(model="text-embedding-005", contents=["abcde"])
    assert len(embedded.embeddings[0].values) == 768 and embedded.embeddings[0].statistics.token_count == 2
    assert vertex.models.generate_images(model="imagen-4.0-generate-001", prompt="x").generated_images
    assert vertex.models.count_tokens(model=MODEL, contents=HELLO).total_tokens == 7


def claude_on_vertex():
    claude = anthropic.AnthropicVertex(
        base_url=URL + "/s/slot/v1", project_id="p", region="r", access_token="ya29.x", max_retries=0
    )
    wish = {"model": "claude-sonnet-4-5@20250929", "max_tokens": 100, "messages": [{"role": "user", "content": HELLO}]}
    assert claude.messages.create(**wish).content[0].text == "hello from python"
    with claude.messages.stream(**wish) as events:
        assert events.get_final_message().usage.output_tokens == 5
    assert claude.messages.count_tokens(model=wish["model"], messages=wish["messages"]).input_tokens == 7


def tokens():
    account = requests.get(URL + "/sim/service-account").json()
    good = service_account.Credentials.from_service_account_info(account, scopes=["x"])
    good.refresh(google.auth.transport.requests.Request())
    assert good.token.startswith("ya29.")
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    other = rsa.generate_private_key(public_exponent=65537, key_size=2048).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    forged = service_account.Credentials.from_service_account_info(
        {**account, "private_key": other.decode()}, scopes=["x"]
    )
    refusal = refused(
        google.auth.exceptions.RefreshError, lambda: forged.refresh(google.auth.transport.requests.Request())
    )
    assert "Invalid JWT Signature" in str(refusal)


def faults():
    missing = refused(errors.ClientError, lambda: client.models.generate_content(model="missing-x", contents=HELLO))
    assert missing.code == 404 and missing.status == "NOT_FOUND"
    limited = refused(
        errors.ClientError,
        lambda: client.models.generate_content(model=MODEL + "~status=429~retry-after=7", contents=HELLO),
    )
    assert limited.status == "RESOURCE_EXHAUSTED" and limited.details["error"]["details"][0]["retryDelay"] == "7s"
    refused(errors.ServerError, lambda: vertex.models.generate_content(model=MODEL + "~status=503", contents=HELLO))
    refused(
        errors.APIError,
        lambda: list(client.models.generate_content_stream(model=MODEL + "~fault=error-event~at=2", contents=HELLO)),
    )
    bare = client.models.generate_content(model=MODEL + "~usage=missing", contents=HELLO)
    assert bare.usage_metadata is None
    keyless = requests.post(URL + f"/v1beta/models/{MODEL}:generateContent", json={"contents": []})
    assert keyless.status_code == 403
    tokenless = requests.post(
        URL + f"/v1/projects/p/locations/l/publishers/google/models/{MODEL}:generateContent",
        json={}, headers={"x-goog-api-key": "k"},
    )
    assert tokenless.status_code == 401 and tokenless.json()["error"]["status"] == "UNAUTHENTICATED"


def batches():
    def line(key, text):
        return json.dumps({"key": key, "request": {"contents": [{"role": "user", "parts": [{"text": text}]}]}})

    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", delete=False) as file:
        file.write(line("good", HELLO) + "\n" + line("bad", "no sim{status=400}") + "\n")
    uploaded = client.files.upload(file=file.name, config={"mime_type": "application/jsonl", "display_name": "in"})
    assert uploaded.name.startswith("files/") and uploaded.display_name == "in"
    job = client.batches.create(model=MODEL, src=uploaded.name, config={"display_name": "two"})
    assert job.name.startswith("batches/") and job.display_name == "two"
    states = []
    while not job.done:
        states.append(job.state.name)
        job = client.batches.get(name=job.name)
    assert states == ["JOB_STATE_PENDING", "JOB_STATE_RUNNING"] and job.state.name == "JOB_STATE_SUCCEEDED"
    results = [json.loads(each) for each in client.files.download(file=job.dest.file_name).splitlines()]
    answer = types.GenerateContentResponse.model_validate(results[0]["response"])
    assert results[0]["key"] == "good" and answer.text == "hello from python"
    assert results[1]["key"] == "bad" and results[1]["error"]["code"] == 400
    other = client.batches.create(model=MODEL, src=uploaded.name)
    client.batches.cancel(name=other.name)
    assert client.batches.get(name=other.name).state.name == "JOB_STATE_CANCELLED"
    missing = refused(errors.ClientError, lambda: client.batches.create(model=MODEL, src="files/none"))
    assert missing.code == 400


for test in (content, stream, thinking, tools, formats, media, counting, embeddings, models, on_vertex,
             claude_on_vertex, tokens, batches, faults):
    test()
    print("ok", test.__name__)
