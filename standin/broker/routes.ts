import type { FastifyInstance } from "fastify";
import type { Altinn } from "../altinn";
import { openBroker, type Broker } from "./broker";
import { freeUnusedContents } from "./contents";
import { registerForm } from "./form-routes";
import { registerResource } from "./resource-routes";
import { registerServiceOwner } from "./service-owner-routes";
import { registerStatistics } from "./statistics-routes";
import { registerTransfers, registerUpload } from "./transfer-routes";
import { registerTus } from "./tus";

/**
 * Altinn Broker, `/broker/api/v1`, as `Altinn/altinn-broker` 161ba122 behaves. Not here: the events it publishes,
 * the operators' endpoints, rate limits and the gateway's subscription key.
 */
export function registerBroker(app: FastifyInstance, altinn: Altinn): Broker {
  const broker = openBroker(altinn);
  // On the server itself, because its answers to unknown paths and methods have these headers too.
  app.addHook("onRequest", (request, reply, done) => {
    if (/^\/broker(?:[/?]|$)/i.test(request.raw.url ?? "")) {
      reply.headers({ "x-content-type-options": "nosniff", "cache-control": "no-store" });
    }
    done();
  });
  app.addHook("onReady", (done) => {
    broker.background.start();
    done();
  });
  // Not before: who finds the port taken may have been started twice on one data file.
  app.addHook("onListen", (done) => {
    freeUnusedContents(altinn);
    done();
  });
  app.addHook("onClose", async () => {
    broker.background.stop();
    await altinn.contents.close();
  });
  registerServiceOwner(app, broker);
  registerResource(app, broker);
  registerTransfers(app, broker);
  registerStatistics(app, broker);
  void app.register((scope) => registerForm(scope, broker));
  app.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("*", (_request, payload, parsed) => {
      parsed(null, payload);
    });
    registerUpload(scope, broker);
    registerTus(scope, broker);
    done();
  });
  return broker;
}
