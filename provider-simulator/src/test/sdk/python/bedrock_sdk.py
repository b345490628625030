"""boto3 and anthropic's AnthropicBedrock against SIM_URL: signatures, Converse, InvokeModel, event streams, errors, faults."""
import base64
import json
import os

import anthropic
import boto3
from botocore.config import Config
from botocore.exceptions import ClientError, EventStreamError

URL = os.environ["SIM_URL"] + "/s/slot"
KEY = "AKIASIMULATED0000001"
SECRET = "simulated/secret+access/key+of/sluice+01"
CLAUDE = "us.anthropic.claude-sonnet-4-5-20250929-v1:0"
TEXT = "repeat: hello from python"
HELLO = [{"role": "user", "content": [{"text": TEXT}]}]
TOOLS = {"tools": [{"toolSpec": {"name": "weather", "inputSchema": {"json": {
    "type": "object", "properties": {"city": {"type": "string"}}}}}}]}


def connect(key=KEY, secret=SECRET, token=None):
    return boto3.client(
        "bedrock-runtime", region_name="us-east-1", endpoint_url=URL, aws_access_key_id=key,
        aws_secret_access_key=secret, aws_session_token=token,
        config=Config(retries={"total_max_attempts": 1}),
    )


client = connect()


def refused(code, call):
    try:
        call()
    except ClientError as e:
        assert e.response["Error"]["Code"] == code, e.response
        return e.response
    raise AssertionError("expected " + code)


def invoke(model, **body):
    answer = client.invoke_model(modelId=model, body=json.dumps(body))
    return json.loads(answer["body"].read()), answer["ResponseMetadata"]["HTTPHeaders"]


def invoke_stream(model, **body):
    answer = client.invoke_model_with_response_stream(modelId=model, body=json.dumps(body))
    return [json.loads(event["chunk"]["bytes"]) for event in answer["body"]]


def converse():
    answer = client.converse(
        modelId=CLAUDE + "~cached=2~cache-write=1", messages=HELLO, system=[{"text": "brief"}],
        inferenceConfig={"maxTokens": 50},
    )
    assert answer["output"]["message"]["content"] == [{"text": "hello from python"}]
    assert answer["stopReason"] == "end_turn"
    usage = answer["usage"]
    assert (usage["inputTokens"], usage["outputTokens"], usage["totalTokens"]) == (5, 5, 13)
    assert (usage["cacheReadInputTokens"], usage["cacheWriteInputTokens"]) == (2, 1)
    arn = "arn:aws:bedrock:us-east-1:1:inference-profile/us.anthropic.claude"
    assert client.converse(modelId=arn, messages=HELLO)["stopReason"] == "end_turn"


def converse_stream():
    events = list(client.converse_stream(modelId=CLAUDE, messages=HELLO)["stream"])
    assert [next(iter(e)) for e in events[:2]] == ["messageStart", "contentBlockDelta"]
    text = "".join(e["contentBlockDelta"]["delta"]["text"] for e in events if "contentBlockDelta" in e)
    assert text == "hello from python"
    assert events[-2]["messageStop"]["stopReason"] == "end_turn" and events[-1]["metadata"]["usage"]["outputTokens"] == 5


def tools():
    answer = client.converse(modelId=CLAUDE, messages=HELLO, toolConfig=TOOLS)
    use = answer["output"]["message"]["content"][0]["toolUse"]
    assert answer["stopReason"] == "tool_use" and use["name"] == "weather" and use["input"]["city"]
    events = list(client.converse_stream(modelId=CLAUDE, messages=HELLO, toolConfig=TOOLS)["stream"])
    pieces = [e["contentBlockDelta"]["delta"]["toolUse"]["input"] for e in events if "contentBlockDelta" in e]
    assert json.loads("".join(pieces)) == use["input"]
    told = HELLO + [answer["output"]["message"], {"role": "user", "content": [
        {"toolResult": {"toolUseId": use["toolUseId"], "content": [{"text": "12"}]}}]}]
    again = client.converse(modelId=CLAUDE, messages=told, toolConfig=TOOLS)
    assert again["output"]["message"]["content"][0]["text"]


def reasoning():
    fields = {"thinking": {"type": "enabled", "budget_tokens": 1024}}
    answer = client.converse(modelId=CLAUDE, messages=HELLO, additionalModelRequestFields=fields)
    thought = answer["output"]["message"]["content"][0]["reasoningContent"]["reasoningText"]
    events = list(client.converse_stream(
        modelId=CLAUDE, messages=HELLO, additionalModelRequestFields=fields)["stream"])
    deltas = [e["contentBlockDelta"]["delta"]["reasoningContent"] for e in events
              if "reasoningContent" in e.get("contentBlockDelta", {}).get("delta", {})]
    assert "".join(d.get("text", "") for d in deltas) == thought["text"]
    assert deltas[-1]["signature"] == thought["signature"]


def formats():
    schema = json.dumps({"type": "object", "properties": {"age": {"type": "integer"}}})
    answer = client.converse(
        modelId=CLAUDE,
        messages=[{"role": "user", "content": [
            {"text": TEXT}, {"image": {"format": "png", "source": {"bytes": b"123"}}}]}],
        outputConfig={"textFormat": {"type": "json_schema", "structure": {"jsonSchema": {"schema": schema}}}},
    )
    assert isinstance(json.loads(answer["output"]["message"]["content"][0]["text"])["age"], int)


