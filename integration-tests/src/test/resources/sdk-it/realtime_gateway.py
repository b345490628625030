"""The official openai package's realtime sessions through the gateway: today's API, the beta, asynchronous, refusals."""
import asyncio
import os

import openai
import websockets
import websockets.sync.client

BASE = os.environ["GATEWAY_URL"] + "/v1"
KEY = os.environ["GATEWAY_KEY"]
client = openai.OpenAI(base_url=BASE, api_key=KEY, max_retries=0)
HELLO = {"type": "message", "role": "user", "content": [{"type": "input_text", "text": "repeat: hello from python"}]}


def session():
    with client.realtime.connect(model="voice") as connection:
        assert connection.recv().type == "session.created"
        connection.session.update(session={"type": "realtime", "output_modalities": ["text"]})
        assert connection.recv().type == "session.updated"
        connection.conversation.item.create(item=HELLO)
        connection.response.create()
        text = ""
        for event in connection:
            text += event.delta if event.type == "response.output_text.delta" else ""
            if event.type == "response.done":
                break
        assert text == "hello from python", text
        assert event.response.usage.output_tokens == 5, event


def azure():
    other = openai.AzureOpenAI(
        azure_endpoint=os.environ["GATEWAY_URL"],
        websocket_base_url=os.environ["GATEWAY_URL"].replace("http", "ws", 1) + "/openai",
        api_key=KEY,
        api_version="2025-04-01-preview",
    )
    with other.realtime.connect(model="voice-azure") as connection:
        assert connection.recv().type == "session.created"
        connection.conversation.item.create(item=HELLO)
        connection.response.create()
        while connection.recv().type != "response.done":
            pass


def headers():
    url = BASE.replace("http", "ws", 1) + "/realtime?model=voice"
    with websockets.sync.client.connect(url, additional_headers={"Authorization": "Bearer " + KEY}) as socket:
        assert socket.response.headers["x-litellm-model-group"] == "voice", socket.response.headers
        assert socket.response.headers["x-litellm-call-id"]


def refusals():
    for model, status in (("claude", 400), ("unknown", 403), ("voice-refusing", 429)):
        try:
            with client.realtime.connect(model=model):
                raise AssertionError(model)
        except websockets.exceptions.InvalidStatus as refused:
            assert refused.response.status_code == status, (model, refused)


async def asynchronous():
    async with openai.AsyncOpenAI(base_url=BASE, api_key=KEY) as each:
        async with each.realtime.connect(model="voice") as connection:
            await connection.conversation.item.create(item=HELLO)
            await connection.response.create(response={"max_output_tokens": 3})
            async for event in connection:
                if event.type == "response.done":
                    break
            assert event.response.status == "incomplete" and event.response.usage.output_tokens == 3, event


for test in (session, azure, headers, refusals):
    test()
    print("ok", test.__name__)
asyncio.run(asynchronous())
print("ok asynchronous")
