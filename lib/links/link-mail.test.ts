import { expect, it } from "vitest";
import { linkMail } from "./link-mail";

const link = {
  connectionType: "qbo",
  purpose: "reconnect",
  companyName: "Acme",
  tenantName: "Acme Books",
  url: "https://countersign.example.com/connect/token",
  expiresAt: new Date("2026-03-10T09:00:00Z"),
} as const;
const product = { name: "Acme Ledger", supportContact: "help@example.com" };

it("says why, what for, who approves, until when, and what happens if not", () => {
  const { subject, text } = linkMail(link, product);
  expect(subject).toBe("Reconnect Acme to QuickBooks Online");
  expect(text).toContain("Acme Ledger reads the books of Acme in QuickBooks Online.");
  expect(text).toContain("A QuickBooks admin must approve");
  expect(text).toContain("If nobody approves, Acme Ledger stops reading the data of Acme.");
  expect(text).toContain("Organisation: Acme Books");
  expect(text).toContain("Valid until: 10 Mar 2026, 09:00 UTC");
  expect(text).toContain("Questions: help@example.com");
  expect(text).toContain(link.url);
});

it("spells its address out in HTML, loads nothing, and lets no name in as markup", () => {
  const { html } = linkMail({ ...link, companyName: "<img src=x>" }, product);
  expect(html.split(link.url).length).toBeGreaterThan(2);
  expect(html).not.toMatch(/<img|<script|url\(/);
});

it("asks for a first consent in other words, and names no organisation", () => {
  const { subject, text } = linkMail(
    { ...link, purpose: "connect", tenantName: null },
    { name: "Acme Ledger" },
  );
  expect(subject).toBe("Connect Acme to QuickBooks Online");
  expect(text).toContain("If nobody approves, nothing is connected.");
  expect(text).not.toMatch(/Organisation|Questions/);
});
