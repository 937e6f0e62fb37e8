import type { Values } from "../../../provider/resources/lifecycle";
import type { ServiceKind } from "../../support/kinds";
import { sameJson } from "../../../provider/values/compare";
import { meaningOfDocument, meaningOfField, meaningOfPolicy } from "./meaning";
import type { Service } from "./service";
import type { Stack } from "./stack";
import type { Program } from "./steps";

/* State, program and Altinn are one. Each function throws an error that says what is not. */

export function must(holds: boolean, otherwise: string): void {
  if (!holds) throw new Error(otherwise);
}

export const same = (what: string, found: unknown, wanted: unknown): void => {
  must(
    sameJson(found, wanted),
    `${what} is ${JSON.stringify(found)}, where there should be ${JSON.stringify(wanted)}`,
  );
};

/** `versionToo`: the run has seen the registry's last version. */
export function areEqual(
  kind: ServiceKind,
  { engines, service }: Stack,
  program: Program,
  versionToo: boolean,
): void {
  const { leaving, entry } = engines[kind];
  must(leaving.length === 0, `${kind}: one that was replaced is still in state`);
  if (program[kind] === undefined) {
    must(entry === undefined, `${kind}: it is in state, and not in the program`);
    return;
  }
  if (!entry) throw new Error(`${kind}: it is not in state`);
  must(entry.initErrors.length === 0, `${kind}: still a partial creation`);
  const { server: own, recorded: _recorded, __provider: _provider, ...held } = entry.outputs;
  const { unconfirmed, made, ...server } = own as Values;
  must(unconfirmed === undefined && made === undefined, `${kind}: marked, ${JSON.stringify(own)}`);
  const wanted = service.argumentsOf(program, false)[kind] ?? {};
  if (kind === "ServiceOwner")
    same("ServiceOwner: its name", server.registeredName, service.registeredName());
  else if (kind === "Resource") documents(service, held, wanted, server, versionToo);
  else if (kind === "ResourcePolicy") policies(service, held, wanted);
  else configurations(service, held, server, wanted);
}

function documents(
  service: Service,
  held: Values,
  wanted: Values,
  { versionId, hasCompetentAuthority }: Values,
  versionToo: boolean,
): void {
  const live = service.document() ?? {};
  const { onDelete: _held, ...members } = held;
  const document = { ...members, hasCompetentAuthority };
  same("Resource: state", meaningOfDocument(document), meaningOfDocument(live));
  if (versionToo && versionId !== undefined)
    same("Resource: version in state", versionId, live.versionId);
  const { onDelete: _wanted, ...said } = wanted;
  const { number: organization, code: orgcode } = service.owner;
  const program = {
    resourceType: "BrokerService",
    status: "Completed",
    ...said,
    hasCompetentAuthority: { organization, orgcode },
  };
  same("Resource: Altinn", meaningOfDocument(live), meaningOfDocument(program));
}

function policies(service: Service, held: Values, wanted: Values): void {
  const letIn = meaningOfPolicy(service.policy() ?? "");
  same("ResourcePolicy: Altinn", letIn, meaningOfPolicy(String(wanted.xml)));
  same("ResourcePolicy: state", meaningOfPolicy(String(held.xml)), letIn);
  const numbers = (texts: readonly string[]): string[] =>
    texts.flatMap((text) => /\d{9}/.exec(text) ?? []).sort();
  same("ResourcePolicy: subjects", numbers(service.subjects()), letIn);
  same("ResourcePolicy: access", numbers(Object.keys(held.access as Values)), letIn);
}

function configurations(service: Service, held: Values, server: Values, wanted: Values): void {
  for (const [field, value] of Object.entries(service.configuration() ?? {})) {
    const live = meaningOfField(field, value);
    const inState = field in held ? held[field] : server[field];
    same(`BrokerResourceConfig: ${field} in state`, meaningOfField(field, inState), live);
    if (field in wanted)
      same(`BrokerResourceConfig: ${field} at Altinn`, live, meaningOfField(field, wanted[field]));
  }
}
