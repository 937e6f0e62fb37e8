export const RESOURCE = "bench-licences";
export const ORGANISATION = { number: "974761076", code: "skd" };
