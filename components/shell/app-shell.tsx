import Menu from "lucide-react/icons/menu";
import type { ReactNode } from "react";
import type { Density } from "@/components/ui/density-switch";
import { LiveRegion } from "@/components/ui/live-region";
import { Brand } from "./brand";
import { KeysHelp } from "./keys-help";
import { LiveBadge } from "./live-badge";
import { NAVIGATION_ICON, type NavigationItem } from "./navigation-icon";
import { NavigationLink } from "./navigation-link";
import { PinnedViews } from "./pinned-views";
import { SkipLink } from "./skip-link";
import { UserMenu } from "./user-menu";

const MENU_ID = "navigation";

interface AppShellProps {
  /** Already limited to what the person may see. */
  navigation: readonly NavigationItem[];
  user: { name: string; role: string };
  /** The way to the search: in the navigation, and in the narrow screens' bar. */
  search?: { inNavigation: ReactNode; inBar: ReactNode };
  /** What opens the search, as this person's keyboard calls it. */
  paletteKeys: string;
  signOut: ReactNode;
  /** Links to what is a person's own. */
  own?: ReactNode;
  themeSwitch?: ReactNode;
  densitySwitch?: ReactNode;
  zoneSwitch?: ReactNode;
  /** How high the rows of tables are. */
  density?: Density;
  /** Above every page, such as a provider's outage. */
  notice?: ReactNode;
  children: ReactNode;
}

const LINK =
  "flex min-h-9 items-center gap-3 rounded px-2.5 text-muted transition-colors hover:bg-hover " +
  "hover:text-text aria-[current=page]:bg-provider-tint aria-[current=page]:font-medium aria-[current=page]:text-accent [&_svg]:size-4 [&_svg]:shrink-0";

/** Side navigation from 768 px on; below, the same element is a popover under a top bar. No script opens it. */
export function AppShell(props: AppShellProps) {
  const {
    navigation,
    user,
    search,
    paletteKeys,
    signOut,
    own,
    themeSwitch,
    densitySwitch,
    zoneSwitch,
    density,
    notice,
    children,
  } = props;
  return (
    <div data-density={density} className="md:grid md:grid-cols-[14.5rem_minmax(0,1fr)] print:block">
      <SkipLink />
      <header className="sticky top-0 z-30 flex h-14 items-center justify-between border-b border-border bg-surface px-4 md:hidden print:hidden">
        <Brand />
        <div className="flex gap-2">
          {search?.inBar}
          <button
            type="button"
            popoverTarget={MENU_ID}
            className="inline-flex min-h-9 items-center gap-2 rounded border border-control px-3 font-medium hover:bg-hover"
          >
            <Menu aria-hidden className="size-4" />
            Menu
          </button>
        </div>
      </header>
      <nav
        id={MENU_ID}
        aria-label="Main"
        popover="auto"
        className="fixed inset-y-0 right-0 left-auto m-0 h-dvh w-64 max-w-full flex-col overflow-y-auto border-border bg-surface p-3 text-text open:flex max-md:border-l max-md:shadow-overlay md:sticky md:top-0 md:flex md:w-auto md:border-r print:hidden"
      >
        <div className="mb-4 px-2 pt-1">
          <Brand />
        </div>
        {search && <div className="mb-3 max-md:hidden">{search.inNavigation}</div>}
        <ul className="mb-4 flex flex-col gap-0.5">
          {navigation.map(({ href, also, label, icon, badge, views = [] }) => {
            const Icon = NAVIGATION_ICON[icon];
            return (
              <li key={href}>
                <NavigationLink href={href} also={also} className={LINK}>
                  <Icon aria-hidden />
                  <span className="flex-1">{label}</span>
                  {badge?.href && <LiveBadge {...badge} href={badge.href} />}
                  {badge && !badge.href && badge.count > 0 && (
                    <span className="rounded-full bg-reconnect-tint px-2 text-xs font-semibold text-reconnect">
                      {badge.count}
                      <span className="sr-only"> {badge.label}</span>
                    </span>
                  )}
                </NavigationLink>
                {views.length > 0 && <PinnedViews label={label} views={views} />}
              </li>
            );
          })}
        </ul>
        <UserMenu
          name={user.name}
          role={user.role}
          signOut={signOut}
          own={own}
          themeSwitch={themeSwitch}
          densitySwitch={densitySwitch}
          zoneSwitch={zoneSwitch}
        />
      </nav>
      <main id="main" tabIndex={-1} className="min-w-0 outline-none">
        <div className="mx-auto max-w-content px-4 py-6 has-[.data-frame]:max-w-wide sm:px-6 lg:px-8 print:p-0">
          {notice && <div className="mb-6">{notice}</div>}
          {children}
        </div>
      </main>
      <KeysHelp paletteKeys={paletteKeys} />
      <LiveRegion />
    </div>
  );
}
