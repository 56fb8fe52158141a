import Link from "next/link";

export interface Tab {
  href: string;
  label: string;
}

interface TabBarProps {
  /** Names the bar to screen readers. */
  label: string;
  tabs: readonly Tab[];
  current: Tab | undefined;
}

/** The pages of one screen as a bar of links. */
export function TabBar({ label, tabs, current }: TabBarProps) {
  return (
    <nav aria-label={label} className="mb-6 border-b border-border print:hidden">
      <ul className="-mb-px flex gap-x-1 overflow-x-auto [scrollbar-width:none]">
        {tabs.map((tab) => (
          <li key={tab.href} className="shrink-0">
            <Link
              href={tab.href}
              prefetch={false}
              aria-current={tab === current ? "page" : undefined}
              className="flex min-h-9 items-center rounded-t border-b-2 border-transparent px-3 text-muted transition-colors hover:bg-hover hover:text-text aria-[current=page]:border-accent aria-[current=page]:font-medium aria-[current=page]:text-accent"
            >
              {tab.label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
