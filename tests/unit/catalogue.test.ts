import { describe, expect, test } from "@jest/globals";
import {
  deprecatedRoles,
  findExternalRole,
  findPackage,
  findRole,
  findRoleByUrn,
  isDeprecatedRole,
  isKnownRole,
  isWrongName,
  nearestExternalRoles,
  nearestPackages,
  nearestRoles,
  parseExternalRole,
  parsePackage,
  parseRole,
  type KnownExternalRoleCode,
  type KnownPackageCode,
  type KnownRoleCode,
} from "../../provider/catalogue";

describe("a role is found", () => {
  test("by the legacy code that policies name it by", () => {
    expect(findRole("dagl")).toEqual({
      code: "daglig-leder",
      urn: "urn:altinn:external-role:ccr:daglig-leder",
      roleCode: "dagl",
      provider: "CentralCoordinatingRegister",
      name: { nb: "Daglig leder", nn: "Dagleg leiar", en: "Managing Director" },
      availableForServiceOwners: true,
      deprecated: false,
    });
    expect(findRole("priv")).toMatchObject({ code: "privatperson", provider: "Altinn3" });
  });

  test("by the code of an Altinn 2 role, which is deprecated", () => {
    expect(findRole("utinn")).toMatchObject({
      code: "utinn",
      roleCode: "utinn",
      urn: "urn:altinn:rolecode:utinn",
      provider: "Altinn2",
      deprecated: true,
    });
  });

  test.each(["ffør", "FFØR", "Ffør", "fFØr"])("in any casing: %s", (code) => {
    expect(findRole(code)).toMatchObject({ code: "forretningsforer", roleCode: "ffør" });
  });

  test("not by the code that it has in its register, nor by what is no code", () => {
    for (const text of ["daglig-leder", "", "dag", "urn:altinn:rolecode:dagl", "constructor"]) {
      expect([text, findRole(text)]).toEqual([text, undefined]);
    }
  });

  test("by register and code", () => {
    expect(findExternalRole("ccr", "Daglig-Leder")).toBe(findRole("dagl"));
    expect(findExternalRole("cra", "nav-arbeid")).toMatchObject({
      provider: "CivilRightsAuthority",
      roleCode: undefined,
    });
    expect(findExternalRole("cra", "daglig-leder")).toBeUndefined();
    expect(findExternalRole("ccr", "dagl")).toBeUndefined();
  });

  test("by its URN or its legacy one", () => {
    expect(findRoleByUrn("urn:altinn:external-role:ccr:daglig-leder")).toBe(findRole("dagl"));
    expect(findRoleByUrn("urn:altinn:rolecode:DAGL")).toBe(findRole("dagl"));
    expect(findRoleByUrn("URN:altinn:role:agent")).toMatchObject({ name: { nb: "Agent" } });
    expect(findRoleByUrn("urn:altinn:accesspackage:toll")).toBeUndefined();
  });

  test("with no word on whether service owners may name it, where Altinn has none", () => {
    expect(findRoleByUrn("urn:altinn:role:supplier")?.availableForServiceOwners).toBeUndefined();
    expect(findRole("ados")?.availableForServiceOwners).toBe(false);
  });
});

describe("deprecated roles", () => {
  test("are 43, in any casing, and none of a register is among them", () => {
    expect(deprecatedRoles()).toHaveLength(43);
    for (const code of deprecatedRoles()) {
      expect([code, isDeprecatedRole(code.toLowerCase()), isKnownRole(code)]).toEqual([
        code,
        true,
        true,
      ]);
      expect(findRole(code)?.provider ?? "Altinn2").toBe("Altinn2");
    }
  });

  test("do not hold those that Altinn goes on with, or does not know", () => {
    expect(["dagl", "FFØR", "priv", "nonesuch"].map(isDeprecatedRole)).not.toContain(true);
    expect(isKnownRole("FFØR")).toBe(true);
    expect(isKnownRole("nonesuch")).toBe(false);
  });
});

describe("an access package is found", () => {
  test("by its code in any casing", () => {
    expect(findPackage("Regnskapsforer-LONN")).toEqual({
      code: "regnskapsforer-lonn",
      urn: "urn:altinn:accesspackage:regnskapsforer-lonn",
      name: {
        nb: "Regnskapsfører lønn",
        nn: "Rekneskapsførar løn",
        en: "Accountant salary",
      },
      delegable: true,
      assignable: false,
      availableForServiceOwners: true,
      entityType: "Organization",
      area: "fullmakter_for_regnskapsforer",
    });
    expect(findPackage("nonesuch")).toBeUndefined();
  });
});

describe("the nearest roles", () => {
  const codes = (text: string) => nearestRoles(text).map(({ roleCode }) => roleCode);

  test.each([
    ["dagleg", "dagl"],
    ["dalg", "dagl"],
    ["daglig-leder", "dagl"],
    ["Daglig leder", "dagl"],
    ["styreleiar", "lede"],
    ["ffor", "ffør"],
    ["regnskap", "regn"],
    ["Regnskapsforer", "regn"],
    ["revisjon", "revi"],
    ["Auditor", "revi"],
  ])("%s -> %s", (text, first) => {
    expect(codes(text)[0]).toBe(first);
  });

  test("are three at most, and none when nothing is near", () => {
    expect(codes("leder")).toEqual(["dagl", "hled", "lede"]);
    for (const text of ["zzzz", "nonesuch", "xy", "d", ""]) {
      expect([text, codes(text)]).toEqual([text, []]);
    }
  });

  test("are none that Altinn takes out", () => {
    expect(codes("utin")).not.toContain("utinn");
    expect(codes("tilgangsstyring")).toEqual([]);
  });

  test("of a register are of that register alone", () => {
    const inRegister = (register: "ccr" | "cra", text: string) =>
      nearestExternalRoles(register, text).map(({ code }) => code);
    expect(inRegister("ccr", "dagl")).toEqual(["daglig-leder"]);
    expect(inRegister("ccr", "dagligleder")).toEqual(["daglig-leder"]);
    expect(inRegister("cra", "pensjon")).toEqual(["nav-pensjon"]);
    expect(inRegister("ccr", "pensjon")).toEqual([]);
  });
});

