import { expect, it } from "vitest";
import { actionFault } from "./action-fault";
import { faultAnswer } from "./fault-answer";

/** A multipart body as a browser writes it. */
function form(fields: Record<string, string>): { body: string; type: string } {
  const parts = Object.entries(fields).map(
    ([name, value]) => `--x\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  return { body: `${parts.join("")}--x--\r\n`, type: "multipart/form-data; boundary=x" };
}

const judge = ({ body, type }: { body: string; type: string }, action = true) => {
  const headers = { "content-type": type, ...(action && { "next-action": "40ab" }) };
  return actionFault(new Request("http://localhost/", { method: "POST", body, headers }));
};

const calls: Record<string, string>[] = [
  { "1_email": "a", "0": '["$K1"]' },
  { "1_email": "a", "0": '[{"status":"idle"},"$K1"]' },
  {
    "1_email": "a",
    "0": '[{"result":{"status":"failed","field":"$undefined","message":"$$5"},"n":"$-0"},"$K1"]',
  },
  { "1_file": "$F1 typed by a person", "0": '["$K1"]' },
];

it("what names no origin is answered 403, and its body is not read", async () => {
  for (const action of [true, false]) {
    const { body, type } = form(calls[0] ?? {});
    const headers = { origin: "null", "content-type": type, ...(action && { "next-action": "40ab" }) };
    const request = new Request("http://localhost/", { method: "POST", body, headers });
    const fault = await actionFault(request);
    expect(fault).toMatchObject({ status: 403 });
    expect(request.bodyUsed).toBe(false);
    const asker = { method: "POST", header: (name: string) => (name === "accept" ? "text/html" : null) };
    const answer = fault && faultAnswer(fault, asker, 0);
    expect(answer?.status).toBe(403);
    expect(await answer?.text()).toContain("This was sent from elsewhere");
    const json = fault && faultAnswer(fault, { ...asker, header: () => null }, 0);
    expect(await json?.json()).toMatchObject({ code: "foreign_origin", message: fault?.message });
  }
});

it.each(calls)("a call with the arguments that React writes is let through: %j", async (fields) => {
  expect(await judge(form(fields))).toBeUndefined();
});

it.each([
  "[]",
  "{",
  "null",
  '"$K1"',
  '[1,"x"]',
  '[{"a":1},{"b":2}]',
  '[1,2,"$K1"]',
  '["$F1","$K1"]',
  '[{"a":{"b":"$@1"}},"$K1"]',
  '["$nx","$K1"]',
  `["$n${"9".repeat(1_000)}","$K1"]`,
  `[${"[".repeat(60_000)}${"]".repeat(60_000)},"$K1"]`,
])("a call with the arguments %s is answered 400", async (root) => {
  expect(await judge(form({ "0": root }))).toMatchObject({ status: 400 });
});

it.each([
  "",
  "text/plain;charset=UTF-8",
  "application/json",
  "application/x-www-form-urlencoded",
  "multipart/form-data",
])("a post of the type %j is answered 415", async (type) => {
  expect(await judge({ body: '["$K1"]', type })).toMatchObject({ status: 415 });
  expect(await judge({ body: '["$K1"]', type }, false)).toMatchObject({ status: 415 });
});

it("a body that is cut, or names its action in damaged JSON, is answered 400; the form of a page without script passes", async () => {
  const { body, type } = form({
    email: "a",
    $ACTION_REF_1: "",
    "$ACTION_1:0": '{"id":"40ab","bound":"$@1"}',
    "$ACTION_1:1": '[{"status":"idle"}]',
  });
  expect(await judge({ body, type }, false)).toBeUndefined();
  expect(await judge({ body: body.slice(0, 60), type }, false)).toMatchObject({ status: 400 });
  expect(await judge(form({ $ACTION_REF_1: "", "$ACTION_1:0": "{" }), false)).toMatchObject({ status: 400 });
  expect(await judge({ body: "", type: 'multipart/form-data; boundary="' }, false)).toMatchObject({
    status: 400,
  });
});

const bound = '{"id":"40ab","bound":"$@1"}';
const misnamed: Record<string, string>[] = [
  { "$ACTION_1:0": "null" },
  { "$ACTION_1:0": '"40ab"' },
  { "$ACTION_1:0": '{"id":1,"bound":null}' },
  { "$ACTION_1:0": bound },
  { "$ACTION_1:0": '{"id":"40ab","bound":"$@2"}', "$ACTION_1:1": "[]" },
  { "$ACTION_1:0": '{"id":"40ab","bound":[]}' },
  { "$ACTION_1:0": bound, "$ACTION_1:1": "null" },
  { "$ACTION_1:0": bound, "$ACTION_1:1": '"a"' },
  { "$ACTION_1:0": bound, "$ACTION_1:1": '["$F1"]' },
  { "$ACTION_1:0": bound, "$ACTION_1:1": `${"[".repeat(60_000)}${"]".repeat(60_000)}` },
];

it.each(misnamed)(
  "a form without script whose action is named wrongly is answered 400 (%#)",
  async (fields) => {
    expect(await judge(form({ $ACTION_REF_1: "", ...fields }), false)).toMatchObject({ status: 400 });
  },
);
