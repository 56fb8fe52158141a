import type { Metadata, Viewport } from "next";
import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { ownCookie } from "@/lib/door";
import { unusualClock } from "@/lib/server-clock";
import { DESCRIPTION } from "./words";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "Countersign", template: "%s · Countersign" },
  description: DESCRIPTION,
  applicationName: "Countersign",
  robots: { index: false, follow: false },
};

/** The theme a person chose, or undefined while the system's own setting decides. */
async function chosenTheme(): Promise<"light" | "dark" | undefined> {
  const theme = (await cookies()).get(ownCookie("theme").name)?.value;
  return theme === "light" || theme === "dark" ? theme : undefined;
}

export async function generateViewport(): Promise<Viewport> {
  const barColor = { light: "#F7F8FA", dark: "#0D1117" };
  const theme = await chosenTheme();
  return {
    width: "device-width",
    initialScale: 1,
    themeColor: theme
      ? barColor[theme]
      : [
          { media: "(prefers-color-scheme: light)", color: barColor.light },
          { media: "(prefers-color-scheme: dark)", color: barColor.dark },
        ],
  };
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  return (
    <html lang="en" data-theme={await chosenTheme()} data-clock={unusualClock()}>
      <body>{children}</body>
    </html>
  );
}
