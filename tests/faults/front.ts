import { createServer, connect, type Server, type Socket } from "node:net";

/*
 * A door in front of the stand-in's two servers, which a row shuts: then nobody listens there, and whoever calls is refused
 * the connection. The door takes one request from each connection, so that the call after it must come to the door again.
 */

const HOST = "127.0.0.1";

export interface Front {
  readonly platformUrl: string;
  readonly maskinportenUrl: string;
  /** Nobody listens from now on. */
  shut(): Promise<void>;
  /** Shuts as soon as the answer to the request that is under way has come whole, before it is passed on. */
  shutAfterAnswer(): void;
  open(): Promise<void>;
  close(): Promise<void>;
}

export async function openFront(urls: {
  readonly platformUrl: string;
  readonly maskinportenUrl: string;
}): Promise<Front> {
  let shutting = false;
  const sockets = new Set<Socket>();
  const pass = (url: string) => (client: Socket) => {
    const server = connect(Number(new URL(url).port), HOST);
    const answer: Buffer[] = [];
    for (const socket of [client, server]) {
      sockets.add(socket);
      socket.on("error", () => undefined);
      socket.once("close", () => {
        sockets.delete(socket);
        client.destroy();
        server.destroy();
      });
    }
    client.on("data", (chunk) => server.write(withoutKeepAlive(chunk)));
    server.on("data", (chunk) => answer.push(chunk));
    server.once("end", () => {
      const end = (): void => void client.end(Buffer.concat(answer));
      if (!shutting) end();
      else void shut().then(end);
    });
  };
  const doors = [urls.platformUrl, urls.maskinportenUrl].map((url) => ({
    server: createServer(pass(url)),
    port: 0,
  }));
  const shut = async (): Promise<void> => {
    shutting = false;
    for (const { server } of doors) server.close();
  };
  const open = async (): Promise<void> => {
    shutting = false;
    for (const door of doors)
      if (!door.server.listening) door.port = await listening(door.server, door.port || undefined);
  };
  await open();
  const urlOf = (at: number): string => `http://${HOST}:${String(doors[at]?.port)}`;
  return {
    platformUrl: urlOf(0),
    maskinportenUrl: urlOf(1),
    shut,
    shutAfterAnswer: () => (shutting = true),
    open,
    async close() {
      await shut();
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** Of the same length, so that the rest of the request stays as it is. */
const withoutKeepAlive = (chunk: Buffer): Buffer =>
  Buffer.from(
    chunk.toString("latin1").replace(/^(connection: )keep-alive(?=\r\n)/im, "$1close     "),
    "latin1",
  );

/**
 * Below the ports that the system gives to whoever asks for any (from 32768 on Linux, 49152 elsewhere), and never the same twice:
 * nobody takes the port of a door that is shut.
 */
let nextPort = 20_000 + (process.pid % 400) * 25;

/** @returns the port */
const listening = (server: Server, again?: number): Promise<number> =>
  new Promise((resolve, reject) => {
    const port = again ?? nextPort++;
    const taken = (error: NodeJS.ErrnoException): void => {
      if (error.code === "EADDRINUSE" && again === undefined) resolve(listening(server));
      else reject(error);
    };
    server.once("error", taken);
    server.listen(port, HOST, () => {
      server.off("error", taken);
      resolve(port);
    });
  });
