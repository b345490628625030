// The official ollama package against SIM_URL: chat, stream, generate, tools, embed, list, errors.
import assert from 'node:assert/strict';
import { Ollama } from 'ollama';

const client = new Ollama({ host: process.env.SIM_URL });
const model = 'llama3.2';
const messages = [{ role: 'user', content: 'repeat: hello from node' }];
const tools = [
  {
    type: 'function',
    function: { name: 'weather', parameters: { type: 'object', properties: { city: { type: 'string' } } } },
  },
];

const tests = {
  async chat() {
    const answer = await client.chat({ model, messages });
    assert.equal(answer.message.content, 'hello from node');
    assert.equal(answer.eval_count, 4);
  },
  async stream() {
    let text = '';
    for await (const part of await client.chat({ model, messages, stream: true })) {
      text += part.message.content;
    }
    assert.equal(text, 'hello from node');
  },
  async generate() {
    assert.equal((await client.generate({ model, prompt: 'repeat: hi' })).response, 'hi');
  },
  async tools() {
    const answer = await client.chat({ model, messages, tools });
    assert.ok(answer.message.tool_calls[0].function.arguments.city);
  },
  async embed() {
    assert.equal((await client.embed({ model, input: 'a' })).embeddings.length, 1);
  },
  async list() {
    assert.ok((await client.list()).models.length > 0);
  },
  async errors() {
    await assert.rejects(client.chat({ model: 'missing-x', messages }), /not found/);
  },
};

for (const [name, test] of Object.entries(tests)) {
  await test();
  console.log('ok', name);
}
