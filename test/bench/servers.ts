/** The emulator in a process of its own, and a slow line in front of it. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import type { FaultSpec } from "../emulator/faults/index.ts";
import type { WorldDefinition } from "../emulator/world/definition.ts";
import { programs, scratch } from "./places.ts";
import { benchWorld, type Shape } from "./world.ts";

export interface Server {
  url: string;
  stop(): Promise<void>;
}

/** Serves the exports of `shapes`; every chunk of a file waits `firstByteMs`. */
export function startBenchEmulator(shapes: readonly Shape[], firstByteMs = 0): Promise<Server> {
  return startEmulator(benchWorld(shapes), firstByteMs);
}

/** No rate limit: a bench must not wait for it. */
export async function startEmulator(world: WorldDefinition, firstByteMs = 0): Promise<Server> {
  const [modelFile, faultsFile] = [join(scratch(), "world.json"), join(scratch(), "faults.json")];
  const slow: FaultSpec = {
    fault: "slow",
    match: { method: "GET", path: "/chunks/\\d+$" },
    times: 0,
    delayMs: firstByteMs,
  };
  writeFileSync(modelFile, JSON.stringify(world));
  writeFileSync(faultsFile, JSON.stringify(firstByteMs > 0 ? [slow] : []));
  const argv = [
    programs.emulator,
    "--port",
    "0",
    "--model",
    modelFile,
    "--faults",
    faultsFile,
    "--requests-per-minute",
    "0",
  ];
  const child = spawn(process.execPath, argv, { stdio: ["ignore", "pipe", "inherit"] });
  const ended = once(child, "exit");
  const killWithUs = () => child.kill("SIGKILL");
  process.once("exit", killWithUs);
  for await (const line of createInterface(child.stdout)) {
    const url = /http:\/\/\S+/.exec(line)?.[0];
    if (url === undefined) continue;
    const stop = async () => {
      process.off("exit", killWithUs);
      child.kill("SIGTERM");
      await ended;
    };
    return { url, stop };
  }
  throw new Error("the emulator did not start");
}

/** Passes bytes both ways, all connections together at most so many a second each way. */
export async function startSlowLine(url: string, bytesPerSecond: number): Promise<Server> {
  const { hostname, port } = new URL(url);
  const sockets = new Set<Socket>();
  const paces = [pace(bytesPerSecond), pace(bytesPerSecond)] as const;
  const server = createServer((near) => {
    const far = connect(Number(port), hostname);
    for (const socket of [near, far]) sockets.add(socket.on("error", () => {}));
    void pass(near, far, paces[0]);
    void pass(far, near, paces[1]);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const stop = async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, "close");
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, stop };
}

async function pass(from: Socket, to: Socket, wait: (bytes: number) => Promise<void>): Promise<void> {
  try {
    for await (const block of from as AsyncIterable<Buffer>) {
      await wait(block.length);
      if (!to.write(block)) await once(to, "drain");
    }
    to.end();
  } catch {
    to.destroy();
  }
}

function pace(bytesPerSecond: number): (bytes: number) => Promise<void> {
  let free = performance.now();
  return async (bytes) => {
    free = Math.max(free, performance.now()) + (bytes * 1000) / bytesPerSecond;
    await sleep(free - performance.now());
  };
}
