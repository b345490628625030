"""The official ollama package against SIM_URL: chat, generate, stream, thinking, tools, formats, embed, tags, errors."""
import json
import os

import ollama

client = ollama.Client(host=os.environ["SIM_URL"])
HELLO = [{"role": "user", "content": "repeat: hello from python"}]


def weather(city: str) -> str:
    """The weather of a city."""
    return city


def chat():
    answer = client.chat(model="llama3.2", messages=HELLO)
    assert answer.message.content == "hello from python" and answer.done_reason == "stop"
    assert answer.eval_count == 5 and answer.prompt_eval_count == 7
    cut = client.chat(model="llama3.2", messages=HELLO, options={"num_predict": 1})
    assert cut.done_reason == "length" and cut.eval_count == 1


def stream():
    parts = list(client.chat(model="llama3.2", messages=HELLO, stream=True, think=True))
    assert "".join(p.message.content for p in parts) == "hello from python"
    assert "".join(p.message.thinking or "" for p in parts)
    assert parts[-1].done and parts[-1].eval_count > 5


def generate():
    assert client.generate(model="llama3.2", prompt="repeat: hi").response == "hi"
    assert "".join(p.response for p in client.generate(model="llama3.2", prompt="repeat: hi", stream=True)) == "hi"


def tools():
    answer = client.chat(model="llama3.2", messages=HELLO, tools=[weather])
    assert answer.message.tool_calls[0].function.name == "weather"
    assert answer.message.tool_calls[0].function.arguments["city"]


def formats():
    schema = {"type": "object", "properties": {"age": {"type": "integer"}}, "required": ["age"]}
    value = json.loads(client.chat(model="llama3.2", messages=HELLO, format=schema).message.content)
    assert isinstance(value["age"], int)
    json.loads(client.chat(model="llama3.2", messages=HELLO, format="json").message.content)


def embed():
    assert len(client.embed(model="nomic-embed-text", input=["a", "b"]).embeddings) == 2


def models():
    assert client.list().models[0].model
    assert "tools" in client.show("llama3.2").capabilities


def errors():
    try:
        client.chat(model="missing-model", messages=HELLO)
    except ollama.ResponseError as e:
        assert e.status_code == 404
    else:
        raise AssertionError("expected a ResponseError")


for test in (chat, stream, generate, tools, formats, embed, models, errors):
    test()
    print("ok", test.__name__)
