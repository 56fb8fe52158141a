import { SubmitButton } from "@/components/ui/submit-button";
import { signOut } from "./actions";

/** Works without JavaScript, like every form that changes something. */
export function SignOutForm() {
  return (
    <form action={signOut}>
      <SubmitButton variant="quiet" size="sm">
        Sign out
      </SubmitButton>
    </form>
  );
}
