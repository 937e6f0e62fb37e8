import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { X509Certificate } from "node:crypto";
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { request } from "node:https";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import { startStandin, type Standin, type StandinOptions } from "../../standin/index";
import { grant } from "./tokens-support";

const scopes = ["altinn:serviceowner"];
const standins: Standin[] = [];
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "standin-"));
});
afterEach(async () => {
  await Promise.all(standins.splice(0).map((each) => each.close()));
  rmSync(folder, { recursive: true, force: true });
});

async function start(options: StandinOptions = {}): Promise<Standin> {
  const standin = await startStandin(options);
  standins.push(standin);
  return standin;
}

/** Whether this machine has ::1; a container may have none. */
const hasIPv6 = Object.values(networkInterfaces())
  .flat()
  .some((each) => each?.address === "::1");

const portOf = (url: string): string => new URL(url).port;

async function metadata(url: string): Promise<Record<string, string>> {
  const answer = await fetch(`${url}/.well-known/oauth-authorization-server`);
  return (await answer.json()) as Record<string, string>;
}

/** What a grant with this `aud` comes to: a status, or the refusal's code. */
async function withAudience(standin: Standin, aud: unknown): Promise<string | number> {
  const client = standin.newClient({ organisation: "skd", scopes });
  const answer = await grant(standin, client, { claims: { aud } });
  return answer.code ?? answer.status;
}

describe("an assertion's audience", () => {
  test("is its address under each name of this machine, and the token endpoint there", async () => {
    const standin = await start();
    const port = portOf(standin.maskinportenUrl);
    for (const host of ["localhost", "127.0.0.1", "[::1]"]) {
      expect(await withAudience(standin, `http://${host}:${port}/`)).toBe(200);
      expect(await withAudience(standin, `http://${host}:${port}/token`)).toBe(200);
    }
  });

  test("is refused with another port, scheme, host or path, and without its slash", async () => {
    const standin = await start();
    const port = portOf(standin.maskinportenUrl);
    const { platformUrl, maskinportenUrl } = standin;
    for (const aud of [
      `${platformUrl}/`,
      `https://localhost:${port}/`,
      `http://localhost.:${port}/`,
      `http://localhost:${port}/x`,
      maskinportenUrl,
      "https://test.maskinporten.no/",
    ]) {
      expect(await withAudience(standin, aud)).toBe("MP-110");
    }
  });

  test("may be one that is accepted besides, with or without the slash where it is named", async () => {
    const acceptAudiences = ["https://test.maskinporten.no/", "https://maskinporten.no"];
    const standin = await start({ acceptAudiences });
    expect(await withAudience(standin, "https://test.maskinporten.no/")).toBe(200);
    expect(await withAudience(standin, "https://test.maskinporten.no/token")).toBe(200);
    expect(await withAudience(standin, "https://maskinporten.no/")).toBe(200);
    expect(await withAudience(standin, standin.maskinportenIssuer)).toBe(200);
    expect(await withAudience(standin, "https://sky.maskinporten.no/")).toBe("MP-110");
  });
});

test("an issuer of its own stands in metadata and tokens, which the exchange and the APIs take", async () => {
  const issuer = "https://test.maskinporten.no/";
  const standin = await start({ issuer });
  const { maskinportenUrl, platformUrl } = standin;
  expect(standin.maskinportenIssuer).toBe(issuer);
  expect(await metadata(maskinportenUrl)).toMatchObject({
    issuer,
    token_endpoint: `${maskinportenUrl}/token`,
    jwks_uri: `${maskinportenUrl}/jwk`,
  });
  const client = standin.newClient({ organisation: "skd", scopes });
  const { token, claims } = await grant(standin, client);
  expect(claims["iss"]).toBe(issuer);
  const headers = { authorization: `Bearer ${token}` };
  const exchanged = await fetch(`${platformUrl}/authentication/api/v1/exchange/maskinporten`, {
    headers,
  });
  expect(exchanged.status).toBe(200);
  expect(await withAudience(standin, `${maskinportenUrl}/`)).toBe(200);
});

test("addresses as its clients write them stand where clients read them", async () => {
  const standin = await start({
    platformAddress: "http://altinn:4010/",
    maskinportenAddress: "http://altinn:4011",
  });
  expect(standin).toMatchObject({
    platformUrl: "http://altinn:4010",
    maskinportenUrl: "http://altinn:4011",
    maskinportenIssuer: "http://altinn:4011/",
  });
});

test.each(["", "maskinporten.no", "ftp://maskinporten.no/", "https://maskinporten.no/?x=1"])(
  "%j is no address",
  async (url) => {
    await expect(startStandin({ issuer: url })).rejects.toThrow(
      `issuer takes an http or https URL without query, such as https://test.maskinporten.no/, got ${url}`,
    );
    await expect(startStandin({ acceptAudiences: [url] })).rejects.toThrow("acceptAudiences takes");
  },
);

