/** A program that refreshes its OAuth token again and again, each time as a new client: URL, client id, store, how often. */
import { createClient } from "../../protocol/anaplan/client.ts";
import { connectionSettings } from "../../protocol/anaplan/settings.ts";
import { systemClock } from "../../protocol/clock.ts";

const [url = "", clientId = "", store = "", times = "1"] = process.argv.slice(2);
const settings = connectionSettings({
  api_url: url,
  auth_mode: "OAuth2",
  client_id: clientId,
  token_store: store,
  max_retries: 0,
});
const silent = { debug: () => {}, info: () => {}, warn: () => {}, metric: () => {} };

console.log("up");
for (let count = 0; count < Number(times); count++) {
  const client = createClient(settings, { clock: systemClock, log: silent });
  await client.me();
  await client.close();
}
