import { Card } from "@/components/ui/card";
import { Select } from "@/components/ui/select";
import { type PersonView, ROLES } from "@/lib/people";
import { ResetFactorForm } from "../../second-factor/_components/reset-factor-form";
import {
  ACCESS_TITLE,
  CHANGE_ROLE,
  DISABLE,
  DISABLE_WHY,
  ENABLE,
  ENABLE_WHY,
  FACTOR_TITLE,
  GROUPS_DECIDE,
  NEW_ROLE,
  ROLE_TITLE,
  ROLE_WHY,
  ROLE_WORDS,
} from "../../words";
import { changePersonsRole, disablePerson, enablePerson } from "../actions";
import { PersonForm } from "./person-form";

/** What an admin can change of another person, each in a form of its own. */
export function PersonChanges({ person }: { person: PersonView }) {
  const { id, role, disabledAt, hasSecondFactor, hasCompanyAccount } = person;
  return (
    <div className="flex min-w-0 flex-col gap-6">
      <Card title={ROLE_TITLE}>
        <PersonForm
          action={changePersonsRole}
          personId={id}
          why={hasCompanyAccount ? `${ROLE_WHY} ${GROUPS_DECIDE}` : ROLE_WHY}
          button={CHANGE_ROLE}
        >
          <Select
            // What was changed is what the page shows.
            key={role}
            name="role"
            label={NEW_ROLE}
            labelHidden
            defaultValue={role}
            options={ROLES.map((each) => ({ value: each, label: ROLE_WORDS[each] }))}
            className="min-w-0 flex-1 basis-40"
          />
        </PersonForm>
      </Card>
      {hasSecondFactor && (
        <Card title={FACTOR_TITLE}>
          <ResetFactorForm userId={id} />
        </Card>
      )}
      <Card title={ACCESS_TITLE}>
        {disabledAt ? (
          <PersonForm action={enablePerson} personId={id} why={ENABLE_WHY} button={ENABLE} />
        ) : (
          <PersonForm
            action={disablePerson}
            personId={id}
            why={DISABLE_WHY}
            button={DISABLE}
            variant="danger"
          />
        )}
      </Card>
    </div>
  );
}
