import { expect, test } from "vitest";
import { scriptsOf } from "./page-weight";

test("scriptsOf counts each script of Next's once, and none that new browsers leave out", () => {
  const html = `<script src="/_next/static/chunks/a.js?dpl=1" async=""></script>
    <script nonce="x" src="/_next/static/chunks/b.js"></script><script src="/_next/static/chunks/a.js"></script>
    <script src="/_next/static/chunks/old.js" noModule=""></script><script>self.x = "/_next/static/chunks/c.js"</script>`;
  expect(scriptsOf(html)).toEqual(["/_next/static/chunks/a.js", "/_next/static/chunks/b.js"]);
});
