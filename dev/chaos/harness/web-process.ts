import { createServer } from "node:http";
import { NextRequest } from "next/server";
import { GET as livez } from "@/app/api/livez/route";
import { GET as readyz } from "@/app/api/readyz/route";
import { register } from "@/instrumentation";
import { CountersignError } from "@/lib/errors";
import { type ProviderName, tokenService } from "@/lib/token";

/**
 * The web server without its framework: starts what it starts, in its order, and answers its health endpoints by its
 * own route handlers. GET /vend/COMPANY/PROVIDER stands for the product's calls.
 */
const port = Number(process.argv[2]);
const server = createServer(async (request, response) => {
  const answer = await answerTo(request.url ?? "").catch(
    (error: Error) => new Response(error.message, { status: 500 }),
  );
  response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text());
});
// As Next does, code included: there before the app's own handler, which lets it come last.
process.on("SIGTERM", () => {
  server.close(() => process.exit(143));
  server.closeIdleConnections();
});
await register();
server.listen(port, "127.0.0.1");

async function answerTo(path: string): Promise<Response> {
  if (path === "/api/livez") return livez(new NextRequest(`http://localhost${path}`), undefined);
  if (path === "/api/readyz") return readyz(new NextRequest(`http://localhost${path}`), undefined);
  const [, verb, companyId = "", provider = ""] = path.split("/");
  if (verb !== "vend") return new Response("Not found", { status: 404 });
  try {
    return Response.json({
      token: await tokenService.getValidToken(companyId, provider as ProviderName, "dev"),
    });
  } catch (error) {
    if (!(error instanceof CountersignError)) throw error;
    const { code, message, retryable } = error;
    return Response.json({ code, message, retryable }, { status: error.httpStatus });
  }
}