def claude():
    wish = {"anthropic_version": "bedrock-2023-05-31", "max_tokens": 50,
            "messages": [{"role": "user", "content": TEXT}]}
    answer, headers = invoke(CLAUDE, **wish)
    assert answer["content"][0]["text"] == "hello from python"
    assert headers["x-amzn-bedrock-output-token-count"] == "5"
    chunks = invoke_stream(CLAUDE, **wish)
    assert chunks[0]["type"] == "message_start"
    assert chunks[-1]["amazon-bedrock-invocationMetrics"]["outputTokenCount"] == 5
    sdk = anthropic.AnthropicBedrock(
        base_url=URL, aws_access_key=KEY, aws_secret_key=SECRET, aws_region="us-east-1", max_retries=0
    )
    message = {"model": CLAUDE, "max_tokens": 50, "messages": [{"role": "user", "content": TEXT}]}
    assert sdk.messages.create(**message).content[0].text == "hello from python"
    with sdk.messages.stream(**message) as stream:
        assert stream.get_final_message().usage.output_tokens == 5


def families():
    llama, _ = invoke("meta.llama3-1-8b-instruct-v1:0", prompt=TEXT)
    assert llama["generation"] == "hello from python" and llama["generation_token_count"] == 5
    pieces = invoke_stream("meta.llama3-1-8b-instruct-v1:0", prompt=TEXT, max_gen_len=2)
    assert "".join(p["generation"] for p in pieces) == "hello fr" and pieces[-1]["stop_reason"] == "length"
    titan, _ = invoke("amazon.titan-text-express-v1", inputText=TEXT)
    assert titan["results"][0]["outputText"] == "hello from python" and titan["results"][0]["tokenCount"] == 5
    pieces = invoke_stream("amazon.titan-text-express-v1", inputText=TEXT)
    assert "".join(p["outputText"] for p in pieces) == "hello from python"
    assert pieces[-1]["totalOutputTextTokenCount"] == 5
    nova, _ = invoke("amazon.nova-lite-v1:0", messages=HELLO, inferenceConfig={"max_new_tokens": 50})
    assert nova["output"]["message"]["content"][0]["text"] == "hello from python"
    pieces = invoke_stream("us.amazon.nova-lite-v1:0", messages=HELLO)
    assert pieces[-1]["metadata"]["usage"]["outputTokens"] == 5
    assert pieces[-1]["amazon-bedrock-invocationMetrics"]["inputTokenCount"] == 7


def embeddings():
    titan, headers = invoke("amazon.titan-embed-text-v2:0", inputText="hello", dimensions=256)
    assert len(titan["embedding"]) == 256 and titan["inputTextTokenCount"] == 2
    assert headers["x-amzn-bedrock-input-token-count"] == "2"
    cohere, _ = invoke("cohere.embed-english-v3", texts=["a", "b"], input_type="search_query")
    assert [len(e) for e in cohere["embeddings"]] == [1024, 1024]
    typed, _ = invoke("cohere.embed-v4:0", texts=["a"], input_type="search_query", embedding_types=["float", "int8"])
    assert set(typed["embeddings"]) == {"float", "int8"}


def images():
    core, _ = invoke("stability.stable-image-core-v1:1", prompt="a lock")
    assert base64.b64decode(core["images"][0]).startswith(b"\x89PNG") and core["finish_reasons"] == [None]
    canvas, _ = invoke("amazon.nova-canvas-v1:0", taskType="TEXT_IMAGE", textToImageParams={"text": "a lock"},
                       imageGenerationConfig={"numberOfImages": 2})
    assert len(canvas["images"]) == 2


def counting():
    assert client.count_tokens(modelId=CLAUDE, input={"converse": {"messages": HELLO}})["inputTokens"] == 7


def signatures():
    assert connect(token="a-session-token").converse(modelId=CLAUDE, messages=HELLO)["stopReason"]
    wrong = refused("InvalidSignatureException",
                    lambda: connect(secret="wrong").converse(modelId=CLAUDE, messages=HELLO))
    assert wrong["ResponseMetadata"]["HTTPStatusCode"] == 403
    refused("UnrecognizedClientException", lambda: connect(key="AKIAOTHER").converse(modelId=CLAUDE, messages=HELLO))


def faults():
    limited = refused("ThrottlingException",
                      lambda: client.converse(modelId=CLAUDE + "~status=429~retry-after=7", messages=HELLO))
    assert limited["ResponseMetadata"]["HTTPHeaders"]["retry-after"] == "7"
    refused("ResourceNotFoundException", lambda: client.converse(modelId="missing-x", messages=HELLO))
    for broken in ("error-event~at=3", "garbage~at=3", "truncate~at=300", "reset-mid~at=3"):
        stream = client.converse_stream(modelId=CLAUDE + "~fault=" + broken, messages=HELLO)["stream"]
        try:
            list(stream)
        except Exception as e:
            assert isinstance(e, EventStreamError) == broken.startswith("error-event"), (broken, e)
        else:
            raise AssertionError("expected an error of " + broken)
    slow = client.converse_stream(modelId=CLAUDE + "~fault=slow-loris~interval-ms=1~chunk=9", messages=HELLO)["stream"]
    assert "metadata" in list(slow)[-1]
    bare = list(client.converse_stream(modelId=CLAUDE + "~usage=missing", messages=HELLO)["stream"])
    assert "usage" not in bare[-1]["metadata"]


for test in (converse, converse_stream, tools, reasoning, formats, claude, families, embeddings, images, counting,
             signatures, faults):
    test()
    print("ok", test.__name__)
