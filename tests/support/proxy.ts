import { generateKeyPairSync } from "node:crypto";
import { createServer as createPlain, type Server } from "node:http";
import { createServer as createSecure, globalAgent } from "node:https";
import { connect, type AddressInfo, type Socket } from "node:net";
import { writeCertificate } from "../../standin/server/certificate";

/** What a proxy was asked to connect to, and with which login. */
export interface Asked {
  readonly target: string;
  /** Decoded `user:password`, or undefined without one. */
  readonly login: string | undefined;
}

/** A proxy on this machine, with one server in TLS behind it whatever host it is asked for. */
export interface ProxyWorld {
  /** `127.0.0.1:port` of the proxy. */
  readonly address: string;
  readonly asked: Asked[];
  /** Paths that came through to the server. */
  readonly arrived: string[];
  /** What the proxy answers instead of connecting: the whole text of an HTTP answer. */
  refuseWith(answer: string | undefined): void;
  /** What the server answers. */
  answerWith(status: number, type: string, body: string): void;
  /** Whether Node is to know who issued the server's certificate; true at first. */
  trust(isTrusted: boolean): void;
  close(): Promise<void>;
}

export async function openProxy(hostname: string): Promise<ProxyWorld> {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const name = { commonName: hostname };
  const der = writeCertificate({
    subject: name,
    issuer: name,
    publicKey,
    issuerKey: privateKey,
    authority: true,
    notBefore: new Date(Date.now() - 86_400_000),
    notAfter: new Date(Date.now() + 86_400_000),
  });
  const cert = `-----BEGIN CERTIFICATE-----\n${der.toString("base64")}\n-----END CERTIFICATE-----\n`;
  const key = privateKey.export({ format: "pem", type: "pkcs8" });
  let answer = { status: 200, type: "application/json", body: "{}" };
  let refusal: string | undefined;
  const [asked, arrived]: [Asked[], string[]] = [[], []];
  const sockets = new Set<Socket>();
  const kept = (socket: Socket): Socket => {
    sockets.add(socket);
    return socket.on("error", () => undefined);
  };

  const origin = createSecure({ key, cert }, (request, response) => {
    arrived.push(request.url ?? "");
    response.writeHead(answer.status, { "content-type": answer.type }).end(answer.body);
  });
  const proxy = createPlain().on("connect", (request, client: Socket) => {
    kept(client);
    const header = request.headers["proxy-authorization"]?.replace(/^Basic /, "");
    const login = header === undefined ? undefined : Buffer.from(header, "base64").toString("utf8");
    asked.push({ target: request.url ?? "", login });
    if (refusal !== undefined) return void client.end(refusal);
    const server = kept(connect((origin.address() as AddressInfo).port, "127.0.0.1"));
    server.on("connect", () => {
      client.write("HTTP/1.1 200 Connection established\r\n\r\n");
      server.pipe(client).pipe(server);
    });
  });
  await Promise.all([listening(origin), listening(proxy)]);
  const { ca } = globalAgent.options;
  const trust = (isTrusted: boolean): void => {
    // An agent's option that is there, even as undefined, comes before that of a request.
    if (!isTrusted && ca === undefined) delete globalAgent.options.ca;
    else globalAgent.options.ca = isTrusted ? cert : ca;
  };
  trust(true);
  return {
    address: `127.0.0.1:${String((proxy.address() as AddressInfo).port)}`,
    asked,
    arrived,
    refuseWith: (text) => void (refusal = text),
    answerWith: (status, type, body) => void (answer = { status, type, body }),
    trust,
    close: async () => {
      trust(false);
      for (const socket of sockets) socket.destroy();
      await Promise.all([closed(origin), closed(proxy)]);
    },
  };
}

const listening = (server: Server): Promise<void> =>
  new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve()));

const closed = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.closeAllConnections();
    server.close(() => resolve());
  });
