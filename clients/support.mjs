import { createHash, randomUUID } from "node:crypto";

export const url = process.env.ONRECORD_URL ?? "http://localhost:8080/graphql";

export const sha256 = (text) => createHash("sha256").update(text).digest("hex");

/** An operation name that no earlier run used, so that the service cannot know the document's hash yet. */
export const unusedName = () => `Unused_${randomUUID().replaceAll("-", "")}`;

/** A fetch to give to a client, and what the client sent and got through it. */
export function recordedFetch() {
  const sent = [];
  return {
    sent,
    fetch: async (input, init = {}) => {
      const response = await fetch(input, init);
      const { searchParams } = new URL(input);
      sent.push({
        method: init.method ?? "GET",
        // The parameters are the same in the body of a POST and in the address of a GET, where some are JSON in a string.
        parameters: init.body
          ? JSON.parse(init.body)
          : Object.fromEntries(
              [...searchParams].map(([name, value]) => [
                name,
                ["variables", "extensions"].includes(name) ? JSON.parse(value) : value,
              ]),
            ),
        status: response.status,
        answer: await response.clone().json(),
      });
      return response;
    },
  };
}

/** What the service answers to a plain POST: what the clients' answers are compared with. */
export async function ask(query, variables) {
  const response = await fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ query, variables }),
  });
  return (await response.json()).data;
}
