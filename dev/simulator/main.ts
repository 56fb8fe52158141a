import { parseArgs } from "node:util";
import { startSimulator } from "./index";

const { values } = parseArgs({
  options: { port: { type: "string", default: "0" }, state: { type: "string" } },
});
const port = Number(values.port);
if (!Number.isInteger(port) || port < 0 || port > 65_535) {
  console.error(`--port must be a port number, not "${values.port}"`);
  process.exit(2);
}

const simulator = await startSimulator({ port, stateFile: values.state });
console.log(`Simulator: ${simulator.url}`);

for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.once(signal, () => {
    void simulator.close().then(() => process.exit(0));
  });
}
