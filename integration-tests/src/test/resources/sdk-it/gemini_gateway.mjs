// The official @google/genai package through the gateway, in front of models of other providers.
import assert from 'node:assert/strict';
import { ApiError, FunctionCallingConfigMode, GoogleGenAI, Type } from '@google/genai';

const baseUrl = process.env.GATEWAY_URL;
const client = new GoogleGenAI({ apiKey: process.env.GATEWAY_KEY, httpOptions: { baseUrl } });
const models = ['gpt', 'claude', 'llama', 'gemini'];
const contents = 'repeat: hello from node';
const weather = { name: 'weather', parameters: { type: Type.OBJECT, properties: { city: { type: Type.STRING } } } };

const tests = {
  async content() {
    for (const model of models) {
      const answer = await client.models.generateContent({ model, contents });
      assert.equal(answer.text, 'hello from node', model);
      assert.ok(answer.usageMetadata.candidatesTokenCount > 0, model);
    }
  },
  async stream() {
    for (const model of models) {
      let text = '';
      for await (const part of await client.models.generateContentStream({ model, contents })) {
        text += part.text ?? '';
      }
      assert.equal(text, 'hello from node', model);
    }
  },
  async tools() {
    for (const model of models) {
      const answer = await client.models.generateContent({
        model,
        contents: 'What is the weather? Use the tool.',
        config: {
          tools: [{ functionDeclarations: [weather] }],
          toolConfig: { functionCallingConfig: { mode: FunctionCallingConfigMode.ANY } },
        },
      });
      assert.equal(answer.functionCalls[0].name, 'weather', model);
    }
  },
  async models() {
    const names = [];
    for await (const model of await client.models.list()) names.push(model.name);
    for (const model of models) assert.ok(names.includes('models/' + model), names);
    assert.equal((await client.models.get({ model: 'gpt' })).name, 'models/gpt');
  },
  async refusals() {
    const stranger = new GoogleGenAI({ apiKey: 'sk-wrong', httpOptions: { baseUrl } });
    await assert.rejects(stranger.models.generateContent({ model: 'gpt', contents }), (error) => {
      assert.ok(error instanceof ApiError && error.status === 401, error);
      return true;
    });
  },
};

for (const [name, test] of Object.entries(tests)) {
  await test();
  console.log('ok ' + name);
}
