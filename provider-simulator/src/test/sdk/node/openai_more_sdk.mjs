// The official openai package against SIM_URL: responses, images, audio, moderations, batches, Azure, errors.
import assert from 'node:assert/strict';
import OpenAI, { AzureOpenAI, toFile } from 'openai';

const base = `${process.env.SIM_URL}/s/slot`;
const client = new OpenAI({ baseURL: `${base}/v1`, apiKey: 'sk-test', maxRetries: 0 });
const input = 'repeat: hello from node';

const tests = {
  async responses() {
    const answer = await client.responses.create({ model: 'gpt-4o', input });
    assert.equal(answer.output_text, 'hello from node');
    const next = await client.responses.create({ model: 'gpt-4o', input: 'hi', previous_response_id: answer.id });
    assert.equal(next.previous_response_id, answer.id);
    assert.ok(next.usage.input_tokens > 1);
  },
  async stream() {
    const stream = client.responses.stream({ model: 'o3-mini', input, reasoning: { effort: 'low', summary: 'auto' } });
    let number = 0;
    for await (const event of stream) assert.equal(event.sequence_number, number++);
    const final = await stream.finalResponse();
    assert.equal(final.output_text, 'hello from node');
    assert.ok(final.output[0].summary[0].text);
    assert.equal(final.usage.output_tokens_details.reasoning_tokens, 6);
  },
  async images() {
    const made = await client.images.generate({ model: 'gpt-image-1', prompt: 'a lock' });
    assert.ok(Buffer.from(made.data[0].b64_json, 'base64').subarray(1, 4).equals(Buffer.from('PNG')));
    const picture = await toFile(Buffer.from('png'), 'a.png', { type: 'image/png' });
    const edited = await client.images.edit({ model: 'gpt-image-1', image: [picture, picture], prompt: 'a mill' });
    assert.equal(edited.usage.input_tokens_details.image_tokens, 388);
  },
  async audio() {
    const spoken = await client.audio.speech.create({ model: 'tts-1', voice: 'alloy', input: 'hello' });
    assert.ok((await spoken.arrayBuffer()).byteLength > 400);
    const file = await toFile(Buffer.alloc(16_000), 'a.mp3');
    const heard = await client.audio.transcriptions.create({ model: 'whisper-1', file, prompt: input });
    assert.equal(heard.text, 'hello from node');
  },
  async moderations() {
    const judged = await client.moderations.create({ input: 'violence' });
    assert.ok(judged.results[0].flagged);
  },
  async batches() {
    const line = {
      custom_id: 'a',
      method: 'POST',
      url: '/v1/embeddings',
      body: { model: 'text-embedding-3-small', input: 'a' },
    };
    const file = await toFile(Buffer.from(JSON.stringify(line)), 'in.jsonl');
    const stored = await client.files.create({ file, purpose: 'batch' });
    let batch = await client.batches.create({
      input_file_id: stored.id,
      endpoint: '/v1/embeddings',
      completion_window: '24h',
    });
    while (batch.status !== 'completed') batch = await client.batches.retrieve(batch.id);
    const output = JSON.parse(await (await client.files.content(batch.output_file_id)).text());
    assert.equal(output.response.body.data[0].embedding.length, 1536);
  },
  async azure() {
    const azure = new AzureOpenAI({ endpoint: base, apiKey: 'azure', apiVersion: '2024-10-21', maxRetries: 0 });
    const answer = await azure.chat.completions.create({
      model: 'my-gpt',
      messages: [{ role: 'user', content: input }],
    });
    assert.equal(answer.choices[0].message.content, 'hello from node');
    assert.ok(answer.choices[0].content_filter_results.hate);
  },
  async errors() {
    await assert.rejects(client.responses.create({ model: 'missing-x', input }), OpenAI.NotFoundError);
    await assert.rejects(
      client.audio.speech.create({ model: 'tts-1~status=429', voice: 'alloy', input: 'x' }),
      OpenAI.RateLimitError,
    );
  },
};

for (const [name, test] of Object.entries(tests)) {
  await test();
  console.log('ok', name);
}
