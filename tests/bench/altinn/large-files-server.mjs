// An embedded Altinn that keeps its data in a file, as a child process. Argument: that file.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { ORGANISATION, RESOURCE } from "./large-files-owner.mjs";

const text = { nb: "Lisenser", nn: "Lisensar", en: "Licences" };
const document = {
  identifier: RESOURCE,
  title: text,
  description: text,
  rightDescription: text,
  resourceType: "BrokerService",
  hasCompetentAuthority: { organization: ORGANISATION.number, orgcode: ORGANISATION.code },
  contactPoints: [{ category: "Support", email: "broker@example.no" }],
};

/** The child: serves, and answers each message by moving its clock. @param {string} dataFile */
async function serve(dataFile) {
  const require = createRequire(import.meta.url);
  const { startStandin } = require("../../../standin/dist/index.js");
  const standin = await startStandin({ dataFile });
  const scopes = [
    "altinn:serviceowner",
    "altinn:resourceregistry/resource.write",
    "altinn:broker.write",
    "altinn:broker.read",
  ];
  // The transfers are to live longer than the token would, by the stand-in's clock.
  const token = standin.token({ organisation: ORGANISATION.code, scopes, claims: { exp: 4e9 } });
  standin.storeResource(document);
  const policy = readFileSync(
    new URL("../../contract/suite/policies/broker.xml", import.meta.url),
    "utf8",
  );
  standin.storePolicy(
    RESOURCE,
    policy.replaceAll("${resource}", RESOURCE).replaceAll("${org}", ORGANISATION.number),
  );
  process.on("message", ({ advance }) => {
    standin.advance(advance);
    process.send({});
  });
  process.send({ url: standin.platformUrl, token });
}

await serve(process.argv[2]);
