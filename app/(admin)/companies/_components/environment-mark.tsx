/** Nothing for live data: only a sandbox is worth a word. */
export function EnvironmentMark({ environment }: { environment: string }) {
  if (environment !== "sandbox") return null;
  return (
    <span className="rounded border border-control px-1.5 text-xs leading-5 font-medium text-muted">
      Sandbox
    </span>
  );
}
