// The official openai package as browsers use it: the key is in the subprotocol.
import OpenAI from "openai";
import { OpenAIRealtimeWebSocket } from "openai/realtime/websocket";

// the package asks for TLS, which a proxy in front of the gateway would end
const Native = globalThis.WebSocket;
globalThis.WebSocket = class extends Native {
  constructor(url, protocols) {
    super(String(url).replace("wss://", "ws://"), protocols);
  }
};

const client = new OpenAI({
  baseURL: process.env.GATEWAY_URL + "/v1",
  apiKey: process.env.GATEWAY_KEY,
  dangerouslyAllowBrowser: true,
});
const item = { type: "message", role: "user", content: [{ type: "input_text", text: "repeat: hello from node" }] };

const session = new OpenAIRealtimeWebSocket({ model: "voice", dangerouslyAllowBrowser: true }, client);
let text = "";
await new Promise((resolve, reject) => {
  session.on("error", reject);
  session.on("session.created", () => {
    session.send({ type: "conversation.item.create", item });
    session.send({ type: "response.create" });
  });
  session.on("response.output_text.delta", (event) => (text += event.delta));
  session.on("response.done", resolve);
});
if (text !== "hello from node") throw new Error(text);
session.close();
console.log("ok browser");
