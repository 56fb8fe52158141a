import { useEffect, useState } from "react";

interface ActiveOption {
  /** -1 is the line itself. */
  active: number;
  activeId: string | undefined;
  setActive: (index: number) => void;
  /** Moves by an arrow key, around the ends by way of the line itself. */
  step: (by: 1 | -1) => void;
}

/**
 * Which option of a combobox's list is active, and keeps it in sight.
 *
 * @param id Options are called `id-0`, `id-1` and so on.
 * @see https://www.w3.org/WAI/ARIA/apg/patterns/combobox/
 */
export function useActiveOption(id: string, count: number): ActiveOption {
  const [active, setActive] = useState(-1);
  const activeId = active >= 0 && active < count ? `${id}-${active}` : undefined;

  useEffect(() => {
    if (activeId) document.getElementById(activeId)?.scrollIntoView({ block: "nearest" });
  }, [activeId]);

  const step = (by: 1 | -1) => setActive((now) => ((now + 1 + by + count + 1) % (count + 1)) - 1);
  return { active, activeId, setActive, step };
}
