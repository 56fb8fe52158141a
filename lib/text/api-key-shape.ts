/** A key of the HTTP API, whole, wherever it stands in a text: for scanners of secrets. docs/api-keys.md publishes it. */
export const API_KEY_SHAPE = /cs_(?:live|test)_[0-9A-Za-z]{12}_[0-9A-Za-z]{38}/;
