/** Large-volume reads that do not end well (anaplan-api.md 4.8). */
import nock from "nock";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createClient } from "../../../../protocol/anaplan/client.ts";
import { connectionSettings } from "../../../../protocol/anaplan/settings.ts";
import { hastyClock, lineLog, model, modelPath, token } from "./stand-in.ts";

const list = "101000000014";
const requests = `${modelPath}/lists/${list}/readRequests`;
const state = (requestState: string, more: object = {}) => ({
  listReadRequest: { requestId: "7F01", requestState, ...more },
});

beforeEach(() => nock.disableNetConnect());
afterEach(() => {
  expect(nock.pendingMocks()).toEqual([]);
  nock.cleanAll();
  nock.enableNetConnect();
});

async function read(): Promise<unknown> {
  const client = createClient(connectionSettings({ username: "ada@example.com", password: "s3cret-Passw0rd" }), {
    clock: hastyClock(),
    log: lineLog(),
  });
  try {
    for await (const _ of client.readPages({ ...model, kind: "list", id: list }));
    return undefined;
  } catch (error) {
    return error;
  } finally {
    await client.close();
  }
}

describe("a large-volume read", () => {
  it.each([
    ["COMPLETE", { successful: false, availablePages: 0 }, "READ_REQUEST_FAILED"],
    ["CANCELLED", {}, "READ_REQUEST_LOST"],
  ])("that ends as %s is an error, and is deleted", async (word, more, code) => {
    nock("https://auth.anaplan.com")
      .post("/token/authenticate")
      .reply(201, token("t1") as nock.Body);
    nock("https://api.anaplan.com/2/0")
      .post(requests)
      .reply(200, state("NOT_STARTED"))
      .delete(`${requests}/7F01`)
      .reply(200, state("CANCELLED"));
    // Time flies in this test, so the request is also asked for to keep it alive.
    nock("https://api.anaplan.com/2/0").persist().get(`${requests}/7F01`).reply(200, state(word, more));
    expect(await read()).toMatchObject({ code, context: { model_id: model.modelId } });
  });
});
