// The official @anthropic-ai/sdk package against SIM_URL: message, stream, thinking, tools, counting, errors.
import assert from 'node:assert/strict';
import Anthropic from '@anthropic-ai/sdk';

const client = new Anthropic({ baseURL: process.env.SIM_URL, apiKey: 'sk-ant-test', maxRetries: 0 });
const model = 'claude-simulated';
const messages = [{ role: 'user', content: 'repeat: hello from node' }];
const tools = [{ name: 'weather', input_schema: { type: 'object', properties: { city: { type: 'string' } } } }];

const tests = {
  async message() {
    const answer = await client.messages.create({ model, max_tokens: 50, messages });
    assert.equal(answer.content[0].text, 'hello from node');
    assert.equal(answer.usage.output_tokens, 4);
  },
  async stream() {
    const final = await client.messages.stream({ model, max_tokens: 50, messages }).finalMessage();
    assert.equal(final.content[0].text, 'hello from node');
    assert.equal(final.usage.output_tokens, 4);
  },
  async thinking() {
    const final = await client.messages
      .stream({ model, max_tokens: 2000, messages, thinking: { type: 'enabled', budget_tokens: 1024 } })
      .finalMessage();
    assert.deepEqual(final.content.map((block) => block.type), ['thinking', 'text']);
    assert.ok(final.content[0].signature);
  },
  async tools() {
    const final = await client.messages.stream({ model, max_tokens: 50, messages, tools }).finalMessage();
    assert.equal(final.stop_reason, 'tool_use');
    assert.ok(final.content[0].input.city);
  },
  async counting() {
    const counted = await client.messages.countTokens({ model, messages });
    assert.equal(counted.input_tokens, 6);
  },
  async errors() {
    await assert.rejects(
      client.messages.create({ model: 'missing-x', max_tokens: 5, messages }),
      Anthropic.NotFoundError,
    );
    await assert.rejects(
      client.messages.create({ model: `${model}~status=429`, max_tokens: 5, messages }),
      Anthropic.RateLimitError,
    );
  },
};

for (const [name, test] of Object.entries(tests)) {
  await test();
  console.log('ok', name);
}
