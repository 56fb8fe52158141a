/** The id of the form that the boxes of the list's rows belong to. */
export const SELECTION_FORM = "selection";
