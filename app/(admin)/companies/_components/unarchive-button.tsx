import { SubmitButton } from "@/components/ui/submit-button";
import { unarchive } from "../[id]/actions";

export function UnarchiveButton({ companyId }: { companyId: string }) {
  return (
    <form action={unarchive}>
      <input type="hidden" name="companyId" value={companyId} />
      <SubmitButton variant="secondary">Unarchive</SubmitButton>
    </form>
  );
}
