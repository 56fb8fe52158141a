import { encode } from "uqr";
import { CopyButton } from "@/components/ui/copy-button";
import type { Enrolment } from "@/lib/people";
import { COPY_SECRET, OR_TYPE, QR_LABEL, SCAN } from "./words";

/** What an authenticator app takes in: as a picture, drawn on the server, and as text. */
export function SecretCard({ enrolment: { secret, address } }: { enrolment: Enrolment }) {
  return (
    <div className="flex flex-col gap-3">
      <p className="text-muted">{SCAN}</p>
      <QrCode text={address} />
      <p className="text-sm text-muted">{OR_TYPE}</p>
      <p className="flex flex-wrap items-center gap-2">
        <code className="font-mono text-mono break-all">{secret.match(/.{4}/g)?.join(" ")}</code>
        <CopyButton value={secret} label={COPY_SECRET} />
      </p>
    </div>
  );
}

/** Dark on light in both themes: cameras want it so. */
function QrCode({ text }: { text: string }) {
  const { size, data } = encode(text, { border: 3 });
  const dark = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [{ x, y }] : [])));
  return (
    <svg
      role="img"
      aria-label={QR_LABEL}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
      className="size-48 rounded border border-border forced-color-adjust-none"
    >
      <rect width={size} height={size} fill="#fff" />
      {dark.map(({ x, y }) => (
        <rect key={`${x},${y}`} x={x} y={y} width={1} height={1} fill="#000" />
      ))}
    </svg>
  );
}
