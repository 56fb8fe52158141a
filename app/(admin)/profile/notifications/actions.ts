"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { withNotice } from "@/app/_notice/notice";
import { alerts, mailChoices } from "@/lib/alerts";
import { action } from "@/lib/door";
import { CHOOSE_MAIL, FROM_NEXT_ALERT, NO_ALERT_MAIL } from "../words";

export const chooseMail = action({
  verb: "account.manage",
  input: z.object({ choice: z.enum(mailChoices, { error: CHOOSE_MAIL }) }),
  run: async ({ user }, { choice }): Promise<never> => {
    await alerts().chooseMail({ userId: user.id, choice });
    redirect(
      await withNotice("/profile/notifications", {
        tone: "working",
        title: "Saved",
        message: choice === "nothing" ? NO_ALERT_MAIL : FROM_NEXT_ALERT,
      }),
    );
  },
});
