export const SKIP_TO_CONTENT = "Skip to content";
export const viewsOf = (list: string) => `Views of ${list}`;

// Keys
export const SEARCH_THIS_PAGE = "Search this page";
export const SELECT_ROW = "Select the row";
export const OPEN_ROW = "Open the row";
