import type { FastifyInstance, FastifyReply } from "fastify";
import { takesJson } from "../server/json-body";
import { bodyStream } from "../server/route";
import type { Broker } from "./broker";
import { withPrefix } from "./caller";
import { attachment } from "./download";
import { endpoint, recipientScope, senderScope, type Call, type Endpoint } from "./endpoint";
import { readGuid } from "./guid";
import { initialize } from "./initialize";
import { checkInitialize, initializeModel } from "./initialize-input";
import { readJson } from "./json-input";
import { queryValues } from "./query";
import { RecipientActs } from "./recipient-acts";
import { readSearch, search } from "./search";
import { details, overview } from "./transfer-view";
import { receive, upload } from "./upload";

/** The endpoints under `/filetransfer`, but for uploads. */
export function registerTransfers(app: FastifyInstance, broker: Broker): void {
  const { altinn, transfers, access } = broker;
  const acts = new RecipientActs(broker);
  const eitherScope = [recipientScope, senderScope];
  const add = (options: Endpoint) => {
    endpoint(app, broker, options);
  };

  add({
    method: "POST",
    path: "/filetransfer",
    produces: "application/json",
    scopes: [senderScope],
    handle(call) {
      const { request, claims, now, json, refuse, invalid, unsupported } = call;
      if (!takesJson(request)) {
        return unsupported();
      }
      const body = readJson(request, "initializeExt", initializeModel);
      const checked = "errors" in body ? body : checkInitialize(body.values);
      if ("errors" in checked) {
        return invalid(checked.errors);
      }
      const made = initialize(broker, claims, checked.input, now);
      return typeof made === "string" ? refuse(made) : json({ fileTransferId: made.id });
    },
  });

  add({
    method: "GET",
    path: "/filetransfer",
    produces: "application/json",
    scopes: eitherScope,
    handle({ request, claims, caller, json, refuse, invalid }) {
      const query = readSearch(queryValues(request.raw.url));
      if ("errors" in query) {
        return invalid(query.errors);
      }
      if (caller === undefined || !access.toSearch(claims, query.input.resourceId, caller)) {
        return refuse("BRO-00006");
      }
      const actor = withPrefix(caller);
      return json(transfers.knowsActor(actor) ? search(altinn.database, actor, query.input) : []);
    },
  });

  for (const [path, view] of [
    ["/filetransfer/:fileTransferId", overview],
    ["/filetransfer/:fileTransferId/details", details],
  ] as const) {
    add({
      method: "GET",
      path,
      produces: "application/json",
      scopes: eitherScope,
      handle: withId((id, { claims, json, refuse }) => {
        const transfer = transfers.get(id);
        if (!transfer) {
          return refuse("BRO-00001");
        }
        const recipients = transfers.recipients(transfer.seq).map(({ actor }) => actor);
        return access.asSender(claims, transfer.resourceId, transfer.sender) ||
          access.asRecipient(claims, transfer, recipients)
          ? json(view(transfers, transfer))
          : refuse("BRO-00006");
      }),
    });
  }

  add({
    method: "GET",
    path: "/filetransfer/:fileTransferId/download",
    scopes: [recipientScope],
    handle: withId((id, { request, reply, claims, caller, now, refuse }) => {
      const download = acts.download(claims, caller, id, request.raw.headers.range, now);
      if (typeof download === "string") {
        return refuse(download);
      }
      const { transfer, files, range } = download;
      reply.headers({
        "content-type": "application/octet-stream",
        "content-disposition": attachment(transfer.fileName),
        "accept-ranges": "bytes",
        "content-length": String(range?.length ?? transfer.size ?? 0),
      });
      if (range) {
        const last = range.offset + range.length - 1;
        reply
          .code(206)
          .header("content-range", `bytes ${range.offset}-${last}/${transfer.size ?? 0}`);
      }
      return reply.send(altinn.contents.read(files, range?.offset, range?.length));
    }),
  });

  add({
    method: "POST",
    path: "/filetransfer/:fileTransferId/confirmdownload",
    produces: "application/json",
    scopes: [recipientScope],
    handle: withId((id, { reply, claims, caller, now, refuse }) => {
      const refused = acts.confirm(claims, caller, id, now);
      return refused ? refuse(refused) : reply.code(204).send();
    }),
  });
}

/** The upload takes its body as a stream; `app` must be a scope whose bodies are not read before the handler. */
export function registerUpload(app: FastifyInstance, broker: Broker): void {
  endpoint(app, broker, {
    method: "POST",
    path: "/filetransfer/:fileTransferId/upload",
    consumes: "application/octet-stream",
    produces: "application/json",
    scopes: [senderScope],
    handle: withId(async (id, { request, claims, json, refuse }) => {
      const announced = request.raw.headers["content-length"];
      const failed = await upload(
        broker,
        claims,
        id,
        announced === undefined ? undefined : Number(announced),
        () => receive(broker, bodyStream(request)),
      );
      return failed ? refuse(failed) : json({ fileTransferId: id });
    }),
  });
}

type WithId = (id: string, call: Call) => FastifyReply | Promise<FastifyReply>;

/** Binds `{fileTransferId}` of the path. */
function withId(handle: WithId): Endpoint["handle"] {
  return (call) => {
    const { fileTransferId: sent } = call.request.params as { fileTransferId: string };
    const id = readGuid(sent);
    return id === undefined
      ? call.invalid({ fileTransferId: [`The value '${sent}' is not valid.`] })
      : handle(id, call);
  };
}
