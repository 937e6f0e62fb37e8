import type { dynamic } from "@pulumi/pulumi";
import type { Kind } from "../resources/lifecycle";

/**
 * The object that Pulumi turns into text and keeps in every user's state: it holds a kind's name and loads the rest when
 * it runs. `require` on purpose: `import()` would leave a gap in which a second call finds no methods. Its text is
 * permanent; tests/host pins it. No comment and no second line inside, since they would be part of the text.
 */
// prettier-ignore
export const shell = (kind: Kind): dynamic.ResourceProvider => ({ configure(req: dynamic.ConfigureRequest) { Object.assign(this, require("pulumi-altinn-broker/lifecycles").open(kind, req.config)); } }) as unknown as dynamic.ResourceProvider;