describe("the nearest access packages", () => {
  const codes = (text: string) => nearestPackages(text).map(({ code }) => code);

  test("by code, by name in any language, and by one word of it", () => {
    expect(codes("regnskapsforer-lon")).toEqual(["regnskapsforer-lonn"]);
    expect(codes("regnskapsforer")).toEqual([
      "regnskapsforer-lonn",
      "regnskapsforer-med-signeringsrettighet",
      "regnskapsforer-uten-signeringsrettighet",
    ]);
    expect(codes("regnskap")).toContain("regnskapsforer-lonn");
    expect(codes("lonn")[0]).toBe("lonn");
    expect(codes("lønn")).toEqual(codes("lonn"));
    expect(codes("lonn")).toContain("regnskapsforer-lonn");
    expect(codes("skatt næring")).toEqual(["skatt-naering"]);
    expect(codes("customs")[0]).toBe("toll");
    expect(codes("zzzz")).toEqual([]);
  });
});

describe("codes and full URNs", () => {
  test("name a role alike", () => {
    expect(parseRole("DAGL")).toEqual({ code: "dagl" });
    expect(parseRole("urn:altinn:rolecode:DAGL")).toEqual({ code: "dagl" });
    expect(parseRole("URN:ALTINN:ROLECODE:FFØR")).toEqual({ code: "ffør" });
  });

  test("name a role of a register alike, and the URN names the register", () => {
    const named = { register: "ccr", code: "daglig-leder" };
    expect(parseExternalRole("Daglig-leder", "ccr")).toEqual(named);
    expect(parseExternalRole("urn:altinn:external-role:ccr:daglig-leder")).toEqual(named);
    expect(parseExternalRole("urn:altinn:external-role:ccr:daglig-leder", "ccr")).toEqual(named);
  });

  test("name an access package alike", () => {
    expect(parsePackage("Toll")).toEqual({ code: "toll" });
    expect(parsePackage("urn:altinn:accesspackage:toll")).toEqual({ code: "toll" });
  });

  const ROLE = "urn:altinn:rolecode:dagl";
  const EXTERNAL = "urn:altinn:external-role:ccr:daglig-leder";
  const PACKAGE = "urn:altinn:accesspackage:toll";
  test.each([
    [parseRole, EXTERNAL, "a role of a register", 'externalRole("ccr", "daglig-leder")'],
    [parseRole, PACKAGE, "an access package", 'accessPackage("toll")'],
    [parseExternalRole, ROLE, "an Altinn role", 'role("dagl")'],
    [parseExternalRole, PACKAGE, "an access package", 'accessPackage("toll")'],
    [parsePackage, ROLE, "an Altinn role", 'role("dagl")'],
    [parsePackage, EXTERNAL, "a role of a register", 'externalRole("ccr", "daglig-leder")'],
  ])("%p refuses %s and names the right function", (parse, text, what, call) => {
    const parsed = parse(text);
    expect(isWrongName(parsed)).toBe(true);
    expect(parsed).toEqual({ is: `is the URN of ${what}`, instead: `Write ${call}.` });
  });

  test("are refused where the URN names another register, or there is none", () => {
    expect(parseExternalRole("urn:altinn:external-role:cra:nav-arbeid", "ccr")).toEqual({
      is: 'is the URN of a role in the register "cra", not in "ccr"',
      instead: 'Write externalRole("cra", "nav-arbeid").',
    });
    expect(parseExternalRole("urn:altinn:external-role:xyz:leder", "ccr")).toMatchObject({
      is: expect.stringContaining('the register "xyz"'),
    });
    expect(parseExternalRole("daglig-leder")).toEqual({
      is: "is the code of a role without its register",
      instead: 'Write externalRole("ccr", "daglig-leder") for a role of Enhetsregisteret.',
    });
  });

  test("are refused where the URN is none that policies name a role by", () => {
    expect(parseRole("urn:altinn:role:privatperson")).toEqual({
      is: "is a URN that policies do not name the role Privatperson by",
      instead: 'Write role("priv").',
    });
    for (const text of ["urn:altinn:role:agent", "urn:altinn:org:ttd", "urn:altinn:rolecode:"]) {
      for (const parse of [parseRole, parseExternalRole, parsePackage]) {
        expect(parse(text)).toMatchObject({ is: "is a URN of another kind" });
      }
    }
  });
});

test("codes that editors complete are found", () => {
  const role: KnownRoleCode = "ffør";
  const ofRegister: KnownExternalRoleCode["ccr"] = "daglig-leder";
  const ofGuardians: KnownExternalRoleCode["cra"] = "nav-arbeid";
  const accessPackage: KnownPackageCode = "skatt-naering";
  expect([
    findRole(role)?.name.nb,
    findExternalRole("ccr", ofRegister)?.name.nb,
    findExternalRole("cra", ofGuardians)?.name.nb,
    findPackage(accessPackage)?.name.nb,
  ]).toEqual(["Forretningsfører", "Daglig leder", "Nav - Arbeid", "Skatt næring"]);
});
