// The official openai package against SIM_URL: chat, stream, tools, embeddings, models, errors, abort.
import assert from 'node:assert/strict';
import OpenAI from 'openai';

const client = new OpenAI({ baseURL: `${process.env.SIM_URL}/s/slot/v1`, apiKey: 'sk-test', maxRetries: 0 });
const messages = [{ role: 'user', content: 'repeat: hello from node' }];
const tools = [
  {
    type: 'function',
    function: { name: 'weather', parameters: { type: 'object', properties: { city: { type: 'string' } } } },
  },
];

const tests = {
  async chat() {
    const answer = await client.chat.completions.create({ model: 'gpt-4o', messages });
    assert.equal(answer.choices[0].message.content, 'hello from node');
    assert.equal(answer.usage.completion_tokens, 4);
    assert.match(answer._request_id, /^req_/);
  },
  async stream() {
    let text = '';
    let usage;
    const stream = await client.chat.completions.create({
      model: 'gpt-4o',
      messages,
      stream: true,
      stream_options: { include_usage: true },
    });
    for await (const chunk of stream) {
      text += chunk.choices[0]?.delta.content ?? '';
      usage = chunk.usage ?? usage;
    }
    assert.equal(text, 'hello from node');
    assert.equal(usage.completion_tokens, 4);
  },
  async tools() {
    const answer = await client.chat.completions.create({ model: 'gpt-4o', messages, tools });
    assert.equal(answer.choices[0].finish_reason, 'tool_calls');
    assert.ok(JSON.parse(answer.choices[0].message.tool_calls[0].function.arguments).city);
    const none = await client.chat.completions.create({ model: 'gpt-4o', messages, tools, tool_choice: 'none' });
    assert.equal(none.choices[0].finish_reason, 'stop');
  },
  async embeddings() {
    const answer = await client.embeddings.create({ model: 'text-embedding-3-small', input: 'a' });
    assert.equal(answer.data[0].embedding.length, 1536);
  },
  async models() {
    const list = await client.models.list();
    assert.ok(list.data.some((model) => model.id === 'gpt-4o'));
  },
  async errors() {
    await assert.rejects(client.chat.completions.create({ model: 'missing-x', messages }), OpenAI.NotFoundError);
    await assert.rejects(
      client.chat.completions.create({ model: 'gpt-4o~status=503', messages }),
      OpenAI.InternalServerError,
    );
  },
  async abort() {
    const stream = await client.chat.completions.create({
      model: 'gpt-4o',
      messages: [{ role: 'user', content: 'nonce:node-abort sim{tokens=1000,chunk-ms=20}' }],
      stream: true,
    });
    for await (const chunk of stream) {
      if (chunk.choices[0].delta.content) break;
    }
    stream.controller.abort();
  },
};

for (const [name, test] of Object.entries(tests)) {
  await test();
  console.log('ok', name);
}
