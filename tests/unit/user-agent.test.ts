import { once } from "node:events";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { HttpClient } from "../../provider/http/client";
import { version } from "../../package.json";

test("every call names the package, its version and Node's, and nothing else", async () => {
  const seen: IncomingHttpHeaders[] = [];
  const server = createServer((request, response) => {
    seen.push(request.headers);
    response.end();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const http = new HttpClient({ callTimeoutSeconds: 30, parallelCalls: 1, retry: { tries: 1 } });
  const url = `http://127.0.0.1:${String(port)}/`;
  await http.send({ method: "GET", url, answers: [200] });
  await http.send({ method: "PUT", url, body: "x", answers: [200] });
  server.closeAllConnections();
  server.close();
  expect(seen.map((headers) => headers["user-agent"])).toEqual(
    Array(2).fill(`pulumi-altinn-broker/${version} node/${process.versions.node}`),
  );
});
