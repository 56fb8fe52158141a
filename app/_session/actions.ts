"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { endSession, publicAction } from "@/lib/door";

const leave = publicAction({
  input: z.object({}),
  run: async () => {
    await endSession();
    redirect("/sign-in");
  },
});

export async function signOut(formData: FormData): Promise<void> {
  const result = await leave({ status: "idle" }, formData);
  if (result.status === "failed" && result.code !== "invalid_input") throw new Error(result.message);
}
