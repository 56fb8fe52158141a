const VIEW_ID = /^[\w-]{1,40}$/;

/** The view that an address says a list was opened as. Anything else is left out: it filters nothing. */
export function readViewId(given: string | string[] | undefined): string | undefined {
  const [id = ""] = [given].flat();
  return VIEW_ID.test(id) ? id : undefined;
}
