import type { FastifyInstance } from "fastify";
import { applicationJson } from "../server/problems";
import { route } from "../server/route";
import type { Broker } from "./broker";
import { withoutPrefix, withPrefix } from "./caller";
import { attachment } from "./download";
import { endpoint, ownerScope } from "./endpoint";
import { queryValues } from "./query";
import { csvName, isMonth, monthlyCsv, readStatistics } from "./statistics";

/** `GET /statistics/monthly`, and the operators' summaries, to which this stand-in has no key. */
export function registerStatistics(app: FastifyInstance, broker: Broker): void {
  const { altinn, resources } = broker;

  endpoint(app, broker, {
    method: "GET",
    path: "/statistics/monthly",
    produces: "text/csv",
    scopes: [ownerScope],
    handle({ request, reply, caller, refuse, invalid }) {
      const query = readStatistics(queryValues(request.raw.url));
      if ("errors" in query) {
        return invalid(query.errors);
      }
      const { input } = query;
      if (!isMonth(input.year, input.month)) {
        return refuse("BRO-06003");
      }
      if (!input.includeEndUser && !input.includeVendor) {
        return refuse("BRO-06005");
      }
      if (caller === undefined) {
        return refuse("BRO-00006");
      }
      if (input.resourceId !== undefined) {
        const resource = resources.get(input.resourceId);
        if (!resource) {
          return refuse("BRO-00025");
        }
        if (withoutPrefix(resource.organization) !== caller) {
          return refuse("BRO-00006");
        }
      }
      return reply
        .headers({ "content-type": "text/csv", "content-disposition": attachment(csvName(input)) })
        .send(Buffer.from(monthlyCsv(altinn.database, withPrefix(caller), input)));
    },
  });

  for (const name of ["generate-daily-summary", "generate-and-download-daily-summary"]) {
    route(app, altinn, {
      method: "POST",
      path: `/broker/api/v1/statistics/${name}`,
      handle(request, reply) {
        const key = request.headers["x-api-key"];
        const error =
          key === undefined
            ? "API key required for statistics endpoints"
            : String(key).trim() === ""
              ? "API key cannot be empty"
              : "API key validation not configured";
        return reply
          .code(401)
          .header("content-type", applicationJson)
          .send(JSON.stringify({ error }));
      },
    });
  }
}
