"""The official anthropic and openai packages through the gateway in the protocols beside chat, each in front of every provider."""
import os

import anthropic
import openai

BASE = os.environ["GATEWAY_URL"]
KEY = os.environ["GATEWAY_KEY"]
claude = anthropic.Anthropic(base_url=BASE, api_key=KEY, max_retries=0)
client = openai.OpenAI(base_url=BASE + "/v1", api_key=KEY, max_retries=0)
HELLO = [{"role": "user", "content": "repeat: hello from python"}]
MODELS = ("gpt", "claude", "llama", "gemini")
WEATHER = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}


def messages():
    for model in MODELS:
        answer = claude.messages.create(model=model, max_tokens=64, messages=HELLO, system="Be terse.")
        assert answer.content[0].text == "hello from python", (model, answer)
        assert answer.stop_reason == "end_turn", (model, answer)
        assert answer.model == model
        assert answer._request_id, model
        assert answer.usage.input_tokens > 0 and answer.usage.output_tokens > 0, (model, answer)


def messages_stream():
    for model in MODELS:
        with claude.messages.stream(model=model, max_tokens=64, messages=HELLO) as stream:
            text = "".join(stream.text_stream)
            last = stream.get_final_message()
        assert text == "hello from python", (model, text)
        assert last.stop_reason == "end_turn" and last.usage.output_tokens > 0, (model, last)


def messages_tools():
    tool = {"name": "weather", "description": "Weather", "input_schema": WEATHER}
    for model in MODELS:
        asked = [{"role": "user", "content": "What is the weather? Use the tool."}]
        answer = claude.messages.create(
            model=model, max_tokens=64, messages=asked, tools=[tool], tool_choice={"type": "any"}
        )
        call = next(block for block in answer.content if block.type == "tool_use")
        assert answer.stop_reason == "tool_use" and call.name == "weather" and isinstance(call.input, dict), answer
        result = {"type": "tool_result", "tool_use_id": call.id, "content": "18 degrees"}
        asked += [{"role": "assistant", "content": answer.content}, {"role": "user", "content": [result]}]
        assert claude.messages.create(model=model, max_tokens=64, messages=asked, tools=[tool]).content, model


def messages_tools_stream():
    tool = {"name": "weather", "description": "Weather", "input_schema": WEATHER}
    for model in MODELS:
        asked = [{"role": "user", "content": "What is the weather? Use the tool."}]
        with claude.messages.stream(
            model=model, max_tokens=64, messages=asked, tools=[tool], tool_choice={"type": "any"}
        ) as stream:
            kinds = [event.type for event in stream]
            last = stream.get_final_message()
        call = next(block for block in last.content if block.type == "tool_use")
        assert last.stop_reason == "tool_use" and call.name == "weather" and call.input["city"], (model, last)
        assert "input_json" in kinds, (model, kinds)


def messages_errors():
    for call, kind in (
        (lambda: claude.messages.create(model="no-such-model", max_tokens=9, messages=HELLO), anthropic.APIStatusError),
        (lambda: claude.with_options(api_key="sk-wrong").messages.create(model="gpt", max_tokens=9, messages=HELLO),
         anthropic.AuthenticationError),
    ):
        try:
            call()
            raise AssertionError("no error")
        except kind as error:
            assert error.body["type"] == "error" and error.body["error"]["message"], error.body


def messages_models():
    listed = {m.id: m for m in claude.models.list()}
    assert set(MODELS) <= set(listed) and "cent" not in listed, listed
    assert listed["gpt"].display_name == "gpt" and listed["gpt"].type == "model" and listed["gpt"].created_at.year > 2000
    assert claude.models.retrieve("gpt").id == "gpt"


def responses():
    for model in MODELS:
        answer = client.responses.create(model=model, input="repeat: hello from python", instructions="Be terse.")
        assert answer.output_text == "hello from python", (model, answer)
        assert answer.status == "completed" and answer.model == model, (model, answer)
        assert answer.usage.total_tokens > 0, (model, answer)


def responses_stream():
    for model in MODELS:
        text, numbers, last = "", [], None
        for event in client.responses.create(model=model, input="repeat: hello from python", stream=True):
            numbers.append(event.sequence_number)
            if event.type == "response.output_text.delta":
                text += event.delta
            last = event
        assert text == "hello from python", (model, text)
        assert last.type == "response.completed" and last.response.output_text == text, (model, last)
        assert numbers == sorted(set(numbers)), (model, numbers)


def responses_need_no_state():
    try:
        client.responses.create(model="claude", input="Hi", previous_response_id="resp_1")
        raise AssertionError("no error")
    except openai.BadRequestError as error:
        assert error.param == "previous_response_id", error


def completions():
    for model in MODELS:
        answer = client.completions.create(model=model, prompt="repeat: hello from python", max_tokens=64)
        assert answer.choices[0].text == "hello from python", (model, answer)
        text = ""
        for chunk in client.completions.create(model=model, prompt="repeat: hello from python", stream=True):
            text += chunk.choices[0].text if chunk.choices else ""
        assert text == "hello from python", (model, text)


for test in (
    messages, messages_stream, messages_tools, messages_tools_stream, messages_errors, messages_models, responses, responses_stream, responses_need_no_state,
    completions,
):
    test()
    print("ok " + test.__name__)
