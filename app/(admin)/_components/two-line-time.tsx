import { formatAbsolute } from "@/components/ui/time-format";

/** Half as wide as the time in one line; cards have the room for that. */
export function TwoLineTime({ at }: { at: Date }) {
  const [day, month, year, clock, zone] = formatAbsolute(at).split(" ");
  return (
    <time dateTime={at.toISOString()} className="whitespace-nowrap">
      {day} {month} {year}{" "}
      <span className="text-muted sm:block sm:text-xs">
        {clock} {zone}
      </span>
    </time>
  );
}
