"""The official google-genai package through the gateway, in front of models of other providers."""
import os

from google import genai
from google.genai import errors, types

BASE = os.environ["GATEWAY_URL"]
KEY = os.environ["GATEWAY_KEY"]
HELLO = "repeat: hello from python"
MODELS = ("gpt", "claude", "llama", "gemini")
WEATHER = {"name": "weather", "parameters": {"type": "OBJECT", "properties": {"city": {"type": "STRING"}}}}


def client(key):
    options = types.HttpOptions(base_url=BASE, retry_options=types.HttpRetryOptions(attempts=1))
    return genai.Client(api_key=key, http_options=options)


google = client(KEY)
stranger = client("sk-wrong")


def content():
    for model in MODELS:
        answer = google.models.generate_content(
            model=model, contents=HELLO, config={"system_instruction": "be brief", "max_output_tokens": 64, "top_k": 3}
        )
        assert answer.text == "hello from python", (model, answer)
        assert answer.candidates[0].finish_reason == "STOP", (model, answer)
        usage = answer.usage_metadata
        assert usage.prompt_token_count > 0 and usage.candidates_token_count > 0, (model, answer)


def stream():
    for model in MODELS:
        parts = list(google.models.generate_content_stream(model=model, contents=HELLO))
        assert "".join(p.text or "" for p in parts) == "hello from python", (model, parts)
        assert parts[-1].candidates[0].finish_reason == "STOP", (model, parts)
        assert parts[-1].usage_metadata.total_token_count > 0, (model, parts)


def tools():
    for model in MODELS:
        config = {
            "tools": [{"function_declarations": [WEATHER]}],
            "tool_config": {"function_calling_config": {"mode": "ANY"}},
        }
        asked = types.Content(role="user", parts=[types.Part(text="What is the weather? Use the tool.")])
        answer = google.models.generate_content(model=model, contents=[asked], config=config)
        call = answer.function_calls[0]
        assert call.name == "weather" and isinstance(call.args, dict), (model, answer)
        result = types.Part(function_response=types.FunctionResponse(id=call.id, name=call.name, response={"t": 18}))
        turns = [asked, answer.candidates[0].content, types.Content(role="user", parts=[result])]
        again = google.models.generate_content(
            model=model, contents=turns, config={"tools": [{"function_declarations": [WEATHER]}]}
        )
        assert again.candidates[0].content.parts, (model, again)


def tools_stream():
    for model in MODELS:
        config = {
            "tools": [{"function_declarations": [WEATHER]}],
            "tool_config": {"function_calling_config": {"mode": "ANY"}},
        }
        parts = google.models.generate_content_stream(model=model, contents="Use the tool.", config=config)
        calls = [call for part in parts for call in part.function_calls or []]
        assert [call.name for call in calls] == ["weather"], (model, calls)


def chat():
    for model in MODELS:
        talk = google.chats.create(model=model)
        assert talk.send_message(HELLO).text == "hello from python", model
        assert talk.send_message(HELLO).text == "hello from python", model
        assert len(talk.get_history()) == 4, model


def refusals():
    for call, status in (
        (lambda: google.models.generate_content(model="no-such-model", contents=HELLO), (400, 403, 404)),
        (lambda: stranger.models.generate_content(model="gpt", contents=HELLO), (401,)),
        (lambda: list(google.models.generate_content_stream(model="no-such-model", contents=HELLO)), (400, 403, 404)),
    ):
        try:
            call()
            raise AssertionError("no error")
        except errors.ClientError as error:
            assert error.code in status and error.status and error.message, error


def models():
    listed = {m.name: m for m in google.models.list()}
    assert {"models/" + model for model in MODELS} <= set(listed) and "models/cent" not in listed, listed
    assert listed["models/gpt"].input_token_limit > 0 and "generateContent" in listed["models/gpt"].supported_actions
    assert google.models.get(model="gpt").name == "models/gpt"
    try:
        google.models.get(model="no-such-model")
        raise AssertionError("no error")
    except errors.ClientError as error:
        assert error.code == 404 and error.status == "NOT_FOUND", error


def counts():
    for model in MODELS:
        assert google.models.count_tokens(model=model, contents="hello").total_tokens > 0, model


for test in (content, stream, tools, tools_stream, chat, models, counts, refusals):
    test()
    print("ok " + test.__name__)
