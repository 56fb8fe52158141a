import { cookies, headers } from "next/headers";
import Link from "next/link";
import type { ReactNode } from "react";
import { SignOutForm } from "@/app/_session/sign-out-form";
import { AppShell } from "@/components/shell/app-shell";
import { DensitySwitch } from "@/components/ui/density-switch";
import { ThemeSwitch } from "@/components/ui/theme-switch";
import { UTC } from "@/components/ui/time-format";
import { TimeZoneProvider } from "@/components/ui/time-zone";
import { ZoneSwitch } from "@/components/ui/zone-switch";
import { companyAccount, currentUser, ownCookie, type Role } from "@/lib/door";
import { shownName } from "@/lib/shown-text";
import { chooseDensity, chooseTheme, chooseTimeZone } from "./actions";
import { chosenDensity } from "./chosen-density";
import { navigationFor } from "./navigation";
import { PaletteHost } from "./search/_components/palette-host";
import { SearchIconLink, SearchLink } from "./search/_components/search-links";

const ROLE_WORDS: Record<Role, string> = { admin: "Admin", support: "Support", finance: "Finance" };

/** The frame of every screen behind sign-in. It guards nothing: each page does that itself, in its first line. */
export default async function AdminLayout({ children }: { children: ReactNode }) {
  const user = await currentUser();
  if (!user) return children;
  const density = await chosenDensity();
  const theme = (await cookies()).get(ownCookie("theme").name)?.value;
  const keys = await paletteKeys();
  const timeZone = user.timeZone ?? UTC;
  return (
    <TimeZoneProvider timeZone={timeZone}>
      <AppShell
        navigation={await navigationFor(user)}
        user={{ name: shownName(user.name), role: ROLE_WORDS[user.role] }}
        search={{ inNavigation: <SearchLink keys={keys} />, inBar: <SearchIconLink /> }}
        paletteKeys={keys}
        signOut={<SignOutForm />}
        own={
          <>
            <OwnLink href="/profile">My profile</OwnLink>
            <OwnLink href="/profile/notifications">My mail</OwnLink>
            <OwnLink href="/profile/second-factor">Second factor</OwnLink>
            {companyAccount() && <OwnLink href="/profile/company-account">Company account</OwnLink>}
          </>
        }
        themeSwitch={
          <ThemeSwitch
            current={theme === "light" || theme === "dark" ? theme : "system"}
            action={chooseTheme}
          />
        }
        zoneSwitch={<ZoneSwitch current={timeZone} action={chooseTimeZone} otherHref="/profile/time-zone" />}
        density={density}
        densitySwitch={<DensitySwitch current={density} action={chooseDensity} />}
      >
        {children}
        <PaletteHost />
      </AppShell>
    </TimeZoneProvider>
  );
}

async function paletteKeys(): Promise<string> {
  const agent = (await headers()).get("user-agent") ?? "";
  return /Mac|iP(?:hone|ad)/.test(agent) ? "⌘K" : "Ctrl K";
}

function OwnLink({ href, children }: { href: string; children: string }) {
  return (
    <Link
      href={href}
      prefetch={false}
      className="flex min-h-8 w-full items-center rounded px-2.5 text-muted hover:bg-hover hover:text-text"
    >
      {children}
    </Link>
  );
}
