// The official openai package through the gateway: files and batches.
import assert from "node:assert";
import OpenAI, { toFile } from "openai";

const client = new OpenAI({ baseURL: process.env.GATEWAY_URL + "/v1", apiKey: process.env.GATEWAY_KEY, maxRetries: 0 });
const line = (id, model) =>
  JSON.stringify({
    custom_id: id,
    method: "POST",
    url: "/v1/chat/completions",
    body: { model, messages: [{ role: "user", content: "repeat: hello of " + model }] },
  });

async function finished(batch) {
  while (!["completed", "failed", "expired", "cancelled"].includes(batch.status)) {
    await new Promise((resolve) => setTimeout(resolve, 300));
    batch = await client.batches.retrieve(batch.id);
  }
  return batch;
}

const tests = {
  async files() {
    const content = line("a", "gpt") + "\n";
    const file = await client.files.create({ file: await toFile(Buffer.from(content), "mine.jsonl"), purpose: "batch" });
    assert.equal(file.filename, "mine.jsonl");
    assert.equal(await (await client.files.content(file.id)).text(), content);
    assert.equal((await client.files.delete(file.id)).deleted, true);
    await assert.rejects(client.files.retrieve(file.id), OpenAI.NotFoundError);
  },
  async batch() {
    const lines = [line("one", "gpt"), line("two", "gemini")].join("\n");
    const file = await client.files.create({ file: await toFile(Buffer.from(lines), "in.jsonl"), purpose: "batch" });
    const done = await finished(
      await client.batches.create({ input_file_id: file.id, endpoint: "/v1/chat/completions", completion_window: "24h" }),
    );
    assert.equal(done.status, "completed");
    assert.equal(done.error_file_id, null);
    const text = await (await client.files.content(done.output_file_id)).text();
    const contents = text.trim().split("\n").map((each) => JSON.parse(each).response.body.choices[0].message.content);
    assert.deepEqual(contents, ["hello of gpt", "hello of gemini"]);
  },
};

for (const [name, test] of Object.entries(tests)) {
  await test();
  console.log("ok", name);
}
