/** A process made of streams stands in for the real one. */
import { EventEmitter } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough, Writable } from "node:stream";
import { describe, expect, it } from "vitest";
import { ConnectorError } from "../../../protocol/errors.ts";
import { type Main, orchestratorLogChoice, runProgram } from "../../../protocol/program.ts";

class Host extends EventEmitter {
  argv = ["node", "bin"];
  env: Record<string, string> = {};
  pid = 42;
  exitCode: number | undefined;
  killed: string[] = [];
  printed = "";
  stdin = new PassThrough();
  stdout: Writable = new PassThrough();
  stderr = new Writable({
    write: (chunk, _encoding, done) => {
      this.printed += String(chunk);
      done();
    },
  });
  kill(_pid: number, signal: string): void {
    this.killed.push(signal);
  }
  exit(): void {}
}

async function run(main: Main, host = new Host()): Promise<Host> {
  await runProgram(host as unknown as NodeJS.Process, "tap-anaplan", main);
  return host;
}

describe("runProgram", () => {
  it("sets the exit code that main answers", async () => {
    expect((await run(async () => 3)).exitCode).toBe(3);
  });

  it("prints an error once, with code and ids, without a stack trace", async () => {
    const host = await run(async () => {
      throw new ConnectorError("MODEL_LOCKED", { what: "The model is locked.", context: { model_id: "M1" } });
    });
    expect(host.exitCode).toBe(2);
    expect(host.printed.match(/MODEL_LOCKED: The model is locked/g)).toHaveLength(1);
    expect(host.printed).toContain("model_id=M1");
    expect(host.printed).not.toMatch(/\n\s+at /);
  });

  it("adds the stack trace, and that of the cause, with --verbose", async () => {
    const host = new Host();
    host.argv.push("--verbose");
    await run(async () => {
      throw new ConnectorError("UNEXPECTED", { what: "x", cause: new TypeError("inner fault") });
    }, host);
    expect(host.printed).toMatch(/\n\s+at /);
    expect(host.printed).toContain("Caused by: TypeError: inner fault");
  });

  it("tells where the time went with --profile, also of a run that fails", async () => {
    const folder = mkdtempSync(join(tmpdir(), "profile-"));
    const host = Object.assign(new Host(), { cwd: () => folder });
    host.argv.push("--profile");
    await run(async (_argv, io) => {
      await io.stdout.write("a line\n");
      throw new ConnectorError("MODEL_LOCKED", { what: "The model is locked." });
    }, host);
    expect(host.exitCode).toBe(2);
    expect(host.printed).toMatch(/Where [\d.]+ s went:\n {2}writing/);
    expect(readdirSync(folder).sort()).toEqual(["tap-anaplan-42.cpuprofile", "tap-anaplan-42.spans.json"]);
    expect(JSON.parse(readFileSync(join(folder, "tap-anaplan-42.spans.json"), "utf8"))).toMatchObject({
      spans: [{ span: "writing", count: 1 }],
    });
  });

  it("keeps secrets out of errors too", async () => {
    const host = await run(async (_argv, io) => {
      io.configureLog({ level: "info", format: "json", secrets: ["hunter22"] });
      throw new Error("the password hunter22 is wrong");
    });
    expect(host.printed).toContain("the password *** is wrong");
    expect(host.printed).not.toContain("hunter22");
    expect(JSON.parse(host.printed).level).toBe("error");
  });

  it("aborts on the first signal, raises it again after the clean-up", async () => {
    const host = new Host();
    const order: string[] = [];
    await run(async (_argv, io) => {
      const stopped = new Promise<void>((resolve) => io.signal.addEventListener("abort", () => resolve()));
      host.emit("SIGTERM", "SIGTERM");
      await stopped;
      order.push(`clean-up, killed ${host.killed.length}`);
      return 1;
    }, host);
    expect(order).toEqual(["clean-up, killed 0"]);
    expect(host.killed).toEqual(["SIGTERM"]);
    expect(host.listenerCount("SIGTERM")).toBe(0);
  });

  it("leaves at once on the second signal", async () => {
    const host = new Host();
    await run(async () => {
      host.emit("SIGINT", "SIGINT");
      expect(host.killed).toEqual([]);
      host.emit("SIGINT", "SIGINT");
      expect(host.killed).toEqual(["SIGINT"]);
      return 1;
    }, host);
  });

  it("ends quietly with 1 when the reader of stdout goes away", async () => {
    const host = new Host();
    host.stdout = new Writable({
      write: (_chunk, _encoding, done) => done(Object.assign(new Error("EPIPE"), { code: "EPIPE" })),
    });
    await run(async (_argv, io) => {
      await io.stdout.write("x\n");
      return 0;
    }, host);
    expect(host.exitCode).toBe(1);
    expect(host.printed).toBe("");
  });

  it("waits for a slow reader: a write resolves only when its bytes are taken", async () => {
    const host = new Host();
    let take = () => {};
    host.stdout = new Writable({
      write: (_chunk, _encoding, done) => {
        take = done;
      },
    });
    await run(async (_argv, io) => {
      let taken = false;
      const written = io.stdout.write("x\n").then(() => {
        taken = true;
      });
      await new Promise((resolve) => setImmediate(resolve));
      expect(taken).toBe(false);
      take();
      await written;
      expect(taken).toBe(true);
      return 0;
    }, host);
    expect(host.exitCode).toBe(0);
  });
});

describe("orchestratorLogChoice", () => {
  it("reads Python's logging format as Meltano writes it", () => {
    const path = join(mkdtempSync(join(tmpdir(), "log-")), "log.json");
    const formatters = { structured: { "()": "singer_sdk.logging.StructuredFormatter" } };
    writeFileSync(path, JSON.stringify({ version: 1, formatters, root: { level: "WARNING" } }));
    expect(orchestratorLogChoice({ SINGER_SDK_LOG_CONFIG: path })).toEqual({ format: "json", level: "warn" });
    writeFileSync(
      path,
      JSON.stringify({ version: 1, formatters: { plain: { format: "%(message)s" } }, root: { level: "DEBUG" } }),
    );
    expect(orchestratorLogChoice({ SINGER_SDK_LOG_CONFIG: path })).toEqual({ format: undefined, level: "debug" });
    expect(orchestratorLogChoice({})).toEqual({ format: undefined, level: undefined });
  });
});
