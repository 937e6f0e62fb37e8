// A server whose answers are counted, as a child process. Argument: "standin" or "bare".
import { createRequire } from "node:module";
import { ORGANISATION, PATH } from "./measured-document.mjs";

/** The child: serves, and answers each message with the processor time used so far, in microseconds. @param {string} what */
async function serve(what) {
  const require = createRequire(import.meta.url);
  const used = () => {
    const { user, system } = process.cpuUsage();
    process.send({ cpu: user + system });
  };
  if (what === "standin") {
    const { startStandin } = require("../../../standin/dist/index.js");
    const standin = await startStandin();
    const scopes = ["altinn:resourceregistry/resource.write"];
    const token = standin.token({ organisation: ORGANISATION.number, scopes });
    process.on("message", used);
    process.send({ url: standin.platformUrl, token });
  } else {
    const app = require("fastify")();
    process.once("message", async ({ read, write }) => {
      const answer =
        ({ status, headers, body }) =>
        (_request, reply) => {
          reply.code(status).headers(headers).send(body);
        };
      app.get(`${PATH}/:id`, answer(read));
      app.put(`${PATH}/:id`, answer(write));
      await app.listen({ host: "127.0.0.1", port: 0 });
      process.on("message", used);
      process.send({ url: `http://127.0.0.1:${app.server.address().port}` });
    });
  }
}

await serve(process.argv[2]);
