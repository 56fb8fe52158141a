import { OneLine } from "@/components/ui/one-line";

/** Whose connection, and below it to what: names of others, each cut short rather than broken. */
export function CompanyCell({ name, below }: { name: string; below: string }) {
  return (
    <>
      <OneLine>{name}</OneLine>
      <OneLine className="text-xs font-normal text-muted">{below}</OneLine>
    </>
  );
}