describe("where it listens", () => {
  /** Whether it is this stand-in that answers there: somebody else may listen at the same port of another address. */
  const reaches = async (
    standin: Standin,
    host: string,
    url = standin.platformUrl,
  ): Promise<boolean> => {
    const before = standin.requests.length;
    const at = `http://${host.includes(":") ? `[${host}]` : host}:${portOf(url)}/jwk`;
    await fetch(at, { signal: AbortSignal.timeout(10_000) }).catch(() => undefined);
    return standin.requests.length > before;
  };

  test("is 127.0.0.1 and ::1 by default, at the same port, and nowhere after its end", async () => {
    const standin = await start();
    for (const url of [standin.platformUrl, standin.maskinportenUrl]) {
      const reached = [
        await reaches(standin, "127.0.0.1", url),
        await reaches(standin, "::1", url),
      ];
      expect(reached).toEqual([true, hasIPv6]);
    }
    const host = hasIPv6 ? "[::1]" : "localhost";
    const answer = await fetch(`http://${host}:${portOf(standin.maskinportenUrl)}/jwk`);
    expect(answer.status).toBe(200);
    await standin.close();
    standins.pop();
    for (const host of ["127.0.0.1", "::1"]) {
      expect(await reaches(standin, host)).toBe(false);
    }
  });

  test("is the host that was named, alone", async () => {
    const standin = await start({ host: "127.0.0.2" });
    expect(standin.platformUrl).toMatch(/^http:\/\/127\.0\.0\.2:\d+$/);
    expect(await reaches(standin, "127.0.0.2")).toBe(true);
    expect(await reaches(standin, "127.0.0.1")).toBe(false);
  });

  test("every interface is 127.0.0.1 to a client on this machine", async () => {
    const standin = await start({ host: "0.0.0.0" });
    expect(standin.platformUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(await reaches(standin, "127.0.0.2")).toBe(true);
  });
});

describe("https", () => {
  const answered = (url: string, ca: string): Promise<number> =>
    new Promise((resolve, reject) => {
      request(url, { ca }, (answer) => {
        answer.resume();
        resolve(answer.statusCode ?? 0);
      })
        .on("error", reject)
        .end();
    });
  const caOf = (place: string): string => readFileSync(join(place, "ca.pem"), "utf8");

  test("is spoken on both servers under each name, to who trusts the authority in the folder", async () => {
    const standin = await start({ tlsFolder: folder });
    const ca = caOf(folder);
    for (const url of [`${standin.platformUrl}/`, `${standin.maskinportenUrl}/jwk`]) {
      expect(url).toMatch(/^https:/);
      for (const host of ["localhost", "127.0.0.1", ...(hasIPv6 ? ["[::1]"] : [])]) {
        expect(await answered(url.replace("127.0.0.1", host), ca)).toBe(200);
      }
    }
    await expect(answered(`${standin.platformUrl}/`, "")).rejects.toThrow();
    expect(await withAudienceOverTls(standin, ca)).toBe("https");
    expect(readdirSync(folder).sort()).toEqual(["ca-key.pem", "ca.pem"]);
    expect(statSync(join(folder, "ca-key.pem")).mode & 0o777).toBe(0o600);
  });

  const withAudienceOverTls = async (standin: Standin, ca: string): Promise<string> =>
    new Promise((resolve, reject) => {
      request(
        `${standin.maskinportenUrl}/.well-known/oauth-authorization-server`,
        { ca },
        (answer) => {
          let text = "";
          answer.on("data", (chunk) => (text += String(chunk)));
          answer.on("end", () => {
            const { token_endpoint: endpoint } = JSON.parse(text) as { token_endpoint: string };
            resolve(endpoint.split(":")[0] ?? "");
          });
        },
      )
        .on("error", reject)
        .end();
    });

  test("keeps its authority between runs, so that clients trust it once", async () => {
    await start({ tlsFolder: folder });
    const before = caOf(folder);
    const second = await start({ tlsFolder: folder });
    expect(caOf(folder)).toBe(before);
    expect(await answered(`${second.platformUrl}/`, before)).toBe(200);
  });

  test("has a certificate for the addresses that clients write", async () => {
    const standin = await start({
      tlsFolder: join(folder, "made"),
      host: "127.0.0.2",
      platformAddress: "https://altinn.internal",
    });
    expect(standin.platformUrl).toBe("https://altinn.internal");
    const { port } = new URL(standin.maskinportenUrl);
    const names = await new Promise<string>((resolve, reject) => {
      const asked = request(
        { host: "127.0.0.2", port, path: "/jwk", ca: caOf(join(folder, "made")) },
        (answer) => {
          const socket = answer.socket as import("node:tls").TLSSocket;
          resolve(new X509Certificate(socket.getPeerCertificate().raw).subjectAltName ?? "");
          answer.resume();
        },
      );
      asked.on("error", reject).end();
    });
    expect(names).toContain("DNS:altinn.internal");
    expect(names).toContain("IP Address:127.0.0.2");
  });

  test.each([
    ["is no certificate", "ca.pem", () => "x"],
    [
      "is another authority's key",
      "ca-key.pem",
      (other: string) => readFileSync(join(other, "ca-key.pem")),
    ],
  ])("a file that %s is refused, with what to do", async (_title, name, content) => {
    await start({ tlsFolder: folder });
    const other = join(folder, "other");
    await start({ tlsFolder: other });
    writeFileSync(join(folder, name), content(other));
    await expect(startStandin({ tlsFolder: folder })).rejects.toThrow(
      `Remove ${join(folder, "ca.pem")} and ${join(folder, "ca-key.pem")}; a new authority is then made`,
    );
  });
});
