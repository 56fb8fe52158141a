import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** The least that an answer over HTTP costs: `node:http`, and a body of as many bytes as are asked for. */
process.on("message", (bytes: number) => {
  const body = "x".repeat(bytes);
  const server = createServer((_request, response) => {
    response.writeHead(200, { "Content-Type": "application/json", "Content-Length": body.length });
    response.end(body);
  });
  server.listen(0, "127.0.0.1", () => process.send?.((server.address() as AddressInfo).port));
});
process.on("disconnect", () => process.exit(0));
process.send?.("ready");
