import { troubles, withGround } from "./ground";

/* With no fault all is ok, and everything was really asked. */

const here = withGround();

test("all is ok, and the exit status is 0", async () => {
  const ground = here();
  const { status, report } = await ground.report("--only", ground.service, "--lists");
  expect(troubles(report)).toEqual([]);
  expect(report.checks.filter((check) => check.status !== "ok")).toEqual([]);
  expect(report).toMatchObject({ status: "ok", services: [ground.service] });
  expect(status).toBe(0);
});

test("each scope is asked for by itself, and nothing is written", async () => {
  const ground = here();
  const { standin } = ground;
  const since = standin.requests.length;
  await ground.doctor("--only", ground.service, "--lists");
  const seen = standin.requests.slice(since);
  const scopes = seen.flatMap(({ assertion }) =>
    assertion === undefined
      ? []
      : [
          (
            JSON.parse(Buffer.from(assertion.split(".")[1] ?? "", "base64url").toString()) as {
              scope: string;
            }
          ).scope,
        ],
  );
  expect(scopes).toEqual([
    "altinn:serviceowner",
    "altinn:resourceregistry/resource.write",
    "altinn:resourceregistry/accesslist.write",
    "altinn:broker.write",
    "altinn:broker.read",
  ]);
  expect(seen.filter(({ method, path }) => method !== "GET" && path !== "/token")).toEqual([]);
});

test("the scope of access lists is asked for only where there are lists", async () => {
  const ground = here();
  ground.standin.changeClient(ground.clientId, {
    scopes: [
      "altinn:serviceowner",
      "altinn:resourceregistry/resource.write",
      "altinn:broker.write",
      "altinn:broker.read",
    ],
  });
  const { report } = await ground.report("--only", ground.service);
  expect(report.status).toBe("ok");
  expect(report.checks.map(({ about }) => about)).not.toContain(
    "altinn:resourceregistry/accesslist.write",
  );
});

test("without a service, what is about services is not checked", async () => {
  const { status, report } = await here().report();
  expect(report.checks.filter((check) => check.status !== "ok")).toMatchObject([
    { step: "resource", status: "not checked", seen: "No service was named." },
    { step: "configuration", status: "not checked" },
  ]);
  expect(status).toBe(3);
});
