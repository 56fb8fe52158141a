export const SELECT_ALL_ROWS = "Select all rows of this page";
