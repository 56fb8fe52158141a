import { VirtualClock } from "./clock";
import { SimulatorControl } from "./control";
import { CounterBoard } from "./counters";
import { FaultList } from "./faults";
import { Grants } from "./grants";
import { defaultKnobs } from "./knobs";
import { RateLimits } from "./limits";
import type { Provider } from "./model";
import { listen, simulatorServer } from "./server";
import type { Simulation } from "./simulation";
import { keepState, restoreState } from "./state-file";
import { signingKey, TokenSigner } from "./tokens";
import { World } from "./world";

export interface SimulatorOptions {
  /** 0, the default, takes a free port. */
  port?: number;
  /** Where the virtual clock begins; the real time if left out. */
  startAtMs?: number;
  /** Instead of `sim-qbo-secret` and `sim-xero-secret`. */
  clientSecrets?: Partial<Record<Provider, string>>;
  /** A file that carries world, grants and clock over a restart. */
  stateFile?: string;
}

export interface Simulator {
  /** `http://localhost:PORT` */
  readonly url: string;
  readonly clock: VirtualClock;
  readonly control: SimulatorControl;
  close(): Promise<void>;
}

/** Starts both providers on one port of the loopback interface. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const closing = new AbortController();
  const signer = new TokenSigner(await signingKey());
  const state: { sim?: Simulation; control?: SimulatorControl } = {};
  const server = simulatorServer(
    () => started(state.sim),
    () => started(state.control),
    closing.signal,
  );
  const port = await listen(server, options.port ?? 0);
  const sim = newSimulation(`http://localhost:${port}`, signer, options);
  const restored = options.stateFile !== undefined && (await restoreState(sim, options.stateFile));
  if (!restored) sim.world.addDefaults();
  const control = new SimulatorControl(sim);
  Object.assign(state, { sim, control });
  const keeper = options.stateFile === undefined ? undefined : keepState(sim, options.stateFile);
  return {
    url: sim.url,
    clock: sim.clock,
    control,
    async close() {
      closing.abort();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await keeper?.stop();
    },
  };
}

function newSimulation(url: string, signer: TokenSigner, options: SimulatorOptions): Simulation {
  const { qbo = "sim-qbo-secret", xero = "sim-xero-secret" } = options.clientSecrets ?? {};
  const world = new World({
    qbo: { clientId: "sim-qbo-client", clientSecret: qbo, redirectUris: [] },
    xero: { clientId: "sim-xero-client", clientSecret: xero, redirectUris: [] },
  });
  return {
    url,
    signer,
    world,
    clock: new VirtualClock(options.startAtMs),
    counters: new CounterBoard(),
    grants: new Grants(),
    faults: new FaultList(),
    limits: new RateLimits(),
    knobs: defaultKnobs(),
  };
}

function started<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("The simulator is still starting");
  return value;
}
