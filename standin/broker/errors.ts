import { DatabaseError, storable } from "../store/postgres";

/**
 * Business errors of Broker: status and `detail` by code.
 * Source: `Errors.cs` and its siblings in `Altinn/altinn-broker`, 161ba122.
 */
const errors = {
  "BRO-00001": [404, "The requested file transfer was not found"],
  "BRO-00002": [400, "Service owner needs to be configured to use the broker API"],
  "BRO-00003": [400, "No file uploaded yet"],
  "BRO-00004": [
    409,
    "A file transfer has already been, or attempted to be, created. Create a new file transfer resource to try again.",
  ],
  "BRO-00005": [
    403,
    "The resource needs to be registered as an Altinn 3 resource and it has to be associated with a service owner",
  ],
  "BRO-00006": [
    401,
    "You must use a bearer token that represents a system user with access to the resource in the Resource Rights Registry",
  ],
  "BRO-00007": [
    403,
    "The requested file transfer's file is not ready for download. See file transfer status.",
  ],
  "BRO-00008": [500, "Error occurred while uploading file See /details for more information."],
  "BRO-00009": [
    400,
    "The checksum of uploaded file did not match the checksum specified in initialize call.",
  ],
  "BRO-00010": [
    400,
    "A file transfer can only be confirmed to be downloaded when it is published. See file transfer status.",
  ],
  "BRO-00011": [400, "Max file transfer size cannot be negative"],
  "BRO-00012": [400, "Max file transfer size cannot be zero"],
  "BRO-00013": [
    400,
    "Max file transfer size cannot be set higher than 50GB in production unless the resource has been pre-approved for disabled virus scan. Contact us @ Slack.",
  ],
  "BRO-00014": [
    400,
    "Invalid file transfer time to live format. Should follow ISO8601 standard for duration. Example: 'P30D' for 30 days.",
  ],
  "BRO-00015": [400, "Time to live cannot exceed 365 days"],
  "BRO-00016": [400, "File size exceeds maximum"],
  "BRO-00017": [
    400,
    "Invalid grace period format. Should follow ISO8601 standard for duration. Example: 'PT2H' for 2 hours.",
  ],
  "BRO-00018": [400, "Grace period cannot exceed 24 hours"],
  "BRO-00019": [400, "Cannot confirm before the files have been downloaded"],
  "BRO-00020": [
    400,
    "In order to use file transfers without virus scan the service resource needs to be approved by Altinn. Please contact us @ Slack.",
  ],
  "BRO-00021": [503, "Storage provider is not ready yet. Please try again later."],
  "BRO-00022": [
    400,
    "Max file transfer size cannot be set higher than 100GB in production because it has not yet been tested for it. Contact us @ Slack if you need it.",
  ],
  "BRO-00024": [400, "The service owner associated with the resource has not been configured."],
  "BRO-00025": [400, "The resource has not been configured."],
  "BRO-00026": [
    400,
    "The resource requires the service owner party to be present as part of the transaction.",
  ],
  "BRO-00027": [
    400,
    "When required party is specified and the required party is not the sender, the number of recipients can only be one.",
  ],
  "BRO-00028": [400, "All recipients need to be in the access list of the resource."],
  "BRO-00029": [416, "The requested byte range is not satisfiable."],
  "BRO-06003": [400, "Invalid year or month. Provide a valid year and a month between 1 and 12."],
  "BRO-06005": [400, "At least one of includeEndUser or includeVendor must be true."],
  "BRO-07001": [400, "Caller organization id could not be determined"],
  "BRO-07002": [409, "Service owner already exists"],
  "BRO-07004": [404, "Service owner not found"],
} as const satisfies Record<string, readonly [status: number, detail: string]>;

export type ErrorCode = keyof typeof errors;

export const errorStatus = (code: ErrorCode): number => errors[code][0];
export const errorDetail = (code: ErrorCode): string => errors[code][1];

/** @throws DatabaseError when the text is longer than `varchar(length)` or holds what PostgreSQL cannot store */
export function fitsColumn(text: string, length: number): string {
  if (text.length > length && [...text].length > length) {
    throw new DatabaseError(`22001: value too long for type character varying(${length})`);
  }
  return storable(text);
}
