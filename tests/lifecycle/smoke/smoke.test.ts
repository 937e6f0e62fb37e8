import { allowed, BYTES, openService, resourceId, type Service } from "./service";

let service: Service;
beforeEach(async () => {
  service = await openService();
});
afterEach(() => service.world.close());

const last = (): string => service.printed.at(-1) ?? "";

test("ends with the line `verified: ` when the same bytes came back", async () => {
  expect(await service.check()).toBe("verified");
  const { number } = service.world.organisation;
  expect(last()).toMatch(
    new RegExp(
      `^verified: 100 bytes from ${number} to ${number} through ${resourceId}, scanned, fetched, equal and confirmed at 20`,
    ),
  );
  expect(service.complained).toEqual([]);
  expect(await service.newest()).toBe("AllConfirmedDownloaded");
});

test("other bytes of the same length are not taken for the file", async () => {
  const body = "x".repeat(BYTES);
  service.world.standin.failNext({ method: "GET", path: /\/download$/ }, { status: 200, body });
  expect(await service.check()).toBe("not verified");
  expect(service.complained).toEqual([
    expect.stringMatching(
      /^not verified: The fetched file differs from the sent one \(100 bytes came, 100 were sent\)/,
    ),
  ]);
  expect(last()).toMatch(/^published: /);
});

test("more bytes than were sent are counted", async () => {
  const body = "x".repeat(BYTES + 1);
  service.world.standin.failNext({ method: "GET", path: /\/download$/ }, { status: 200, body });
  expect(await service.check()).toBe("not verified");
  expect(service.complained.join()).toContain("101 bytes came, 100 were sent");
});

describe("a scan", () => {
  test("is not claimed for a transfer without one", async () => {
    expect(await service.check({ withoutVirusScan: true })).toBe("verified");
    expect(service.printed.join("\n")).not.toContain("scanned");
    expect(last()).toContain(", without a virus scan, fetched, equal and confirmed at ");
  });

  test("is not claimed when Broker made none, whatever was asked for", async () => {
    const overview = { method: "GET", path: /\/filetransfer\/[0-9a-f-]+$/ };
    const answer = (fileTransferStatus: string) => ({
      status: 200,
      body: JSON.stringify({ fileTransferStatus, useVirusScan: false }),
    });
    service.world.standin.failNext(overview, answer("UploadProcessing"), { times: 5 });
    service.world.standin.failNext(overview, answer("Published"));
    expect(await service.check()).toBe("verified");
    expect(last()).toContain(", without a virus scan, ");
  });
});

describe("two other organisations", () => {
  const check = () => service.check({ env: { ...service.world.env, ...service.participants } });

  test("one sends and the other receives, each with its own client and key", async () => {
    const { sender, recipient } = service;
    service.letIn([allowed(sender.number, ["write"]), allowed(recipient.number, ["read"])]);
    expect(await check()).toBe("verified");
    expect(service.complained).toEqual([]);
    expect(last()).toContain(`from ${sender.number} to ${recipient.number} through`);
    expect(await service.newest(sender.number)).toBe("AllConfirmedDownloaded");
  });

  test("one of them may be the owner's own client", async () => {
    const { sender, participants, world } = service;
    service.letIn([
      allowed(sender.number, ["write"]),
      allowed(world.organisation.number, ["read"]),
    ]);
    const { ALTINN_SMOKE_SENDER_CLIENT_ID = "", ALTINN_SMOKE_SENDER_JWK = "" } = participants;
    // As a file of settings gives them, with line breaks at the end.
    const env = {
      ...world.env,
      ALTINN_SMOKE_SENDER_CLIENT_ID: `${ALTINN_SMOKE_SENDER_CLIENT_ID}\n`,
      ALTINN_SMOKE_SENDER_JWK: `${ALTINN_SMOKE_SENDER_JWK}\n`,
    };
    expect(await service.check({ env })).toBe("verified");
    expect(last()).toContain(`from ${sender.number} to ${world.organisation.number} through`);
  });

  test("the owner's own client is still that of altinn:orgNumber", async () => {
    const { number } = service.world.standin.newOrganisation();
    const env = { ...service.world.env, ALTINN_ORG_NUMBER: number };
    expect(await service.check({ env })).toBe("could not be tried");
    expect(service.complained.join()).toContain(
      `acts for organisation ${service.world.organisation.number}, but altinn:orgNumber is ${number}`,
    );
  });

  test("a recipient without `read` is named, after the sender has sent", async () => {
    const { sender, recipient } = service;
    service.letIn([allowed(sender.number, ["write"]), allowed(recipient.number, ["subscribe"])]);
    expect(await check()).toBe("not verified");
    expect(last()).toMatch(/^published: /);
    expect(service.complained.join()).toContain(
      `not verified: Broker refuses organisation ${recipient.number}, the recipient. The policy gives it no "read" by itself`,
    );
  });

  test.each(["CLIENT_ID", "JWK"])("a part with only its %s is not guessed", async (half) => {
    const name = `ALTINN_SMOKE_RECIPIENT_${half}`;
    const other = `ALTINN_SMOKE_RECIPIENT_${half === "JWK" ? "CLIENT_ID" : "JWK"}`;
    const env = {
      ...service.world.env,
      [name]: service.participants[name] ?? "",
      [other]: " ",
    };
    expect(await service.check({ env })).toBe("could not be tried");
    expect(service.complained.join()).toContain(`${name} is set without ${other}. Set both`);
  });
});

