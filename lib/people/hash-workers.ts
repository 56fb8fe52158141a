import { Worker } from "node:worker_threads";
import { oncePerProcess } from "@/lib/process";

interface Cost {
  memoryCost: number;
  timeCost: number;
  parallelism: number;
}

type Job = { password: string; cost: Cost } | { password: string; passwordHash: string };

interface Waiting {
  job: Job;
  resolve: (value: string | boolean) => void;
  reject: (error: Error) => void;
}

/** So many argon2 hashes at once; each takes a processor for itself while it lasts. */
const WORKERS = 2;

/**
 * Hashes passwords on threads of their own. The package's asynchronous calls would take those of libuv, which the
 * journal's files and every look-up of a host's name wait for.
 */
class HashWorkers {
  private idle: Worker[] = [];
  private readonly queue: Waiting[] = [];
  private busy = 0;

  run(job: Job): Promise<string | boolean> {
    return new Promise((resolve, reject) => {
      this.queue.push({ job, resolve, reject });
      this.next();
    });
  }

  private next(): void {
    while (this.busy < WORKERS) {
      const waiting = this.queue.shift();
      if (!waiting) return;
      this.busy += 1;
      this.give(this.idle.pop() ?? this.hire(), waiting);
    }
  }

  private hire(): Worker {
    const worker = new Worker(new URL("./hash-worker.mjs", import.meta.url));
    worker.on("error", () => undefined);
    worker.on("exit", () => {
      this.idle = this.idle.filter((other) => other !== worker);
    });
    return worker;
  }

  private give(worker: Worker, { job, resolve, reject }: Waiting): void {
    const done = (settle: () => void) => {
      worker.off("message", answered).off("error", failed).off("exit", ended);
      // An idle worker keeps no process alive.
      worker.unref();
      this.busy -= 1;
      settle();
      this.next();
    };
    const answered = ({ value, error }: { value: string | boolean; error?: string }) => {
      this.idle.push(worker);
      done(() => (error === undefined ? resolve(value) : reject(new Error(`Cannot hash: ${error}`))));
    };
    const failed = (cause: Error) =>
      done(() => reject(new Error("Cannot hash: the worker failed", { cause })));
    const ended = (code: number) =>
      done(() => reject(new Error(`Cannot hash: the worker ended with ${code}`)));
    worker.once("message", answered).once("error", failed).once("exit", ended);
    worker.ref();
    worker.postMessage(job);
  }
}

const workers = () => oncePerProcess("hashWorkers", () => new HashWorkers());

export async function hashOnWorker(password: string, cost: Cost): Promise<string> {
  return String(await workers().run({ password, cost }));
}

export async function verifyOnWorker(passwordHash: string, password: string): Promise<boolean> {
  return (await workers().run({ password, passwordHash })) === true;
}
