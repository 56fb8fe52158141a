import { apiKeys, joinPerson } from "@/lib/people/views";

// What other rooms' statements read of links.

/** Joins the link that an id means, if it means one, as link: `link.called` says whose it is. */
export const joinLink = (id: string) => `LEFT JOIN (
    SELECT l.id, 'Link by ' || COALESCE(u.name, k.name, l."createdBy") || COALESCE(' to ' || l."sentTo", '') AS called
    FROM "Link" l ${joinPerson('l."createdBy"')} LEFT JOIN ${apiKeys("k")} ON k.id = l."createdBy") link ON link.id = ${id}`;
