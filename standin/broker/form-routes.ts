import multipart from "@fastify/multipart";
import type { FastifyInstance } from "fastify";
import { sendEmpty } from "../server/problems";
import type { Broker } from "./broker";
import { endpoint, senderScope } from "./endpoint";
import { readForm } from "./form-input";
import { initialize } from "./initialize";
import { upload } from "./upload";

/** Bytes of a whole form; ASP.NET's limit here is the largest 32-bit integer. */
const largestForm = 2_147_483_647;

/** `POST /filetransfer/upload`: initialize and upload in one. Its file goes to the disk before the form is judged. */
export async function registerForm(scope: FastifyInstance, broker: Broker): Promise<void> {
  const { contents } = broker.altinn;
  const many = Infinity;
  await scope.register(multipart, {
    limits: { fileSize: largestForm, fieldNameSize: many, files: many, fields: many, parts: many },
  });
  endpoint(scope, broker, {
    method: "POST",
    path: "/filetransfer/upload",
    consumes: "multipart/form-data",
    produces: "application/json",
    scopes: [senderScope],
    async handle({ request, reply, claims, now, json, refuse, invalid }) {
      if (Number(request.raw.headers["content-length"] ?? 0) > largestForm) {
        return sendEmpty(reply, 413);
      }
      const form = await readForm(broker, request);
      let isStored = false;
      try {
        if ("errors" in form) {
          return invalid(form.errors);
        }
        const made = initialize(broker, claims, form.input, now);
        if (typeof made === "string") {
          return refuse(made);
        }
        const { file } = form;
        const failed = await upload(broker, claims, made.id, file.size, () =>
          Promise.resolve(file),
        );
        isStored = failed === undefined;
        return failed ? refuse(failed) : json({ fileTransferId: made.id });
      } finally {
        if (!isStored && form.file) {
          contents.remove(form.file.files);
        }
      }
    },
  });
}
