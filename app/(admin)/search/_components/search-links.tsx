import Search from "lucide-react/icons/search";
import { PaletteLink } from "./palette-link";

/** The way to the search in the side navigation. @param keys As this person's keyboard calls them. */
export function SearchLink({ keys }: { keys: string }) {
  return (
    <PaletteLink className="flex min-h-9 items-center gap-3 rounded border border-control px-2.5 text-muted hover:bg-hover hover:text-text">
      <Search aria-hidden className="size-4 shrink-0" />
      <span className="flex-1">Search</span>
      <kbd aria-hidden className="needs-script font-sans text-xs">
        {keys}
      </kbd>
    </PaletteLink>
  );
}

/** The same in the narrow screens' bar. */
export function SearchIconLink() {
  return (
    <PaletteLink className="inline-flex size-9 items-center justify-center rounded border border-control hover:bg-hover">
      <Search aria-hidden className="size-4" />
      <span className="sr-only">Search</span>
    </PaletteLink>
  );
}
