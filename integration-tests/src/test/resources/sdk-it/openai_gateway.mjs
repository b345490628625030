// The official openai package through the gateway: chat, stream, tools, errors, abort.
import assert from 'node:assert/strict';
import OpenAI, { toFile } from 'openai';

const baseURL = `${process.env.GATEWAY_URL}/v1`;
const client = new OpenAI({ baseURL, apiKey: process.env.GATEWAY_KEY, maxRetries: 0 });
const messages = [{ role: 'user', content: 'repeat: hello from node' }];
const models = ['gpt', 'claude', 'llama'];
const tools = [
  {
    type: 'function',
    function: { name: 'weather', parameters: { type: 'object', properties: { city: { type: 'string' } } } },
  },
];

/** How many requests a client with this many retries sends for a model that always fails. */
async function sent(model, maxRetries) {
  let requests = 0;
  const counting = new OpenAI({
    baseURL,
    apiKey: process.env.GATEWAY_KEY,
    maxRetries,
    fetch: (...call) => {
      requests++;
      return fetch(...call);
    },
  });
  await assert.rejects(counting.chat.completions.create({ model, messages }), OpenAI.InternalServerError);
  return requests;
}

const tests = {
  async chat() {
    for (const model of models) {
      const answer = await client.chat.completions.create({ model, messages });
      assert.equal(answer.choices[0].message.content, 'hello from node');
      assert.ok(answer.usage.completion_tokens > 0);
      assert.ok(answer._request_id);
    }
  },
  async stream() {
    for (const model of models) {
      let text = '';
      let usage;
      const stream = await client.chat.completions.create({
        model,
        messages,
        stream: true,
        stream_options: { include_usage: true },
      });
      for await (const chunk of stream) {
        text += chunk.choices[0]?.delta.content ?? '';
        usage = chunk.usage ?? usage;
      }
      assert.equal(text, 'hello from node');
      assert.ok(usage.completion_tokens > 0);
    }
  },
  async tools() {
    for (const model of models) {
      const runner = client.chat.completions.stream({ model, messages, tools });
      const final = await runner.finalChatCompletion();
      assert.equal(final.choices[0].finish_reason, 'tool_calls');
      assert.ok(JSON.parse(final.choices[0].message.tool_calls[0].function.arguments).city);
    }
  },
  async models() {
    const list = await client.models.list();
    assert.ok(list.data.some((model) => model.id === 'gpt'));
  },
  async errors() {
    const stranger = new OpenAI({ baseURL, apiKey: 'sk-nobody-has-this-key', maxRetries: 0 });
    await assert.rejects(stranger.chat.completions.create({ model: 'gpt', messages }), OpenAI.AuthenticationError);
    await assert.rejects(client.chat.completions.create({ model: 'cent', messages }), OpenAI.PermissionDeniedError);
    await assert.rejects(client.chat.completions.create({ model: 'broken', messages }), OpenAI.InternalServerError);
    await assert.rejects(client.chat.completions.create({ model: 'refusing', messages }), OpenAI.RateLimitError);
  },
  async brokenStream() {
    const told = [{ role: 'user', content: 'sim{tokens=20,fault=error-event,at=3}' }];
    const stream = await client.chat.completions.create({ model: 'gpt', messages: told, stream: true });
    await assert.rejects(async () => {
      for await (const chunk of stream) assert.ok(chunk);
    }, OpenAI.APIError);
  },
  async retries() {
    // the gateway has tried again itself, and says so: asking once more would only multiply
    assert.equal(await sent('broken', 2), 1);
    // here it has not tried again: the client's own rules hold
    assert.equal(await sent('untried', 1), 2);
  },
  async parallel() {
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        client.chat.completions.create({ model: 'gpt', messages: [{ role: 'user', content: `repeat: n${i}` }] }),
      ),
    );
    answers.forEach((answer, i) => assert.equal(answer.choices[0].message.content, `n${i}`));
  },
  async audio() {
    const spoken = await client.audio.speech.create({ model: 'speaker', voice: 'alloy', input: 'hello' });
    assert.ok((await spoken.arrayBuffer()).byteLength > 400);
    const file = await toFile(Buffer.alloc(400_000), 'a.mp3');
    const prompt = 'repeat: hello from node';
    const heard = await client.audio.transcriptions.create({ file, prompt, model: 'listener' });
    assert.equal(heard.text, 'hello from node');
    let text = '';
    const events = await client.audio.transcriptions.create({ file, prompt, model: 'listener-by-token', stream: true });
    for await (const event of events) text += event.delta ?? '';
    assert.equal(text, 'hello from node');
    const picture = await toFile(Buffer.from('png'), 'a.png', { type: 'image/png' });
    const edited = await client.images.edit({ model: 'token-painter', image: [picture, picture], prompt: 'a mill' });
    assert.ok(edited.usage.input_tokens > 0);
  },
  async abort() {
    const told = [{ role: 'user', content: 'sim{tokens=1000,chunk-ms=20}' }];
    const stream = await client.chat.completions.create({ model: 'gpt', messages: told, stream: true });
    for await (const chunk of stream) {
      if (chunk.choices[0]?.delta.content) break;
    }
    stream.controller.abort();
  },
};

for (const [name, test] of Object.entries(tests)) {
  await test();
  console.log('ok', name);
}
