import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";

export default function CompanyNotFound() {
  return (
    <Card>
      <h1 className="text-xl font-semibold">There is no such company</h1>
      <p className="mt-2 max-w-[65ch] text-muted">It was removed, or the address is mistyped.</p>
      <ButtonLink href="/connections/new" variant="primary" className="mt-6">
        All companies
      </ButtonLink>
    </Card>
  );
}
