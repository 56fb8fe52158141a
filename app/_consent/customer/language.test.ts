import { expect, test } from "vitest";
import { de } from "./de/words";
import { en } from "./en/words";
import { fr } from "./fr/words";
import { customerLanguage } from "./language";

test.each([
  [null, "en"],
  ["", "en"],
  ["de", "de"],
  ["de-CH,de;q=0.9,en;q=0.8", "de"],
  ["pl,fr-CA;q=0.7,de;q=0.9", "de"],
  ["es;q=1, fr;q=0.5", "fr"],
  ["de;q=0, fr;q=0.1", "fr"],
  ["DE-at", "de"],
  ["*", "en"],
  [";;q=,,", "en"],
])("%s gets %s", (accepted, language) => {
  expect(customerLanguage(accepted)).toBe(language);
});

test.each([
  ["de", de],
  ["fr", fr],
] as const)("%s says all of it, in words of its own", (_language, words) => {
  const samples = (of: typeof en) => [
    of.why("Bookly", "reconnect", "Xero"),
    of.ifNot("Bookly", "connect"),
    of.approver("qbo"),
    of.otherOrganisationMore({ expected: "A", chosen: "B", isEnded: true, ask: of.ask("Ada") }),
    of.cancelledMore(of.approver("xero")),
    ...Object.values(of.faults),
  ];
  expect(Object.keys(words).sort()).toEqual(Object.keys(en).sort());
  expect(Object.keys(words.faults)).toEqual(Object.keys(en.faults));
  const [ours, english] = [samples(words), samples(en)];
  for (const [index, said] of ours.entries()) {
    expect(said).not.toBe(english[index]);
    expect(said).not.toMatch(/undefined|null|\$\{/);
  }
});
