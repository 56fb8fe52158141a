// What other rooms' statements read of events.

export const eventEndpoints = (alias: string) => `"EventEndpoint" ${alias}`;