test("the subscription key goes with every call to Altinn, and with none to Maskinporten", async () => {
  const since = service.world.standin.requests.length;
  const env = { ...service.world.env, ALTINN_SUBSCRIPTION_KEY: "a-key" };
  expect(await service.check({ env })).toBe("verified");
  const seen = service.world.standin.requests.slice(since);
  const toAltinn = seen.filter(({ server }) => server === "platform");
  expect(toAltinn.map(({ path }) => path).join()).toMatch(/exchange.*filetransfer.*confirm/);
  expect(new Set(toAltinn.map(({ subscriptionKey }) => subscriptionKey))).toEqual(
    new Set(["a-key"]),
  );
  const others = seen.filter(({ server }) => server !== "platform");
  expect(new Set(others.map(({ subscriptionKey }) => subscriptionKey))).toEqual(
    new Set([undefined]),
  );
});

test("without the setting there is no such header", async () => {
  await service.check();
  const keys = service.world.standin.requests.map(({ subscriptionKey }) => subscriptionKey);
  expect(new Set(keys)).toEqual(new Set([undefined]));
});

describe("a transfer that does not become ready", () => {
  const OVERVIEW = { method: "GET", path: /\/filetransfer\/[0-9a-f-]+$/ };
  const stays = (useVirusScan: boolean): void => {
    const body = JSON.stringify({ fileTransferStatus: "UploadProcessing", useVirusScan });
    service.world.standin.failNext(OVERVIEW, { status: 200, body }, { standing: true });
  };

  test("is blamed on the scan only when there is one", async () => {
    stays(true);
    expect(await service.check()).toBe("not verified");
    expect(service.complained.pop()).toContain("after 15 minutes. The virus scan may be down. Ask");
    service.world.standin.clearFaults();
    stays(false);
    expect(await service.check({ withoutVirusScan: true })).toBe("not verified");
    expect(service.complained.pop()).toContain("after 15 minutes. Ask Altinn");
  });

  test.each(["Failed", "Cancelled", "Purged"])("is looked at no more once it is %s", async (is) => {
    const body = JSON.stringify({ fileTransferStatus: is, fileTransferStatusText: "why" });
    service.world.standin.failNext(OVERVIEW, { status: 200, body }, { standing: true });
    const since = service.world.standin.requests.length;
    expect(await service.check()).toBe("not verified");
    expect(service.complained.pop()).toContain(` ended as ${is}: why. Nothing more comes of it`);
    const looks = service.world.standin.requests.slice(since);
    expect(looks.filter(({ path }) => OVERVIEW.path.test(path))).toHaveLength(1);
  });
});

describe("a service owner without storage", () => {
  const NO_STORAGE = { status: 400, body: JSON.stringify({ code: "BRO-00021", detail: "No." }) };
  const INITIALIZE = { method: "POST", path: "/broker/api/v1/filetransfer" };

  test("that gets it is waited for", async () => {
    service.world.standin.failNext(INITIALIZE, NO_STORAGE, { times: 3 });
    expect(await service.check()).toBe("verified");
  });

  test("that gets none is told so, and not waited for any longer", async () => {
    service.world.standin.failNext(INITIALIZE, NO_STORAGE, { standing: true });
    let waited = 0;
    const pause = (ms: number): Promise<void> => {
      waited += ms;
      return Promise.resolve();
    };
    expect(await service.check({ pause })).toBe("not verified");
    expect(service.complained.join()).toContain(
      "has no storage for the service owner yet (BRO-00021)",
    );
    expect(waited / 60_000).toBeCloseTo(5, 0);
  });
});
