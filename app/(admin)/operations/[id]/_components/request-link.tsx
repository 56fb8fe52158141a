import Link from "next/link";

/** The way to the operation and its parts in the audit log. */
export function RequestLink({ requestId }: { requestId: string }) {
  return (
    <Link
      href={`/audit/requests/${requestId}`}
      prefetch={false}
      className="inline-flex min-h-6 items-center rounded-sm underline underline-offset-2"
    >
      Request <code className="ml-1 font-mono text-mono">{requestId}</code>
    </Link>
  );
}
