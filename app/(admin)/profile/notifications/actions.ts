"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { withNotice } from "@/app/_notice/notice";
import { alerts, mailChoices } from "@/lib/alerts";
import { action } from "@/lib/door";

export const chooseMail = action({
  verb: "overview.read",
  input: z.object({ choice: z.enum(mailChoices, { error: "Choose what you get." }) }),
  run: async ({ user }, { choice }): Promise<never> => {
    await alerts().chooseMail({ userId: user.id, choice });
    redirect(
      await withNotice("/profile/notifications", {
        tone: "working",
        title: "Saved",
        message: choice === "nothing" ? "You get no mail about alerts." : "It holds from the next alert on.",
      }),
    );
  },
});
