import type { FastifyInstance } from "fastify";
import type { Altinn } from "../altinn";
import type { Broker } from "../broker/broker";
import { describeBroker, type BrokerState } from "../broker/state";
import type { SeenRequest } from "../server/requests";
import { route } from "../server/route";
import { resources, type ShownResource } from "./contents";
import { html, type Html } from "./html";

const shownRequests = 100;

/** `GET /`: what the stand-in holds, for a browser. Reads only, runs no script, shows no token. */
export function registerPages(
  app: FastifyInstance,
  altinn: Altinn,
  broker: Broker,
  requests: readonly SeenRequest[],
): void {
  const atOnce = { ...altinn, answerTimeMs: 0 };
  route(app, atOnce, {
    method: "GET",
    path: "/",
    handle: (_request, reply) =>
      reply
        .header("content-type", "text/html; charset=utf-8")
        .header(
          "content-security-policy",
          "default-src 'none'; style-src 'unsafe-inline'; img-src data:",
        )
        .header("x-content-type-options", "nosniff")
        .header("cache-control", "no-store")
        .send(page(altinn, describeBroker(broker), requests).text),
  });
}

function page(altinn: Altinn, broker: BrokerState, requests: readonly SeenRequest[]): Html {
  const time = new Date(altinn.clock.now()).toISOString();
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>Stand-in for Altinn</title>
        <link rel="icon" href="data:," />
        <style>
          body {
            font: 15px/1.4 sans-serif;
            margin: 2em;
            max-width: 75em;
          }
          table {
            border-collapse: collapse;
          }
          th,
          td {
            text-align: left;
            padding: 0.15em 1em 0.15em 0;
            vertical-align: top;
          }
          pre {
            background: #f4f4f4;
            padding: 0.7em;
            overflow: auto;
          }
          .note {
            background: #fff3cd;
            padding: 0.7em;
          }
        </style>
      </head>
      <body>
        <h1>Stand-in for Altinn</h1>
        <p class="note">
          This is not Altinn. It is a program that answers like Altinn's APIs, for tests. Nothing
          here is real, and this page changes nothing.
        </p>
        <p>Environment ${altinn.environment}, clock ${time}.</p>
        <h2>Resources</h2>
        ${each(resources(altinn), (resource) => shownResource(resource, broker))}
        <h2>Service owners in Broker</h2>
        ${table(
          ["Organisation", "Name", "Storage providers"],
          broker.serviceOwners.map(({ organisation, name, storageProviders }) => [
            organisation,
            name,
            storageProviders.map((each) => Object.values(each).join(" ")).join(", "),
          ]),
        )}
        <h2>File transfers</h2>
        ${table(
          ["Id", "Resource", "File", "Sender", "Status", "Created"],
          broker.transfers.map((transfer) =>
            [
              "fileTransferId",
              "resourceId",
              "fileName",
              "sender",
              "fileTransferStatus",
              "created",
            ].map((name) => String(transfer[name] ?? "")),
          ),
        )}
        <h2>Last requests</h2>
        ${table(
          ["Time", "Server", "Request", "Status"],
          requests
            .slice(-shownRequests)
            .reverse()
            .map((seen) => [
              new Date(seen.time).toISOString(),
              seen.server,
              `${seen.method} ${seen.path}`,
              seen.status === 0 ? "no answer" : String(seen.status),
            ]),
        )}
        <h2>Organisations</h2>
        ${table(
          ["Code", "Number", "Name"],
          altinn.organisations.all().map(({ code, number, name }) => [code, number, name.nb]),
        )}
      </body>
    </html> `;
}

function shownResource({ identifier, document, policy }: ShownResource, broker: BrokerState): Html {
  const title = (document["title"] as Readonly<Record<string, unknown>> | undefined)?.["nb"];
  const configured = broker.resources.find((each) => each.id === identifier);
  const settings = Object.entries(configured?.settings ?? {}).map(
    ([name, value]) => [name, String(value ?? "not set")] as const,
  );
  return html`<details>
    <summary>${identifier} ${title}</summary>
    <h4>Settings in Broker</h4>
    ${configured ? table(["Setting", "Value"], settings) : html`<p>Broker does not know it.</p>`}
    <h4>Policy</h4>
    ${policy === undefined ? html`<p>None.</p>` : html`<pre>${policy}</pre>`}
    <h4>Document</h4>
    <pre>${JSON.stringify(document, null, 2)}</pre>
  </details>`;
}

const each = <T>(things: readonly T[], show: (thing: T) => Html): Html =>
  things.length === 0 ? html`<p>None.</p>` : html`${things.map(show)}`;

function table(head: readonly string[], rows: readonly (readonly string[])[]): Html {
  if (rows.length === 0) {
    return html`<p>None.</p>`;
  }
  return html`<table>
    <tr>
      ${head.map((cell) => html`<th>${cell}</th>`)}
    </tr>
    ${rows.map(
      (row) =>
        html`<tr>
          ${row.map((cell) => html`<td>${cell}</td>`)}
        </tr>`,
    )}
  </table>`;
}
