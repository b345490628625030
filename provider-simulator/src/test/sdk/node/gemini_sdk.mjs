// The official @google/genai package against SIM_URL: content, stream, thinking, tools, JSON, counting, embeddings, models, Vertex, errors.
import assert from 'node:assert/strict';
import { OAuth2Client } from 'google-auth-library';
import { ApiError, FunctionCallingConfigMode, GoogleGenAI, Type } from '@google/genai';

const baseUrl = `${process.env.SIM_URL}/s/slot`;
const client = new GoogleGenAI({ apiKey: 'gemini-test', httpOptions: { baseUrl } });
const model = 'gemini-2.5-flash';
const contents = 'repeat: hello from node';
const tools = [
  {
    functionDeclarations: [
      { name: 'weather', parameters: { type: Type.OBJECT, properties: { city: { type: Type.STRING } } } },
    ],
  },
];

const tests = {
  async content() {
    const answer = await client.models.generateContent({ model, contents });
    assert.equal(answer.text, 'hello from node');
    assert.equal(answer.usageMetadata.candidatesTokenCount, 4);
  },
  async stream() {
    let text = '';
    let usage;
    for await (const part of await client.models.generateContentStream({ model, contents })) {
      text += part.text ?? '';
      usage = part.usageMetadata ?? usage;
    }
    assert.equal(text, 'hello from node');
    assert.equal(usage.totalTokenCount, 10);
  },
  async thinking() {
    const config = { thinkingConfig: { includeThoughts: true } };
    const answer = await client.models.generateContent({ model, contents, config });
    assert.ok(answer.candidates[0].content.parts[0].thought);
    assert.equal(answer.usageMetadata.thoughtsTokenCount, 6);
  },
  async tools() {
    const toolConfig = { functionCallingConfig: { mode: FunctionCallingConfigMode.ANY } };
    const answer = await client.models.generateContent({ model, contents, config: { tools, toolConfig } });
    assert.equal(answer.functionCalls[0].name, 'weather');
    assert.ok(answer.functionCalls[0].args.city);
  },
  async json() {
    const answer = await client.models.generateContent({
      model,
      contents,
      config: {
        responseMimeType: 'application/json',
        responseSchema: { type: Type.OBJECT, properties: { age: { type: Type.INTEGER } } },
      },
    });
    assert.ok(Number.isInteger(JSON.parse(answer.text).age));
  },
  async others() {
    assert.equal((await client.models.countTokens({ model, contents })).totalTokens, 6);
    const embedded = await client.models.embedContent({ model: 'gemini-embedding-001', contents: ['a', 'b'] });
    assert.equal(embedded.embeddings.length, 2);
    const pager = await client.models.list();
    assert.ok(pager.page.some((one) => one.name === `models/${model}`));
  },
  async vertex() {
    const authClient = new OAuth2Client();
    authClient.setCredentials({ access_token: 'ya29.node' });
    const vertex = new GoogleGenAI({
      vertexai: true,
      project: 'p',
      location: 'us-central1',
      httpOptions: { baseUrl },
      // the library asks Google itself for a service account's token, wherever the account's file points
      googleAuthOptions: { authClient },
    });
    assert.equal((await vertex.models.generateContent({ model, contents })).text, 'hello from node');
  },
  async errors() {
    await assert.rejects(
      client.models.generateContent({ model: `${model}~status=429`, contents }),
      (error) => error instanceof ApiError && error.status === 429,
    );
    await assert.rejects(client.models.generateContent({ model: 'missing-x', contents }), /not found/);
  },
};

for (const [name, test] of Object.entries(tests)) {
  await test();
  console.log('ok', name);
}
