/** Lets callers wait for somebody else's write to a grant. */
export interface GrantChanges {
  /** Resolves at the next change of the grant, or after `timeoutMs` at the latest. */
  next(grantId: string, timeoutMs: number): Promise<void>;
  announce(grantId: string): void;
}

export function createGrantChanges(): GrantChanges {
  const waiting = new Map<string, Set<() => void>>();
  return {
    next: (grantId, timeoutMs) =>
      new Promise((resolve) => {
        const wake = () => {
          clearTimeout(timer);
          const others = waiting.get(grantId);
          others?.delete(wake);
          if (others?.size === 0) waiting.delete(grantId);
          resolve();
        };
        const timer = setTimeout(wake, timeoutMs);
        waiting.set(grantId, (waiting.get(grantId) ?? new Set()).add(wake));
      }),
    announce: (grantId) => {
      for (const wake of [...(waiting.get(grantId) ?? [])]) wake();
    },
  };
}
