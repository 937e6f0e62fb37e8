import * as z from "zod";
import {
  ACCESS_LIST_MODE,
  PARTY_TYPE,
  REFERENCE_SOURCE,
  REFERENCE_TYPE,
  RESOURCE_TYPE,
  type RegistryResource,
} from "../registry/resource-model";
import type { EnumRules } from "../registry/json-input";
import { entry, some } from "./entry";

const named = ({ members }: EnumRules) => z.enum(Object.keys(members) as [string, ...string[]]);
const texts = z.record(z.string(), z.string());
const strings = z.array(z.string());

const members = {
  identifier: some().describe("Four or more of a-z, 0-9, _ and -."),
  version: z.string(),
  title: texts.describe("By language: nb, nn and en."),
  description: texts.describe("By language: nb, nn and en."),
  rightDescription: texts.describe("By language: nb, nn and en."),
  homepage: z.string(),
  status: z.string(),
  spatial: strings,
  contactPoints: z.array(
    entry({
      category: z.string().optional(),
      email: z.string().optional(),
      telephone: z.string().optional(),
      contactPage: z.string().optional(),
    }),
  ),
  produces: strings,
  isPartOf: z.string(),
  thematicAreas: strings,
  resourceReferences: z.array(
    entry({
      referenceSource: named(REFERENCE_SOURCE).optional(),
      reference: z.string().optional(),
      referenceType: named(REFERENCE_TYPE).optional(),
    }),
  ),
  delegable: z.boolean().describe("True by default."),
  visible: z.boolean().describe("True by default."),
  hasCompetentAuthority: entry({
    organization: z.string().optional(),
    orgcode: z.string(),
    name: texts.optional(),
  }).describe("The organisation that owns it: number and code."),
  keywords: z.array(entry({ word: z.string().optional(), language: z.string().optional() })),
  accessListMode: named(ACCESS_LIST_MODE).describe("Disabled by default."),
  selfIdentifiedUserEnabled: z.boolean(),
  enterpriseUserEnabled: z.boolean(),
  resourceType: named(RESOURCE_TYPE),
  availableForType: z.array(named(PARTY_TYPE)),
  authorizationReference: z.array(
    entry({ id: z.string().optional(), value: z.string().optional() }),
  ),
  consentTemplate: z.string(),
  consentText: texts,
  consentMetadata: z.record(z.string(), entry({ optional: z.boolean() })),
  isOneTimeConsent: z.boolean(),
  versionId: z.int().describe("Taken from an answer of GET as it is; the stand-in gives its own."),
} satisfies Record<keyof RegistryResource, z.ZodType>;

/** A registry document as POST takes it. */
export const resource = entry(members).partial().extend({
  identifier: members.identifier,
  title: members.title,
  description: members.description,
  contactPoints: members.contactPoints,
  hasCompetentAuthority: members.hasCompetentAuthority,
  resourceType: members.resourceType,
});
