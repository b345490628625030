"""The official huggingface_hub package against SIM_URL: text generation, chat, embeddings, likeness, errors; TEI's own paths."""
import os

import httpx
from huggingface_hub import InferenceClient
from huggingface_hub.errors import GenerationError, OverloadedError, ValidationError

URL = os.environ["SIM_URL"] + "/s/slot/huggingface"
HELLO = "repeat: hello from python"


def client(suffix="", **more):
    return InferenceClient(model=URL + suffix, token="hf_test", **more)


server = client()


def generation():
    assert server.text_generation(HELLO) == "hello from python"
    answer = server.text_generation(HELLO, details=True, max_new_tokens=2, decoder_input_details=True)
    assert answer.generated_text == "hello fr" and answer.details.finish_reason == "length"
    assert answer.details.generated_tokens == 2 and len(answer.details.prefill) == 7
    stopped = server.text_generation(HELLO, details=True, stop=["from"])
    assert stopped.details.finish_reason == "stop_sequence"


def stream():
    assert "".join(server.text_generation(HELLO, stream=True)) == "hello from python"
    parts = list(server.text_generation(HELLO, stream=True, details=True))
    assert parts[-1].generated_text == "hello from python" and parts[-1].details.generated_tokens == 5
    assert parts[-1].details.input_length == 7 and parts[0].details is None


def chat():
    messages = [{"role": "user", "content": HELLO}]
    inference = InferenceClient(base_url=URL + "/v1", api_key="hf_test")
    answer = inference.chat_completion(messages, model="meta-llama/Llama-3.1-8B-Instruct")
    assert answer.choices[0].message.content == "hello from python" and answer.usage.completion_tokens == 5
    parts = list(inference.chat_completion(messages, model="m", stream=True))
    assert "".join(p.choices[0].delta.content or "" for p in parts if p.choices) == "hello from python"


def embeddings():
    # the package wants numpy for these
    pipeline = URL + "/hf-inference/models/BAAI/bge-small/pipeline/feature-extraction"
    vectors = httpx.post(pipeline, json={"inputs": ["a", "b"]}, headers={"authorization": "Bearer hf_test"}).json()
    assert [len(v) for v in vectors] == [384, 384]
    scores = client("/hf-inference/models/x/y/pipeline/sentence-similarity").sentence_similarity(
        "deep lock", other_sentences=["a river", "the deep lock"])
    assert scores[1] > scores[0]


def servers():
    embedded = httpx.post(URL + "/embed", json={"inputs": ["a", "abcdef"]})
    assert len(embedded.json()) == 2 and embedded.headers["x-compute-tokens"] == "3"
    ranked = httpx.post(URL + "/rerank", json={"query": "deep lock", "texts": ["a", "the deep lock"]}).json()
    assert ranked[0]["index"] == 1
    whole = httpx.post(URL + "/generate", json={"inputs": HELLO})
    assert whole.json()["generated_text"] == "hello from python" and whole.headers["x-generated-tokens"] == "5"
    streamed = httpx.post(URL + "/generate_stream", json={"inputs": HELLO}).text
    assert streamed.startswith('data:{"index":1') and '"generated_text":"hello from python"' in streamed


def errors():
    for suffix, kind in (("~status=429", OverloadedError), ("~status=424", GenerationError), ("~status=422", ValidationError)):
        broken = client("/models/m" + suffix)
        try:
            broken.text_generation("x")
        except kind:
            continue
        raise AssertionError("expected " + kind.__name__)
    empty = httpx.post(URL + "/embed", json={"inputs": []})
    assert empty.status_code == 422 and empty.json()["error_type"] == "validation"


for test in (generation, stream, chat, embeddings, servers, errors):
    test()
    print("ok", test.__name__)
