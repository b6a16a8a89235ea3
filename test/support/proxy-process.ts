/** A CONNECT proxy that wants a user and password, as a program of its own: prints its port, then each tunnel it opens. */
import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";

const wanted = `Basic ${Buffer.from(process.env.PROXY_CREDENTIALS ?? "").toString("base64")}`;
const proxy = createServer((_, response) => response.writeHead(405).end());

proxy.on("connect", (request, socket) => {
  socket.on("error", () => {});
  if (request.headers["proxy-authorization"] !== wanted) {
    socket.end('HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="test"\r\n\r\n');
    return;
  }
  console.log(`tunnel ${request.url}`);
  const { hostname, port } = new URL(`http://${request.url}`);
  const far = connect(Number(port), hostname.replace(/[[\]]/g, ""), () => {
    socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
    far.pipe(socket).pipe(far);
  });
  far.on("error", () => socket.destroy());
  socket.on("error", () => far.destroy());
});
proxy.listen(0, "127.0.0.1", () => console.log((proxy.address() as AddressInfo).port));
process.stdin.on("end", () => process.exit()).resume();
