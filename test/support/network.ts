/** What stands between a program and the emulator: TLS with a certificate of our own, and a proxy process. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { type AddressInfo, connect } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { createServer, type TlsOptions } from "node:tls";
import { root } from "./bins.ts";

export interface TlsFront {
  port: number;
  close(): void;
}

/** Takes TLS off and passes the bytes on to the emulator. */
export async function startTlsFront(emulatorUrl: string, options: TlsOptions, host = "127.0.0.1"): Promise<TlsFront> {
  const { hostname, port } = new URL(emulatorUrl);
  const sockets = new Set<{ destroy(): void }>();
  const server = createServer(options, (near) => {
    const far = connect(Number(port), hostname);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on("error", () => {});
      socket.on("close", () => sockets.delete(socket));
    }
    near.pipe(far).pipe(near);
    near.on("close", () => far.destroy());
    far.on("close", () => near.destroy());
  });
  server.on("tlsClientError", () => {});
  server.listen(0, host);
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

export interface ProxyProcess {
  port: number;
  /** `host:port` of each tunnel so far. */
  tunnels: string[];
  close(): Promise<void>;
}

/** `credentials`: `user:password` */
export async function startProxy(credentials: string): Promise<ProxyProcess> {
  const script = join(root, "dist/test/support/proxy-process.js");
  const child: ChildProcess = spawn(process.execPath, [script], {
    env: { PATH: process.env.PATH, PROXY_CREDENTIALS: credentials },
    stdio: ["pipe", "pipe", "inherit"],
  });
  const tunnels: string[] = [];
  const lines = createInterface({ input: child.stdout! });
  const [port] = (await once(lines, "line")) as [string];
  lines.on("line", (line) => tunnels.push(line.replace(/^tunnel /, "")));
  return {
    port: Number(port),
    tunnels,
    close: async () => {
      child.stdin!.end();
      await once(child, "exit");
    },
  };
}
